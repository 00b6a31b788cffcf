#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "dunghan/report/labels.h"

namespace dunghan::report {
namespace {

struct Reason {
  std::string_view code;
  std::string_view vi;
  std::string_view en;
};

constexpr Reason kReasons[] = {
    {"citizen", "phía người nộp hồ sơ", "on the applicant's side"},
    {"supplement", "chờ bổ sung hồ sơ", "waiting for a supplement"},
    {"payment", "chờ nộp phí, lệ phí hoặc nghĩa vụ tài chính", "waiting for a payment"},
    {"tax", "chờ cơ quan thuế", "waiting for the tax office"},
    {"public_posting", "niêm yết công khai", "posted in public"},
    {"other_agency", "chờ cơ quan khác", "waiting for another agency"},
    {"staff", "nhân sự", "staff"},
    {"system", "lỗi hệ thống", "fault of a system"},
    {"data_sync", "lỗi đồng bộ dữ liệu", "data not synchronised"},
    {"force_majeure", "bất khả kháng", "force majeure"},
    {"assessment", "thẩm định, kiểm tra thực tế", "assessment on site"},
    {"consultation", "lấy ý kiến", "consultation"},
    {"incomplete", "hồ sơ chưa đầy đủ", "incomplete"},
    {"not_eligible", "không đủ điều kiện", "not eligible"},
    {"duplicate", "hồ sơ trùng", "a duplicate"},
    {"other", "lý do khác", "another reason"},
};

}  // namespace

std::string ReasonText(std::string_view code, Language language) {
  if (code.empty()) return {};
  const auto* found = std::find_if(std::begin(kReasons), std::end(kReasons),
                                   [code](const Reason& one) { return one.code == code; });
  if (found == std::end(kReasons)) return fmt::format("\"{}\"", code);
  return std::string(language == Language::kVi ? found->vi : found->en);
}

std::string OperatorText(std::string_view name, Language language) {
  if (name != "root") return std::string(name);
  return language == Language::kVi ? "quản trị viên máy chủ" : "the machine's administrator";
}

}  // namespace dunghan::report

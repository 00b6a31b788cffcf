#include <array>

#include "dunghan/statement/reconciliation.h"

namespace dunghan::statement {
namespace {

constexpr std::array<Words, 6> kWayWords = {{
    {"không khớp cơ quan nào", "not matched"},
    {"theo mã", "by code"},
    {"theo mã viết theo thứ tự khác", "by code, in the other order"},
    {"theo tên", "by name"},
    {"nhiều cơ quan cùng tên: không khớp", "several of that name: not matched"},
    {"dòng khác đã khớp với cơ quan này", "another row is matched with that agency"},
}};

struct GapWords {
  std::string_view name;
  Words words;
};
constexpr std::array<GapWords, kGapKinds> kGapWords = {{
    {"missing_there", {"không có trong tệp", "not in the file"}},
    {"missing_here_ministry",
     {"chỉ có trong tệp: mã của hệ thống bộ, ngành", "only there: of a ministry's system"}},
    {"missing_here_counter",
     {"chỉ có trong tệp: tiếp nhận ở nơi khác", "only there: received at another counter"}},
    {"missing_here_source",
     {"chỉ có trong tệp: cơ quan không gửi dữ liệu về đây",
      "only there: of an agency outside our sources"}},
    {"missing_here_lag",
     {"chỉ có trong tệp: tiếp nhận sau tin mới nhất của cơ quan",
      "only there: received after the last heard of the agency"}},
    {"missing_here_new_code",
     {"chỉ có trong tệp: có lẽ là hồ sơ đã được cấp mã khác (đề xuất)",
      "only there: probably one of ours under a new code (proposed)"}},
    {"missing_here", {"chỉ có trong tệp: chưa rõ vì sao", "only there: not known why"}},
    {"other_due", {"khác ngày hẹn trả", "another due"}},
    {"other_end", {"khác ngày kết thúc", "another end"}},
    {"other_state", {"khác trạng thái", "another state"}},
    {"other_agency", {"khác cơ quan", "another agency"}},
}};

}  // namespace

Words WordsOf(MatchWay way) { return kWayWords[static_cast<size_t>(way)]; }
std::string_view ToString(GapKind kind) { return kGapWords[static_cast<size_t>(kind)].name; }
Words WordsOf(GapKind kind) { return kGapWords[static_cast<size_t>(kind)].words; }

}  // namespace dunghan::statement

#include "reconcile_codes.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <vector>

#include "dunghan/sheet/reading.h"

namespace dunghan::statement {
namespace {

bool AreDigits(std::string_view text) {
  return !text.empty() &&
         std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string Capitals(std::string_view text) {
  std::string capitals = sheet::OneLine(text);
  for (char& c : capitals) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return capitals;
}

std::vector<std::string_view> LevelsOf(std::string_view code) {
  std::vector<std::string_view> levels;
  while (true) {
    const size_t end = code.find('.');
    levels.push_back(code.substr(0, end));
    if (end == std::string_view::npos) return levels;
    code.remove_prefix(end + 1);
  }
}

/// "H52": a ministry or province, by a letter and digits.
bool IsRootLevel(std::string_view level) {
  return level.size() >= 2 && level[0] >= 'A' && level[0] <= 'Z' && AreDigits(level.substr(1));
}

/// The parts of AGENCY-YYMMDD-NUMBER; nothing in another form.
struct CodeParts {
  std::string_view agency;
  std::string_view rest;  // "260602-0001"
  std::string_view number;
};
std::optional<CodeParts> PartsOf(std::string_view code) {
  const size_t last = code.rfind('-');
  if (last == std::string_view::npos || last == 0) return std::nullopt;
  const size_t first = code.rfind('-', last - 1);
  if (first == std::string_view::npos || first == 0) return std::nullopt;
  const std::string_view date = code.substr(first + 1, last - first - 1);
  const std::string_view number = code.substr(last + 1);
  if (date.size() != 6 || !AreDigits(date) || !AreDigits(number)) return std::nullopt;
  return CodeParts{code.substr(0, first), code.substr(first + 1), number};
}

}  // namespace

std::string AgencyKey(std::string_view code) {
  const std::string capitals = Capitals(code);
  std::vector<std::string_view> levels = LevelsOf(capitals);
  if (levels.size() > 1 && IsRootLevel(levels.back()) && !IsRootLevel(levels.front())) {
    std::reverse(levels.begin(), levels.end());
  }
  const auto is_none = [](std::string_view level) {
    return level.find_first_not_of('0') == std::string_view::npos;
  };
  if (IsRootLevel(levels.front())) {
    while (levels.size() > 1 && is_none(levels.back())) levels.pop_back();
  }
  return fmt::format("{}", fmt::join(levels, "."));
}

std::string DossierKey(std::string_view code) {
  const auto parts = PartsOf(code);
  if (!parts) return Capitals(code);
  return AgencyKey(parts->agency) + "-" + std::string(parts->rest);
}

std::string_view AgencyInCode(std::string_view code) {
  const auto parts = PartsOf(code);
  return parts ? parts->agency : std::string_view();
}

std::optional<int> MinistryInCode(std::string_view code) {
  const auto parts = PartsOf(code);
  if (!parts || (parts->number.size() != 6 && parts->number.size() != 7)) return std::nullopt;
  return (parts->number[0] - '0') * 10 + (parts->number[1] - '0');
}

std::string_view MinistryName(int number) {
  switch (number) {
    case 2:
      return "Bộ Công Thương";
    case 9:
      return "Bộ Nội vụ";
    case 10:
      return "Bộ Nông nghiệp và Môi trường";
    case 15:
      return "Bộ Tư pháp";
    case 17:
      return "Bộ Xây dựng";
    default:
      return {};
  }
}

std::string NameKey(std::string_view name) {
  std::string key = sheet::Plain(name);
  constexpr std::array<std::string_view, 2> kBefore = {"uy ban nhan dan ", "ubnd "};
  for (const std::string_view before : kBefore) {
    if (key.starts_with(before)) key.erase(0, before.size());
  }
  // "Sở Nội vụ - tỉnh Sơn La"; the province itself keeps its name.
  const size_t province = key.rfind(" tinh ");
  if (province != std::string::npos) key.erase(province);
  return key;
}

}  // namespace dunghan::statement

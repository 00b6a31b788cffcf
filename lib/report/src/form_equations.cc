#include "form_equations.h"

#include <algorithm>
#include <numeric>

namespace dunghan::report {
namespace {

/// "4 + 5": at least one number; nothing where it is anything else.
std::optional<std::vector<std::string>> ParseSide(std::string_view text) {
  std::vector<std::string> numbers;
  while (true) {
    const size_t plus = text.find('+');
    std::string_view number = text.substr(0, plus);
    while (number.starts_with(' ')) number.remove_prefix(1);
    while (number.ends_with(' ')) number.remove_suffix(1);
    const bool digits = !number.empty() && std::all_of(number.begin(), number.end(),
                                                       [](char c) { return c >= '0' && c <= '9'; });
    if (!digits) return {};
    numbers.emplace_back(number);
    if (plus == std::string_view::npos) return numbers;
    text.remove_prefix(plus + 1);
  }
}

}  // namespace

std::optional<FormEquation> ParseEquation(std::string_view text) {
  const size_t equals = text.find('=');
  if (equals == std::string_view::npos) return {};
  auto left = ParseSide(text.substr(0, equals));
  auto right = ParseSide(text.substr(equals + 1));
  if (!left || !right) return {};
  return FormEquation{*std::move(left), *std::move(right)};
}

int64_t SumOf(const std::vector<std::string>& numbers, const ColumnValue& value) {
  return std::accumulate(
      numbers.begin(), numbers.end(), int64_t{0},
      [&](int64_t sum, const std::string& number) { return sum + value(number); });
}

}  // namespace dunghan::report

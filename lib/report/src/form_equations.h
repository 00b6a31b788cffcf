#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace dunghan::report {

/// "3 + 17 = 7 + 11": numbers of columns on either side.
struct FormEquation {
  std::vector<std::string> left;
  std::vector<std::string> right;
};
/// Nothing: it is none.
std::optional<FormEquation> ParseEquation(std::string_view text);

using ColumnValue = std::function<int64_t(const std::string& number)>;
int64_t SumOf(const std::vector<std::string>& numbers, const ColumnValue& value);

}  // namespace dunghan::report

#include "dunghan/worktime/limit.h"

#include <fmt/format.h>

#include <array>
#include <charconv>

namespace dunghan::worktime {
namespace {

constexpr int64_t kMostUnits = 100'000;
constexpr int64_t kMostSeconds = 1'000'000'000;

struct UnitName {
  std::string_view text;
  LimitUnit unit;
};
constexpr std::array<UnitName, 5> kUnitsWithAmount{{{"wd", LimitUnit::kWorkingDays},
                                                    {"wh", LimitUnit::kWorkingHours},
                                                    {"ws", LimitUnit::kWorkingSeconds},
                                                    {"cd", LimitUnit::kCalendarDays},
                                                    {"mo", LimitUnit::kMonths}}};

Error NoLimit(std::string_view text) {
  return InvalidArgument(fmt::format(
      "\"{}\" is no time limit: expected an amount and a unit (5wd, 4wh, 5400ws, 30cd, 2mo) or sd",
      text.substr(0, 64)));
}

}  // namespace

Result<TimeLimit> ParseTimeLimit(std::string_view text) {
  if (text == "sd") return TimeLimit{1, LimitUnit::kSameDay};
  if (text.size() < 3) return NoLimit(text);
  const std::string_view digits = text.substr(0, text.size() - 2);
  if (digits.find_first_not_of("0123456789") != std::string_view::npos) return NoLimit(text);
  const std::string_view suffix = text.substr(digits.size());
  for (const auto& [name, unit] : kUnitsWithAmount) {
    if (name != suffix) continue;
    const int64_t most = unit == LimitUnit::kWorkingSeconds ? kMostSeconds : kMostUnits;
    int64_t amount = 0;
    const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), amount);
    if (read.ec != std::errc{} || amount < 1 || amount > most) {
      return InvalidArgument(fmt::format("\"{}\": expected an amount from 1 to {} {}",
                                         text.substr(0, 64), most, name));
    }
    return TimeLimit{amount, unit};
  }
  return NoLimit(text);
}

std::string ToString(const TimeLimit& limit) {
  for (const auto& [name, unit] : kUnitsWithAmount) {
    if (unit == limit.unit) return fmt::format("{}{}", limit.amount, name);
  }
  return "sd";
}

bool IsDayBased(LimitUnit unit) {
  return unit != LimitUnit::kWorkingHours && unit != LimitUnit::kWorkingSeconds;
}

}  // namespace dunghan::worktime

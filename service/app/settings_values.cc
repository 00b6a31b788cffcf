#include "app/settings_values.h"

#include <cmath>

#include "dunghan/base/identifier.h"
#include "dunghan/base/text.h"

namespace dunghan::app {
namespace {

using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using worktime::LimitUnit;
using worktime::TimeLimit;

/// "30s" -> 30 of "s"; at most nine digits, so that no unit overflows.
struct NumberAndUnit {
  int64_t number = 0;
  std::string_view unit;
};
std::optional<NumberAndUnit> SplitAmount(std::string_view text) {
  const size_t digits = std::min(text.find_first_not_of("0123456789"), text.size());
  if (digits == 0 || digits > 9) return std::nullopt;
  return NumberAndUnit{*ParseInteger(text.substr(0, digits)), text.substr(digits)};
}

template <class T, size_t kCount>
std::optional<T> Scaled(std::string_view text,
                        const std::pair<std::string_view, T> (&units)[kCount]) {
  const auto amount = SplitAmount(text);
  if (!amount) return std::nullopt;
  for (const auto& [name, scale] : units) {
    if (name == amount->unit) {
      using Count = decltype(T{} / T{1});
      return static_cast<T>(scale * static_cast<Count>(amount->number));
    }
  }
  return std::nullopt;
}

std::optional<TimeLimit> LimitIn(std::string_view text, std::initializer_list<LimitUnit> units) {
  const auto limit = worktime::ParseTimeLimit(text);
  if (!limit) return std::nullopt;
  for (const LimitUnit unit : units) {
    if (limit->unit == unit) return *limit;
  }
  return std::nullopt;
}

}  // namespace

std::optional<milliseconds> ParseDuration(std::string_view text) {
  return Scaled<milliseconds>(text, {{"ms", milliseconds{1}},
                                     {"s", seconds{1}},
                                     {"min", minutes{1}},
                                     {"h", hours{1}},
                                     {"d", hours{24}}});
}

std::optional<uint64_t> ParseSize(std::string_view text) {
  return Scaled<uint64_t>(text, {{"B", 1},
                                 {"KiB", uint64_t{1} << 10},
                                 {"MiB", uint64_t{1} << 20},
                                 {"GiB", uint64_t{1} << 30}});
}

std::optional<minutes> ParseTimeOfDay(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = SplitAmount(text.substr(0, 2));
  const auto minute = SplitAmount(text.substr(3));
  if (!hour || !minute || !hour->unit.empty() || !minute->unit.empty()) return std::nullopt;
  const minutes time = hours{hour->number} + minutes{minute->number};
  if (minute->number > 59 || time > hours{24}) return std::nullopt;
  return time;
}

std::optional<int> PerMille(const toml::node& node) {
  const auto ratio = node.value<double>();
  if (!ratio || !node.is_number() || !(*ratio > 0) || *ratio > 1) return std::nullopt;
  const double per_mille = *ratio * 1000;
  // 0.98 has no exact binary form; what people write with three digits is within this of a whole.
  if (std::abs(per_mille - std::round(per_mille)) > 1e-9) return std::nullopt;
  return static_cast<int>(std::lround(per_mille));
}

std::optional<TimeLimit> ParseWorkingTime(std::string_view text) {
  return LimitIn(text, {LimitUnit::kWorkingHours, LimitUnit::kWorkingSeconds});
}

std::optional<TimeLimit> ParseTier(std::string_view text) {
  return LimitIn(text,
                 {LimitUnit::kWorkingDays, LimitUnit::kWorkingHours, LimitUnit::kWorkingSeconds});
}

std::optional<TimeLimit> ParseDays(std::string_view text) {
  return LimitIn(text, {LimitUnit::kWorkingDays, LimitUnit::kCalendarDays});
}

std::optional<std::optional<TimeLimit>> ParseLimitOrNone(std::string_view text) {
  if (text.empty() || text == "none") return std::optional<TimeLimit>();
  const auto limit = worktime::ParseTimeLimit(text);
  if (!limit) return std::nullopt;
  return std::optional(*limit);
}

std::optional<std::string> ParseCode(std::string_view text) {
  return IsCode(text) ? std::optional(std::string(text)) : std::nullopt;
}

std::optional<std::string> ParseName(std::string_view text) {
  return IsPrintable(text) ? std::optional(std::string(text)) : std::nullopt;
}

}  // namespace dunghan::app

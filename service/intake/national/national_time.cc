#include "national_time.h"

#include <chrono>

namespace dunghan::intake {
namespace {

/// REQUIRES: digits.
unsigned NumberAt(std::string_view text, size_t at, size_t digits) {
  unsigned number = 0;
  for (const char digit : text.substr(at, digits)) {
    number = number * 10 + static_cast<unsigned>(digit - '0');
  }
  return number;
}

}  // namespace

std::optional<LocalTime> ParseNationalTime(std::string_view text) {
  constexpr size_t kDay = 8;
  constexpr size_t kMinutes = 12;
  constexpr size_t kSeconds = 14;
  if (text.size() != kDay && text.size() != kMinutes && text.size() != kSeconds) return {};
  if (text.find_first_not_of("0123456789") != std::string_view::npos) return {};
  const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(NumberAt(text, 0, 4))),
                                         std::chrono::month(NumberAt(text, 4, 2)),
                                         std::chrono::day(NumberAt(text, 6, 2))};
  const unsigned hour = text.size() > kDay ? NumberAt(text, 8, 2) : 0;
  const unsigned minute = text.size() > kDay ? NumberAt(text, 10, 2) : 0;
  const unsigned second = text.size() > kMinutes ? NumberAt(text, 12, 2) : 0;
  if (!date.ok() || hour > 23 || minute > 59 || second > 59) return {};
  return LocalTime{std::chrono::local_days{date}.time_since_epoch()} + std::chrono::hours{hour} +
         std::chrono::minutes{minute} + std::chrono::seconds{second};
}

}  // namespace dunghan::intake

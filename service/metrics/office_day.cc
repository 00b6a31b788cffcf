#include "office_day.h"

namespace dunghan::metrics {

std::optional<OfficeDay> OfficeDayAt(const worktime::WorkingCalendar& calendar, Instant now) {
  const LocalDay today = calendar.zone().DayOf(now);
  const Instant begin = calendar.zone().StartOf(today);
  const Instant end = calendar.zone().StartOf(today + std::chrono::days{1});
  const auto elapsed = calendar.WorkingTime(begin, now);
  const auto left = calendar.WorkingTime(now, end);
  if (!elapsed || !left) return {};
  // Hours are half-open: open means that the next moment is worked in.
  const auto moment = calendar.WorkingTime(now, now + std::chrono::milliseconds{1});
  return OfficeDay{
      .open = moment && *moment > std::chrono::milliseconds{0}, .elapsed = *elapsed, .left = *left};
}

}  // namespace dunghan::metrics

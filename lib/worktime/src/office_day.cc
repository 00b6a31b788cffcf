#include "dunghan/worktime/office_day.h"

#include <algorithm>
#include <map>

namespace dunghan::worktime {

std::optional<bool> IsOpenAt(const WorkingCalendar& calendar, Instant at) {
  // Hours are half-open: open means that the next moment is worked in.
  const auto moment = calendar.WorkingTime(at, at + std::chrono::milliseconds{1});
  if (!moment) return {};
  return moment->count() > 0;
}

std::optional<OfficeDay> OfficeDayAt(const WorkingCalendar& calendar, Instant now) {
  const LocalDay today = calendar.zone().DayOf(now);
  const Instant begin = calendar.zone().StartOf(today);
  const Instant end = calendar.zone().StartOf(today + std::chrono::days{1});
  const auto elapsed = calendar.WorkingTime(begin, now);
  const auto left = calendar.WorkingTime(now, end);
  if (!elapsed || !left) return {};
  return OfficeDay{
      .open = IsOpenAt(calendar, now).value_or(false), .elapsed = *elapsed, .left = *left};
}

std::chrono::milliseconds UsualDay(const WorkingCalendar& calendar) {
  using std::chrono::milliseconds;
  std::map<milliseconds, int> days;
  for (const auto& hours : calendar.spec().weekly) {
    milliseconds open{};
    for (const OpenInterval& interval : hours) open += interval.close - interval.open;
    if (open.count() > 0) ++days[open];
  }
  const auto usual =
      // Of days as frequent as each other the longest: it comes first from the end.
      std::max_element(days.rbegin(), days.rend(),
                       [](const auto& one, const auto& next) { return one.second < next.second; });
  return usual == days.rend() ? milliseconds{} : usual->first;
}

}  // namespace dunghan::worktime

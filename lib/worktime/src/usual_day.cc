#include "dunghan/worktime/usual_day.h"

#include <algorithm>
#include <map>

namespace dunghan::worktime {

std::chrono::milliseconds UsualDay(const WorkingCalendar& calendar) {
  using std::chrono::milliseconds;
  std::map<milliseconds, int> days;
  for (const auto& hours : calendar.spec().weekly) {
    milliseconds open{};
    for (const OpenInterval& interval : hours) open += interval.close - interval.open;
    if (open.count() > 0) ++days[open];
  }
  const auto usual =
      std::max_element(days.rbegin(), days.rend(),
                       [](const auto& one, const auto& next) { return one.second < next.second; });
  return usual == days.rend() ? milliseconds{} : usual->first;
}

}  // namespace dunghan::worktime

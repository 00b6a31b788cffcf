#include "frozen/schedule.h"

#include <algorithm>

namespace dunghan::frozen {
namespace {

figures::Period PeriodThatHolds(LocalDay day, const Plan& plan) {
  switch (plan.every) {
    case Every::kMonth:
      return figures::MonthOf(day, plan.month);
    case Every::kQuarter:
      return figures::QuarterOf(day, plan.month);
    case Every::kYear:
      return figures::YearOf(day, plan.month);
  }
  return {};
}

}  // namespace

Result<std::vector<figures::Period>> PeriodsDue(const Plan& plan,
                                                const worktime::WorkingCalendar& calendar,
                                                Instant begun, Instant now) {
  constexpr size_t kMost = 12;
  const LocalDay first = calendar.zone().DayOf(begun);
  std::vector<figures::Period> due;
  auto period = figures::Previous(PeriodThatHolds(calendar.zone().DayOf(now), plan));
  while (period && period->to >= first && due.size() < kMost) {
    const auto day = calendar.NthWorkingDayAfter(period->to, plan.after);
    if (!day) return day.error();
    const auto closing = calendar.ClosingOf(*day);
    if (!closing) return closing.error();
    if (*closing <= now) due.push_back(*period);
    period = figures::Previous(*period);
  }
  std::reverse(due.begin(), due.end());
  return due;
}

}  // namespace dunghan::frozen

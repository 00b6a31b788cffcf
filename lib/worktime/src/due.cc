#include "dunghan/worktime/due.h"

#include <algorithm>

#include "due_steps.h"

namespace dunghan::worktime {
namespace detail {
namespace {

using std::chrono::milliseconds;

/// As ParseTimeLimit, for limits that were put together by hand.
bool IsInRange(TimeLimit limit) {
  return limit.amount >= 1 &&
         limit.amount <= (limit.unit == LimitUnit::kWorkingSeconds ? 1'000'000'000 : 100'000);
}

DueDate MakeDue(const CalendarTable& table, Day start, const CalendarTable::Reached& reached) {
  return {FromTime(reached.at), FromDay(reached.day), table.Confirmed(start, reached.exceptions)};
}

Result<PlainDue> EndOfWorkingDay(const CalendarTable& table, Day start, int64_t days_through) {
  const FoundDay found = table.FindDay(days_through);
  if (found.day > table.valid_to()) return table.BeyondEnd();
  const Time closing = table.Closing(found.day, *found.hours);
  return PlainDue{start, found.day, false,
                  MakeDue(table, start, {found.day, closing, found.exceptions})};
}

/// The closing of a calendar day, or of the first working day after it.
Result<PlainDue> EndOfDay(const CalendarTable& table, Day start, int64_t last) {
  if (!table.Covers(last)) return table.Beyond(last);
  const Day day = static_cast<Day>(last);
  // The first working day from that day on: a day off passes the due on (Civil Code 2015, article
  // 148).
  auto rolled = EndOfWorkingDay(table, start, table.DaysThrough(day - 1) + 1);
  if (rolled) rolled->last = day;
  return rolled;
}

Result<PlainDue> AfterWorkingTime(const CalendarTable& table, Day start, Time from, int64_t ms) {
  const auto reached = table.Reach(table.TimeThrough(start, from) + ms);
  if (reached.day > table.valid_to()) return table.BeyondEnd();
  return PlainDue{start, reached.day, false, MakeDue(table, start, reached)};
}

Result<PlainDue> SameDay(const CalendarTable& table, Day start, Time from, const DueRules& rules) {
  const size_t through = table.ExceptionsThrough(start);
  const DayHours& hours = table.HoursOf(start, through);
  const bool open = hours.total_ms > 0;
  // A half day closes before the cut-off: what comes after its closing cannot be due at it.
  const bool late = table.TimeOfDay(from) >= milliseconds{rules.same_day_cutoff}.count() ||
                    (open && from >= table.Closing(start, hours));
  // A day off has no closing of its own: then it is the next working day's, too.
  if (!late && open) {
    return PlainDue{start, start, false,
                    MakeDue(table, start, {start, table.Closing(start, hours), through})};
  }
  auto next = EndOfWorkingDay(table, start, table.DaysThrough(start, through) + 1);
  if (next) next->after_cutoff = late;
  return next;
}

/// The same day of the month so many months on, or that month's last day.
int64_t MonthsLater(Day start, int64_t months) {
  const std::chrono::year_month_day day{FromDay(start)};
  const auto month = day.year() / day.month() + std::chrono::months{months};
  const auto end = (month / std::chrono::last).day();
  return LocalDay{month / std::min(day.day(), end)}.time_since_epoch().count();
}

/// United, in order, without what lies before `from`.
std::vector<Suspension> Unite(std::span<const Suspension> suspensions, Instant from) {
  // Nothing is valid beyond; the cut keeps the totals in range.
  const Instant last = FromTime((kLastDay + 3) * kDayMs);
  std::vector<Suspension> sorted;
  for (const auto& given : suspensions) {
    const Suspension cut{std::max(given.from, from), std::min(given.to, last)};
    if (given.from < given.to && cut.from < cut.to) sorted.push_back(cut);
  }
  std::sort(sorted.begin(), sorted.end(),
            [](const Suspension& left, const Suspension& right) { return left.from < right.from; });
  std::vector<Suspension> united;
  for (const Suspension& next : sorted) {
    if (!united.empty() && next.from <= united.back().to) {
      united.back().to = std::max(united.back().to, next.to);
    } else {
      united.push_back(next);
    }
  }
  return united;
}

/// The plain due moved by the total of the suspensions that counted so far.
Result<PlainDue> MoveBy(const CalendarTable& table, const PlainDue& plain, LimitUnit unit,
                        milliseconds total) {
  if (total == milliseconds{0}) return plain;
  if (!AddsWorkingTime(unit)) {
    // Whole days, of the total, and before days off are passed over.
    const auto days = std::chrono::ceil<std::chrono::days>(total).count();
    return EndOfDay(table, plain.start, int64_t{plain.last} + days);
  }
  const Day day = ToDay(plain.due.date);
  auto reached = table.Reach(table.TimeThrough(day, ToTime(plain.due.at)) + total.count());
  if (reached.day > table.valid_to()) return table.BeyondEnd();
  if (IsDayBased(unit)) {
    reached.at = table.Closing(reached.day, table.HoursOf(reached.day, reached.exceptions));
  }
  return PlainDue{plain.start, reached.day, false, MakeDue(table, plain.start, reached)};
}

}  // namespace

bool AddsWorkingTime(LimitUnit unit) {
  return unit != LimitUnit::kCalendarDays && unit != LimitUnit::kMonths;
}

Result<PlainDue> ComputePlainDue(const CalendarTable& table, Instant from, TimeLimit limit,
                                 const DueRules& rules) {
  if (!IsInRange(limit)) return InvalidArgument("time limit out of range: " + ToString(limit));
  const Time time = ToTime(from);
  const Day start = table.DayAt(time);
  if (!table.Covers(start)) return table.Beyond(start);
  switch (limit.unit) {
    case LimitUnit::kWorkingDays:
      // The day of receipt is not counted (Civil Code 2015, article 147): it is in DaysThrough.
      return EndOfWorkingDay(table, start, table.DaysThrough(start) + limit.amount);
    case LimitUnit::kWorkingHours:
      return AfterWorkingTime(table, start, time, limit.amount * 3'600'000);
    case LimitUnit::kWorkingSeconds:
      return AfterWorkingTime(table, start, time, limit.amount * 1'000);
    case LimitUnit::kCalendarDays:
      return EndOfDay(table, start, start + limit.amount);
    case LimitUnit::kMonths:
      return EndOfDay(table, start, MonthsLater(start, limit.amount));
    case LimitUnit::kSameDay:
      return SameDay(table, start, time, rules);
  }
  return Internal("unknown unit of a time limit");
}

Result<MovedDue> MoveBySuspensions(const WorkingCalendar& calendar, const PlainDue& plain,
                                   Instant from, LimitUnit unit,
                                   std::span<const Suspension> suspensions) {
  MovedDue moved{plain.due, plain.last, {}, 0, {}};
  for (const Suspension& pause : Unite(suspensions, from)) {
    // By the due as the pauses before it have moved it.
    if (pause.from >= moved.due.at) {
      moved.pauses.push_back({pause.from, pause.to, false, {}});
      continue;
    }
    milliseconds added = pause.to - pause.from;
    if (AddsWorkingTime(unit)) {
      const auto worked = calendar.WorkingTime(pause.from, pause.to);
      if (!worked) return worked.error();
      added = *worked;
    }
    moved.total += added;
    moved.pauses.push_back({pause.from, pause.to, true, added});
    // Always from the plain due and by the total: rounded pause by pause, two minutes every day
    // would buy a day each.
    const auto due = MoveBy(calendar.table(), plain, unit, moved.total);
    if (!due) return due.error();
    moved.due = due->due;
    moved.last = due->last;
  }
  if (!AddsWorkingTime(unit)) {
    moved.days = std::chrono::ceil<std::chrono::days>(moved.total).count();
  }
  return moved;
}

}  // namespace detail

Result<DueDate> ComputeDue(const WorkingCalendar& calendar, Instant from, TimeLimit limit,
                           std::span<const Suspension> suspensions, const DueRules& rules) {
  const auto plain = detail::ComputePlainDue(calendar.table(), from, limit, rules);
  if (!plain) return plain.error();
  if (suspensions.empty()) return plain->due;
  const auto moved = detail::MoveBySuspensions(calendar, *plain, from, limit.unit, suspensions);
  if (!moved) return moved.error();
  return moved->due;
}

}  // namespace dunghan::worktime

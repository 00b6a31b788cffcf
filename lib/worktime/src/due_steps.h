#pragma once

#include <span>
#include <vector>

#include "calendar_table.h"
#include "dunghan/worktime/due.h"

/// The steps to a due date, shared by ComputeDue and ExplainDue so that they cannot disagree.
namespace dunghan::worktime::detail {

/// The due without suspensions.
struct PlainDue {
  Day start = 0;  ///< the day of receipt
  Day last = 0;   ///< the day the limit ends on, before it is rolled off days off
  bool after_cutoff = false;
  DueDate due;
};

/// The due as suspensions moved it.
struct MovedDue {
  DueDate due;
  Day last = 0;
  std::chrono::milliseconds total{};
  int64_t days = 0;
  std::vector<Explanation::Pause> pauses;
};

/// Whether suspensions add working time (wd, sd, wh, ws) rather than calendar days (cd, mo).
bool AddsWorkingTime(LimitUnit unit);

Result<PlainDue> ComputePlainDue(const CalendarTable& table, Instant from, TimeLimit limit,
                                 const DueRules& rules);
Result<MovedDue> MoveBySuspensions(const WorkingCalendar& calendar, const PlainDue& plain,
                                   Instant from, LimitUnit unit,
                                   std::span<const Suspension> suspensions);

}  // namespace dunghan::worktime::detail

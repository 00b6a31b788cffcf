#pragma once

#include <cstdint>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/figures/period.h"
#include "dunghan/figures/policy.h"
#include "dunghan/worktime/calendar.h"

/// Which periods are to be frozen by themselves, and since when.
namespace dunghan::frozen {

enum class Every : uint8_t { kMonth, kQuarter, kYear };

struct Plan {
  Every every = Every::kMonth;
  figures::ReportingMonth month = figures::ReportingMonth::kCalendar;
  int64_t after = 3;  ///< working days after the period's end, by whose closing it is due
};

/// The periods that have come due by `now`, the earliest first: at most the last twelve, and none
/// that had ended before `begun`, when the record began: that is nobody's to freeze by itself.
/// @error kInvalidArgument: the calendar does not know the days.
Result<std::vector<figures::Period>> PeriodsDue(const Plan& plan,
                                                const worktime::WorkingCalendar& calendar,
                                                Instant begun, Instant now);

}  // namespace dunghan::frozen

#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dunghan/base/error.h"

namespace dunghan::worktime {

/// How a legal time limit is counted. Civil Code 2015, articles 147-148.
enum class LimitUnit {
  kWorkingDays,   ///< wd: the day of receipt is not counted; due at the closing of the Nth working
                  ///< day
  kWorkingHours,  ///< wh: from the instant of receipt or the next opening
  kWorkingSeconds,  ///< ws: the same, in seconds
  kCalendarDays,    ///< cd: the day of receipt is not counted; rolled off days off
  kMonths,          ///< mo: same day of the month N months on, or its last day; rolled likewise
  kSameDay,  ///< sd: the day of receipt; after the cut-off or its closing, the next working day
};

struct TimeLimit {
  int64_t amount = 0;  ///< of units; 1 for kSameDay
  LimitUnit unit = LimitUnit::kWorkingDays;
  friend bool operator==(const TimeLimit&, const TimeLimit&) = default;
};

/// "5wd", "4wh", "5400ws", "30cd", "2mo", "sd". Amounts from 1 to 100,000 (ws: to 1,000,000,000).
Result<TimeLimit> ParseTimeLimit(std::string_view text);
std::string ToString(const TimeLimit& limit);

/// Whether the limit ends with a day (wd, cd, mo, sd) rather than at a moment (wh, ws).
bool IsDayBased(LimitUnit unit);

}  // namespace dunghan::worktime

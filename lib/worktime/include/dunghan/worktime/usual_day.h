#pragma once

#include <chrono>

#include "dunghan/worktime/calendar.h"

namespace dunghan::worktime {

/// How long a calendar's office is open on most days of its week that it is open on; of as many of
/// each, the longer.
std::chrono::milliseconds UsualDay(const WorkingCalendar& calendar);

}  // namespace dunghan::worktime

#pragma once

#include <chrono>
#include <optional>

#include "dunghan/worktime/calendar.h"

namespace dunghan::worktime {

/// Whether an instant lies within the office's hours. Nothing: the calendar does not know the day.
std::optional<bool> IsOpenAt(const WorkingCalendar& calendar, Instant at);

/// An office's day at one instant. On a day off it is closed, and both times are 0.
struct OfficeDay {
  bool open = false;                    ///< within its hours
  std::chrono::milliseconds elapsed{};  ///< working time of the day so far
  std::chrono::milliseconds left{};     ///< and still ahead
};
/// Nothing: the calendar does not know the day.
std::optional<OfficeDay> OfficeDayAt(const WorkingCalendar& calendar, Instant now);

/// How long a calendar's office is open on most days of its week that it is open on; of as many of
/// each, the longer.
std::chrono::milliseconds UsualDay(const WorkingCalendar& calendar);

}  // namespace dunghan::worktime

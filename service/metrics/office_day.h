#pragma once

#include <chrono>
#include <optional>

#include "dunghan/worktime/calendar.h"

namespace dunghan::metrics {

/// An office's day at one instant. On a day off it is closed, and both times are 0.
struct OfficeDay {
  bool open = false;                    ///< within its hours
  std::chrono::milliseconds elapsed{};  ///< working time of the day so far
  std::chrono::milliseconds left{};     ///< and still ahead
};
/// Nothing: the calendar does not know the day.
std::optional<OfficeDay> OfficeDayAt(const worktime::WorkingCalendar& calendar, Instant now);

}  // namespace dunghan::metrics

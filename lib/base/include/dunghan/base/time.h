#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "dunghan/base/error.h"

/// Instants and calendar days, and their text forms. Values only.
namespace dunghan {

/// A point in time, UTC, to the millisecond.
using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

/// A day on the wall calendar of some office; which office is said beside it.
using LocalDay = std::chrono::local_days;

/// A wall clock reading without its zone.
using LocalTime = std::chrono::local_time<std::chrono::milliseconds>;

/// RFC 3339 with offset, e.g. "2021-06-07T08:00:00+07:00" or "...T01:00:00.5Z". A fraction beyond
/// milliseconds is cut. Years 0001-9999; a leap second is at 23:59:60 UTC
/// and nowhere else, and counts as the last millisecond of that day.
/// @error kInvalidArgument says what is wrong: no offset, no such day, trailing text ...
Result<Instant> ParseRfc3339(std::string_view text);

/// A date, "2021-06-07".
Result<LocalDay> ParseDate(std::string_view text);

/// "2021-06-07T08:00:00+07:00"; milliseconds only where there are any.
std::string FormatRfc3339(Instant instant, std::chrono::seconds offset);
void AppendRfc3339(std::string& out, Instant instant, std::chrono::seconds offset);

/// "2021-06-07".
std::string FormatDate(LocalDay day);
void AppendDate(std::string& out, LocalDay day);

/// The year of a day, e.g. 2021.
int YearOf(LocalDay day);

}  // namespace dunghan

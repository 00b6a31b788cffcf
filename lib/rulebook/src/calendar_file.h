#pragma once

#include <string>
#include <string_view>

#include "dunghan/rulebook/rulebook.h"
#include "dunghan/worktime/calendar.h"
#include "input.h"

namespace dunghan::rulebook {

/// Instead of a date of validity: no bound. For calendars that a program made; whoever keeps a file
/// by hand states how far the days off in it are known.
inline constexpr std::string_view kAlways = "always";

LoadedCalendar ReadCalendar(const FileText& input);

/// The text that ReadCalendar reads back as that spec. REQUIRES: a spec that builds, whose name is
/// printable and not empty, as are the texts of its exceptions.
std::string WriteCalendar(const worktime::CalendarSpec& spec);

}  // namespace dunghan::rulebook

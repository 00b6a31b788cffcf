#pragma once

#include <iosfwd>
#include <map>
#include <string>

#include "dunghan/worktime/calendar.h"
#include "dunghan/worktime/due.h"

namespace dunghan::commands {

struct DueOptions {
  /// Calendars that questions may name.
  std::map<std::string, worktime::WorkingCalendar> calendars;
  worktime::DueRules rules;
};

/// `dunghan due`: reads questions as NDJSON from the file descriptor `input` and answers each on a
/// line of `output`, in order, until the input ends.
///
/// Answers are written in blocks, but never held back while there is nothing more to read, so that
/// a question sent through a pipe is answered at once. A bad question is answered with its error
/// and the others still are. One summary line goes to `errors` if any was bad, or if reading or
/// writing failed.
/// @return 0; 1 if a question was bad or input or output failed.
int RunDue(const DueOptions& options, int input, int output, std::ostream& errors);

}  // namespace dunghan::commands

#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "dunghan/base/time.h"
#include "dunghan/record/notice.h"
#include "dunghan/worktime/calendar.h"

/// Rounds: what became new since the last one is announced together.
namespace dunghan::alerts {

/// The round an instant belongs to: held at the day's opening and each time the office has been
/// open for `every` since; one that would begin at a closing begins at the next opening of that
/// day. Nothing while the office is closed, and beyond what the calendar knows.
std::optional<Instant> RoundAt(const worktime::WorkingCalendar& calendar,
                               std::chrono::milliseconds every, Instant now);

/// How many dossiers may be named.
struct Caps {
  size_t per_agency = 0;
  size_t in_all = 0;
};
/// Decides which notices of a round name their dossier: the worst first, that is, those longest
/// overdue and then those nearest to their due, those that merely stand still last. The others are
/// counted. Leaves them by agency, the
/// worst first.
void Choose(std::vector<record::Notice>& notices, Caps caps);

}  // namespace dunghan::alerts

#pragma once

#include <optional>

#include "dunghan/board/snapshot.h"
#include "dunghan/worktime/calendar.h"

namespace dunghan::board {

/// How near an open dossier is to its due, and until when it is, if nothing but time happens.
struct Nearness {
  DueBucket bucket = DueBucket::kUnmeasurable;
  std::optional<Instant> until;  ///< the instant of another of these; nothing: never
  /// Overdue by ten working days since today, or since the last working day.
  bool newly_severe = false;
};

/// When a dossier is due: the day it counts on, and the first instant at which it is late.
struct DueAt {
  LocalDay counted_on;
  Instant overdue_from;
};

/// Where a dossier that stands so at `now` lies. Buckets change at midnights of its calendar, and
/// when it falls due. Never fails: of working days those count that the calendar knows.
Nearness NearnessAt(const worktime::WorkingCalendar& calendar, dossier::Standing standing,
                    const std::optional<DueAt>& due, Instant now);

}  // namespace dunghan::board

#pragma once

#include <vector>

#include "dunghan/dossier/event.h"
#include "dunghan/rulebook/timeline.h"
#include "folded.h"

namespace dunghan::ledger {

/// Folds all events of a dossier anew, as they are in force at `now`: sets facts, voids, and when
/// to look again. Marks and position are the caller's.
void FoldHistory(Folded& entry, std::vector<dossier::Event> events,
                 const rulebook::Timeline& timeline, Instant now);

}  // namespace dunghan::ledger

#pragma once

#include "dunghan/dossier/facts.h"

namespace dunghan::dossier {

/// Folds a snapshot. Of each field the newest word of its source counts; what changed between two
/// neighbours happened when the row says, else when the later one was taken. What other sources
/// said first stands: that is a signal.
void FoldSnapshot(Facts& facts, const Event& event);

}  // namespace dunghan::dossier

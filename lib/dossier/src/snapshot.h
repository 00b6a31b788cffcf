#pragma once

#include "dunghan/dossier/facts.h"

namespace dunghan::dossier {

/// Folds a snapshot. Of each field the newest word of its source counts; what changed between two
/// neighbours happened when the row says, else when the later one was taken. Where two sources
/// differ the higher rank rules field by field, of equal ones the first to speak: that is a signal.
/// What an event said is no snapshot's to change.
void FoldSnapshot(Facts& facts, const Event& event, uint8_t rank);

}  // namespace dunghan::dossier

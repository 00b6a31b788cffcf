#pragma once

#include "dunghan/figures/period.h"
#include "dunghan/ledger/dossiers_view.h"

namespace dunghan::statement {

/// Whether a change of a dossier shows in the figures of a period: in what happened in it, or in
/// what stood open before it.
bool ShowsIn(const figures::Period& period, const ledger::PastChange& change);

}  // namespace dunghan::statement

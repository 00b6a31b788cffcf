#pragma once

#include "dunghan/ledger/dossiers_view.h"
#include "dunghan/ledger/figures_view.h"
#include "dunghan/ledger/proof_view.h"
#include "dunghan/ledger/quarantine_view.h"
#include "dunghan/ledger/record_view.h"
#include "dunghan/ledger/sources_view.h"

namespace dunghan::ledger {

/// A reader's consistent look at a ledger, completed to its newest event: what states and cells lag
/// behind is folded in from the events after them. Read-only; never holds up the writer. One thread
/// at a time.
///
/// With Options::as_of everything is as it was known then, by the rulebooks of then: the dossiers
/// touched since are folded from what was known of them, and their difference is taken from the
/// cells. So looking back costs what has happened since, and one pass over the open dossiers.
///
/// Whoever reads one part of it takes that part.
class View : public FiguresView,
             public DossiersView,
             public RecordView,
             public ProofView,
             public QuarantineView,
             public SourcesView {};

}  // namespace dunghan::ledger

#pragma once

#include "dunghan/ledger/view.h"
#include "dunghan/record/reading.h"
#include "standpoint.h"

namespace dunghan::ledger {

/// See DossiersView::ForEachChange.
void ForEachPastChange(record::Reading& reading, Standpoint& seen,
                       const DossiersView::PastChangeVisitor& visit);

}  // namespace dunghan::ledger

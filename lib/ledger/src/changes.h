#pragma once

#include "dunghan/ledger/view.h"
#include "dunghan/record/reading.h"
#include "standpoint.h"

namespace dunghan::ledger {

/// See View::ForEachChange.
void ForEachChange(record::Reading& reading, Standpoint& seen, const View::ChangeVisitor& visit);

}  // namespace dunghan::ledger

#pragma once

#include "dunghan/ledger/view.h"
#include "standpoint.h"
#include "store.h"

namespace dunghan::ledger::sqlite {

/// See View::ForEachChange.
void ForEachChange(Store& store, Standpoint& seen, const View::ChangeVisitor& visit);

}  // namespace dunghan::ledger::sqlite

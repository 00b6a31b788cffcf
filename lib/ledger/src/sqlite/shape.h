#pragma once

#include "store.h"

namespace dunghan::ledger::sqlite {

/// What a ledger's file must look like before anything in it is believed. What is read without
/// being derived from the chain is refused here, by readers and writers alike; the rest is for
/// verify.
///
/// All throw StoreError.

/// Tables, columns and indices: those of schema.h in the given form, and no others, no views and no
/// triggers. Tables of SQLite's own statistics may be there.
void CheckTables(Database& database, int64_t form);

/// Positions begin at 1, those of rulebooks at 0, and the watermark lies in between.
void CheckPositions(Database& database, const Meta& meta, const Head& head);

}  // namespace dunghan::ledger::sqlite

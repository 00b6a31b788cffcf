#pragma once

#include "dunghan/record/entry.h"
#include "store.h"

namespace dunghan::record::sqlite {

/// What a record's file must look like before anything in it is believed. What is read without
/// being held by the chain is refused here, by readers and writers alike; the rest is for Check.
///
/// All throw Failure.

/// Tables, columns and indices: those of schema.h in the given form, and no others, no views and no
/// triggers. Tables of SQLite's own statistics may be there.
void CheckTables(Database& database, int64_t form);

/// Positions begin at 1, those of rulebooks at 0.
void CheckPositions(Database& database, const Store& store, const Head& head);

}  // namespace dunghan::record::sqlite

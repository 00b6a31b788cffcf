#pragma once

#include <string>
#include <vector>

#include "../book.h"
#include "store.h"

/// What is derived from the events, written to its tables. Inside the caller's transaction.
namespace dunghan::ledger::sqlite {

/// The states of those dossiers, as the book has and judges them. `recorded_at`: no reader will
/// stand before it.
void WriteStates(Store& store, const Book& book, std::vector<std::string> codes,
                 Instant recorded_at);

/// Adds changes of day cells to the pages of their days, months and years.
void WriteCells(Store& store, const figures::Cells& changes);

}  // namespace dunghan::ledger::sqlite

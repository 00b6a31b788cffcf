#pragma once

#include <functional>

#include "../book.h"
#include "store.h"

namespace dunghan::ledger::sqlite {

/// Folds the events with from <= seq <= to into a book, in pieces. After each piece `after_piece`
/// is told the last position folded.
void Replay(Store& store, Book& book, int64_t from, int64_t to, Instant now,
            const std::function<void(int64_t done)>& after_piece = {});

/// When a dossier may next change by time alone after `known`, for finding it without reading all.
/// No reader stands before the last recorded instant: what lies before that is of no interest.
std::optional<Instant> NextAt(const Entry& entry, const dossier::Judgement& judgement,
                              Instant known);

}  // namespace dunghan::ledger::sqlite

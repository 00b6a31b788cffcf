#pragma once

#include <cstdint>
#include <functional>
#include <optional>

#include "book.h"
#include "dunghan/record/reading.h"

namespace dunghan::ledger {

/// Folds the events of the links after one up to another into a book, in pieces that end with a
/// link. After each piece `after_piece` is told the last one folded. What changed is added to
/// `changes`, if there is a list for it.
void Replay(record::Reading& reading, Book& book, int64_t after, const record::Head& through,
            Instant now, const std::function<void(const record::Head& done)>& after_piece = {},
            std::vector<DossierChange>* changes = nullptr);

/// Whether a record has that link; what comes before the first, in which all is zero, is in every
/// record.
bool HasLink(record::Reading& reading, const record::Head& head);

/// When a dossier may next change by time alone after `known`, for finding it without reading all.
/// No reader stands before the last recorded instant: what lies before that is of no interest.
std::optional<Instant> NextAt(const Folded& entry, const dossier::Judgement& judgement,
                              Instant known);

}  // namespace dunghan::ledger

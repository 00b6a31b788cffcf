#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "derived.h"
#include "dunghan/figures/share.h"

namespace dunghan::ledger {

/// Which ended dossiers another timeline may judge otherwise: those with an end from this instant
/// on. Nothing: none; `after` has `before` and no more but versions in force only since they were
/// recorded.
std::optional<Instant> EndsAffectedFrom(const rulebook::Timeline& before,
                                        const rulebook::Timeline& after);

/// Whether a source plays another part in some event that may be on record: then facts themselves
/// are other ones.
bool SourcesDiffer(const rulebook::Timeline& before, const rulebook::Timeline& after,
                   Dictionary& dictionary);

/// Whether both timelines may judge a dossier differently.
inline bool MayDiffer(const Folded& entry, const std::optional<Instant>& ends_from) {
  if (!entry.facts.end || !entry.facts.receipt) return true;
  return ends_from && std::max(entry.facts.end->at, entry.facts.receipt->at) >= *ends_from;
}

/// What another timeline makes of the dossiers on record.
struct Moves {
  figures::Cells cells;     ///< how the day cells change
  std::vector<Moved> open;  ///< open dossiers that are judged otherwise; as they were, and are
  int64_t ended = 0;        ///< ended ones that are
};
/// REQUIRES: the book holds what is not settled and nothing else, judged as of now; all is written
/// behind. `tell` is told how many dossiers were looked at.
Moves Rejudge(const Derived& derived, const Dictionary& dictionary, const Book& book,
              const rulebook::Timeline& after, const std::function<void(int64_t done)>& tell);

}  // namespace dunghan::ledger

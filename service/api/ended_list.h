#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "dossier_query.h"
#include "dunghan/dossier/judge.h"
#include "dunghan/ledger/view.h"

namespace dunghan::api {

/// A dossier as lists show it, with its standing at that instant.
Listed ListedAt(std::string_view code, const ledger::DossierState& state, dossier::Basis basis,
                Instant at);

/// How a walk over ended dossiers went.
struct EndedWalk {
  std::optional<std::string> stopped_at;  ///< the code at which patience ended, if it did
  int64_t passed = 0;                     ///< dossiers come by
  int64_t judged = 0;                     ///< of these, what could not be told apart more cheaply
};

/// Shows the ended dossiers that match, by code from `query.after` on, until `take` says false.
///
/// They are kept by code alone, so that what is asked for has to be looked for. What code and row
/// rule out is not judged; and once a while has passed, day cells are asked how many there can be:
/// after so many, which may be none, there is nothing left to look for.
Result<EndedWalk> WalkEnded(ledger::View& view, const DossierQuery& query, dossier::Basis basis,
                            const std::function<bool(const Listed&)>& take);

}  // namespace dunghan::api

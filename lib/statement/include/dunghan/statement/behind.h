#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

#include "dunghan/ledger/dossiers_view.h"
#include "dunghan/statement/statement.h"

/// The dossiers behind the figures of a period.
namespace dunghan::statement {

/// One dossier in a period. Valid during the call.
struct BehindDossier {
  std::string_view code;
  const dossier::Judged& judged;
  AgencyCode agency;  ///< who has it when it ended, or at the period's end
  std::string row;    ///< code of its row in the statement
  bool petition = false;
  Instant seen_at;  ///< the period's last instant, or the position's
  dossier::Standing standing = dossier::Standing::kWithoutReceipt;  ///< then
  /// What it adds to the figures of its row. Where rows pass to successors in the period, what it
  /// adds on the way to rows it has left is here as well.
  const figures::Figures& figures;
};

/// What was come by on the way.
struct Walked {
  /// Rows, by their codes, of which any dossier at all has a letter of apology, one of this period
  /// or not. Of the others nobody knows whether letters are written: exports have none of them.
  std::set<std::string, std::less<>> apologising = {};
};

/// Every dossier that counts in the period, petitions among them, in no order; one pass over all
/// there are. Each outcome of a row (finished, withdrawn, open) is the sum of those of its
/// dossiers.
/// @error kNotFound: no such agency.
Result<Walked> ForEachBehind(ledger::DossiersView& view, const StatementOptions& options,
                             const std::function<void(const BehindDossier&)>& visit);

}  // namespace dunghan::statement

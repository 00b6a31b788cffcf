#pragma once

#include "dunghan/dossier/judge.h"
#include "dunghan/figures/figures.h"
#include "dunghan/figures/period.h"
#include "dunghan/ledger/viewpoint.h"

namespace dunghan::statement {

/// How one dossier counts in the figures of a period: the figures of it alone. The sum over all of
/// them is the statement.
class OneDossier {
 public:
  OneDossier(const ledger::Viewpoint& view, figures::Period period, dossier::Basis basis);

  figures::Figures Of(const dossier::Judged& judged) const;

  /// The last instant of the period by the dossier's own days, or the position's.
  Instant SeenAt(const dossier::Judged& judged) const;

 private:
  figures::Amounts* PartOf(figures::Tally& tally, LocalDay day) const;

  figures::Period period_;
  dossier::Basis basis_;
  worktime::Zone zone_;
  Instant at_;
  LocalDay today_;
  dossier::IndexOpenUntil open_until_;
};

}  // namespace dunghan::statement

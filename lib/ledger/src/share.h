#pragma once

#include "dunghan/dossier/judge.h"
#include "dunghan/figures/cells.h"
#include "dunghan/rulebook/timeline.h"

namespace dunghan::ledger {

/// Facts with what the rulebooks make of them. The facts must outlive it.
struct Judged {
  Judged(const dossier::Facts& of, const rulebook::Timeline& timeline)
      : facts(of), terms(timeline.TermsFor(of)), judgement(dossier::Judge(of, terms)) {}

  const dossier::Facts& facts;
  dossier::Terms terms;
  dossier::Judgement judgement;
};

/// All that one dossier adds to the cells.
struct Share {
  figures::RowKey row;
  figures::Contributions amounts;
  figures::MeasureContributions measures;
};

Share ShareOf(const Judged& judged);

/// The share as cells show it to somebody who stands at `now`. Cells answer for ends of days: of
/// the day of `now`, what still lies ahead is left out. Statements go through today by the default
/// calendar, which may be a day ahead of the dossier's own.
Share ShareSeenAt(const Judged& judged, const worktime::Zone& default_zone, Instant now);

/// Whether the two differ, so that cells must be corrected for who stands at `now`.
bool ChangesLaterToday(const Judged& judged, const worktime::Zone& default_zone, Instant now);

void Add(figures::Cells& cells, const Share& share, int sign);
void Replace(figures::Cells& cells, Share before, const Share& after);

}  // namespace dunghan::ledger

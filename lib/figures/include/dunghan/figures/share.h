#pragma once

#include "dunghan/figures/cells.h"

/// What one dossier adds to the figures, as a whole: made here for whoever keeps sums, be it the
/// day cells or a live view.
namespace dunghan::figures {

/// All that one dossier contributes. Empty for one of which only mirrors, or the future, speak.
struct Share {
  RowKey row;
  Contributions amounts;
  MeasureContributions measures;
  friend bool operator==(const Share&, const Share&) = default;
};

/// As day cells keep it: what lies ahead by the passing of time alone is included.
Share ShareOf(const dossier::Judged& judged);

/// As cells show it to somebody who stands at `now`. Cells answer for ends of days: of the day of
/// `now`, what still lies ahead is left out. Statements go through today by the default calendar,
/// which may be a day ahead of the dossier's own.
Share ShareSeenAt(const dossier::Judged& judged, const worktime::Zone& default_zone, Instant now);

/// Whether the two differ, so that cells must be corrected for who stands at `now`.
bool ChangesLaterToday(const dossier::Judged& judged, const worktime::Zone& default_zone,
                       Instant now);

/// As a live view counts it at `now`, of measures those it follows; see LiveMeasuresAt.
Share LiveShareAt(const dossier::Judged& judged, Instant now, LocalDay ended_from);

/// Takes what both have out of either: mostly nearly all. What is left is what has changed.
/// Nothing where they are of different rows.
void DropCommon(Share& before, Share& after);

void Add(Cells& cells, const Share& share, int sign);
/// Most events change little of what a dossier contributes, and many nothing.
void Replace(Cells& cells, Share before, const Share& after);

}  // namespace dunghan::figures

#include "share.h"

#include <algorithm>
#include <utility>

namespace dunghan::ledger {

Share ShareOf(const Judged& judged) {
  if (!judged.facts.first_at) return {};
  return {figures::RowOf(judged.facts),
          figures::Contribute(judged.facts, judged.judgement, judged.terms.calendar->zone()),
          figures::MeasuresOf(judged.facts, judged.judgement, judged.terms)};
}

bool ChangesLaterToday(const Judged& judged, const worktime::Zone& default_zone, Instant now) {
  const auto& zone = judged.terms.calendar->zone();
  const LocalDay today = std::max(zone.DayOf(now), default_zone.DayOf(now));
  const Instant end_of_today = zone.StartOf(today + std::chrono::days{1});
  const auto& acceptance = judged.judgement.acceptance.overdue_from;
  if (acceptance && *acceptance > now && *acceptance <= end_of_today) return true;
  const auto& bases = judged.judgement.bases;
  return std::any_of(bases.begin(), bases.end(), [&](const dossier::BasisJudgement& basis) {
    // A due instant at 24:00 counts on today, but is late a millisecond after its end.
    return basis.overdue_from && *basis.overdue_from > now &&
           (*basis.overdue_from <= end_of_today || *basis.counted_on <= today);
  });
}

Share ShareSeenAt(const Judged& judged, const worktime::Zone& default_zone, Instant now) {
  if (!judged.facts.first_at || !ChangesLaterToday(judged, default_zone, now)) {
    return ShareOf(judged);
  }
  return {figures::RowOf(judged.facts),
          figures::ContributeAt(judged.facts, judged.judgement, judged.terms.calendar->zone(), now),
          figures::MeasuresAt(judged.facts, judged.judgement, judged.terms, now)};
}

void Add(figures::Cells& cells, const Share& share, int sign) {
  cells.Add(share.row, share.amounts, sign);
  cells.Add(share.measures, sign);
}

/// Most events change little of what a dossier contributes, and many nothing.
void Replace(figures::Cells& cells, Share before, const Share& after) {
  if (before.row == after.row) {
    cells.Replace(after.row, std::move(before.amounts), after.amounts);
  } else {
    cells.Add(before.row, before.amounts, -1);
    cells.Add(after.row, after.amounts, 1);
  }
  cells.Replace(std::move(before.measures), after.measures);
}

}  // namespace dunghan::ledger

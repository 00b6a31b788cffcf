#include "dunghan/figures/share.h"

#include <algorithm>
#include <utility>

namespace dunghan::figures {
namespace {

template <class Parts>
void DropCommonParts(Parts& before, Parts& after) {
  for (auto part = before.begin(); part != before.end();) {
    const auto same = std::find(after.begin(), after.end(), *part);
    if (same == after.end()) {
      ++part;
      continue;
    }
    after.erase(same);
    part = before.erase(part);
  }
}

}  // namespace

Share ShareOf(const dossier::Judged& judged) {
  if (!judged.facts.first_at) return {};
  return {RowOf(judged.facts), Contribute(judged), MeasuresOf(judged)};
}

bool ChangesLaterToday(const dossier::Judged& judged, const worktime::Zone& default_zone,
                       Instant now) {
  const auto& zone = judged.terms.calendar->zone();
  const LocalDay today = std::max(zone.DayOf(now), default_zone.DayOf(now));
  const Instant end_of_today = zone.StartOf(today + std::chrono::days{1});
  const auto& acceptance = judged.judgement.acceptance.overdue_from;
  if (acceptance && *acceptance > now && *acceptance <= end_of_today) return true;
  const auto late = dossier::NextLate(judged.judgement.index766, now);
  if (late && *late <= end_of_today) return true;
  const auto& bases = judged.judgement.bases;
  return std::any_of(bases.begin(), bases.end(), [&](const dossier::BasisJudgement& basis) {
    // A due instant at 24:00 counts on today, but is late a millisecond after its end.
    return basis.overdue_from && *basis.overdue_from > now &&
           (*basis.overdue_from <= end_of_today || *basis.counted_on <= today);
  });
}

Share ShareSeenAt(const dossier::Judged& judged, const worktime::Zone& default_zone, Instant now) {
  if (!judged.facts.first_at || !ChangesLaterToday(judged, default_zone, now)) {
    return ShareOf(judged);
  }
  return {RowOf(judged.facts), ContributeAt(judged, now), MeasuresAt(judged, now)};
}

Share LiveShareAt(const dossier::Judged& judged, Instant now, LocalDay ended_from) {
  if (!judged.facts.first_at) return {};
  return {RowOf(judged.facts), ContributeAt(judged, now), LiveMeasuresAt(judged, now, ended_from)};
}

void DropCommon(Share& before, Share& after) {
  if (!(before.row == after.row)) return;
  DropCommonParts(before.amounts, after.amounts);
  DropCommonParts(before.measures, after.measures);
}

void Add(Cells& cells, const Share& share, int sign) {
  cells.Add(share.row, share.amounts, sign);
  cells.Add(share.measures, sign);
}

void Replace(Cells& cells, Share before, const Share& after) {
  if (before.row == after.row) {
    cells.Replace(after.row, std::move(before.amounts), after.amounts);
  } else {
    cells.Add(before.row, before.amounts, -1);
    cells.Add(after.row, after.amounts, 1);
  }
  cells.Replace(std::move(before.measures), after.measures);
}

}  // namespace dunghan::figures

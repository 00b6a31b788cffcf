#include "one_dossier.h"

#include <algorithm>
#include <utility>

#include "dunghan/figures/index766_periods.h"
#include "dunghan/figures/share.h"

namespace dunghan::statement {

OneDossier::OneDossier(const ledger::Viewpoint& view, figures::Period period, dossier::Basis basis)
    : period_(std::move(period)),
      basis_(basis),
      zone_(view.rulebook().default_calendar().zone()),
      at_(view.position().at),
      today_(zone_.DayOf(at_)),
      open_until_(view.rulebook().index766().back().open_until) {}

figures::Figures OneDossier::Of(const dossier::Judged& judged) const {
  const figures::Share share = figures::ShareSeenAt(judged, zone_, at_);
  figures::Tally tally;
  tally.has_index766 = figures::HasIndex766(period_);
  tally.open_until = open_until_;
  for (const figures::Contribution& part : share.amounts) {
    if (part.basis != basis_ && !figures::IsOfBoth(part.amount)) continue;
    if (auto* to = PartOf(tally, part.day)) (*to)[static_cast<size_t>(part.amount)] += part.count;
  }
  for (const figures::MeasureContribution& part : share.measures) {
    const auto aside = figures::SetAsideIn(period_, {part.key, part.amount});
    auto* to = PartOf(tally, part.day);
    if (aside && to) (*to)[static_cast<size_t>(aside->amount)] += aside->count;
  }
  return tally.ToFigures();
}

Instant OneDossier::SeenAt(const dossier::Judged& judged) const {
  const auto& zone = judged.terms.calendar->zone();
  const Instant over = zone.StartOf(period_.to + std::chrono::days{1});
  return std::min(over - std::chrono::milliseconds{1}, at_);
}

figures::Amounts* OneDossier::PartOf(figures::Tally& tally, LocalDay day) const {
  if (day < period_.from) return day <= today_ ? &tally.before : nullptr;
  if (day > period_.to) return nullptr;
  return day <= today_ ? &tally.within : &tally.ahead;
}

}  // namespace dunghan::statement

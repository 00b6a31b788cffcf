#include "dunghan/statement/petitions.h"

#include <fmt/format.h>

#include <algorithm>

#include "dunghan/base/text.h"
#include "dunghan/statement/names.h"

namespace dunghan::statement {
namespace {

using dossier::PetitionSeen;
using dossier::PetitionState;
using dossier::Promptness;

constexpr int64_t PetitionFigures::*kPetitionCounts[] = {&PetitionFigures::sent,
                                                         &PetitionFigures::carried_over,
                                                         &PetitionFigures::answered_in_time,
                                                         &PetitionFigures::answered_late,
                                                         &PetitionFigures::refused_in_time,
                                                         &PetitionFigures::refused_late,
                                                         &PetitionFigures::withdrawn,
                                                         &PetitionFigures::open_in_time,
                                                         &PetitionFigures::open_late,
                                                         &PetitionFigures::asked_in_time,
                                                         &PetitionFigures::asked_late,
                                                         &PetitionFigures::published_in_time,
                                                         &PetitionFigures::published_late,
                                                         &PetitionFigures::rated,
                                                         &PetitionFigures::satisfied};

int64_t PetitionFigures::*CountOfState(PetitionState state) {
  switch (state) {
    case PetitionState::kOpenInTime:
      return &PetitionFigures::open_in_time;
    case PetitionState::kOpenLate:
      return &PetitionFigures::open_late;
    case PetitionState::kAnsweredInTime:
      return &PetitionFigures::answered_in_time;
    case PetitionState::kAnsweredLate:
      return &PetitionFigures::answered_late;
    case PetitionState::kRefusedInTime:
      return &PetitionFigures::refused_in_time;
    case PetitionState::kRefusedLate:
      return &PetitionFigures::refused_late;
    case PetitionState::kWithdrawn:
    case PetitionState::kNotSent:
      return &PetitionFigures::withdrawn;
  }
  return &PetitionFigures::withdrawn;
}

class PetitionCounter {
 public:
  PetitionCounter(ledger::DossiersView& view, const dossier::PetitionPolicy& policy,
                  const figures::Period& period)
      : view_(view), policy_(policy), period_(period) {}

  Result<void> Read() {
    auto open = view_.ForEachOpen([this](std::string_view, const dossier::Judged& judged) {
      if (IsPetition(figures::RowOf(judged.facts).procedure, view_.rulebook())) Take(judged);
    });
    if (!open) return open;
    return view_.ForEachSettled("", [this](const ledger::Settled& settled) {
      if (IsPetition(settled.row().procedure, view_.rulebook())) Take(settled.judged());
      return true;
    });
  }

  std::map<std::string, PetitionFigures> rows;

 private:
  void Take(const dossier::Judged& judged) {
    const worktime::WorkingCalendar& calendar = *judged.terms.calendar;
    const worktime::Zone& zone = calendar.zone();
    const Instant over = zone.StartOf(period_.to + std::chrono::days{1});
    const Instant at = std::min(over - std::chrono::milliseconds{1}, view_.position().at);
    const PetitionSeen seen = SeePetition(judged.facts, calendar, policy_, at);
    if (seen.state == PetitionState::kNotSent) return;
    const auto in_period = [&](const std::optional<Instant>& when) {
      return when && zone.DayOf(*when) >= period_.from;
    };
    if (seen.ended && !in_period(seen.ended)) {
      // Ended before the period: published in it, at most.
      if (in_period(seen.published_at)) AddPublished(seen, RowOf(seen, zone.DayOf(at)));
      return;
    }
    PetitionFigures& row = RowOf(seen, zone.DayOf(at));
    ++(in_period(seen.sent) ? row.sent : row.carried_over);
    ++(row.*CountOfState(seen.state));
    if (in_period(seen.asked_at)) {
      ++(seen.asked == Promptness::kLate ? row.asked_late : row.asked_in_time);
    }
    if (in_period(seen.published_at)) AddPublished(seen, row);
    row.rated += seen.rated ? 1 : 0;
    row.satisfied += seen.satisfied ? 1 : 0;
  }

  static void AddPublished(const PetitionSeen& seen, PetitionFigures& row) {
    ++(seen.published == Promptness::kLate ? row.published_late : row.published_in_time);
  }

  PetitionFigures& RowOf(const PetitionSeen& seen, LocalDay day) {
    const AgencyCode holder = view_.rulebook().HolderOn(seen.agency, {}, day);
    return rows[std::string(holder.text())];
  }

  ledger::DossiersView& view_;
  const dossier::PetitionPolicy& policy_;
  const figures::Period& period_;
};

}  // namespace

PetitionFigures& PetitionFigures::operator+=(const PetitionFigures& other) {
  for (const auto count : kPetitionCounts) this->*count += other.*count;
  return *this;
}

bool EquationHolds(const PetitionFigures& figures) {
  return figures.sent + figures.carried_over ==
         figures.answered_in_time + figures.answered_late + figures.refused_in_time +
             figures.refused_late + figures.withdrawn + figures.open_in_time + figures.open_late;
}

figures::Rate OnTime(const PetitionFigures& figures) {
  const int64_t in_time = figures.answered_in_time + figures.refused_in_time;
  return {in_time, in_time + figures.answered_late + figures.refused_late + figures.open_late};
}

Result<std::map<std::string, PetitionFigures>> CountPetitions(ledger::DossiersView& view,
                                                              const dossier::PetitionPolicy& policy,
                                                              const figures::Period& period) {
  PetitionCounter counter(view, policy, period);
  if (auto read = counter.Read(); !read) return read.error();
  for (const auto& [code, row] : counter.rows) {
    if (!EquationHolds(row)) {
      return Internal(fmt::format("the petitions of {} do not add up", JsonQuote(code)));
    }
  }
  return std::move(counter.rows);
}

}  // namespace dunghan::statement

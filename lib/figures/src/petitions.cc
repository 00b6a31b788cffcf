#include "dunghan/figures/petitions.h"

#include <algorithm>
#include <optional>

namespace dunghan::figures {
namespace {

using dossier::PetitionSeen;
using dossier::PetitionState;
using dossier::Promptness;

constexpr PetitionCount kPetitionCounts[] = {
    {"sent", &PetitionFigures::sent},
    {"carried_over", &PetitionFigures::carried_over},
    {"answered_in_time", &PetitionFigures::answered_in_time},
    {"answered_late", &PetitionFigures::answered_late},
    {"refused_in_time", &PetitionFigures::refused_in_time},
    {"refused_late", &PetitionFigures::refused_late},
    {"withdrawn", &PetitionFigures::withdrawn},
    {"open_in_time", &PetitionFigures::open_in_time},
    {"open_late", &PetitionFigures::open_late},
    {"asked_in_time", &PetitionFigures::asked_in_time},
    {"asked_late", &PetitionFigures::asked_late},
    {"published_in_time", &PetitionFigures::published_in_time},
    {"published_late", &PetitionFigures::published_late},
    {"rated", &PetitionFigures::rated},
    {"satisfied", &PetitionFigures::satisfied},
};

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

void AddPublished(const PetitionSeen& seen, PetitionFigures& figures) {
  ++(seen.published == Promptness::kLate ? figures.published_late : figures.published_in_time);
}

}  // namespace

PetitionFigures& PetitionFigures::operator+=(const PetitionFigures& other) {
  for (const PetitionCount& count : kPetitionCounts) this->*count.of += other.*count.of;
  return *this;
}

PetitionFigures& PetitionFigures::operator-=(const PetitionFigures& other) {
  for (const PetitionCount& count : kPetitionCounts) this->*count.of -= other.*count.of;
  return *this;
}

std::span<const PetitionCount> PetitionCounts() { return kPetitionCounts; }

PetitionFigures CountPetition(const PetitionSeen& seen, const worktime::Zone& zone,
                              const Period& period) {
  PetitionFigures figures;
  if (seen.state == PetitionState::kNotSent) return figures;
  const auto in_period = [&](const std::optional<Instant>& when) {
    return when && zone.DayOf(*when) >= period.from;
  };
  if (in_period(seen.published_at)) AddPublished(seen, figures);
  if (seen.ended && !in_period(seen.ended)) return figures;
  ++(in_period(seen.sent) ? figures.sent : figures.carried_over);
  ++(figures.*CountOfState(seen.state));
  if (in_period(seen.asked_at)) {
    ++(seen.asked == Promptness::kLate ? figures.asked_late : figures.asked_in_time);
  }
  figures.rated += seen.rated ? 1 : 0;
  figures.satisfied += seen.satisfied ? 1 : 0;
  return figures;
}

LocalDay HeldOn(const PetitionSeen& seen, const worktime::Zone& zone, Instant at) {
  return zone.DayOf(seen.ended.value_or(at));
}

bool HasPetitions(const rulebook::Rulebook& rulebook) {
  const auto& procedures = rulebook.procedures();
  return std::any_of(procedures.begin(), procedures.end(), [](const rulebook::Procedure& one) {
    return one.kind == rulebook::ProcedureKind::kPetition;
  });
}

bool EquationHolds(const PetitionFigures& figures) {
  return figures.sent + figures.carried_over ==
         figures.answered_in_time + figures.answered_late + figures.refused_in_time +
             figures.refused_late + figures.withdrawn + figures.open_in_time + figures.open_late;
}

Rate OnTime(const PetitionFigures& figures) {
  const int64_t in_time = figures.answered_in_time + figures.refused_in_time;
  return {in_time, in_time + figures.answered_late + figures.refused_late + figures.open_late};
}

}  // namespace dunghan::figures

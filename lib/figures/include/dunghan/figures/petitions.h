#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "dunghan/dossier/petition.h"
#include "dunghan/figures/figures.h"
#include "dunghan/figures/period.h"
#include "dunghan/rulebook/rulebook.h"

/// Figures of petitions: apart from those of procedures, and never mixed with them.
namespace dunghan::figures {

/// Of one agency, the one a petition was forwarded to last, in a period.
struct PetitionFigures {
  int64_t sent = 0;          ///< in the period
  int64_t carried_over = 0;  ///< sent before it, and not ended before it
  int64_t answered_in_time = 0;
  int64_t answered_late = 0;
  int64_t refused_in_time = 0;
  int64_t refused_late = 0;
  int64_t withdrawn = 0;
  int64_t open_in_time = 0;  ///< at the period's end, or the position
  int64_t open_late = 0;
  int64_t asked_in_time = 0;  ///< for more, in the period
  int64_t asked_late = 0;
  int64_t published_in_time = 0;  ///< in the period
  int64_t published_late = 0;
  int64_t rated = 0;      ///< of those answered in the period
  int64_t satisfied = 0;  ///< likewise, and in time

  PetitionFigures& operator+=(const PetitionFigures& other);
  PetitionFigures& operator-=(const PetitionFigures& other);
  friend bool operator==(const PetitionFigures&, const PetitionFigures&) = default;
};

struct PetitionCount {
  std::string_view name;  ///< in forms
  int64_t PetitionFigures::*of;
};
/// All of them, in the order above.
std::span<const PetitionCount> PetitionCounts();

/// What a petition, seen at an instant within the period, counts as in it: all zero where it ended
/// before. One that was published in the period after it had ended before counts as published
/// alone. `zone`: the days of the petition's calendar.
PetitionFigures CountPetition(const dossier::PetitionSeen& seen, const worktime::Zone& zone,
                              const Period& period);

/// The day whose holder has a petition in figures: that of its end, else the day it is seen on. One
/// that counts as published alone is that of the answer as well. `zone` as above.
LocalDay HeldOn(const dossier::PetitionSeen& seen, const worktime::Zone& zone, Instant at);

/// Whether any procedure that is listed is a petition.
bool HasPetitions(const rulebook::Rulebook& rulebook);

/// sent + carried_over = answered + refused + withdrawn + open.
bool EquationHolds(const PetitionFigures& figures);
/// Answered or refused in time, of all answered or refused and those open past their limit.
Rate OnTime(const PetitionFigures& figures);

}  // namespace dunghan::figures

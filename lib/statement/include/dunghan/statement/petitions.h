#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "dunghan/dossier/petition.h"
#include "dunghan/figures/figures.h"
#include "dunghan/figures/period.h"
#include "dunghan/ledger/dossiers_view.h"

/// Figures of petitions: apart from those of procedures, and never mixed with them.
namespace dunghan::statement {

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
  friend bool operator==(const PetitionFigures&, const PetitionFigures&) = default;
};
/// sent + carried_over = answered + refused + withdrawn + open.
bool EquationHolds(const PetitionFigures& figures);
/// Answered or refused in time, of all answered or refused and those open past their limit.
figures::Rate OnTime(const PetitionFigures& figures);

/// By agency's code, none that is all zero. One pass; dossiers that are none are passed by.
/// @error kInternal: a row does not add up.
Result<std::map<std::string, PetitionFigures>> CountPetitions(ledger::DossiersView& view,
                                                              const dossier::PetitionPolicy& policy,
                                                              const figures::Period& period);

}  // namespace dunghan::statement

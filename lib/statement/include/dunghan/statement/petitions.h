#pragma once

#include <map>
#include <string>

#include "dunghan/figures/petitions.h"
#include "dunghan/ledger/dossiers_view.h"

namespace dunghan::statement {

/// By the code of the agency that had it last in the period, none that is all zero. One pass;
/// dossiers that are none are passed by.
/// @error kInternal: a row does not add up.
Result<std::map<std::string, figures::PetitionFigures>> CountPetitions(
    ledger::DossiersView& view, const dossier::PetitionPolicy& policy,
    const figures::Period& period);

}  // namespace dunghan::statement

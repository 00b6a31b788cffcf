#pragma once

#include <map>
#include <string>
#include <vector>

#include "dunghan/figures/petitions.h"
#include "dunghan/ledger/dossiers_view.h"
#include "dunghan/statement/statement.h"

namespace dunghan::statement {

/// One that is past the limit for an answer, and open.
struct LatePetition {
  std::string code;
  AgencyCode agency;  ///< who has it
  dossier::PetitionSeen seen;
};

struct PetitionRows {
  /// By the code of the agency that had it last, none that is all zero.
  std::map<std::string, figures::PetitionFigures> rows;
  std::vector<LatePetition> late;  ///< by agency and code
};

/// One pass that reads petitions alone. Of the options: period, agency and tree.
/// @error kInternal: a row does not add up.
Result<PetitionRows> CountPetitions(ledger::DossiersView& view,
                                    const dossier::PetitionPolicy& policy,
                                    const StatementOptions& options);

}  // namespace dunghan::statement

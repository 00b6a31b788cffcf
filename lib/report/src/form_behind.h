#pragma once

#include "dunghan/statement/behind.h"
#include "form_making.h"

/// Dossiers in forms.
namespace dunghan::report {

/// Puts the dossiers behind the cells into `paper.dossiers`, by row and code: all of them, or where
/// they are too many for a sheet to be read, those that count against somebody.
Result<void> AddDossiersBehind(statement::Paper& paper, const FormMaking& making,
                               const statement::Statement& statement);

}  // namespace dunghan::report

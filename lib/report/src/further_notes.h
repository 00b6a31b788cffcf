#pragma once

#include <string>

#include "dunghan/report/labels.h"
#include "dunghan/statement/statement.h"

namespace dunghan::report {

/// The figures beside the standings, a line for each that there is something to say of, with a
/// heading; empty where there is nothing.
std::string FurtherNotes(const statement::Statement& statement, Language language);

}  // namespace dunghan::report

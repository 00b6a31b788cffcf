#pragma once

#include <iosfwd>

#include "dunghan/report/labels.h"
#include "dunghan/rulebook/rulebook.h"

namespace dunghan::commands {

/// Prints what two rulebooks differ in, a line each: settings, days of calendars, rows of agencies,
/// procedures and successors, laws, "-" before what goes and "+" before what comes.
void PrintRowChanges(const rulebook::Rulebook& before, const rulebook::Rulebook& after,
                     Language language, std::ostream& out);

}  // namespace dunghan::commands

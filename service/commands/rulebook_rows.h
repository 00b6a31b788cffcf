#pragma once

#include <iosfwd>

#include "dunghan/rulebook/rulebook.h"

namespace dunghan::commands {

/// Prints what two rulebooks differ in, a line each: days of calendars, rows of agencies,
/// procedures and successors, "-" before what goes and "+" before what comes.
void PrintRowChanges(const rulebook::Rulebook& before, const rulebook::Rulebook& after,
                     std::ostream& out);

}  // namespace dunghan::commands

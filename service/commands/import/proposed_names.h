#pragma once

#include <cstdint>
#include <iosfwd>
#include <string>

#include "dunghan/rulebook/rulebook.h"
#include "intake/table_rows.h"

namespace dunghan::commands {

/// "1 row", "2 rows".
std::string CountOfRows(int64_t count);

/// Tells of the names in a list that nobody knows, with their rows. Of agencies and procedures it
/// writes what would make them known as part of a mapping, with the listed one that comes nearest:
/// a proposal, and a comment until somebody takes the mark away.
void TellUnknown(const intake::UnknownNames& unknown, const rulebook::Rulebook& rulebook,
                 std::ostream& out);

}  // namespace dunghan::commands

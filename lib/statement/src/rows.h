#pragma once

#include <string_view>

#include "dunghan/figures/cells.h"
#include "dunghan/rulebook/rulebook.h"
#include "dunghan/statement/names.h"
#include "dunghan/statement/statement.h"

/// Which row of a statement a finest row belongs to. Its agency must be the holder already.
namespace dunghan::statement {

rulebook::Tier TierOn(AgencyCode code, const rulebook::Rulebook& rulebook, LocalDay day);
/// By whose text rows are told apart. Valid as long as the rulebook.
std::string_view CodeOf(const figures::RowKey& row, GroupBy by, const rulebook::Rulebook& rulebook,
                        LocalDay day);
/// The row, named as of a day.
Named GroupOf(const figures::RowKey& row, GroupBy by, const rulebook::Rulebook& rulebook,
              LocalDay day);

}  // namespace dunghan::statement

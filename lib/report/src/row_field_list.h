#pragma once

#include <vector>

#include "row_fields.h"

namespace dunghan::report {

/// Makes the fields out of the tables of figures; the last parts of their paths are not named yet.
std::vector<RowField> MakeRowFields();

}  // namespace dunghan::report

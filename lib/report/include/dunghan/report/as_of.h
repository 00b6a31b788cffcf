#pragma once

#include <string_view>

#include "dunghan/ledger/ledger.h"

namespace dunghan::report {

/// A past position as people write it: all digits are the number of an event, anything else is an
/// instant, "2021-07-01T08:00:00+07:00". Whether it is on record is for the ledger to say.
/// @error kInvalidArgument says what was expected.
Result<ledger::AsOf> ParseAsOf(std::string_view text);

}  // namespace dunghan::report

#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

#include "dunghan/base/error.h"

namespace dunghan::frozen {

/// What was finished, of an agency in a frozen statement.
struct Results {
  int64_t early = 0;
  int64_t on_time = 0;
  int64_t late = 0;
  friend bool operator==(const Results&, const Results&) = default;
};

/// By code of the row, from the canonical JSON of a monthly statement by agency. The total is left
/// out. @error kInvalidArgument: it is no JSON.
Result<std::map<std::string, Results>> ResultsOf(std::string_view json);

}  // namespace dunghan::frozen

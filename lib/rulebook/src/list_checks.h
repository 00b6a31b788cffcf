#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/base/time.h"
#include "lists.h"

/// What the rows of one list must not say together.
namespace dunghan::rulebook {

/// When a row of some code is valid, both days included.
struct Validity {
  std::string_view code;
  LocalDay from;
  LocalDay to;
  int line = 0;
};
/// Rows of one code valid on the same day: a problem at the later line, naming the other.
void CheckOverlaps(const std::string& file, std::vector<Validity> rows,
                   std::vector<Problem>& problems);

/// Parents that are not listed, and agencies below themselves on some day: each circle once, at its
/// first line, with the day from which on. A warning for those who outlive their parent.
void CheckTree(const std::string& file, const std::vector<AgencyRow>& rows,
               std::vector<Problem>& problems);

}  // namespace dunghan::rulebook

#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/time.h"

namespace dunghan::rulebook {

/// Where nothing leads to.
inline constexpr uint32_t kNowhere = UINT32_MAX;

/// From a day on `from` leads to `to`, until it is changed again. Before its first change it leads
/// nowhere.
struct LinkChange {
  LocalDay day;
  uint32_t from = 0;
  uint32_t to = kNowhere;
};

/// Links that lead back to where they begin, and the day on which the last of them was made.
struct Ring {
  LocalDay day;
  std::vector<uint32_t> way;  ///< in the order of the links, from whose link closed the ring
};

/// More are not looked for: who mends these sees the others then.
inline constexpr size_t kMostRings = 100;

/// Every ring that is there on some day, by the day it is closed; one that is taken apart and
/// closed again counts twice. Of two changes of one place on one day the later one counts. Costs
/// n log n whatever the links are.
///
/// REQUIRES: all places are below `places`.
std::vector<Ring> FindRings(uint32_t places, std::vector<LinkChange> changes);

/// "A > B > C > A" for a message; of a long one the first and how many more.
std::string Say(const std::vector<std::string_view>& way);

}  // namespace dunghan::rulebook

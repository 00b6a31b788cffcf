#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "dunghan/board/snapshot.h"

namespace dunghan::metrics {

/// Which rows of a snapshot a page has: their places, in the order of the snapshot. The others are
/// counted together in one more row, so that the sum over all rows stays what it is.
struct ShownRows {
  std::vector<uint32_t> agencies;
  std::vector<uint32_t> procedures;
  int64_t agencies_left_out = 0;
  int64_t procedures_left_out = 0;
  friend bool operator==(const ShownRows&, const ShownRows&) = default;
};

/// How many series a row has.
struct SeriesOfRow {
  size_t agency = 0;
  size_t procedure = 0;
};

/// All, if they have room within `max_series`. Else those that the rulebook lists stay first, of
/// these the ones with the most dossiers, and of equal ones those that come first by code. Agencies
/// and procedures each have one half, and what the other does not need of its own.
ShownRows ChooseRows(const board::Snapshot& snapshot, const SeriesOfRow& of_row,
                     int64_t max_series);

}  // namespace dunghan::metrics

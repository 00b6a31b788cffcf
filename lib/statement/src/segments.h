#pragma once

#include <optional>
#include <span>
#include <vector>

#include "dunghan/figures/period.h"
#include "dunghan/ledger/view.h"

namespace dunghan::statement {

/// Where the days of a segment lie, seen from the period and today.
enum class Part { kBefore, kWithin, kAhead };

/// Days on which every dossier belongs to one row throughout.
struct Segment {
  Part part = Part::kBefore;
  ledger::DayRange days;
  LocalDay tree;  ///< rows are those of this day
};

/// The segments of a period in order: first all that lies before it, but not beyond today; then the
/// period up to today, and after it. Those of the period are divided at `changes`, the days by date
/// from which on rows may be others than on the day before; those of no length are absent.
std::vector<Segment> SegmentsOf(const figures::Period& period, LocalDay today,
                                std::span<const LocalDay> changes);

}  // namespace dunghan::statement

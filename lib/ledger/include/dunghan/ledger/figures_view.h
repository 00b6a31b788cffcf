#pragma once

#include <functional>
#include <optional>

#include "dunghan/base/error.h"
#include "dunghan/figures/cells.h"
#include "dunghan/ledger/viewpoint.h"

namespace dunghan::ledger {

/// A range of local days, both ends inclusive; an absent end is open.
struct DayRange {
  std::optional<LocalDay> from;
  std::optional<LocalDay> to;
};

/// What statements are made of.
class FiguresView : public virtual Viewpoint {
 public:
  /// Sums day cells over a range. A row may be visited several times; the sums count.
  /// Amounts stand as of the position's instant: nothing that lies ahead of it is included, except
  /// dues to come, as kCohortPending or kCohortLate, and beginnings of overdue, on days after it.
  using CellVisitor = std::function<void(const figures::RowKey&, const figures::CellAmounts&)>;
  virtual Result<void> SumCells(const DayRange& range, const CellVisitor& visit) = 0;
};

}  // namespace dunghan::ledger

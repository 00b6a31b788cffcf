#pragma once

#include <optional>

#include "dunghan/board/snapshot.h"
#include "dunghan/figures/figures.h"
#include "dunghan/figures/outlook.h"

namespace dunghan::metrics {

/// What a row's numbers come to: made once for a page, where several series need it.
struct RowOutlook {
  figures::Target target;
  figures::Rate headline;      ///< of the month so far
  figures::Outlook month;      ///< how the month can still end
  figures::LateBudget budget;  ///< of the month
  /// Working time from receipt to end of what was finished in the window of 20 working days, in
  /// seconds; nothing where there was none.
  std::optional<double> median;
  std::optional<double> p90;
};
RowOutlook OutlookOf(const board::Counts& counts, figures::Headline headline,
                     const figures::Target& target);

}  // namespace dunghan::metrics

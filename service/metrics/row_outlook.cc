#include "row_outlook.h"

namespace dunghan::metrics {
namespace {

std::optional<double> TookSeconds(const board::Counts& counts, double share) {
  constexpr double kSecondsPerDay = static_cast<double>(figures::kDayOfWork) / 1000;
  const auto days = figures::Quantile(counts.took, figures::kTookBounds, share);
  return days ? std::optional(*days * kSecondsPerDay) : std::nullopt;
}

}  // namespace

RowOutlook OutlookOf(const board::Counts& counts, figures::Headline headline,
                     const figures::Target& target) {
  return {.target = target,
          .headline = figures::RateOf(counts.month, headline),
          // The current month is never over.
          .month = figures::OutlookOf(counts.month, headline, target, false),
          .budget = figures::BudgetOf(counts.month, target, false),
          .median = TookSeconds(counts, 0.5),
          .p90 = TookSeconds(counts, 0.9)};
}

}  // namespace dunghan::metrics

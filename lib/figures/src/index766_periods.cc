#include "dunghan/figures/index766_periods.h"

namespace dunghan::figures {

bool HasIndex766(const Period& period) {
  using std::chrono::day;
  using std::chrono::days;
  const std::chrono::year_month_day from{period.from};
  const std::chrono::year_month_day after{period.to + days{1}};
  if (from.day() != day{1} || after.day() != day{1}) return false;
  const int first = MonthNumber(period.from);
  const int count = MonthNumber(period.to) - first + 1;
  const bool is_long_as = count == 1 || count == 3 || count == 6 || count == 12;
  return is_long_as && first % count == 0;
}

std::optional<AmountSetAside> SetAsideIn(const Period& period, const MeasureSums::Sum& sum) {
  if (sum.key.measure != Measure::kIndexSetAside) return {};
  const int month = MonthSetAside(sum.key);
  if (month < MonthNumber(period.from) || month > MonthNumber(period.to)) return {};
  return AmountSetAside{ByVerdict(Amount::kIndexAsideOnTime, VerdictSetAside(sum.key)),
                        static_cast<int32_t>(sum.amount)};
}

void AddSetAside(Amounts& amounts, const MeasureSums& measures, const Period& period) {
  for (const MeasureSums::Sum& sum : measures) {
    if (const auto aside = SetAsideIn(period, sum)) {
      amounts[static_cast<size_t>(aside->amount)] += aside->count;
    }
  }
}

}  // namespace dunghan::figures

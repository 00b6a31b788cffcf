#pragma once

#include <string_view>

#include "dunghan/base/language.h"
#include "dunghan/figures/cells.h"
#include "dunghan/figures/period.h"

/// Index 766 over periods. How one dossier counts stands in dossier/index766.h.
namespace dunghan::figures {

/// Whether the portal has a rate for such a period: a whole calendar month, quarter, half year or
/// year.
bool HasIndex766(const Period& period);

/// Adds those of a cell that were set aside in the period: they count in it alone. The days summed
/// up may be others, for what was set aside earlier may have come to its end since.
void AddSetAside(Amounts& amounts, const MeasureSums& measures, const Period& period);

/// One sum of kIndexSetAside as an amount, if its month lies in the period.
struct AmountSetAside {
  Amount amount;
  int32_t count;
};
std::optional<AmountSetAside> SetAsideIn(const Period& period, const MeasureSums::Sum& sum);

}  // namespace dunghan::figures

#pragma once

#include <string>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/figures/period.h"
#include "dunghan/ledger/view.h"

namespace dunghan::statement {

/// Which of these sources have delivered nothing from after the period's end: its figures may still
/// change by what is only late. Of the newest events as many are looked at as were recorded since
/// the period's end, a million at the most. A simulated ledger waits for nobody.
Result<std::vector<std::string>> SilentSources(ledger::View& view, const figures::Period& period,
                                               const std::vector<std::string>& sources);

}  // namespace dunghan::statement

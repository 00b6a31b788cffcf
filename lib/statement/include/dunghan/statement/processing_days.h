#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "dunghan/ledger/dossiers_view.h"
#include "dunghan/statement/statement.h"

namespace dunghan::statement {

/// How long dossiers took: a sum and of how many.
struct ProcessingDays {
  int64_t micro_days = 0;  ///< millionths of a day, all dossiers together
  int64_t dossiers = 0;
};

/// Indicator 2.2 of index 766 by row, under "total" all together: of dossiers completed by the
/// period's end whose receipt lies in it, end - receipt less what index 766 takes off for answered
/// requests. In the unit of the limit: limits in working time count working time, in usual working
/// days of the dossier's calendar; all others, and where there is none, calendar time in days.
/// Petitions are left out. One pass over all dossiers.
Result<std::map<std::string, ProcessingDays>> SumProcessingDays(ledger::DossiersView& view,
                                                                const StatementOptions& options);

}  // namespace dunghan::statement

#pragma once

#include "console.h"
#include "import/import_command.h"
#include "import/import_writer.h"

/// What an import prints, whatever it read.
namespace dunghan::commands {

/// The first things set aside, and how many more there are.
void PrintProblems(const ImportWriter::Report& report, const ImportOptions& options,
                   const Console& console);
/// "read N: stored A, duplicate B, quarantined C", or an object.
void PrintSummary(const ImportTotals& totals, const ImportOptions& options, const Console& console);

}  // namespace dunghan::commands

#pragma once

#include "import/import_command.h"

namespace dunghan::commands {

/// Whether a format is that of a list of dossiers: csv, xls, xlsx, ods.
bool IsTableFormat(std::string_view format);

/// `dunghan import --format xlsx ...`: each row of a list becomes a snapshot of its dossier, as of
/// the instant at which the list was exported. The exit code, as RunImport.
///
/// A list is read twice: once for its headings and the order of days and months, so that what
/// cannot be read stops before anything is taken, and once for its rows. With `dry_run` nothing is
/// taken: what each column is, the first rows as they are understood, what cannot be used and why,
/// and the names nobody knows are printed on `out`.
int ImportTables(const ImportOptions& options, ledger::Ledger* ledger, const ImportRules& rules,
                 const Console& console);

}  // namespace dunghan::commands

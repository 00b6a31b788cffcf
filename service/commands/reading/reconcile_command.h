#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "reading/report_command.h"

namespace dunghan::commands {

/// As written on the command line, beside the options of `report`.
struct ReconcileOptions {
  std::string with;   ///< their file
  std::string taken;  ///< when it was taken; empty: it says so itself
};

/// Opens a view as of an instant.
using OpenAsOf = std::function<Result<std::unique_ptr<ledger::View>>(const ledger::AsOf& as_of)>;

/// `dunghan report --form reconcile --with FILE`: somebody else's figures against ours, as known
/// now and, where the record reaches back so far, as known when theirs were taken. Exit codes as
/// RunReport's.
int RunReconcile(const ReportOptions& report, const ReconcileOptions& options, ledger::View& view,
                 const OpenAsOf& open, const figures::Policy& policy,
                 const report::FormRules& rules, const Console& console);

}  // namespace dunghan::commands

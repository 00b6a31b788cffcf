#pragma once

#include "app/workspace.h"
#include "console.h"
#include "reading/report_command.h"
#include "reports/frozen_command.h"

/// `dunghan report --freeze` and `report sent`: what puts statements on record. Where a daemon
/// holds the ledger it is asked to do it.
namespace dunghan::commands {

struct FreezeOptions {
  std::string reason;
  std::string operator_name;  ///< empty: the user
};

/// The statement that the options of `report` name is frozen: files go to [reports] folder, its
/// JSON on record. Its id is printed.
int FreezeReport(const ReportOptions& report, const FreezeOptions& options,
                 const app::Workspace& workspace, const report::FormRules& rules,
                 const Console& console);

/// As written on the command line.
struct SentOptions {
  std::string id;
  std::string number;
  std::string date;
  std::string signer;
  std::string operator_name;
};
int ReportSent(const SentOptions& options, const app::Workspace& workspace, const Console& console);

/// Where the statements of a workspace are, and how they are made.
Archive ArchiveOf(const app::Workspace& workspace, const report::FormRules& rules,
                  const Console& console);

}  // namespace dunghan::commands

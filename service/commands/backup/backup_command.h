#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "app/workspace.h"
#include "console.h"

/// `dunghan backup DEST` and `dunghan restore SOURCE`. Each gives the exit code.
namespace dunghan::commands {

/// Copies the record, one state of it, beside a running daemon or not, with the configuration and
/// the rulebook's files, into a new folder; verifies the copy the long way; and only then gives the
/// folder its name. In it: `ledger.db`, `verified.json` (what verify found: position, chain,
/// content), `config/`. Not in it: what is made of the record, what each source has sent (counted
/// again from the record), tokens, and the bytes of what could not be parsed.
///
/// With `keep`: the folder is one of such copies, the new one is called by its instant, and once it
/// is verified the oldest beyond so many go, and what copies that were cut off have left behind.
int RunBackup(const std::filesystem::path& destination, std::optional<int> keep,
              const app::Workspace& workspace, const Console& console);

struct RestoreOptions {
  std::filesystem::path source;
  std::string operator_name;
  std::string reason;
};

/// Puts a copy where the workspace's ledger is to be, which must have none; verifies first that it
/// holds what was verified when it was made. That it was restored is put on record behind that. No
/// token comes with it.
int RunRestore(const RestoreOptions& options, const app::Workspace& workspace,
               const Console& console);

}  // namespace dunghan::commands

#pragma once

#include <optional>
#include <string>

#include "console.h"
#include "dunghan/ledger/view.h"

namespace dunghan::commands {

/// As written on the command line.
struct DossierOptions {
  std::string code;
  bool explain = false;
  bool json = false;
  std::string language = "vi";
  std::optional<std::string> as_of = {};  ///< of the view: see ParseAsOf
};

/// `dunghan dossier CODE`: one dossier, its events, standings, due dates, and on demand the
/// explanation in sentences; by its code, else by an alias. The exit code: 1 if there is no such
/// dossier, or that alias is of several.
int RunDossier(const DossierOptions& options, ledger::DossiersView& view, const Console& console);

}  // namespace dunghan::commands

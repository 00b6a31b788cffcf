#pragma once

#include <memory>
#include <optional>
#include <string>

#include "app/workspace.h"
#include "console.h"
#include "dunghan/ledger/view.h"

/// `dunghan rulebook check | diff | apply`.
namespace dunghan::commands {

struct RulebookOptions {
  std::optional<std::string> effective_from;  ///< RFC 3339 or a date; absent: now
  std::string reason;
  std::string operator_name;  ///< empty: who runs the program
  std::string language = "vi";
  bool json = false;
};

/// Whether the configuration's rulebook could be put in force in this ledger: exit code 0 or 1.
int CheckRulebook(ledger::View& view, const std::shared_ptr<const rulebook::Rulebook>& rulebook,
                  const Console& console);

/// Lists what differs between the rulebook on record and the configuration's, sums up by agency
/// what would move, and lists the dossiers whose dues or verdicts would be other ones. Nothing is
/// written.
int DiffRulebook(const RulebookOptions& options, ledger::View& view,
                 const std::shared_ptr<const rulebook::Rulebook>& rulebook, const Console& console);

/// Puts the configuration's rulebook in force, and tries quarantine again.
int ApplyRulebook(const RulebookOptions& options, const app::Workspace& workspace,
                  const Console& console);

}  // namespace dunghan::commands

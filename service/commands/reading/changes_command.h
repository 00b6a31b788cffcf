#pragma once

#include <optional>
#include <string>

#include "console.h"
#include "dunghan/ledger/view.h"

/// `dunghan changes`: what makes a figure of today differ from the one reported then.
namespace dunghan::commands {

struct ChangesOptions {
  std::optional<std::string> since;
  std::optional<std::string> period;
  std::string language = "vi";
  bool json = false;
};

/// REQUIRES: the view looks back to the position.
int RunChanges(const ChangesOptions& options, ledger::View& view, const Console& console);

}  // namespace dunghan::commands

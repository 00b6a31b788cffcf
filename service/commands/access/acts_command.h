#pragma once

#include <string>
#include <vector>

#include "access/token.h"
#include "console.h"
#include "dunghan/ledger/view.h"

namespace dunghan::commands {

struct ActsOptions {
  std::string format = "table";  ///< table or json
};

/// `dunghan acts`: what operators have done, with who, when and why: rulebooks put in force,
/// quarantine discarded, statements frozen and sent, which are entries of the record; and tokens
/// made and revoked, which their own file has. By time. Gives the exit code.
int RunActs(const ActsOptions& options, ledger::View& view,
            const std::vector<access::Token>& tokens, const Console& console);

}  // namespace dunghan::commands

#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "app/settings.h"
#include "dunghan/ledger/ledger.h"
#include "dunghan/ledger/view.h"

namespace dunghan::app {

/// What SIGHUP replaces: the rulebook, and how figures are made of it.
struct Rules {
  std::shared_ptr<const rulebook::Rulebook> rulebook;
  figures::Policy policy;
};

/// Reads the configuration file and all that it names anew.
struct LoadedRules {
  std::optional<Rules> rules;     ///< nothing if there are errors
  std::vector<Problem> problems;  ///< all of them
};
LoadedRules LoadRules(const std::filesystem::path& file, std::shared_ptr<CodeTable> codes);

/// Whether both give the same figures.
bool SameRules(const Rules& a, const Rules& b);

}  // namespace dunghan::app

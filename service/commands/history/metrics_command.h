#pragma once

#include <optional>
#include <string>

#include "console.h"
#include "dunghan/figures/policy.h"
#include "dunghan/ledger/view.h"

namespace dunghan::commands {

struct MetricsOptions {
  std::string from;  ///< an instant or a date
  std::string to;    ///< likewise; a date is included
  std::string step;
  std::string known = "then";
  std::optional<std::string> families;      ///< a regular expression for whole names
  std::optional<std::string> without = {};  ///< another, for those to be left out
  int64_t max_series = 100'000;             ///< of a page, see [metrics] max_series
  std::optional<std::string> output;        ///< a file; absent or "-": standard output
};

/// `dunghan metrics`: the business metrics as they stood at each step, as OpenMetrics with
/// timestamps. The view is let go of.
int RunMetrics(const MetricsOptions& options, ledger::View& view, const figures::Policy& policy,
               const Console& console);

}  // namespace dunghan::commands

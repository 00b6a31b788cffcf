#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "console.h"
#include "dunghan/figures/policy.h"
#include "dunghan/ledger/view.h"
#include "dunghan/report/asking.h"

namespace dunghan::commands {

/// As written on the command line.
struct ReportOptions {
  report::Ask ask = {.format = "table"};
  std::optional<std::filesystem::path> output;  ///< absent or "-": `out`
  std::optional<std::string> as_of;             ///< of the view: see ParseAsOf
  bool freeze = false;
  int columns = 0;               ///< of the terminal that a table is fitted to; 0: none
  std::filesystem::path ledger;  ///< the folder the view is of, to be named
  std::string issuer;            ///< whose table it is; empty: nobody is named
  std::string issuer_en;
};

/// --as-of, or the option named, for opening the view. @error kInvalidArgument
Result<std::optional<ledger::AsOf>> ParseAsOf(const std::optional<std::string>& text,
                                              std::string_view option = "--as-of");

/// `dunghan report`: a statement of a period, from what the view knows. The exit code: 0 done, 1 it
/// failed (an unknown agency, figures that do not add up, a file that cannot be written), 2 wrong
/// usage, 3 the store is unusable. Nothing is written but a whole statement. One of nothing is told
/// on `err` and is work that failed; as JSON it is written all the same.
int RunReport(const ReportOptions& options, ledger::View& view, const figures::Policy& policy,
              const report::FormRules& rules, const Console& console);

/// Prints what was written, or writes the file named. The exit code.
int Deliver(const std::string& text, const ReportOptions& options, const Console& console);

}  // namespace dunghan::commands

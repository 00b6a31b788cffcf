#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "console.h"
#include "dunghan/figures/policy.h"
#include "dunghan/ledger/view.h"

namespace dunghan::commands {

/// As written on the command line.
struct ReportOptions {
  std::string period;  ///< empty: the reporting month that holds the view's position
  std::string form = "monthly";
  std::string by = "agency";
  std::string rates = "official,index766";  ///< of the form compare
  std::string agency;                       ///< empty: all
  std::optional<std::string> basis;         ///< absent: the policy's
  std::string format = "table";
  std::string language = "vi";
  std::optional<std::filesystem::path> output;  ///< absent or "-": `out`
  std::optional<std::string> as_of;             ///< of the view: see ParseAsOf
  std::optional<std::string> tree;              ///< absent: as-was
  bool freeze = false;
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
              const Console& console);

}  // namespace dunghan::commands

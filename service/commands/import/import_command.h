#pragma once

#include <unistd.h>

#include <cstddef>
#include <memory>
#include <string>
#include <vector>

#include "app/settings.h"
#include "console.h"
#include "dunghan/base/clock.h"
#include "dunghan/base/code.h"
#include "dunghan/ledger/ledger.h"
#include "dunghan/rulebook/timeline.h"
#include "intake/national_mapping.h"

namespace dunghan::commands {

struct ImportOptions {
  std::vector<std::string> files;  ///< in order; "-" or none at all: `standard_input`
  std::string format = "events";
  std::string source = "default";  ///< of events that name none
  bool strict = false;             ///< anything quarantined makes the exit code 1
  bool acks = false;               ///< print "acknowledged N" after each commit
  bool json = false;               ///< the summary as an object
  size_t group = 1000;             ///< the most events in one commit, at least 1
  int standard_input = STDIN_FILENO;
  // Of lists of dossiers, and national messages.
  std::string mapping = {};  ///< a name, or a file; empty: the one that fits best, or the settings'
  std::string sheet = {};    ///< empty: the first that holds anything
  std::string taken = {};    ///< when the list was exported: a date or an instant
  bool dry_run = false;
};

/// What the events are read against. `codes` is the rulebooks' table.
struct ImportRules {
  std::shared_ptr<CodeTable> codes;
  std::shared_ptr<const rulebook::Timeline> rulebooks;
  std::vector<std::string> sources = {};  ///< the configured ones; others are warned of
  const Clock* clock = nullptr;           ///< null: the machine's
  /// What national messages call things; null: as built in.
  std::shared_ptr<const intake::NationalMapping> national = {};
};

/// What national messages call things, by `--mapping`, else the settings. Null, with every problem
/// on `err`, where that cannot be used.
std::shared_ptr<const intake::NationalMapping> NationalOf(const app::Settings& settings,
                                                          const ImportOptions& options,
                                                          const Console& console);

/// Whether the options can be used and the files are there. @return 0, 1 or 2
int CheckImport(const ImportOptions& options, const Console& console);

/// `dunghan import`: files of events into the ledger. The exit code.
///
/// Events are committed in groups; a group is closed when it is full or when the input has nothing
/// more for the moment, so the lines of a slow producer become durable at once. The last line on
/// `out` is "read N: stored A, duplicate B, quarantined C", N = A + B + C, where N counts what is
/// durable. What was odd is said in sum on `err` before it. A file that breaks off ends the run:
/// what came before stays, place and count go to `err`, the exit code is 1. A store that fails does
/// the same with 3. Unknown files and wrong options are found before anything
/// is read.
int RunImport(const ImportOptions& options, ledger::Ledger& ledger, const ImportRules& rules,
              const Console& console);

/// The same with `dry_run`: nothing is stored, the first events are shown as they are understood,
/// and what cannot be used, and why. What is on record already is not known to it.
int RunDryImport(const ImportOptions& options, const ImportRules& rules, const Console& console);

}  // namespace dunghan::commands

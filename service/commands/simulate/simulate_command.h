#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "console.h"
#include "dunghan/base/clock.h"
#include "dunghan/base/code.h"
#include "dunghan/rulebook/rulebook.h"

namespace dunghan::commands {

/// As they stand on the command line.
struct SimulateOptions {
  int64_t dossiers = 20'000;
  std::optional<std::string> from = {};  ///< a date; absent: a year before `to`
  std::optional<std::string> to = {};    ///< a date; absent: today, the daemon's when following
  std::optional<int> agencies = {};      ///< the first so many of the rulebook; absent: all
  std::optional<int> procedures = {};
  uint64_t seed = 1;
  bool tidy = false;                                 ///< see simulate::Options
  std::string format = "events";                     ///< or "national"
  std::optional<std::filesystem::path> output = {};  ///< absent or "-": Console::out
  std::optional<std::filesystem::path> plant = {};   ///< list of what is tampered with, as CSV
  std::optional<std::string> follow = {};            ///< base URL of a daemon to post them to
  std::optional<std::string> start = {};             ///< with `follow`: an instant or a date
  std::optional<double> speed = {};                  ///< with `follow`: times real time
};

/// `dunghan simulate`: the events of a made-up province as NDJSON, in order of arrival up to the
/// clock's now, or posted to a daemon as time goes by (RunFollow, whose clock is the daemon's). The
/// exit code: 2 for wrong options, 1 if the output cannot be written; a file is then not left
/// behind, and one that was there is untouched. `codes` is the rulebook's table.
int RunSimulate(const SimulateOptions& options, std::shared_ptr<const rulebook::Rulebook> rulebook,
                std::shared_ptr<CodeTable> codes, const Clock& clock, const Console& console);

}  // namespace dunghan::commands

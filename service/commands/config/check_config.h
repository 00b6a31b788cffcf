#pragma once

#include <filesystem>
#include <iosfwd>
#include <optional>

#include "dunghan/base/clock.h"

namespace dunghan::commands {

struct CheckConfigOptions {
  std::optional<std::filesystem::path> config;  ///< absent: the usual places
  std::optional<std::filesystem::path> data;    ///< instead of [ledger] path
  bool json = false;                            ///< one JSON object instead of lines for people
  bool files_only = false;                      ///< the ledger is not looked at
};

/// `dunghan check-config`: reads the configuration and everything it names, and looks at what
/// `serve` would refuse to start with. Problems and warnings go to `err`, the summary to `out`;
/// with `json` all of it goes to `out`.
///
/// Warns of calendars that end within 45 days; of days ahead that are not confirmed, and of earlier
/// ones for as long as the due of an open dossier rests on them (where there is a ledger, which is
/// only read); of a witness that cannot be written.
/// @return 0, or 2 if there is an error; warnings do not count.
int RunCheckConfig(const CheckConfigOptions& options, const Clock& clock, std::ostream& out,
                   std::ostream& err);

}  // namespace dunghan::commands

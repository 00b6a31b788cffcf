#pragma once

#include <string_view>

#include "commands/console.h"
#include "dunghan/base/error.h"

namespace dunghan::commands {

/// Prints an error on `err`. The exit code: 3 for a store that is locked or unusable, else 1.
int Fail(const Error& error, const Console& console);
/// The same for wrong usage: 2.
int FailUsage(const Error& error, const Console& console);
/// Prints data on `out`. The exit code: 1 if it could not be written.
int Print(std::string_view text, const Console& console);

}  // namespace dunghan::commands

#pragma once

#include <string_view>

#include "console.h"
#include "dunghan/base/error.h"

namespace dunghan::commands {

/// Prints an error on `err`. The exit code: 3 for a store that is locked, damaged or otherwise
/// unusable, else 1.
int Fail(const Error& error, const Console& console);
/// The same where the ledger could not be opened: 3, of a ledger that is not there as well; 2 if
/// it is the question that cannot be answered.
int FailToOpen(const Error& error, const Console& console);
/// The same for wrong usage: 2.
int FailUsage(const Error& error, const Console& console);
/// Prints data on `out`. The exit code: 1 if it could not be written, which Finish tells.
int Print(std::string_view text, const Console& console);
/// The end of every command, help included: what could not be written to `out` is told, and makes
/// 1 of the exit code 0.
int Finish(int code, const Console& console);

}  // namespace dunghan::commands

#pragma once

namespace dunghan::app {

/// What the program ends with, whichever its command. Scripts and service managers go by it, the
/// README lists it.
enum ExitCode {
  kDone = 0,
  kFailed = 1,         ///< the work failed, or a check found something
  kUsage = 2,          ///< wrong usage or configuration
  kStoreUnusable = 3,  ///< the store is locked, damaged or cannot be reached
};

}  // namespace dunghan::app

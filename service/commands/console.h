#pragma once

#include <ostream>
#include <string>
#include <string_view>

namespace dunghan::commands {

/// Where a command prints: data on `out`, messages on `err`.
struct Console {
  std::ostream& out;
  std::ostream& err;
  bool err_is_terminal = false;  ///< progress is drawn only there
};

/// How wide the terminal is that standard output is; 0: it is none.
int TerminalColumns();

}  // namespace dunghan::commands

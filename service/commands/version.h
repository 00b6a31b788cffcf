#pragma once

#include <ostream>

namespace dunghan::commands {

/// `dunghan version`: version, revision, and the libraries it runs with.
int RunVersion(bool json, std::ostream& out);

}  // namespace dunghan::commands

#pragma once

#include <ostream>
#include <string>

namespace dunghan::commands {

/// "dunghan 0.3 (5f2c...)".
std::string VersionLine();

/// `dunghan version`: version, revision, and the libraries it runs with.
int RunVersion(bool json, std::ostream& out);

}  // namespace dunghan::commands

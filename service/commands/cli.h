#pragma once

namespace dunghan::commands {

/// Parses the command line and runs the command. The exit code: 0 done; 1 the work failed or a
/// check found something; 2 wrong usage or configuration; 3 the store is locked or unusable.
int RunProgram(int argc, char** argv);

}  // namespace dunghan::commands

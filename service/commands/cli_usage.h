#pragma once

#include <CLI/CLI.hpp>
#include <string>

/// What a person reads of the command line: help, and what is wrong with it.
namespace dunghan::commands {

/// Says in the help of every command what its options take, and which go with every command.
void DescribeUsage(CLI::App& program);

/// One line on a command line that was refused: the unknown command or option with the nearest
/// known one, or the library's reason, and where to read on.
std::string ExplainUsage(const CLI::App& program, const CLI::ParseError& problem);

}  // namespace dunghan::commands

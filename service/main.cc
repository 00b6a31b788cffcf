#include <clocale>
#include <csignal>
#include <exception>
#include <iostream>

#include "commands/cli.h"

int main(int argc, char** argv) {
  std::ios::sync_with_stdio(false);
  // A reader that went away ("dunghan simulate | head") is an error of writing, not of the process.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return dunghan::commands::RunProgram(argc, argv);
  } catch (const std::exception& failure) {
    std::cerr << "dunghan: " << failure.what() << "\n";
    return 1;
  }
}

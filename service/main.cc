#include <fcntl.h>

#include <cerrno>
#include <clocale>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <iostream>

#include "cli.h"

namespace {

/// Started without standard input, output or error, the next files opened would get their numbers,
/// and be read and written as if they were them. Input is empty then; output takes nothing, which
/// is an error like a full disk.
void HoldStandardDescriptors() {
  for (int number = 0; number <= 2; ++number) {
    if (::fcntl(number, F_GETFD) != -1 || errno != EBADF) continue;
    if (::open("/dev/null", number == 2 ? O_WRONLY : O_RDONLY) != number) std::_Exit(1);
  }
}

}  // namespace

int main(int argc, char** argv) {
  HoldStandardDescriptors();
  std::ios::sync_with_stdio(false);
  // A reader that went away ("dunghan simulate | head") is an error of writing, not of the process.
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);  // a limit on the size of files is a full disk, and said as one
  try {
    return dunghan::commands::RunProgram(argc, argv);
  } catch (const std::exception& failure) {
    std::cerr << "dunghan: " << failure.what() << "\n";
    return 1;
  }
}

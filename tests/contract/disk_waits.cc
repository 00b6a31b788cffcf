#include "disk_waits.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <filesystem>
#include <string>

namespace dunghan::ledger {
std::atomic<int> side_file_syncs = 0;
std::atomic<int> all_syncs = 0;
}  // namespace dunghan::ledger

/// In the place of libc's, to count; SQLite's own goes through here.
extern "C" int fdatasync(int fd) {
  std::error_code error;
  const auto path = std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(fd), error);
  if (path.string().find("/unparsed/") != std::string::npos) ++dunghan::ledger::side_file_syncs;
  ++dunghan::ledger::all_syncs;
  return static_cast<int>(::syscall(SYS_fdatasync, fd));
}

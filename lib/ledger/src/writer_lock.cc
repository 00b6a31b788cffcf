#include "writer_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace dunghan::ledger {
namespace {

std::string Holder(int fd) {
  char buffer[32] = {};
  const ssize_t size = ::pread(fd, buffer, sizeof buffer - 1, 0);
  std::string pid(buffer, size > 0 ? static_cast<size_t>(size) : 0);
  while (!pid.empty() && pid.back() == '\n') pid.pop_back();
  return pid.empty() ? "unknown" : pid;
}

}  // namespace

Result<std::unique_ptr<WriterLock>> WriterLock::Take(const std::filesystem::path& folder) {
  const auto path = folder / "lock";
  const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0) {
    return Unavailable(fmt::format("the data folder {} cannot be written: {}", folder.string(),
                                   std::generic_category().message(errno)));
  }
  std::unique_ptr<WriterLock> lock(new WriterLock(path, fd));
  if (::flock(fd, LOCK_EX | LOCK_NB) != 0) {
    return Conflict(
        fmt::format("another dunghan (process {}) is writing to {}", Holder(fd), folder.string()));
  }
  FileWatch watch;
  lock->AddTo(watch);
  if (const auto fault = watch.Fault()) return Conflict(*fault + " just now; try again");
  const std::string pid = std::to_string(::getpid()) + "\n";
  if (::ftruncate(fd, 0) != 0 || ::pwrite(fd, pid.data(), pid.size(), 0) < 0) {
    return Unavailable(fmt::format("the data folder {} cannot be written: {}", folder.string(),
                                   std::generic_category().message(errno)));
  }
  return lock;
}

WriterLock::~WriterLock() { ::close(fd_); }

}  // namespace dunghan::ledger

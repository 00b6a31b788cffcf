#include "app/witness.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <syslog.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>
#include <utility>

namespace dunghan::app {
namespace {

Error Failed(const std::filesystem::path& file) {
  return Unavailable(fmt::format("the head of the chain cannot be noted in {}: {}", file.string(),
                                 std::generic_category().message(errno)));
}

/// Appended with one call, so that readers and other writers see whole lines.
Result<void> AppendLine(const std::filesystem::path& file, const std::string& line) {
  // Not waiting: a pipe that nobody reads is an error.
  const int fd = ::open(file.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NONBLOCK, 0640);
  if (fd < 0) return Failed(file);
  const auto written = ::write(fd, line.data(), line.size());
  const bool whole = written == static_cast<ssize_t>(line.size());
  if (written >= 0 && !whole) errno = ENOSPC;
  // A pipe or the like has nothing to be synced.
  const bool durable = whole && (::fdatasync(fd) == 0 || errno == EINVAL);
  Result<void> result;
  if (!durable) result = Failed(file);
  ::close(fd);
  return result;
}

}  // namespace

Result<void> CheckWitness(const WitnessPlace& place) {
  if (!place.file) return {};
  struct stat status {};
  if (::stat(place.file->c_str(), &status) == 0) {
    if (S_ISDIR(status.st_mode)) errno = EISDIR;
    if (!S_ISDIR(status.st_mode) && ::access(place.file->c_str(), W_OK) == 0) return {};
    return Failed(*place.file);
  }
  if (errno != ENOENT) return Failed(*place.file);
  const auto folder = place.file->parent_path();
  if (::access(folder.empty() ? "." : folder.c_str(), W_OK | X_OK) == 0) return {};
  return Failed(*place.file);
}

Result<void> Witness::Note(const ledger::Position& head, std::string_view instant) {
  if (noted_ == head.chain) return {};
  const std::string text = head.Text();
  if (place_.file) {
    auto appended = AppendLine(*place_.file, fmt::format("{} {}\n", instant, text));
    if (!appended) return appended;
  } else {
    ::syslog(LOG_DAEMON | LOG_NOTICE, "dunghan chain %s", text.c_str());
  }
  noted_ = head.chain;
  return {};
}

}  // namespace dunghan::app

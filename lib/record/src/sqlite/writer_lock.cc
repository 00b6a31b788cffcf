#include "writer_lock.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <string_view>
#include <system_error>

namespace dunghan::record::sqlite {
namespace {

// Behind the number of the process.
constexpr std::string_view kRecord = "record\n";

std::string Content(int fd) {
  char buffer[32] = {};
  const ssize_t size = ::pread(fd, buffer, sizeof buffer - 1, 0);
  return {buffer, size > 0 ? static_cast<size_t>(size) : 0};
}

std::string Holder(int fd) {
  const std::string content = Content(fd);
  const std::string pid = content.substr(0, content.find('\n'));
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
  // Between open and flock the name may have gone to another file: this lock would be one that
  // nobody else meets.
  lock->AddTo(watch);
  if (const auto fault = watch.Fault()) return Conflict(*fault + " just now; try again");
  lock->had_record_ = Content(fd).ends_with(kRecord);
  std::string content = std::to_string(::getpid()) + "\n";
  if (lock->had_record_) content += kRecord;
  if (::ftruncate(fd, 0) != 0 || ::pwrite(fd, content.data(), content.size(), 0) < 0) {
    return Unavailable(fmt::format("the data folder {} cannot be written: {}", folder.string(),
                                   std::generic_category().message(errno)));
  }
  return lock;
}

bool WriterLock::HadRecord(const std::filesystem::path& folder) {
  const int fd = ::open((folder / "lock").c_str(), O_RDONLY | O_CLOEXEC);
  if (fd < 0) return false;
  const bool had = Content(fd).ends_with(kRecord);
  ::close(fd);
  return had;
}

void WriterLock::NoteRecord() {
  if (had_record_) return;
  const auto end = static_cast<off_t>(Content(fd_).size());
  had_record_ =
      ::pwrite(fd_, kRecord.data(), kRecord.size(), end) == static_cast<ssize_t>(kRecord.size());
}

WriterLock::~WriterLock() { ::close(fd_); }

}  // namespace dunghan::record::sqlite

#include "folder.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace dunghan::record::sqlite {
namespace {

constexpr mode_t kForOthers = S_IRWXG | S_IRWXO;

std::string Why() { return std::generic_category().message(errno); }

/// What belongs to somebody else is for him to keep; then this does nothing.
void Tighten(const std::filesystem::path& path) {
  struct stat about {};
  if (::stat(path.c_str(), &about) != 0 || (about.st_mode & kForOthers) == 0) return;
  (void)::chmod(path.c_str(), about.st_mode & ~kForOthers & 07777);
}

}  // namespace

Result<void> MakePrivate(const std::filesystem::path& folder, const std::filesystem::path& file) {
  std::error_code error;
  if (folder.has_parent_path()) std::filesystem::create_directories(folder.parent_path(), error);
  if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) {
    return Unavailable(
        fmt::format("the data folder {} cannot be made: {}", folder.string(), Why()));
  }
  // Made here, and not by SQLite, which asks the umask; its other files get the mode of this one.
  // One that is there is not opened: closing it would let go of the locks that this process may
  // have.
  const int fd = ::open(file.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd >= 0) ::close(fd);
  for (const char* suffix : {"", "-wal", "-shm"}) Tighten(file.string() + suffix);
  Tighten(folder / "lock");
  Tighten(folder / "unparsed");
  return {};
}

bool IsEmpty(const std::filesystem::path& file) {
  std::error_code error;
  const auto size = std::filesystem::file_size(file, error);
  return error ? error == std::errc::no_such_file_or_directory : size == 0;
}

std::optional<Error> FindLoss(const std::filesystem::path& folder, bool had_record) {
  std::string sign;
  std::error_code ignored;
  if (std::filesystem::directory_iterator(folder / "unparsed", ignored) !=
      std::filesystem::directory_iterator()) {
    sign = "unparsed/";
  }
  if (std::filesystem::exists(folder / "clock", ignored)) sign = "clock";
  if (!IsEmpty(folder / "ledger.db-wal")) sign = "ledger.db-wal";
  if (had_record) sign = "lock";
  if (sign.empty()) return {};
  return Unavailable(fmt::format(
      "ledger.db in {} is empty or missing, but {} there says that it held a ledger. Put it back "
      "from a copy; or, to begin a new ledger, move the whole folder away",
      folder.string(), sign));
}

void FileWatch::Add(const std::filesystem::path& path) {
  struct stat about {};
  if (::stat(path.c_str(), &about) == 0) files_.push_back({path, about.st_dev, about.st_ino});
}

void FileWatch::Add(const std::filesystem::path& path, int fd) {
  struct stat about {};
  if (::fstat(fd, &about) == 0) files_.push_back({path, about.st_dev, about.st_ino});
}

std::optional<std::string> FileWatch::Fault() const {
  for (const File& file : files_) {
    struct stat about {};
    if (::stat(file.path.c_str(), &about) != 0) {
      if (errno == ENOENT) return file.path.string() + " was deleted";
      return fmt::format("{} is out of reach: {}", file.path.string(), Why());
    }
    if (about.st_dev != file.device || about.st_ino != file.inode) {
      return file.path.string() + " was replaced by another file";
    }
  }
  return {};
}

}  // namespace dunghan::record::sqlite

#include "side_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

namespace dunghan::record {
namespace {

/// A file descriptor that closes itself.
class File {
 public:
  File(const std::filesystem::path& path, int flags) : fd_(::open(path.c_str(), flags, 0600)) {}
  ~File() {
    if (fd_ >= 0) ::close(fd_);
  }
  File(const File&) = delete;
  File& operator=(const File&) = delete;
  int fd() const { return fd_; }

 private:
  int fd_;
};

Error Failed(std::string_view doing, const std::filesystem::path& path) {
  return Unavailable(
      "the bytes of unusable input cannot be kept",
      fmt::format("{} {}: {}", doing, path.string(), std::generic_category().message(errno)));
}

bool WriteAll(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<size_t>(written));
  }
  return true;
}

/// A new file's name is durable only with its folder.
bool SyncFolder(const std::filesystem::path& folder) {
  const File file(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  return file.fd() >= 0 && ::fsync(file.fd()) == 0;
}

constexpr std::string_view kEnding = ".bin";

std::string NameOf(Instant now) {
  return FormatDate(LocalDay{std::chrono::floor<std::chrono::days>(now).time_since_epoch()}) +
         std::string(kEnding);
}

}  // namespace

Result<int64_t> SideFiles::SizeOf(const std::string& file) const {
  if (folder_.empty()) {
    const auto it = memory_.find(file);
    return it == memory_.end() ? 0 : static_cast<int64_t>(it->second.size());
  }
  struct stat about {};
  if (::stat((folder_ / file).c_str(), &about) == 0) return int64_t{about.st_size};
  if (errno == ENOENT) return 0;
  return Failed("look at", folder_ / file);
}

Result<SideFiles::Place> SideFiles::Gather(std::string_view bytes, Instant now) {
  if (gathered_.empty()) {
    // One file for all of a write, even where the day turns meanwhile.
    file_ = NameOf(now);
    const auto size = SizeOf(file_);
    if (!size) return size.error();
    offset_ = *size;
  }
  const Place place{file_, offset_ + static_cast<int64_t>(gathered_.size()),
                    static_cast<int64_t>(bytes.size())};
  gathered_ += bytes;
  return place;
}

Result<void> SideFiles::Write() {
  if (gathered_.empty()) return {};
  const std::string bytes = std::exchange(gathered_, {});
  if (folder_.empty()) {
    memory_[file_] += bytes;
    return {};
  }
  if (::mkdir(folder_.c_str(), 0700) != 0 && errno != EEXIST) return Failed("make", folder_);
  const auto path = folder_ / file_;
  const File file(path, O_WRONLY | O_CREAT | O_CLOEXEC);
  if (file.fd() < 0) return Failed("open", path);
  // At the place that was promised, whatever a failure left behind it.
  if (::lseek(file.fd(), offset_, SEEK_SET) == offset_ && WriteAll(file.fd(), bytes) &&
      ::fdatasync(file.fd()) == 0 && (offset_ > 0 || SyncFolder(folder_))) {
    return {};
  }
  const Error failure = Failed("write", path);
  // Half a piece must not stay behind; if even that fails, the next piece starts after it.
  if (::ftruncate(file.fd(), offset_) != 0) return failure;
  return failure;
}

bool SideFiles::IsPlace(const Place& place) {
  if (place.offset < 0 || place.size < 0) return false;
  if (place.file.empty()) return place.size == 0;
  const std::string_view name = place.file;
  return name.ends_with(kEnding) && ParseDate(name.substr(0, name.size() - kEnding.size()));
}

Result<std::string> SideFiles::Read(const Place& place) const {
  const auto gone = [&] {
    return NotFound(fmt::format("the bytes were purged after {} days", kKeep.count()));
  };
  if (!IsPlace(place)) return gone();
  const auto size = static_cast<size_t>(place.size);
  if (folder_.empty()) {
    const auto it = memory_.find(place.file);
    const auto end = static_cast<size_t>(place.offset) + size;
    if (it == memory_.end() || it->second.size() < end) return gone();
    return it->second.substr(static_cast<size_t>(place.offset), size);
  }
  std::error_code error;
  const auto all = std::filesystem::file_size(folder_ / place.file, error);
  // A size out of a row is believed only up to that of the file: so much memory is taken for it.
  if (error || all < size) return gone();
  std::ifstream file(folder_ / place.file, std::ios::binary);
  std::string bytes(size, '\0');
  if (!file || !file.seekg(place.offset) || !file.read(bytes.data(), place.size)) return gone();
  return bytes;
}

Result<int64_t> SideFiles::Purge(Instant now) {
  // Names are dates, so that their order is that of days.
  const std::string oldest = NameOf(now - kKeep);
  if (folder_.empty()) {
    const auto kept = memory_.lower_bound(oldest);
    const auto count = std::distance(memory_.begin(), kept);
    memory_.erase(memory_.begin(), kept);
    return count;
  }
  int64_t count = 0;
  std::error_code error;
  for (const auto& file : std::filesystem::directory_iterator(folder_, error)) {
    if (file.path().filename().string() >= oldest) continue;
    if (::unlink(file.path().c_str()) != 0 && errno != ENOENT) {
      return Unavailable("the bytes of unusable input are kept longer than they should be",
                         Failed("remove", file.path()).for_log);
    }
    ++count;
  }
  if (!error || error == std::errc::no_such_file_or_directory) return count;
  return Unavailable("the bytes of unusable input are kept longer than they should be",
                     fmt::format("list {}: {}", folder_.string(), error.message()));
}

}  // namespace dunghan::record

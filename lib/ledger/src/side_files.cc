#include "side_files.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <fstream>
#include <system_error>

namespace dunghan::ledger {
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

std::string NameOf(Instant now) {
  return FormatDate(LocalDay{std::chrono::floor<std::chrono::days>(now).time_since_epoch()}) +
         ".bin";
}

}  // namespace

Result<SideFiles::Place> SideFiles::Keep(std::string_view bytes, Instant now) {
  Place place{NameOf(now), 0, static_cast<int64_t>(bytes.size())};
  if (folder_.empty()) {
    std::string& file = memory_[place.file];
    place.offset = static_cast<int64_t>(file.size());
    file += bytes;
    return place;
  }
  std::error_code error;
  std::filesystem::create_directories(folder_, error);
  const auto path = folder_ / place.file;
  const File file(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC);
  if (file.fd() < 0) return Failed("open", path);
  const off_t end = ::lseek(file.fd(), 0, SEEK_END);
  place.offset = end;
  if (WriteAll(file.fd(), bytes) && ::fdatasync(file.fd()) == 0) return place;
  const Error failure = Failed("write", path);
  // Half a piece must not stay behind; if even that fails, the next piece starts after it.
  if (::ftruncate(file.fd(), end) != 0) return failure;
  return failure;
}

Result<std::string> SideFiles::Read(const Place& place) const {
  const auto gone = [&] {
    return NotFound(fmt::format("the bytes were purged after {} days", kKeep.count()));
  };
  const auto size = static_cast<size_t>(place.size);
  if (folder_.empty()) {
    const auto it = memory_.find(place.file);
    if (it == memory_.end()) return gone();
    return it->second.substr(static_cast<size_t>(place.offset), size);
  }
  std::ifstream file(folder_ / place.file, std::ios::binary);
  std::string bytes(size, '\0');
  if (!file || !file.seekg(place.offset) || !file.read(bytes.data(), place.size)) return gone();
  return bytes;
}

void SideFiles::Purge(Instant now) {
  if (folder_.empty()) return;
  std::error_code error;
  const std::string oldest = NameOf(now - kKeep);
  for (const auto& file : std::filesystem::directory_iterator(folder_, error)) {
    if (file.path().filename().string() < oldest) std::filesystem::remove(file.path(), error);
  }
}

}  // namespace dunghan::ledger

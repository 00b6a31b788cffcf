#include "dunghan/base/file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <string_view>
#include <system_error>

namespace dunghan {
namespace {

class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int number() const { return number_; }

 private:
  int number_;
};

Error CannotBeRead(std::string_view why) {
  return InvalidArgument(fmt::format("cannot be read: {}", why));
}
Error CannotBeRead(int error) { return CannotBeRead(std::generic_category().message(error)); }

Error NoFile(mode_t mode) {
  if (S_ISDIR(mode)) return CannotBeRead(EISDIR);
  const std::string_view kind = S_ISFIFO(mode)   ? "a pipe"
                                : S_ISSOCK(mode) ? "a socket"
                                                 : "a device";
  return CannotBeRead(fmt::format("expected a file, got {}", kind));
}

Error TooLarge(size_t most) {
  return CannotBeRead(fmt::format("expected at most {} bytes, got more", most));
}

}  // namespace

Result<std::string> ReadFile(const std::filesystem::path& path, size_t most) {
  // Without O_NONBLOCK, opening a pipe waits for somebody who writes into it.
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY));
  struct stat about {};
  if (file.number() < 0) {
    const int error = errno;
    // A socket cannot be opened at all.
    const bool socket = ::stat(path.c_str(), &about) == 0 && S_ISSOCK(about.st_mode);
    return socket ? NoFile(about.st_mode) : CannotBeRead(error);
  }
  if (::fstat(file.number(), &about) != 0) return CannotBeRead(errno);
  if (!S_ISREG(about.st_mode)) return NoFile(about.st_mode);
  if (static_cast<uint64_t>(about.st_size) > most) return TooLarge(most);
  constexpr size_t kPiece = size_t{64} << 10;
  std::string bytes;
  size_t size = 0;
  while (true) {
    // The size is a guess: files of /proc have none.
    if (bytes.size() == size) {
      bytes.resize(std::max(size + kPiece, static_cast<size_t>(about.st_size) + 1));
    }
    const ssize_t count = ::read(file.number(), bytes.data() + size, bytes.size() - size);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return CannotBeRead(errno);
    if (count == 0) break;
    size += static_cast<size_t>(count);
    if (size > most) return TooLarge(most);
  }
  bytes.resize(size);
  return bytes;
}

}  // namespace dunghan

#include "input.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>
#include <utility>

namespace dunghan::sheet {
namespace {

Error CannotRead(std::string_view name, std::string_view why) {
  return InvalidArgument(fmt::format("{}: cannot be read: {}", name, why));
}
Error CannotRead(std::string_view name, int error) {
  return CannotRead(name, std::generic_category().message(error));
}
Error TooLargeInput(std::string_view name, uint64_t most) {
  return InvalidArgument(fmt::format("{}: expected at most {} bytes, got more", name, most));
}

}  // namespace

Input::Input(std::string name, int descriptor, std::string bytes, uint64_t size)
    : name_(std::move(name)), descriptor_(descriptor), bytes_(std::move(bytes)), size_(size) {}

Input::Input(Input&& other) noexcept
    : name_(std::move(other.name_)),
      descriptor_(std::exchange(other.descriptor_, -1)),
      bytes_(std::move(other.bytes_)),
      size_(other.size_) {}

Input::~Input() {
  if (descriptor_ >= 0) ::close(descriptor_);
}

Result<Input> Input::Open(const std::filesystem::path& path, uint64_t most) {
  std::string name = path.filename().string();
  // Without O_NONBLOCK, opening a pipe waits for somebody who writes into it.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (descriptor < 0) return CannotRead(name, errno);
  Input input(std::move(name), descriptor, {}, 0);
  struct stat about {};
  if (::fstat(descriptor, &about) != 0) return CannotRead(input.name_, errno);
  if (S_ISDIR(about.st_mode)) return CannotRead(input.name_, EISDIR);
  if (!S_ISREG(about.st_mode)) return CannotRead(input.name_, "expected a file");
  input.size_ = static_cast<uint64_t>(about.st_size);
  if (input.size_ > most) return TooLargeInput(input.name_, most);
  return input;
}

Result<Input> Input::FromBytes(std::string bytes, std::string name, uint64_t most) {
  const uint64_t size = bytes.size();
  if (size > most) return TooLargeInput(name, most);
  return Input(std::move(name), -1, std::move(bytes), size);
}

Result<size_t> Input::ReadAt(uint64_t offset, std::span<char> into) const {
  if (in_memory()) {
    if (offset >= bytes_.size()) return 0;
    return bytes_.copy(into.data(), into.size(), offset);
  }
  size_t read = 0;
  while (read < into.size()) {
    const ssize_t count = ::pread(descriptor_, into.data() + read, into.size() - read,
                                  static_cast<off_t>(offset + read));
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return CannotRead(name_, errno);
    if (count == 0) break;
    read += static_cast<size_t>(count);
  }
  return read;
}

}  // namespace dunghan::sheet

#include "access/token.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/rand.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "token_text.h"

namespace dunghan::access {
namespace {

Error Failed(const std::filesystem::path& file, std::string_view what) {
  return Unavailable(fmt::format("{} cannot be {}: {}", file.string(), what,
                                 std::generic_category().message(errno)));
}

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  int get() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

 private:
  int fd_;
};

Result<std::string> ReadAll(const std::filesystem::path& file) {
  const Descriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC));
  std::string text;
  if (!in) {
    if (errno == ENOENT) return text;
    return Failed(file, "read");
  }
  std::array<char, 65536> piece;
  for (;;) {
    const ssize_t got = ::read(in.get(), piece.data(), piece.size());
    if (got < 0) return Failed(file, "read");
    if (got == 0) return text;
    text.append(piece.data(), static_cast<size_t>(got));
  }
}

Result<void> WriteAll(int fd, std::string_view text, const std::filesystem::path& file) {
  while (!text.empty()) {
    const ssize_t put = ::write(fd, text.data(), text.size());
    if (put < 0) return Failed(file, "written");
    text.remove_prefix(static_cast<size_t>(put));
  }
  if (::fsync(fd) != 0) return Failed(file, "written");
  return {};
}

/// Under another name first, which then takes the place of the old one at once.
Result<void> Replace(const std::filesystem::path& file, std::string_view text) {
  const std::filesystem::path next = file.string() + ".next";
  {
    const Descriptor out(::open(next.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600));
    if (!out) return Failed(next, "written");
    if (auto written = WriteAll(out.get(), text, next); !written) return written;
  }
  if (::rename(next.c_str(), file.c_str()) != 0) return Failed(file, "written");
  const auto folder = file.has_parent_path() ? file.parent_path() : std::filesystem::path(".");
  const Descriptor of_folder(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!of_folder || ::fsync(of_folder.get()) != 0) return Failed(folder, "written");
  return {};
}

}  // namespace

std::string MakeSecret() {
  std::array<unsigned char, 32> random{};
  // Fails only where the machine has no randomness at all: nothing may go on then.
  if (::RAND_bytes(random.data(), static_cast<int>(random.size())) != 1) std::abort();
  return "dunghan_" + ToHex(random);
}

Result<std::vector<Token>> ReadTokens(const std::filesystem::path& file) {
  const auto text = ReadAll(file);
  if (!text) return text.error();
  return ParseTokens(*text, file.string());
}

Result<void> ChangeTokens(const std::filesystem::path& file,
                          const std::function<Result<void>(std::vector<Token>&)>& change) {
  if (file.has_parent_path()) {
    // Where there is no ledger yet, its folder is begun here: for the owner alone, as that is.
    std::error_code failed;
    if (std::filesystem::create_directories(file.parent_path(), failed)) {
      std::filesystem::permissions(file.parent_path(), std::filesystem::perms::owner_all, failed);
    }
  }
  const std::filesystem::path lock_file = file.string() + ".lock";
  const Descriptor lock(::open(lock_file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600));
  if (!lock || ::flock(lock.get(), LOCK_EX) != 0) return Failed(lock_file, "locked");
  auto tokens = ReadTokens(file);
  if (!tokens) return tokens.error();
  if (auto changed = change(*tokens); !changed) return changed;
  return Replace(file, WriteTokens(*tokens));
}

}  // namespace dunghan::access

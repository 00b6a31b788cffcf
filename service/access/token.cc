#include "access/token.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <openssl/rand.h>
#include <sys/file.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "dunghan/base/file.h"
#include "dunghan/base/whole_file.h"
#include "token_text.h"

namespace dunghan::access {
namespace {

Error Failed(const std::filesystem::path& file, std::string_view what) {
  return Unavailable(fmt::format("{} cannot be {}: {}", file.string(), what,
                                 std::generic_category().message(errno)));
}

/// Held while it lives; it goes with the process.
class FileLock {
 public:
  explicit FileLock(const std::filesystem::path& file)
      : fd_(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600)),
        is_held_(fd_ >= 0 && ::flock(fd_, LOCK_EX) == 0) {}
  ~FileLock() {
    if (fd_ >= 0) ::close(fd_);
  }
  FileLock(const FileLock&) = delete;
  FileLock& operator=(const FileLock&) = delete;
  bool is_held() const { return is_held_; }

 private:
  int fd_;
  bool is_held_;
};

}  // namespace

std::string MakeSecret() {
  std::array<unsigned char, 32> random{};
  // Fails only where the machine has no randomness at all: nothing may go on then.
  if (::RAND_bytes(random.data(), static_cast<int>(random.size())) != 1) std::abort();
  return "dunghan_" + ToHex(random);
}

Result<std::vector<Token>> ReadTokens(const std::filesystem::path& file) {
  std::error_code failed;
  if (!std::filesystem::exists(file, failed)) {
    if (failed) return Unavailable(fmt::format("{}: {}", file.string(), failed.message()));
    return std::vector<Token>();
  }
  const auto text = ReadFile(file, kMostToml);
  if (!text) return Unavailable(fmt::format("{} {}", file.string(), text.error().for_client));
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
  const FileLock lock(lock_file);
  if (!lock.is_held()) return Failed(lock_file, "locked");
  auto tokens = ReadTokens(file);
  if (!tokens) return tokens.error();
  if (auto changed = change(*tokens); !changed) return changed;
  RemoveLeftBeside(file);
  // Made by root, the file is still the daemon's, whose folder it lies in.
  return WriteWholeFile(file, WriteTokens(*tokens), kForOwner, Owner::kOfFolder);
}

}  // namespace dunghan::access

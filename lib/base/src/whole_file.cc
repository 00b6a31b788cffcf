#include "dunghan/base/whole_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

namespace dunghan {
namespace {

namespace fs = std::filesystem;

Error CannotWrite(const fs::path& path, int error) {
  return Unavailable(
      fmt::format("cannot write {}: {}", path.string(), std::generic_category().message(error)));
}

/// An open file; closing it may fail and is then an error like any other.
class OutputFile {
 public:
  OutputFile(const fs::path& path, int flags, unsigned mode = kForAll)
      : descriptor_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
  OutputFile(const OutputFile&) = delete;
  OutputFile& operator=(const OutputFile&) = delete;
  ~OutputFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }

  bool is_open() const { return descriptor_ >= 0; }
  bool Write(std::string_view rest) {
    while (!rest.empty()) {
      const ssize_t written = ::write(descriptor_, rest.data(), rest.size());
      if (written < 0 && errno != EINTR) return false;
      if (written > 0) rest.remove_prefix(static_cast<size_t>(written));
    }
    return true;
  }
  bool Sync() { return ::fsync(descriptor_) == 0; }
  bool Close() { return ::close(std::exchange(descriptor_, -1)) == 0; }

 private:
  int descriptor_;
};

Result<void> WriteInto(const fs::path& device, std::string_view content) {
  OutputFile file(device, O_WRONLY);
  if (!file.is_open() || !file.Write(content) || !file.Close()) return CannotWrite(device, errno);
  return {};
}

std::string BesideBegin(const fs::path& path) { return "." + path.filename().string() + "."; }
constexpr std::string_view kBesideEnd = ".tmp";

fs::path FolderOf(const fs::path& path) {
  return path.has_parent_path() ? path.parent_path() : fs::path(".");
}

/// What root writes for the owner of the folder.
void GiveToOwnerOf(const fs::path& folder, const fs::path& file) {
  struct stat found {};
  if (::geteuid() != 0 || ::stat(folder.c_str(), &found) != 0 || found.st_uid == 0) return;
  (void)!::chown(file.c_str(), found.st_uid, found.st_gid);
}

Result<void> WriteBeside(const fs::path& path, std::string_view content, unsigned mode,
                         Owner owner) {
  const fs::path beside =
      path.parent_path() / fmt::format("{}{}{}", BesideBegin(path), ::getpid(), kBesideEnd);
  OutputFile file(beside, O_WRONLY | O_CREAT | O_TRUNC, mode);
  if (!file.is_open()) return CannotWrite(path, errno);
  // Before it has its name: whatever ends the process, nobody finds a file that is not theirs.
  if (owner == Owner::kOfFolder) GiveToOwnerOf(FolderOf(path), beside);
  const bool written = file.Write(content) && file.Sync() && file.Close() &&
                       ::rename(beside.c_str(), path.c_str()) == 0;
  if (written) {
    SyncFolderOf(path);
    return {};
  }
  const Error error = CannotWrite(path, errno);
  ::unlink(beside.c_str());
  return error;
}

}  // namespace

void SyncFolderOf(const fs::path& path) {
  OutputFile folder(FolderOf(path), O_RDONLY | O_DIRECTORY);
  if (folder.is_open()) (void)folder.Sync();
}

void RemoveLeftBeside(const fs::path& path) {
  const std::string begin = BesideBegin(path);
  std::error_code ignored;
  for (const auto& one : fs::directory_iterator(FolderOf(path), ignored)) {
    const std::string name = one.path().filename().string();
    if (name.starts_with(begin) && name.ends_with(kBesideEnd)) fs::remove(one.path(), ignored);
  }
}

Result<void> WriteWholeFile(const fs::path& path, std::string_view content, unsigned mode,
                            Owner owner) {
  std::error_code error;
  // Where a link stands, what it leads to is replaced, and not the link.
  const fs::path target = fs::exists(path, error) ? fs::canonical(path, error) : path;
  if (error) return CannotWrite(path, error.value());
  const fs::file_status status = fs::status(target, error);
  if (fs::is_directory(status)) return CannotWrite(path, EISDIR);
  if (fs::is_character_file(status) || fs::is_fifo(status)) return WriteInto(target, content);
  return WriteBeside(target, content, mode, owner);
}

}  // namespace dunghan

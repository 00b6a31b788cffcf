#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "runs/file_system.h"

namespace dunghan::ledger::runs {
namespace {

[[noreturn]] void Refused(const std::filesystem::path& path, std::string_view what) {
  const std::string why = std::generic_category().message(errno);
  throw FileError(fmt::format("{} {}: {}", path.string(), what, why));
}

struct stat About(int fd, const std::filesystem::path& path) {
  struct stat about {};
  if (::fstat(fd, &about) != 0) Refused(path, "cannot be looked at");
  return about;
}

class DiskFile final : public File {
 public:
  DiskFile(int fd, std::filesystem::path path, bool durable)
      : fd_(fd), path_(std::move(path)), durable_(durable) {}
  ~DiskFile() override { ::close(fd_); }
  DiskFile(const DiskFile&) = delete;
  DiskFile& operator=(const DiskFile&) = delete;

  std::string ReadAt(uint64_t offset, size_t size) const override {
    std::string bytes(size, '\0');
    size_t done = 0;
    while (done < size) {
      const ssize_t count =
          ::pread(fd_, bytes.data() + done, size - done, static_cast<off_t>(offset + done));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) Refused(path_, "cannot be read");
      if (count == 0) break;
      done += static_cast<size_t>(count);
    }
    bytes.resize(done);
    return bytes;
  }
  void WriteAt(uint64_t offset, std::string_view bytes) override {
    while (!bytes.empty()) {
      const ssize_t count = ::pwrite(fd_, bytes.data(), bytes.size(), static_cast<off_t>(offset));
      if (count < 0 && errno == EINTR) continue;
      if (count < 0) Refused(path_, "cannot be written");
      offset += static_cast<uint64_t>(count);
      bytes.remove_prefix(static_cast<size_t>(count));
    }
  }
  void Sync() override {
    if (durable_ && ::fdatasync(fd_) != 0) Refused(path_, "cannot be written to the disk");
  }
  uint64_t size() const override { return static_cast<uint64_t>(About(fd_, path_).st_size); }
  bool IsAt(const std::filesystem::path& path) const override {
    struct stat there {};
    if (::stat(path.c_str(), &there) != 0) {
      if (errno == ENOENT || errno == ENOTDIR) return false;
      Refused(path, "cannot be looked at");
    }
    const struct stat about = About(fd_, path_);
    return there.st_dev == about.st_dev && there.st_ino == about.st_ino;
  }

 private:
  int fd_;
  std::filesystem::path path_;
  bool durable_;
};

class DiskFileSystem final : public FileSystem {
 public:
  explicit DiskFileSystem(bool durable) : durable_(durable) {}

  std::unique_ptr<File> Open(const std::filesystem::path& path, bool writable) override {
    // Not waiting: what stands there may be a pipe.
    const int fd = ::open(path.c_str(), (writable ? O_RDWR : O_RDONLY) | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0 && errno == ENOENT) return nullptr;
    if (fd < 0) Refused(path, "cannot be opened");
    auto file = std::make_unique<DiskFile>(fd, path, durable_);
    if (!S_ISREG(About(fd, path).st_mode)) throw FileError(path.string() + " is no file");
    return file;
  }
  std::unique_ptr<File> Make(const std::filesystem::path& path) override {
    // Not cut short: whoever has it open goes on reading it.
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) Refused(path, "cannot be replaced");
    const int fd = ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd < 0) Refused(path, "cannot be made");
    return std::make_unique<DiskFile>(fd, path, durable_);
  }
  void Rename(const std::filesystem::path& from, const std::filesystem::path& to) override {
    if (::rename(from.c_str(), to.c_str()) != 0) Refused(from, "cannot be renamed");
    // A name is durable only with its folder.
    SyncFolderOf(to);
  }
  void Remove(const std::filesystem::path& path) override {
    if (::unlink(path.c_str()) != 0 && errno != ENOENT) Refused(path, "cannot be removed");
  }

 private:
  void SyncFolderOf(const std::filesystem::path& path) const {
    if (!durable_) return;
    const std::filesystem::path folder = path.has_parent_path() ? path.parent_path() : ".";
    const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0) Refused(folder, "cannot be opened");
    const DiskFile closed_again(fd, folder, true);
    if (::fsync(fd) != 0) Refused(folder, "cannot be written to the disk");
  }

  bool durable_;
};

}  // namespace

std::unique_ptr<FileSystem> DiskFiles(bool durable) {
  return std::make_unique<DiskFileSystem>(durable);
}

}  // namespace dunghan::ledger::runs

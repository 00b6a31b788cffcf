#pragma once

#include <cstdint>
#include <exception>
#include <filesystem>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

/// The few things that are asked of a disk, so that tests can refuse, tear and lose them.
namespace dunghan::ledger::runs {

/// The disk refused. `what` names the file and why.
class FileError : public std::exception {
 public:
  explicit FileError(std::string what) : what_(std::move(what)) {}
  const char* what() const noexcept override { return what_.c_str(); }

 private:
  std::string what_;
};

/// An open file. ReadAt is safe from any thread beside one that writes.
class File {
 public:
  virtual ~File() = default;
  /// As many bytes as there are from `offset` on, at most `size`.
  virtual std::string ReadAt(uint64_t offset, size_t size) const = 0;
  virtual void WriteAt(uint64_t offset, std::string_view bytes) = 0;
  /// What was written before is on disk before what is written after.
  virtual void Sync() = 0;
  virtual uint64_t size() const = 0;
  /// Whether `path` leads to this very file.
  virtual bool IsAt(const std::filesystem::path& path) const = 0;
};

class FileSystem {
 public:
  virtual ~FileSystem() = default;
  /// Null: there is none. @throws FileError
  virtual std::unique_ptr<File> Open(const std::filesystem::path& path, bool writable) = 0;
  /// A new one, empty, for the owner alone; one of that name is emptied by taking its name.
  virtual std::unique_ptr<File> Make(const std::filesystem::path& path) = 0;
  /// The file takes the name of another, which goes; durable on return.
  virtual void Rename(const std::filesystem::path& from, const std::filesystem::path& to) = 0;
  virtual void Remove(const std::filesystem::path& path) = 0;
};

/// The machine's. Sync is fdatasync where `durable`, else nothing.
std::unique_ptr<FileSystem> DiskFiles(bool durable = true);
/// Files in memory, gone with it.
std::unique_ptr<FileSystem> MemoryFiles();

}  // namespace dunghan::ledger::runs

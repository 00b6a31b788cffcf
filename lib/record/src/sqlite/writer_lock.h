#pragma once

#include <filesystem>
#include <memory>
#include <utility>

#include "dunghan/base/error.h"
#include "folder.h"

namespace dunghan::record::sqlite {

/// Only one process writes to a ledger. Held as long as the object lives; the kernel lets go of it
/// when the process dies, however that happens.
class WriterLock {
 public:
  /// @error kConflict names the process that holds it. kUnavailable: the folder is not writable.
  static Result<std::unique_ptr<WriterLock>> Take(const std::filesystem::path& folder);

  /// The same, asked by a reader, without taking it.
  static bool HadRecord(const std::filesystem::path& folder);
  /// Whether an earlier writer has left word that it had a record in this folder.
  bool had_record() const { return had_record_; }
  /// Leaves word of it. That it cannot be left is no failure of the record.
  void NoteRecord();
  /// Keeps watch over the lock's file: where it is deleted, another process can take a new one.
  void AddTo(FileWatch& watch) const { watch.Add(path_, fd_); }
  ~WriterLock();
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;

 private:
  WriterLock(std::filesystem::path path, int fd) : path_(std::move(path)), fd_(fd) {}
  std::filesystem::path path_;
  int fd_;
  bool had_record_ = false;
};

}  // namespace dunghan::record::sqlite

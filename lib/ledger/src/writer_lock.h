#pragma once

#include <filesystem>
#include <memory>

#include "dunghan/base/error.h"

namespace dunghan::ledger {

/// Only one process writes to a ledger. Held as long as the object lives; the kernel lets go of it
/// when the process dies, however that happens.
class WriterLock {
 public:
  /// @error kConflict names the process that holds it. kUnavailable: the folder is not writable.
  static Result<std::unique_ptr<WriterLock>> Take(const std::filesystem::path& folder);
  ~WriterLock();
  WriterLock(const WriterLock&) = delete;
  WriterLock& operator=(const WriterLock&) = delete;

 private:
  explicit WriterLock(int fd) : fd_(fd) {}
  int fd_;
};

}  // namespace dunghan::ledger

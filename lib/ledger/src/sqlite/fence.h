#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "../folder.h"
#include "../writer_lock.h"
#include "store.h"

namespace dunghan::ledger::sqlite {

/// Holds a writer back from a ledger that is not its own any more: its files or its lock were
/// deleted or replaced, or somebody else has written. Once it has, it does for good, because what
/// the writer holds in memory is no longer what the file says.
class Fence {
 public:
  explicit Fence(Store& store) : store_(store) {}

  /// The files to keep watch over, once they are open.
  void Watch(const WriterLock& lock, const std::filesystem::path& database);

  /// Why nothing may be written; nothing: all is well.
  std::optional<Error> Before();
  /// Why nobody may be told of what was written.
  std::optional<Error> After();
  /// Inside a writing transaction, before it writes. @throws StoreError if the record does not end
  /// where the writer left it.
  void Enter(const Head& head, const Meta& meta);

 private:
  std::optional<Error> Look(const FileWatch& files);
  Error Close(std::string why);

  Store& store_;
  FileWatch lock_;
  FileWatch files_;
  std::optional<int64_t> version_;
  std::optional<Error> fault_;
};

}  // namespace dunghan::ledger::sqlite

#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "folder.h"
#include "store.h"
#include "writer_lock.h"

namespace dunghan::record::sqlite {

/// Holds a writer back from a record that is not its own any more: its files or its lock were
/// deleted or replaced, or somebody else has written. Once it has, it does for good, because what
/// the writer holds in memory is no longer what the file says.
class Fence {
 public:
  explicit Fence(Store& store) : store_(store) {}

  /// The files to keep watch over, once they are open.
  void Watch(const WriterLock& lock, const std::filesystem::path& database);
  /// The connection is another one: its log may be, too.
  void WatchAnew();

  /// Why nothing may be written; nothing: all is well.
  std::optional<Error> Before();
  /// Why nobody may be told of what was written.
  std::optional<Error> After();
  /// Inside a writing transaction, before it writes. @throws Failure if the record does not end
  /// where the writer left it.
  void Enter(const Head& expected);
  /// The transaction is committed, and left the record with that head.
  void Leave(const Head& head) { head_ = head; }
  /// From now on nothing is written any more.
  Error Close(std::string why);

 private:
  std::optional<Error> Look(const FileWatch& files);

  Store& store_;
  std::filesystem::path database_;
  FileWatch lock_;
  FileWatch record_;
  FileWatch log_;
  std::optional<int64_t> version_;
  Head head_;  // on record, as long as the version is that one
  std::optional<Error> fault_;
};

}  // namespace dunghan::record::sqlite

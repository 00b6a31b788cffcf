#include "fence.h"

#include <utility>

namespace dunghan::record::sqlite {

void Fence::Watch(const WriterLock& lock, const std::filesystem::path& database) {
  database_ = database;
  lock.AddTo(lock_);
  record_.Add(database);
  WatchAnew();
}

void Fence::WatchAnew() {
  version_.reset();
  log_ = {};
  if (database_.empty()) return;
  // SQLite keeps the same ones as long as anybody has the record open.
  for (const char* suffix : {"-wal", "-shm"}) log_.Add(database_.string() + suffix);
}

std::optional<Error> Fence::Before() { return Look(lock_); }

std::optional<Error> Fence::After() {
  if (auto fault = Look(record_)) return fault;
  return Look(log_);
}

std::optional<Error> Fence::Look(const FileWatch& files) {
  if (fault_) return fault_;
  if (auto what = files.Fault()) return Close(std::move(*what));
  return {};
}

void Fence::Enter(const Head& expected) {
  const int64_t version = store_.DataVersion();
  // The number moves with checkpoints of others as well, so that it is no proof by itself.
  if (version_ != version) head_ = store_.ReadHead();
  version_ = version;
  // The write lock is held by now: nobody gets in between this look and what is written.
  if (head_ != expected) throw Failure(Close("another process has written to the ledger"));
}

Error Fence::Close(std::string why) {
  fault_ = Unavailable(
      "the ledger was deleted, replaced or written to by others while it was in use; nothing more "
      "is recorded until it is back and the program is started again",
      std::move(why));
  return *fault_;
}

}  // namespace dunghan::record::sqlite

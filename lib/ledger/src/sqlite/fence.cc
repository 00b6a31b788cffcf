#include "fence.h"

#include <utility>

namespace dunghan::ledger::sqlite {

void Fence::Watch(const WriterLock& lock, const std::filesystem::path& database) {
  lock.AddTo(lock_);
  // Of the last two SQLite keeps the same ones as long as anybody has the ledger open.
  for (const char* suffix : {"", "-wal", "-shm"}) files_.Add(database.string() + suffix);
}

std::optional<Error> Fence::Before() { return Look(lock_); }

std::optional<Error> Fence::After() { return Look(files_); }

std::optional<Error> Fence::Look(const FileWatch& files) {
  if (fault_) return fault_;
  if (auto what = files.Fault()) return Close(std::move(*what));
  return {};
}

void Fence::Enter(const Head& head, const Meta& meta) {
  const int64_t version = store_.DataVersion();
  if (version_ == version) return;
  // The number moves with checkpoints of others as well, so that it is no proof.
  if (version_) {
    const Head found = store_.ReadHead();
    const Meta kept = store_.ReadMeta();
    const bool same = found.seq == head.seq && found.chain == head.chain &&
                      kept.watermark == meta.watermark && kept.rulebook == meta.rulebook;
    if (!same) throw StoreError(Close("another process has written to the ledger"));
  }
  version_ = version;
}

Error Fence::Close(std::string why) {
  fault_ = Unavailable(
      "the ledger was deleted, replaced or written to by others while it was in use; nothing more "
      "is recorded until it is back and the program is started again",
      std::move(why));
  return *fault_;
}

}  // namespace dunghan::ledger::sqlite

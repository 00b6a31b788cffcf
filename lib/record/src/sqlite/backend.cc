#include <fmt/format.h>

#include "dunghan/record/sqlite.h"
#include "folder.h"
#include "sqlite_reading.h"
#include "sqlite_storage.h"
#include "writer_lock.h"

namespace dunghan::record {
namespace sqlite {
namespace {

/// Whether nothing waits in the write-ahead log to be taken into the file.
bool NothingPending(const std::filesystem::path& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path.string() + "-wal", error);
  return error || size == 0;
}

Error NoneIn(const std::filesystem::path& folder) {
  return NotFound(fmt::format("there is no ledger in {}", folder.string()));
}

class SqliteBackend final : public Backend {
 public:
  Result<std::unique_ptr<Storage>> Open(const Place& place) const override {
    std::unique_ptr<WriterLock> lock;
    if (!place.folder.empty()) {
      const auto path = place.folder / kRecordFile;
      // Looked at before the file is made, and judged once nobody else can be making it.
      const bool is_empty = IsEmpty(path);
      if (auto made = MakePrivate(place.folder, path); !made) return made.error();
      // After the folder, in which it lies, and before SQLite touches anything.
      auto taken = WriterLock::Take(place.folder);
      if (!taken) return taken.error();
      lock = std::move(*taken);
      if (is_empty && IsEmpty(path)) {
        if (auto gone = FindLoss(place.folder, lock->had_record())) return *gone;
      }
    }
    return Guard([&]() -> std::unique_ptr<Storage> {
      return std::make_unique<SqliteStorage>(place, std::move(lock));
    });
  }

  Result<std::unique_ptr<Reading>> Read(const Place& place) const override {
    const auto path = place.folder / kRecordFile;
    if (place.folder.empty()) return NoneIn(place.folder);
    // Before SQLite opens it, which takes away a log that belongs to nothing.
    if (IsEmpty(path)) {
      if (auto lost = FindLoss(place.folder, WriterLock::HadRecord(place.folder))) return *lost;
    }
    std::error_code error;
    if (!std::filesystem::exists(path, error)) return NoneIn(place.folder);
    auto reading = ReadAs(Database::Mode::kReadOnly, place);
    // A folder that cannot be written has no room for a reader's lock either. Then nobody else can
    // be writing, and the file is read as it is.
    if (!reading && reading.error().code == ErrorCode::kUnavailable && NothingPending(path)) {
      reading = ReadAs(Database::Mode::kImmutable, place);
    }
    return reading;
  }

 private:
  static Result<std::unique_ptr<Reading>> ReadAs(Database::Mode mode, const Place& place) {
    return Guard([&]() -> std::unique_ptr<Reading> {
      auto store = std::make_shared<Store>(
          (place.folder / kRecordFile).string(),
          Store::Way{.mode = mode, .scratch = false, .stop = place.stop}, place.codes);
      // A writer that died while it made the file leaves one without tables.
      if (!store->IsPrepared()) throw Failure(NoneIn(place.folder));
      return std::make_unique<SqliteReading>(std::move(store),
                                             std::make_shared<SideFiles>(place.folder / "unparsed"),
                                             Connection::kOwn);
    });
  }
};

}  // namespace
}  // namespace sqlite

std::shared_ptr<const Backend> Sqlite() { return std::make_shared<sqlite::SqliteBackend>(); }

}  // namespace dunghan::record

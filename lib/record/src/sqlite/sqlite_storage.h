#pragma once

#include <memory>
#include <optional>
#include <string>

#include "../quarantine_keeper.h"
#include "checkpointer.h"
#include "dunghan/record/storage.h"
#include "fence.h"
#include "quarantine_rows.h"
#include "sqlite_notices.h"
#include "sqlite_reading.h"
#include "writer_lock.h"

namespace dunghan::record::sqlite {

class SqliteStorage final : public Storage {
 public:
  /// `lock`: of the place's folder; null for one in memory, which has none. @throws Failure
  SqliteStorage(Place place, std::unique_ptr<WriterLock> lock);

  Written Write(const Batch& batch, const Head& expected) override;
  void Reopen() override;
  std::optional<Error> Watch() override;
  Reading& Now() override { return now_; }
  std::unique_ptr<Reading> Read() override;
  void ForEachTextOfSource(const std::function<void(uint32_t, int64_t)>& visit) override {
    store_->ForEachTextOfSource(visit);
  }
  int64_t Purge(Instant now) override {
    const auto purged = side_files_->Purge(now);
    if (!purged) throw Failure(purged.error());
    return *purged;
  }
  NoticeLog& notices() override { return notices_; }

 private:
  Written WriteAll(const Batch& batch, const Head& expected);
  Head WriteRulebook(const Batch& batch, const Head& before);
  Head WriteEntries(const Batch& batch, const Tally& tally, const Head& before);
  void WriteBeside(const Batch& batch, int64_t first);
  bool IsSimulated(const Batch& batch);
  void StartCheckpoints();
  void NoteRecord();

  Place place_;
  std::unique_ptr<WriterLock> lock_;
  std::shared_ptr<SideFiles> side_files_;
  std::shared_ptr<Store> store_;
  SqliteNotices notices_;
  SqliteReading now_;
  QuarantineRows rows_;
  QuarantineKeeper keeper_;
  Fence fence_;
  std::unique_ptr<Checkpointer> checkpointer_;  // null: SQLite does it within commits

  /// A write whose outcome is not known until the store is opened anew.
  struct Attempt {
    Head before;
    Head after;
  };
  std::optional<Attempt> unsure_;
};

}  // namespace dunghan::record::sqlite

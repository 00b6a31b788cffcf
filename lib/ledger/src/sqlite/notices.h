#pragma once

#include "database.h"
#include "dunghan/ledger/notice.h"

namespace dunghan::ledger::sqlite {

/// The table `notices`. A program that does not know it does without; Prepare makes it where it is
/// missing.
class SqliteNotices final : public NoticeLog {
 public:
  /// The database outlives it.
  explicit SqliteNotices(Database& database) : database_(database) {}

  void Prepare();

  Result<std::vector<size_t>> FindNew(std::span<const Notice> notices) override;
  Result<void> Add(std::span<const Notice> notices) override;
  Result<void> Mark(std::span<const Notice> notices) override;
  Result<std::vector<Notice>> Since(Instant round) override;

 private:
  Database& database_;
};

}  // namespace dunghan::ledger::sqlite

#pragma once

#include "dunghan/record/notice.h"
#include "store.h"

namespace dunghan::record::sqlite {

/// The table `notices`. A program that does not know it does without; Prepare makes it where it is
/// missing.
class SqliteNotices final : public NoticeLog {
 public:
  /// The store outlives it.
  explicit SqliteNotices(Store& store) : store_(store) {}

  void Prepare();

  Result<std::vector<size_t>> FindNew(std::span<const Notice> notices) override;
  Result<void> Add(std::span<const Notice> notices) override;
  Result<void> Mark(std::span<const Notice> notices) override;
  Result<std::vector<Notice>> Since(Instant round) override;

 private:
  Store& store_;
};

}  // namespace dunghan::record::sqlite

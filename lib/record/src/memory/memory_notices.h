#pragma once

#include <map>
#include <string>
#include <tuple>
#include <vector>

#include "dunghan/record/notice.h"

namespace dunghan::record::memory {

/// Notices in the order in which they were added.
class MemoryNotices final : public NoticeLog {
 public:
  Result<std::vector<size_t>> FindNew(std::span<const Notice> notices) override;
  Result<void> Add(std::span<const Notice> notices) override;
  Result<void> Mark(std::span<const Notice> notices) override;
  Result<std::vector<Notice>> Since(Instant round) override;

 private:
  using Key = std::tuple<std::string, std::string, Instant>;
  static Key KeyOf(const Notice& notice) { return {notice.dossier, notice.tier, notice.version}; }

  std::vector<Notice> notices_;
  std::map<Key, size_t> places_;
};

}  // namespace dunghan::record::memory

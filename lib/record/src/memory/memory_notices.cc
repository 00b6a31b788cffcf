#include "memory_notices.h"

#include <algorithm>

namespace dunghan::record::memory {

Result<std::vector<size_t>> MemoryNotices::FindNew(std::span<const Notice> notices) {
  std::vector<size_t> places;
  for (size_t i = 0; i < notices.size(); ++i) {
    if (!places_.contains(KeyOf(notices[i]))) places.push_back(i);
  }
  return places;
}

Result<void> MemoryNotices::Add(std::span<const Notice> notices) {
  for (const Notice& notice : notices) {
    if (places_.emplace(KeyOf(notice), notices_.size()).second) notices_.push_back(notice);
  }
  return {};
}

Result<void> MemoryNotices::Mark(std::span<const Notice> notices) {
  for (const Notice& notice : notices) {
    const auto it = places_.find(KeyOf(notice));
    if (it == places_.end()) continue;
    Notice& kept = notices_[it->second];
    if (!kept.sent) kept.sent = notice.sent;
    if (!kept.ended) kept.ended = notice.ended;
  }
  return {};
}

Result<std::vector<Notice>> MemoryNotices::Since(Instant round) {
  // From the end, as rounds only grow.
  const auto before = std::find_if(notices_.rbegin(), notices_.rend(),
                                   [&](const Notice& notice) { return notice.round < round; });
  return std::vector<Notice>(before.base(), notices_.end());
}

}  // namespace dunghan::record::memory

#include "stored_events.h"

#include <algorithm>
#include <utility>

namespace dunghan::ledger {
namespace {

constexpr int64_t kLinksAtOnce = 20'000;  // events of them: bounds memory

}  // namespace

void ForEachStored(record::Reading& reading, int64_t after, int64_t through,
                   const std::function<bool(record::StoredEvent&&)>& visit) {
  bool more = true;
  while (more && after < through) {
    std::vector<record::Link> links;
    reading.ForEachLink(after, [&](const record::Link& link) {
      links.push_back(link);
      return link.head.seq < through && link.head.seq - after < kLinksAtOnce;
    });
    if (links.empty()) return;
    auto link = links.begin();
    const int64_t last = std::min(through, links.back().head.seq);
    reading.ForEachEntry(after, last, [&](record::Entry& entry) {
      while (link->head.seq < entry.seq && std::next(link) != links.end()) ++link;
      if (entry.event) more = visit({entry.seq, link->head.recorded_at, std::move(*entry.event)});
      return more;
    });
    after = last;
  }
}

std::vector<record::StoredEvent> EventsInOrder(record::Reading& reading,
                                               std::span<const int64_t> seqs) {
  std::vector<int64_t> sorted(seqs.begin(), seqs.end());
  std::sort(sorted.begin(), sorted.end());
  std::vector<record::StoredEvent> found = reading.EventsAt(sorted);
  std::vector<record::StoredEvent> events;
  events.reserve(seqs.size());
  for (const int64_t seq : seqs) {
    const auto at = std::lower_bound(sorted.begin(), sorted.end(), seq) - sorted.begin();
    events.push_back(std::move(found[static_cast<size_t>(at)]));
  }
  return events;
}

}  // namespace dunghan::ledger

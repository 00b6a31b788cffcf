#include "sqlite_record.h"

#include <fmt/format.h>

#include <limits>

#include "dunghan/record/chain.h"

namespace dunghan::record {

std::string SqliteRecord::VerifyChain(Reading& reading) {
  const auto check = reading.BeginCheck();
  Head head{.seq = reading.HeadAt(int64_t{0}) ? -1 : 0};
  std::string difference;
  reading.ForEachLink(-1, [&](const Link& link) {
    ChainLink chain(head.chain, link.first, link.head.recorded_at);
    int64_t expected = link.first;
    reading.ForEachEntry(link.first - 1, link.head.seq, [&](Entry& entry) {
      if (entry.seq != expected++) difference = fmt::format("entry {} is missing", expected - 1);
      chain.Add(entry.Content());
      if (const auto wrong = check->See(entry, link.head.recorded_at)) difference = *wrong;
      return difference.empty();
    });
    if (difference.empty() && expected != link.head.seq + 1) difference = "an entry is missing";
    if (difference.empty() && link.first != head.seq + 1) difference = "a commit is missing";
    if (difference.empty() && chain.Close() != link.head.chain) {
      difference = fmt::format("the chain breaks between {} and {}", link.first, link.head.seq);
    }
    head = link.head;
    return difference.empty();
  });
  reading.ForEachEntry(head.seq, std::numeric_limits<int64_t>::max(), [&](Entry& entry) {
    if (difference.empty()) difference = fmt::format("entry {} is in no commit", entry.seq);
    return false;
  });
  if (difference.empty()) difference = check->Compare().value_or("");
  return difference;
}

}  // namespace dunghan::record

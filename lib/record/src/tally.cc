#include "dunghan/record/tally.h"

#include "digest_bytes.h"
#include "dunghan/record/bytes.h"

namespace dunghan::record {
namespace {

/// Of every tally of this form.
constexpr uint64_t kForm = 1;

bool IsNothing(const TallyCounts& counts) {
  return counts.added == 0 && counts.revived == 0 && counts.resolved == 0 &&
         counts.discarded == 0 && counts.pruned == 0;
}

}  // namespace

std::string WriteTally(const Tally& tally) {
  std::string bytes;
  ByteWriter write(bytes);
  write.Number(kForm);
  write.Number(tally.size());
  for (const auto& [key, counts] : tally) {
    write.Text(key.first);
    write.Text(key.second);
    for (const int64_t count :
         {counts.added, counts.revived, counts.resolved, counts.discarded, counts.pruned}) {
      write.Number(static_cast<uint64_t>(count));
    }
    if (counts.added > 0) bytes += AsBytes(counts.digest);
  }
  return bytes;
}

std::optional<Tally> ReadTally(std::string_view bytes) {
  ByteReader read(bytes);
  if (read.Number() != kForm) return {};
  Tally tally;
  for (uint64_t left = read.Number(); left > 0 && read.ok(); --left) {
    std::string source(read.Text());
    std::string field(read.Text());
    TallyCounts counts;
    for (int64_t* count :
         {&counts.added, &counts.revived, &counts.resolved, &counts.discarded, &counts.pruned}) {
      *count = static_cast<int64_t>(read.Below(uint64_t{1} << 62U));
    }
    if (counts.added > 0) counts.digest = ToDigest(read.Bytes(counts.digest.size()));
    // Never written: one more way to say the same is refused.
    if (IsNothing(counts)) return {};
    auto key = std::pair(std::move(source), std::move(field));
    // In the order of the map: there is one way to write it.
    if (!tally.empty() && !(tally.rbegin()->first < key)) return {};
    tally.emplace_hint(tally.end(), std::move(key), counts);
  }
  if (!read.ok() || !read.AtEnd()) return {};
  return tally;
}

}  // namespace dunghan::record

#pragma once

#include "dunghan/base/digest.h"
#include "dunghan/base/time.h"

namespace dunghan::record {

/// One link of the chain: SHA-256 over the head before, the first position and time of the commit,
/// and the content digests of its events in the order of their positions. Whoever knows the head
/// knows that nothing before it was changed, left out or slipped in.
class ChainLink {
 public:
  ChainLink(const Digest& before, int64_t first_seq, Instant recorded_at) {
    stream_.Add(before);
    AddNumber(first_seq);
    AddNumber(recorded_at.time_since_epoch().count());
  }
  void Add(const Digest& content) { stream_.Add(content); }
  Digest Close() { return stream_.Finish(); }

 private:
  void AddNumber(int64_t value) {
    char bytes[8];
    for (int i = 0; i < 8; ++i) bytes[i] = static_cast<char>(value >> (56 - 8 * i) & 0xFF);
    stream_.Add(std::string_view(bytes, 8));
  }
  Sha256Stream stream_;
};

}  // namespace dunghan::record

#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/dossier/event.h"

namespace dunghan::ledger {

/// The newest events of the record, held in memory by position.
///
/// An event that comes late has its dossier folded anew, from events most of which are as recent as
/// it is: from here they are had for a tenth of what reading them row by row costs. A copy of what
/// is on record, within a bound on its bytes; the oldest go first. Codes belong to the events' own
/// table.
class RecentEvents {
 public:
  /// So many bytes at most; 0: nothing is held.
  explicit RecentEvents(size_t most_bytes);

  /// `previous`: the position of the dossier's event before, 0 for its first. What comes at or
  /// before the position of the last one begins anew.
  void Push(int64_t seq, int64_t previous, const dossier::Event& event);

  struct Found {
    int64_t previous = 0;
    dossier::Event event;
  };
  /// Nothing where it is not held. `code`: the event's dossier, which is not kept.
  std::optional<Found> Find(int64_t seq, std::string_view code) const;

  void Clear() { chunks_.clear(); }

 private:
  /// Positions next to each other.
  struct Chunk {
    int64_t first = 0;
    std::vector<uint32_t> starts;  // in bytes
    std::string bytes;
  };
  Chunk& ChunkFor(int64_t seq, size_t size);

  size_t chunk_bytes_;
  std::deque<Chunk> chunks_;  // by position
};

}  // namespace dunghan::ledger

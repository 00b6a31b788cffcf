#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "dunghan/base/digest.h"
#include "dunghan/base/time.h"
#include "dunghan/dossier/event.h"

/// What is kept for ever: entries in the order in which they were recorded, in one chain of hashes.
namespace dunghan::record {

/// What an entry is. All take positions and links of the same chain. The number is kept, and part
/// of the digest of all but the first two: numbers are never used again. A kind that this program
/// does not know is kept, chained and verified like the others.
enum class Kind : uint8_t {
  kEvent = 1,
  kRulebook = 2,  ///< the sole content of its commit
  kTally = 3,     ///< what a commit did to quarantine, see tally.h
  kFrozen = 4,    ///< a statement as it was frozen
  kAct = 5,       ///< what an operator did: that a statement was reported
};

/// Whether entries of a kind are found without walking all the others, see Reading::ForEachApart.
constexpr bool IsApart(Kind kind) { return kind == Kind::kFrozen || kind == Kind::kAct; }

/// Events from this source mark a record as simulated, for good.
inline constexpr std::string_view kSimulator = "simulate";

/// An event as kept.
struct StoredEvent {
  int64_t seq = 0;
  Instant recorded_at;
  dossier::Event event;
};

/// An entry come by on the way through the record. Valid during the call; the event may be moved
/// from.
struct Entry {
  int64_t seq = 0;
  Kind kind = Kind::kEvent;
  int64_t previous = 0;  ///< kEvent: position of the dossier's event before; 0: its first
  dossier::Event* event = nullptr;  ///< kEvent alone
  std::string_view bytes;           ///< of all others: their content

  /// What it adds to the chain: its whole content, and nothing of where it lies.
  Digest Content() const;
};

/// The same of an entry that is no event.
Digest ContentOf(Kind kind, std::string_view bytes);

/// The last link of the chain, or of a part of it: everything up to `seq`.
struct Head {
  int64_t seq = 0;        ///< of the last entry; 0: none, or the first rulebook alone
  Instant recorded_at{};  ///< never decreases
  Digest chain{};
  friend bool operator==(const Head&, const Head&) = default;
};

/// What was recorded together.
struct Link {
  int64_t first = 0;  ///< position of its first entry
  Head head;
};

}  // namespace dunghan::record

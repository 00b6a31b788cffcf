#pragma once

#include <cstdint>
#include <span>

#include "dunghan/ledger/ledger.h"

namespace dunghan::ledger {

/// Items by what became of them. Together they are all that were received.
struct OutcomeCounts {
  int64_t stored = 0;
  int64_t duplicate = 0;
  int64_t quarantined = 0;

  int64_t all() const { return stored + duplicate + quarantined; }
  void Add(Outcome outcome) {
    switch (outcome) {
      case Outcome::kStored:
        ++stored;
        break;
      case Outcome::kDuplicate:
        ++duplicate;
        break;
      case Outcome::kQuarantined:
        ++quarantined;
        break;
    }
  }
};

inline OutcomeCounts CountOutcomes(std::span<const ItemOutcome> items) {
  OutcomeCounts counts;
  for (const ItemOutcome& item : items) counts.Add(item.outcome);
  return counts;
}

}  // namespace dunghan::ledger

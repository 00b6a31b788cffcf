#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "dunghan/ledger/ledger.h"

namespace dunghan::intake {

/// Who discards entries of quarantine, and why.
struct DiscardedBy {
  std::string actor;
  std::string reason;
};

/// Whether both are said, in texts that may go on record. @error kInvalidArgument
Result<void> CheckDiscardedBy(const DiscardedBy& by);

/// Marks entries that wait as dealt with by hand, and puts on record who did so and why, in the
/// same commit. How many there were; an entry named twice counts once. @error as CheckDiscardedBy
Result<int64_t> DiscardQuarantine(ledger::Ledger& ledger, std::span<const int64_t> ids,
                                  const DiscardedBy& by);

}  // namespace dunghan::intake

#pragma once

#include <cstdint>
#include <span>
#include <string>

#include "dunghan/base/time.h"
#include "dunghan/ledger/ledger.h"

/// What people do with entries of quarantine, each on record with who and why.
namespace dunghan::intake {

/// Who does it, and why.
struct DoneBy {
  std::string actor;
  std::string reason;
};

/// Whether both are said, in texts that may go on record. @error kInvalidArgument
Result<void> CheckDoneBy(const DoneBy& by);

/// Marks entries that wait as dealt with by hand, and puts on record who did so and why, in the
/// same commit. How many there were; an entry named twice counts once. @error as CheckDoneBy
Result<int64_t> DiscardQuarantine(ledger::Ledger& ledger, std::span<const int64_t> ids,
                                  const DoneBy& by);

/// The bytes of an entry that could not be parsed, given out once it is on record who looked at
/// them, and why: they may name persons.
/// @error kNotFound: there is no such entry, or its bytes are kept no longer. kInvalidArgument: it
/// has none, for all of it that counts is among its fields; and as CheckDoneBy. kConflict:
/// something else went on record meanwhile; nothing was given out.
Result<std::string> LookAtBytes(ledger::Ledger& ledger, int64_t id, const DoneBy& by, Instant now);

}  // namespace dunghan::intake

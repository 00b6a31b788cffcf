#pragma once

#include <cstdint>
#include <string>

#include "dunghan/base/digest.h"
#include "dunghan/base/time.h"

namespace dunghan::record {

/// How far a record is known: everything up to `seq`, as heard by `at`. Above the record it is only
/// handed on, compared and told.
struct Position {
  int64_t seq = 0;  ///< of the last entry; 0 = none
  Instant at;       ///< never before the recorded_at of that entry
  Digest chain{};   ///< head of the hash chain

  /// "SEQ:DIGEST", by which people note it and hold it against the record.
  std::string Text() const;
};

}  // namespace dunghan::record

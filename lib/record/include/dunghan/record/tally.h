#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "dunghan/base/digest.h"

namespace dunghan::record {

/// What one commit did to the quarantine of one source and field: the chain then says how many
/// entries there are to be, though they lie beside it.
struct TallyCounts {
  int64_t added = 0;      ///< new entries, which wait
  int64_t revived = 0;    ///< dealt with before, and waiting again since they were sent again
  int64_t resolved = 0;   ///< of those that waited
  int64_t discarded = 0;  ///< likewise
  int64_t pruned = 0;     ///< removed, having been dealt with
  Digest digest{};  ///< SHA-256 over the digests of the new entries, in the order of their ids
  friend bool operator==(const TallyCounts&, const TallyCounts&) = default;
};

/// By source and field.
using Tally = std::map<std::pair<std::string, std::string>, TallyCounts>;

/// The content of an entry of kind kTally: the same tally, the same bytes.
std::string WriteTally(const Tally& tally);
/// Nothing where it is not what WriteTally wrote.
std::optional<Tally> ReadTally(std::string_view bytes);

}  // namespace dunghan::record

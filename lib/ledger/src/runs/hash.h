#pragma once

#ifndef XXH_INLINE_ALL
#define XXH_INLINE_ALL
#endif
#include <xxhash.h>

#include <cstdint>
#include <string_view>

namespace dunghan::ledger::runs {

/// What bytes come to at a place of one file: the same bytes of another file, or at another place,
/// come to something else.
inline uint64_t Checksum(std::string_view bytes, uint64_t identity, uint64_t offset) {
  return XXH3_64bits_withSeed(bytes.data(), bytes.size(), identity + offset);
}

inline uint64_t HashOfKey(std::string_view key) { return XXH3_64bits(key.data(), key.size()); }

}  // namespace dunghan::ledger::runs

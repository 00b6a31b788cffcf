#pragma once

#include <algorithm>
#include <string_view>

#include "dunghan/base/digest.h"

/// Digests as they lie in a column, and in texts.
namespace dunghan::record {

inline std::string_view AsBytes(const Digest& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

/// All zero where the bytes are no digest: it is then nothing's.
inline Digest ToDigest(std::string_view bytes) {
  Digest digest{};
  if (bytes.size() == digest.size()) std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

}  // namespace dunghan::record

#pragma once

#include <string>

#include "dunghan/rulebook/timeline.h"

namespace dunghan::ledger {

/// Raised with whatever changes states, cells or aliases: fold, judge, contribute, or any of their
/// encodings. What was kept under another number is made anew from the record. A test holds the
/// digest of all that is derived from a fixed history, and fails where this is forgotten.
inline constexpr int kDerivationVersion = 9;

/// What states and cells depend on beside the events: that, and the rulebooks.
inline std::string DerivationKey(const rulebook::Timeline& timeline) {
  return std::to_string(kDerivationVersion) + ":" + ToHex(timeline.digest());
}

}  // namespace dunghan::ledger

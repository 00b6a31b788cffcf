#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "access/users.h"
#include "dunghan/base/digest.h"

namespace dunghan::access {

/// Why somebody is not let in.
struct Refusal {
  int status = 401;
  std::string reason = {};
  /// The token that was shown, where it is a good one and yet not for this.
  std::optional<Digest> token = {};
  /// What was shown in vain, a token or a name: the more often, the later it is told.
  std::optional<Digest> failed = {};
  std::chrono::seconds again_after{0};  ///< of 429: when to ask again
  /// Of somebody whom the proxy has logged in, and who is not let in here.
  std::optional<Stranger> stranger = {};
};

}  // namespace dunghan::access

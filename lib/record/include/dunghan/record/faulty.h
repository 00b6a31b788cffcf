#pragma once

#include <cstdint>
#include <memory>

#include "dunghan/record/storage.h"

namespace dunghan::record {

/// What happens at a call of a faulty storage.
enum class Fault : uint8_t {
  kFails,        ///< nothing is done, kUnavailable
  kAnswerIsLost  ///< it is done, and kUnavailable comes back all the same
};

/// Which call goes wrong. Counted over all calls of the storage and of its own Now(); shared with
/// the test, which may set it anew.
struct FaultPlan {
  int64_t at = 0;  ///< the n-th call from now on, from 1; 0: none
  Fault fault = Fault::kFails;
  int64_t calls = 0;  ///< made so far
};

/// Another backend's records, with that fault in them.
std::shared_ptr<const Backend> Faulty(std::shared_ptr<const Backend> inner,
                                      std::shared_ptr<FaultPlan> plan);

}  // namespace dunghan::record

#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

#include "access/recent.h"
#include "dunghan/base/digest.h"

namespace dunghan::access {

/// How often somebody may ask.
struct Rate {
  double per_second = 0;  ///< over a while; 0: as often as they like
  double at_once = 0;     ///< after having asked nothing for a while
};

/// Counts who asks how often: a bucket of tokens for each of the 4,096 that asked last. Who is
/// forgotten may ask as if for the first time. A value.
class Rates {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr size_t kMost = 4'096;

  explicit Rates(Rate rate) : rate_(rate) {}

  /// Nothing: it may be asked. Else after how long again, in whole seconds.
  std::optional<std::chrono::seconds> Ask(const Digest& who, Time now);

 private:
  struct Bucket {
    std::optional<Time> filled;  ///< nothing: it is new, and full
    double holds = 0;
  };

  Rate rate_;
  Recent<Bucket> buckets_{kMost};
};

}  // namespace dunghan::access

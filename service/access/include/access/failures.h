#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "access/recent.h"
#include "dunghan/base/digest.h"

namespace dunghan::access {

/// How often a name or a token was shown in vain of late, and so how long the next answer to it is
/// held back: the first three times not at all, then 0.25 s, and twice as long each time. Knows no
/// addresses, for many people share one. What has not failed for ten minutes is forgotten. A value.
class Failures {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr int kFree = 3;
  static constexpr std::chrono::milliseconds kFirst{250};
  static constexpr std::chrono::minutes kForgotten{10};
  static constexpr size_t kMost = 4'096;

  explicit Failures(std::chrono::milliseconds longest) : longest_(longest) {}

  /// It has failed once more: how long the answer waits.
  std::chrono::milliseconds Add(const Digest& shown, Time now);

 private:
  struct Known {
    int times = 0;
    Time last;
  };

  std::chrono::milliseconds longest_;
  Recent<Known> known_{kMost};
};

}  // namespace dunghan::access

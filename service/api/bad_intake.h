#pragma once

#include <chrono>
#include <cstdint>

#include "dunghan/base/log.h"

namespace dunghan::api {

/// Tells the log of what intake could not use: counts alone, since what it was may be anything; at
/// once, and then once in a while for as long as it goes on. On the I/O thread.
class BadIntake {
 public:
  using Time = std::chrono::steady_clock::time_point;
  static constexpr std::chrono::seconds kEvery{60};

  explicit BadIntake(Log& log) : log_(log) {}

  /// Of a body that was taken so many items were quarantined.
  void Quarantined(int64_t items, Time now);
  /// A body was not taken at all.
  void Refused(Time now);

 private:
  void Tell(Time now);

  Log& log_;
  int64_t quarantined_ = 0;  // since it was last told
  int64_t refused_ = 0;
  Time told_ = Time::min();
};

}  // namespace dunghan::api

#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>

#include "dunghan/base/time.h"

namespace dunghan {

/// Where "now" comes from. Handed in through constructors, so that tests and `--clock` decide it.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant Now() const = 0;
};

/// The machine's clock. Safe from any thread.
class SystemClock final : public Clock {
 public:
  Instant Now() const override;
};

/// A clock that stands still until told otherwise. Not for concurrent Set and Now.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant now) : now_(now) {}
  Instant Now() const override { return now_; }
  void Set(Instant now) { now_ = now; }
  void Advance(std::chrono::milliseconds by) { now_ += by; }

 private:
  Instant now_;
};

/// A clock that begins at a given instant and runs `speed` times as fast as real time, whatever is
/// done to the machine's clock. Now is safe from any thread, Forward only before there are others.
class RunningClock final : public Clock {
 public:
  /// REQUIRES: speed >= 1.
  RunningClock(Instant start, int64_t speed)
      : start_(start), speed_(speed), begun_(std::chrono::steady_clock::now()) {}
  Instant Now() const override;
  /// Goes on from there, if it is not past that instant already.
  void Forward(Instant to) { start_ += std::max(to - Now(), std::chrono::milliseconds{0}); }

 private:
  Instant start_;
  int64_t speed_;
  std::chrono::steady_clock::time_point begun_;
};

}  // namespace dunghan

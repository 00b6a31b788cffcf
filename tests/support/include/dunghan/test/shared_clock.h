#pragma once

#include <atomic>
#include <chrono>

#include "dunghan/base/clock.h"

namespace dunghan::test {

/// A clock that is set while other threads look at it.
class SharedClock final : public Clock {
 public:
  explicit SharedClock(Instant now) : now_(now) {}
  Instant Now() const override { return now_; }
  void Set(Instant now) { now_ = now; }
  void Advance(std::chrono::milliseconds by) { now_ = now_.load() + by; }

 private:
  std::atomic<Instant> now_;
};

}  // namespace dunghan::test

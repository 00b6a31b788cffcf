#pragma once

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

}  // namespace dunghan

#pragma once

#include <atomic>
#include <chrono>
#include <functional>

#include "dunghan/base/clock.h"

namespace dunghan {

/// The machine's clock, held to the time since the machine was started (CLOCK_BOOTTIME).
///
/// Somebody may set the clock ahead, by mistake or not; the time since the start cannot be set.
/// Where the clock has jumped ahead of it by more than kTolerance, Now goes on as if it had not
/// jumped, until the clock comes back or is accepted. A clock that is set back is followed: that it
/// lies behind what was recorded is for others to see. Safe from any thread.
class CheckedClock final : public Clock {
 public:
  /// More than what keeping a clock right takes at a time.
  static constexpr std::chrono::minutes kTolerance{5};

  using Wall = std::function<Instant()>;
  using Uptime = std::function<std::chrono::milliseconds()>;
  CheckedClock();
  /// With other sources of both.
  CheckedClock(Wall wall, Uptime uptime);

  Instant Now() const override;
  /// How far the machine's clock has jumped ahead and is not believed; zero: it is.
  std::chrono::milliseconds Ahead() const;

  /// By the clock as it is believed, when the machine was started: what later runs on the same
  /// start hold the clock to, see HoldTo.
  Instant started() const { return Instant{std::chrono::milliseconds{started_}}; }
  void HoldTo(Instant started) { started_ = started.time_since_epoch().count(); }
  /// Believes the clock as it is now.
  void Accept();

 private:
  Wall wall_;
  Uptime uptime_;
  std::atomic<int64_t> started_{0};  // milliseconds
};

}  // namespace dunghan

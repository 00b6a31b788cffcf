#include "clock_watch.h"

#include <algorithm>

#include "clock_reference.h"

namespace dunghan::app {

api::ClockState ClockWatch::Now() const {
  const auto ahead = head_.at - clock_.Now();
  return {JumpOf(clock_), std::max(ahead, std::chrono::milliseconds{0})};
}

void ClockWatch::Tell() {
  const std::string trouble = Now().Trouble();
  if (trouble.empty() != is_doubted_) return;
  is_doubted_ = !trouble.empty();
  is_doubted_ ? log_.Error("clock.doubted", {{"why", trouble}}) : log_.Info("clock.agrees");
}

}  // namespace dunghan::app

#include "dunghan/base/clock.h"

namespace dunghan {

Instant SystemClock::Now() const {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

Instant RunningClock::Now() const {
  const auto elapsed = std::chrono::steady_clock::now() - begun_;
  return start_ + std::chrono::floor<std::chrono::milliseconds>(elapsed * speed_);
}

}  // namespace dunghan

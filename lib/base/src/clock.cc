#include "dunghan/base/clock.h"

namespace dunghan {

Instant SystemClock::Now() const {
  return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

}  // namespace dunghan

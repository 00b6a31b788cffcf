#include "dunghan/base/checked_clock.h"

#include <ctime>

#include <utility>

namespace dunghan {
namespace {

using std::chrono::milliseconds;

milliseconds SinceBoot() {
  timespec now{};
  ::clock_gettime(CLOCK_BOOTTIME, &now);
  return std::chrono::floor<milliseconds>(std::chrono::seconds{now.tv_sec} +
                                          std::chrono::nanoseconds{now.tv_nsec});
}

}  // namespace

CheckedClock::CheckedClock() : CheckedClock([] { return SystemClock().Now(); }, SinceBoot) {}

CheckedClock::CheckedClock(Wall wall, Uptime uptime)
    : wall_(std::move(wall)), uptime_(std::move(uptime)) {
  Accept();
}

void CheckedClock::Accept() { started_ = (wall_() - uptime_()).time_since_epoch().count(); }

Instant CheckedClock::Now() const {
  const Instant wall = wall_();
  const milliseconds uptime = uptime_();
  const Instant believed = started() + uptime;
  return wall > believed + kTolerance ? believed : wall;
}

milliseconds CheckedClock::Ahead() const {
  const milliseconds ahead = (wall_() - uptime_()) - started();
  return ahead > kTolerance ? ahead : milliseconds{0};
}

}  // namespace dunghan

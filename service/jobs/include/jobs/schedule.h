#pragma once

#include <chrono>
#include <variant>

#include "dunghan/base/time.h"
#include "dunghan/worktime/zone.h"

/// What runs by the clock.
namespace dunghan::jobs {

/// At once, and again so long after each beginning.
struct Every {
  std::chrono::milliseconds interval;
};

/// Every day at this reading of the wall clock, the next one first.
struct Daily {
  std::chrono::minutes at;  ///< since midnight, less than a day
};

using Schedule = std::variant<Every, Daily>;

/// When something is first due that is scheduled at `now`.
Instant FirstOf(const Schedule& schedule, Instant now, const worktime::Zone& zone);

/// When it is due again after having begun at `begun`; later than that.
Instant NextOf(const Schedule& schedule, Instant begun, const worktime::Zone& zone);

}  // namespace dunghan::jobs

#include "bad_intake.h"

#include <string>
#include <utility>

namespace dunghan::api {

void BadIntake::Quarantined(int64_t items, Time now) {
  quarantined_ += items;
  if (items > 0) Tell(now);
}

void BadIntake::Refused(Time now) {
  ++refused_;
  Tell(now);
}

void BadIntake::Tell(Time now) {
  if (told_ != Time::min() && now - told_ < kEvery) return;
  told_ = now;
  log_.Warning("intake.unusable", {{"quarantined", std::to_string(std::exchange(quarantined_, 0))},
                                   {"bodies_refused", std::to_string(std::exchange(refused_, 0))},
                                   {"see", "dunghan quarantine list"}});
}

}  // namespace dunghan::api

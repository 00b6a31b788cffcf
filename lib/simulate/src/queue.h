#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "dunghan/dossier/event.h"

namespace dunghan::simulate {

/// A step of a flight, in the queue. Equal instants keep the canonical order of types, then that of
/// arrival: slots are reused, so their numbers depend on how far the simulation goes.
struct Turn {
  Instant at;
  dossier::EventType type = dossier::EventType::kSubmitted;
  uint32_t dossier = 0;  ///< by arrival
  uint32_t step = 0;
  uint32_t slot = 0;

  friend bool operator<(const Turn& a, const Turn& b) {
    return std::tie(a.at, a.type, a.dossier, a.step) < std::tie(b.at, b.type, b.dossier, b.step);
  }
};

/// What is to come, by day: sorting a day when its turn has come is several times faster than a
/// heap over all days.
class Queue {
 public:
  void Push(const Turn& turn) {
    days_[std::chrono::floor<std::chrono::days>(turn.at)].push_back(turn);
  }
  /// The day that holds the earliest turn has passed by then; nothing when the queue is empty.
  std::optional<Instant> NextDayEnds() const {
    if (days_.empty()) return {};
    return days_.begin()->first + std::chrono::days{1};
  }
  /// Takes out the earliest day, sorted. REQUIRES: NextDayEnds().
  std::vector<Turn> TakeDay() {
    auto turns = std::move(days_.begin()->second);
    days_.erase(days_.begin());
    std::sort(turns.begin(), turns.end());
    return turns;
  }

 private:
  std::map<std::chrono::sys_days, std::vector<Turn>> days_;
};

}  // namespace dunghan::simulate

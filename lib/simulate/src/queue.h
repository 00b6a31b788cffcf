#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "dunghan/dossier/event.h"

namespace dunghan::simulate {

/// An event of a flight, in the queue, at the time it arrives. Equal instants keep the canonical
/// order of types, then that of dossiers: slots are reused, so their numbers depend on how far the
/// simulation goes.
struct Turn {
  Instant at;
  dossier::EventType type = dossier::EventType::kSubmitted;
  uint8_t filing = 0;    ///< 1: of the second dossier that one became, filed anew
  uint16_t step = 0;     ///< within the flight
  uint32_t dossier = 0;  ///< in order of planning
  uint32_t slot = 0;

  friend bool operator<(const Turn& a, const Turn& b) {
    return std::tie(a.at, a.type, a.dossier, a.filing, a.step) <
           std::tie(b.at, b.type, b.dossier, b.filing, b.step);
  }
};

/// What is to come, by day: sorting a day when its turn has come is several times faster than a
/// heap over all days.
class Queue {
 public:
  /// REQUIRES: nothing of that day or a later one has been taken out.
  void Push(const Turn& turn) {
    const auto day = std::chrono::floor<std::chrono::days>(turn.at);
    if (days_.empty()) first_ = day;
    if (day < first_) {
      days_.insert(days_.begin(), static_cast<size_t>((first_ - day).count()), {});
      first_ = day;
      next_ = 0;
    }
    const auto place = static_cast<size_t>((day - first_).count());
    if (place >= days_.size()) days_.resize(place + 1);
    days_[place].push_back(turn);
    next_ = std::min(next_, place);
    ++waiting_;
  }
  /// The day that holds the earliest turn has passed by then; nothing when the queue is empty.
  std::optional<Instant> NextDayEnds() {
    if (waiting_ == 0) return {};
    while (days_[next_].empty()) ++next_;
    return first_ + std::chrono::days{static_cast<int64_t>(next_) + 1};
  }
  /// Takes out the earliest day, sorted. REQUIRES: NextDayEnds().
  std::vector<Turn> TakeDay() {
    NextDayEnds();
    auto turns = std::exchange(days_[next_++], {});
    waiting_ -= turns.size();
    std::sort(turns.begin(), turns.end());
    return turns;
  }

 private:
  std::chrono::sys_days first_{};
  std::vector<std::vector<Turn>> days_;  // from first_ on; empty vectors for those taken
  size_t next_ = 0;                      // of days_: all before are empty
  size_t waiting_ = 0;
};

}  // namespace dunghan::simulate

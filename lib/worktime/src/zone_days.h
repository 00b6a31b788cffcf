#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

#include "dunghan/worktime/zone.h"

/// Days and instants as plain numbers, and the way between them in one zone.
namespace dunghan::worktime::detail {

using Day = int32_t;   ///< local days since 1970-01-01
using Time = int64_t;  ///< UTC milliseconds since 1970-01-01

constexpr int64_t kDayMs = 86'400'000;
constexpr Day kFirstDay = -719'162;                      ///< 0001-01-01
constexpr Day kLastDay = 2'932'896;                      ///< 9999-12-31
constexpr Day kNoDay = std::numeric_limits<Day>::max();  ///< after every day there is
/// A Sunday before the first day, so that weeks counted from it are never negative.
constexpr Day kWeekZero = -4 - 7 * 103'000;

inline Day ToDay(LocalDay day) { return static_cast<Day>(day.time_since_epoch().count()); }
inline LocalDay FromDay(Day day) { return LocalDay{std::chrono::days{day}}; }
inline Time ToTime(Instant instant) { return instant.time_since_epoch().count(); }
inline Instant FromTime(Time time) { return Instant{std::chrono::milliseconds{time}}; }

/// How many of the ascending numbers are below the limit; without branches, as the answers of
/// successive questions cannot be predicted.
template <class Number>
size_t CountBelow(const std::vector<Number>& numbers, Number limit) {
  const Number* base = numbers.data();
  size_t left = numbers.size();
  if (left == 0) return 0;
  while (left > 1) {
    const size_t half = left / 2;
    base += static_cast<size_t>(base[half - 1] < limit) * half;
    left -= half;
  }
  return static_cast<size_t>(base - numbers.data()) + static_cast<size_t>(*base < limit);
}

/// Which day an instant belongs to, and on which days that is plain arithmetic with one offset.
///
/// A day runs from its first midnight to that of the next, even where clocks go back over midnight
/// and the reading of the day before occurs once more.
class ZoneDays {
 public:
  /// In place of an offset, on the days around a change of it.
  static constexpr int64_t kChangesNear = std::numeric_limits<int64_t>::min();

  explicit ZoneDays(Zone zone) : zone_(std::move(zone)) {
    last_offset_ms_ =
        std::chrono::milliseconds{zone_.OffsetAt(FromTime(kLastDay * kDayMs))}.count();
    for (const OffsetChange& change : zone_.changes()) {
      const Day day = ToDay(zone_.DayOf(change.at));
      last_change_ = ToTime(change.at);
      plain_from_ = day + 2;
      change_at_.push_back(last_change_);
      offset_ms_.push_back(std::chrono::milliseconds{change.before}.count());
      // Between changes less than three days apart no plain day is left.
      const Day near_from =
          stretch_from_.empty() ? day - 1 : std::max(stretch_from_.back(), day - 1);
      stretch_from_.insert(stretch_from_.end(), {near_from, day + 2});
      stretch_offset_ms_.insert(stretch_offset_ms_.end(), {offset_ms_.back(), kChangesNear});
    }
  }

  const Zone& zone() const { return zone_; }

  Day DayAt(Time time) const {
    // Beyond these ends no calendar is valid; the clamp keeps the arithmetic in range.
    time = std::clamp(time, (kFirstDay - 3) * kDayMs, (kLastDay + 3) * kDayMs);
    if (time >= last_change_) return DayOfLocal(time + last_offset_ms_);
    const size_t changes = CountBelow(change_at_, time + 1);
    const bool plain = (changes == 0 || time - change_at_[changes - 1] > kNearMs) &&
                       change_at_[changes] - time > kNearMs;
    return plain ? DayOfLocal(time + offset_ms_[changes]) : DayNearChanges(time);
  }
  /// Milliseconds since midnight on the wall clock.
  int64_t TimeOfDay(Time time) const {
    const int64_t local = zone_.ToLocal(FromTime(time)).time_since_epoch().count();
    return local - DayOfLocal(local) * kDayMs;
  }
  /// The offset that holds all of a day, or kChangesNear.
  int64_t OffsetOn(Day day) const {
    if (day >= plain_from_) return last_offset_ms_;
    return stretch_offset_ms_[CountBelow(stretch_from_, day + 1)];
  }

 private:
  static constexpr int64_t kNearMs = 3 * kDayMs;

  static Day DayOfLocal(int64_t local_ms) {
    return static_cast<Day>(static_cast<uint64_t>(local_ms - kWeekZero * kDayMs) / kDayMs) +
           kWeekZero;
  }
  Day DayNearChanges(Time time) const {
    const LocalDay day = zone_.DayOf(FromTime(time));
    const bool next = FromTime(time) >= zone_.StartOf(day + std::chrono::days{1});
    return ToDay(day) + (next ? 1 : 0);
  }

  Zone zone_;
  Time last_change_ = std::numeric_limits<Time>::min();
  int64_t last_offset_ms_ = 0;
  Day plain_from_ = std::numeric_limits<Day>::min();  ///< no clock changes on or after this day
  std::vector<Time> change_at_;
  std::vector<int64_t> offset_ms_;          ///< before the change of that number
  std::vector<Day> stretch_from_;           ///< where the next of `stretch_offset_ms_` begins
  std::vector<int64_t> stretch_offset_ms_;  ///< plain stretches of days and kChangesNear in turn
};

}  // namespace dunghan::worktime::detail

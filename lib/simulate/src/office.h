#pragma once

#include <chrono>

#include "dunghan/worktime/calendar.h"
#include "random.h"

namespace dunghan::simulate {

/// Beyond all calendars; what would happen then does not happen.
inline constexpr Instant kNever = Instant::max();

inline constexpr int64_t kDayMinutes = 450;  ///< of work, in offices open seven hours and a half

/// Working time of an office, to the second. Beyond its calendar everything is kNever.
class Office {
 public:
  explicit Office(const worktime::WorkingCalendar& calendar) : calendar_(calendar) {}

  const worktime::WorkingCalendar& calendar() const { return calendar_; }
  const worktime::Zone& zone() const { return calendar_.zone(); }

  /// A closing as it is promised: 24:00, the next day's first instant, would be read as that day's
  /// date, so a second before it is said.
  Instant Promised(Instant closing) const {
    const bool midnight = zone().StartOf(zone().DayOf(closing)) == closing;
    return midnight ? closing - std::chrono::seconds{1} : closing;
  }
  Instant Later(Instant from, std::chrono::milliseconds work) const {
    if (from == kNever) return kNever;
    const auto whole = std::chrono::floor<std::chrono::seconds>(work);
    const auto later = calendar_.AddWorkingTime(from, whole);
    return later ? *later : kNever;
  }
  Instant LaterMinutes(Instant from, Random& random, int64_t least, int64_t most) const {
    return Later(from, std::chrono::minutes{random.Between(least, most)});
  }
  std::chrono::milliseconds Between(Instant from, Instant to) const {
    const auto work = calendar_.WorkingTime(from, to);
    return work ? *work : std::chrono::milliseconds{0};
  }
  /// After a part of the working time between two instants, per mille.
  Instant Part(Instant from, Instant to, int64_t part) const {
    return Later(from, Between(from, to) * part / 1000);
  }
  Instant Within(Instant from, Instant to, Random& random, int64_t least, int64_t most) const {
    return Part(from, to, random.Between(least, most));
  }

 private:
  const worktime::WorkingCalendar& calendar_;
};

}  // namespace dunghan::simulate

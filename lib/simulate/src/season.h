#pragma once

#include <cstdint>
#include <vector>

#include "dunghan/worktime/calendar.h"

namespace dunghan::simulate {

/// How busy a working day is. Mondays are busier than Fridays, spring more than winter; before the
/// lunar new year it is quiet, after it comes a rush.
class Season {
 public:
  /// Finds the new year among the calendar's days off, by their names.
  explicit Season(const worktime::WorkingCalendar& calendar);

  /// Beside an ordinary day's 1000.
  uint64_t BusyOn(LocalDay day) const;

 private:
  struct NewYear {
    LocalDay first;
    LocalDay last;
  };
  std::vector<NewYear> new_years_;
};

}  // namespace dunghan::simulate

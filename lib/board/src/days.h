#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "dunghan/board/snapshot.h"
#include "dunghan/figures/policy.h"
#include "dunghan/ledger/view.h"
#include "dunghan/worktime/calendar.h"

namespace dunghan::board {

/// Where a day lies as seen from the one a board was loaded on.
struct DayPlace {
  /// Of the current month, as figures::Tally divides it.
  enum class Part : uint8_t { kBefore, kWithin, kAhead, kBeyond };
  Part part = Part::kBefore;
  uint8_t periods = 0;  ///< the named periods it belongs to, a bit each; none after today
  uint8_t windows = 0;  ///< the windows likewise

  bool In(NamedPeriod period) const { return InPeriod(static_cast<size_t>(period)); }
  bool In(Window window) const { return InWindow(static_cast<size_t>(window)); }
  bool InPeriod(size_t period) const { return ((periods >> period) & 1U) != 0; }
  bool InWindow(size_t window) const { return ((windows >> window) & 1U) != 0; }
  /// Whether it belongs to none of them.
  bool IsElsewhere() const { return (periods | windows) == 0; }
  friend bool operator==(const DayPlace&, const DayPlace&) = default;
};

/// The named periods and the windows of one day, and which of them any day belongs to.
class Days {
 public:
  /// `calendar`: whose working days make windows; `successions`: the days, by date, on which some
  /// agency takes over from another.
  Days(LocalDay today, figures::ReportingMonth kind, const worktime::WorkingCalendar& calendar,
       std::span<const LocalDay> successions);

  LocalDay today() const { return today_; }
  const std::array<figures::Period, kNamedPeriods>& periods() const { return periods_; }
  const std::array<ledger::DayRange, kWindows>& windows() const { return windows_; }
  const DayPlace& Of(LocalDay day) const;
  const figures::Period& month() const {
    return periods_[static_cast<size_t>(NamedPeriod::kCurrentMonth)];
  }
  /// The day before the current month: what goes on into it belongs to who has it then.
  LocalDay eve() const;
  /// Successions of the current month up to today, by date: what is open then passes on.
  const std::vector<LocalDay>& moves() const { return moves_; }

  /// Days next to each other that lie alike and on which every dossier has one holder; all days
  /// there are, by date.
  struct Stretch {
    ledger::DayRange range;
    DayPlace place;
  };
  const std::vector<Stretch>& stretches() const { return stretches_; }

 private:
  DayPlace PlaceOf(LocalDay day) const;

  LocalDay today_;
  std::array<figures::Period, kNamedPeriods> periods_;
  std::array<ledger::DayRange, kWindows> windows_;
  std::vector<LocalDay> moves_;
  std::vector<Stretch> stretches_;
};

}  // namespace dunghan::board

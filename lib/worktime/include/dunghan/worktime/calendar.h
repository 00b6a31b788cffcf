#pragma once

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/base/time.h"
#include "dunghan/worktime/zone.h"

namespace dunghan::worktime {

namespace detail {
class CalendarTable;
}

/// Hours an office is open on one day, half-open [open, close), minutes since local midnight,
/// 0 <= open < close <= 1440 (24:00 = the next midnight).
struct OpenInterval {
  std::chrono::minutes open{};
  std::chrono::minutes close{};
  friend bool operator==(const OpenInterval&, const OpenInterval&) = default;
};

/// A day that differs from its weekday: closed (no hours) or open at other hours.
struct CalendarException {
  LocalDay date;
  std::vector<OpenInterval> hours = {};
  std::string name = {};    ///< "Quốc khánh", "Làm bù 29/4"
  std::string source = {};  ///< number and date of the announcement, or the law, it rests on
  bool confirmed = true;
  std::string note = {};  ///< for those who keep the file; explains nothing to anybody else
};

/// What a calendar is made of, as read from a file or a question.
struct CalendarSpec {
  std::string name;
  std::string zone;
  std::optional<LocalDay> valid_from = {};               ///< first day; absent = every year
  std::optional<LocalDay> valid_to = {};                 ///< last day, inclusive
  std::array<std::vector<OpenInterval>, 7> weekly = {};  ///< index 0 = Sunday (C weekday encoding)
  std::vector<CalendarException> exceptions = {};        ///< any order, one per date
};

/// "07:30-11:30"; both ends hh:mm, the second up to 24:00.
Result<OpenInterval> ParseOpenInterval(std::string_view text);
std::string ToString(const OpenInterval& interval);

/// Working time of one kind of office.
///
/// Values only: no clock, no I/O, immutable, safe from any thread. Asking for a day beyond the
/// validity is kInvalidArgument naming the calendar and the year, never a guess. Every question
/// costs O(log exceptions), however long the stretch of time: weeks are counted by division,
/// exceptions by prefix sums. Working seconds are real seconds, also on the day clocks change: a
/// closing whose reading occurs twice is the later one, an opening the earlier one, and a reading
/// that is skipped is the instant of the change.
///
/// The validity is the one of the spec, cut to the years 1-9999 and to what is known of the zone
/// (Zone::last_day).
class WorkingCalendar {
 public:
  /// @error kInvalidArgument names the faults: unknown zone, overlapping or empty hours, a date
  /// twice, an exception outside the validity, no hours at all, valid.from after valid.to.
  static Result<WorkingCalendar> Build(CalendarSpec spec);
  /// The same, all faults at once (field and message filled in); empty = would build.
  static std::vector<Problem> Check(const CalendarSpec& spec);

  const std::string& name() const;
  const Zone& zone() const;
  LocalDay valid_from() const;
  LocalDay valid_to() const;
  /// As given, hours and exceptions sorted.
  const CalendarSpec& spec() const;

  Result<bool> IsWorkingDay(LocalDay day) const;
  /// The hours of one day, in order.
  Result<std::vector<OpenInterval>> HoursOn(LocalDay day) const;
  /// Working seconds in [from, to); 0 if to <= from. Fractions of a second count. `to` may be the
  /// midnight that ends the last valid day.
  Result<std::chrono::milliseconds> WorkingTime(Instant from, Instant to) const;
  /// Working days after the day of `from` up to and including the day of `to`; 0 if not after.
  Result<int64_t> WorkingDays(Instant from, Instant to) const;
  /// The earliest instant at which that much has been worked since `from`; for 0 the instant itself
  /// if the office is open, else the next opening. REQUIRES: amount >= 0.
  Result<Instant> AddWorkingTime(Instant from, std::chrono::milliseconds amount) const;
  /// The Nth working day after `day` (which is not counted). REQUIRES: n >= 1.
  Result<LocalDay> NthWorkingDayAfter(LocalDay day, int64_t n) const;
  /// The first working day on or after `day`.
  Result<LocalDay> NextWorkingDay(LocalDay day) const;
  /// The closing of a working day. @error kInvalidArgument also for a day off.
  Result<Instant> ClosingOf(LocalDay day) const;
  /// Exceptions on dates in [from, to], by date.
  std::vector<const CalendarException*> ExceptionsIn(LocalDay from, LocalDay to) const;

  /// The arithmetic behind all this, for the sources of this library alone.
  const detail::CalendarTable& table() const { return *table_; }

 private:
  explicit WorkingCalendar(std::shared_ptr<const detail::CalendarTable> table);
  std::shared_ptr<const detail::CalendarTable> table_;
};

}  // namespace dunghan::worktime

#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "dunghan/worktime/calendar.h"
#include "zone_days.h"

/// Everything a due date touches is inline and allocates nothing; whether a day is covered by the
/// calendar's validity is the caller's question.
namespace dunghan::worktime::detail {

/// The hours of one day: a run of spans, and what they come to.
struct DayHours {
  uint32_t first_span = 0;
  uint32_t spans = 0;
  int32_t total_ms = 0;    ///< real milliseconds worked; 0 = a day off
  int32_t closing_ms = 0;  ///< after local midnight, on days without a clock change
};

/// A working day, and how many exceptions lie on or before it.
struct FoundDay {
  Day day = kNoDay;
  size_t exceptions = 0;
  const DayHours* hours = nullptr;
};

/// Weekly pattern counted by division, exceptions by prefix sums of how they differ from it.
///
/// A day on which clocks change inside the opening hours is kept as one more exception, as it has
/// another length; so every other day is local arithmetic.
class CalendarTable {
 public:
  /// REQUIRES: the spec passed WorkingCalendar::Check.
  CalendarTable(CalendarSpec spec, Zone zone);

  const CalendarSpec& spec() const { return spec_; }
  const Zone& zone() const { return days_.zone(); }
  Day valid_from() const { return valid_from_; }
  Day valid_to() const { return valid_to_; }
  bool Covers(int64_t day) const { return day >= valid_from_ && day <= valid_to_; }
  bool Covers(LocalDay day) const { return Covers(day.time_since_epoch().count()); }
  /// The error for a day beyond the validity.
  Error Beyond(int64_t day) const;
  Error Beyond(LocalDay day) const { return Beyond(day.time_since_epoch().count()); }
  /// The error for a limit that does not end within the validity.
  Error BeyondEnd() const { return Beyond(int64_t{valid_to_} + 1); }

  Day DayAt(Time time) const { return days_.DayAt(time); }
  /// Milliseconds since midnight on the office's wall clock.
  int64_t TimeOfDay(Time time) const { return days_.TimeOfDay(time); }

  /// How many exceptions lie on or before the day.
  size_t ExceptionsThrough(Day day) const { return CountBelow(exception_days_, day + 1); }
  const DayHours& HoursOf(Day day) const { return HoursOf(day, ExceptionsThrough(day)); }
  const DayHours& HoursOf(Day day, size_t through) const {
    if (through > 0 && exception_days_[through - 1] == day) return exception_hours_[through - 1];
    return weekly_[static_cast<size_t>((day - kWeekZero) % 7)];
  }

  /// Working days up to and including the day, counted from week zero.
  int64_t DaysThrough(Day day) const { return DaysThrough(day, ExceptionsThrough(day)); }
  int64_t DaysThrough(Day day, size_t through) const {
    const auto since = static_cast<uint32_t>(day + 1 - kWeekZero);
    return since / 7 * week_days_ + days_before_weekday_[since % 7] + day_delta_[through];
  }
  /// Milliseconds worked before the day, counted from week zero.
  int64_t TimeBefore(Day day, size_t through) const {
    const auto since = static_cast<uint32_t>(day - kWeekZero);
    const bool exception = through > 0 && exception_days_[through - 1] == day;
    return since / 7 * week_ms_ + ms_before_weekday_[since % 7] +
           ms_delta_[through - static_cast<size_t>(exception)];
  }
  /// The working day with so many working days through it; kNoDay if there is none.
  FoundDay FindDay(int64_t days_through) const;
  /// The day on which so much has been worked, and how much of it on that day. REQUIRES: ms > 0.
  std::pair<FoundDay, int64_t> FindTime(int64_t ms) const;

  /// Milliseconds worked on a day before an instant of it.
  int64_t WorkedBefore(Day day, const DayHours& hours, Time time) const {
    int64_t worked = 0;
    ForEachSpan(day, hours, [&](Time open, Time close) {
      worked += std::max<int64_t>(std::min(time, close) - open, 0);
    });
    return worked;
  }
  /// The earliest instant of a day by which that much was worked on it. REQUIRES: worked >= ms > 0.
  Time TimeWorked(Day day, const DayHours& hours, int64_t ms) const;
  Time Closing(Day day, const DayHours& hours) const {
    const int64_t offset = days_.OffsetOn(day);
    if (offset != ZoneDays::kChangesNear) return day * kDayMs + hours.closing_ms - offset;
    Time closing = 0;
    ForEachSpan(day, hours, [&](Time, Time close) { closing = close; });
    return closing;
  }

  /// Milliseconds worked before the instant. REQUIRES: `day` is its day.
  int64_t TimeThrough(Day day, Time time) const {
    const size_t through = ExceptionsThrough(day);
    return TimeBefore(day, through) + WorkedBefore(day, HoursOf(day, through), time);
  }
  /// The instant by which so much has been worked; nothing but a day beyond the validity if never.
  struct Reached {
    Day day = kNoDay;
    Time at = 0;
    size_t exceptions = 0;  ///< on or before the day
  };
  Reached Reach(int64_t ms) const;
  /// When the office is open at the instant: the instant; else the next opening.
  Reached NextOpen(Day day, Time time) const;

  /// Whether no day of the stretch is still to be announced. REQUIRES: that many exceptions lie on
  /// or before its last day.
  bool Confirmed(Day from, size_t exceptions_through_last) const {
    const int32_t unconfirmed = unconfirmed_[exceptions_through_last];
    return unconfirmed == 0 || unconfirmed == unconfirmed_[ExceptionsThrough(from - 1)];
  }

 private:
  struct Span {
    int32_t open_ms;
    int32_t close_ms;
  };
  struct TableDay {
    Day day;
    DayHours hours;
    bool confirmed;
  };

  DayHours AddHours(const std::vector<OpenInterval>& intervals);
  void AddWeek();
  void AddClockChanges(std::vector<TableDay>& entries) const;
  void AddPrefixSums(const std::vector<TableDay>& entries);
  FoundDay FindInWeeks(int64_t days_through, size_t exceptions) const;

  /// Calls `use(open, close)` for each stretch of a day, in order.
  template <class Use>
  void ForEachSpan(Day day, const DayHours& hours, Use use) const {
    const int64_t offset = days_.OffsetOn(day);
    if (offset == ZoneDays::kChangesNear) return ForEachSpanNearChanges(day, hours, use);
    const Time midnight = day * kDayMs - offset;
    for (uint32_t i = 0; i < hours.spans; ++i) {
      const Span span = spans_[hours.first_span + i];
      use(midnight + span.open_ms, midnight + span.close_ms);
    }
  }
  template <class Use>
  void ForEachSpanNearChanges(Day day, const DayHours& hours, Use use) const;

  CalendarSpec spec_;
  ZoneDays days_;
  Day valid_from_ = kFirstDay;
  Day valid_to_ = kLastDay;

  std::vector<Span> spans_;
  std::array<DayHours, 7> weekly_{};  ///< from Sunday
  std::array<int32_t, 7> days_before_weekday_{};
  std::array<int64_t, 8> ms_before_weekday_{};
  std::array<int32_t, 7> working_weekday_{};  ///< the nth working day of a week
  int32_t week_days_ = 0;
  int64_t week_ms_ = 0;

  // One entry per exception; the sums have one more in front.
  std::vector<Day> exception_days_;
  std::vector<DayHours> exception_hours_;
  std::vector<int64_t> days_before_;  ///< working days before the exception
  std::vector<int64_t> ms_before_;    ///< milliseconds worked before it
  std::vector<int64_t> day_delta_;    ///< working days more than the weekly pattern has, so far
  std::vector<int64_t> ms_delta_;
  std::vector<int32_t> unconfirmed_;
};

template <class Use>
void CalendarTable::ForEachSpanNearChanges(Day day, const DayHours& hours, Use use) const {
  const LocalDay local = FromDay(day);
  Time begin = ToTime(zone().StartOf(local));
  const Time end = ToTime(zone().StartOf(local + std::chrono::days{1}));
  for (uint32_t i = 0; i < hours.spans; ++i) {
    const Span span = spans_[hours.first_span + i];
    const auto at = [&](int32_t ms, Zone::Choose choose) {
      return ToTime(zone().ToInstant(LocalTime{local} + std::chrono::milliseconds{ms}, choose));
    };
    const Time open = std::clamp(at(span.open_ms, Zone::Choose::kEarliest), begin, end);
    // 24:00 is the next day's first instant, even where midnight occurs twice.
    const Time close = span.close_ms == kDayMs
                           ? end
                           : std::clamp(at(span.close_ms, Zone::Choose::kLatest), open, end);
    if (open < close) use(open, close);
    begin = close;
  }
}

inline FoundDay CalendarTable::FindInWeeks(int64_t days_through, size_t exceptions) const {
  if (week_days_ == 0 || days_through > kLastDay - kWeekZero) return {};
  // Both fit 32 bits, whose division is several times faster.
  const auto before = static_cast<uint32_t>(days_through - 1);
  const auto per_week = static_cast<uint32_t>(week_days_);
  const int32_t weekday = working_weekday_[before % per_week];
  const Day day = kWeekZero + static_cast<Day>(before / per_week) * 7 + weekday;
  return {day, exceptions, &weekly_[static_cast<size_t>(weekday)]};
}

inline FoundDay CalendarTable::FindDay(int64_t days_through) const {
  const size_t i = CountBelow(days_before_, days_through);
  if (i > 0 && exception_hours_[i - 1].total_ms > 0 && days_before_[i - 1] + 1 == days_through) {
    return {exception_days_[i - 1], i, &exception_hours_[i - 1]};
  }
  return FindInWeeks(days_through - day_delta_[i], i);
}

inline std::pair<FoundDay, int64_t> CalendarTable::FindTime(int64_t ms) const {
  const size_t i = CountBelow(ms_before_, ms);
  if (i > 0 && ms - ms_before_[i - 1] <= exception_hours_[i - 1].total_ms) {
    return {{exception_days_[i - 1], i, &exception_hours_[i - 1]}, ms - ms_before_[i - 1]};
  }
  if (week_ms_ == 0) return {};
  // The last millisecond of it says the day: where a day ends with just so much it is that day, and
  // not the next.
  const int64_t before = ms - ms_delta_[i] - 1;
  const int64_t weeks = before / week_ms_;
  if (weeks > (kLastDay - kWeekZero) / 7) return {};
  const int64_t rest = before - weeks * week_ms_;
  size_t weekday = 0;
  for (size_t d = 1; d < 7; ++d) weekday += static_cast<size_t>(ms_before_weekday_[d] <= rest);
  const Day day = kWeekZero + static_cast<Day>(weeks) * 7 + static_cast<Day>(weekday);
  return {{day, i, &weekly_[weekday]}, rest - ms_before_weekday_[weekday] + 1};
}

inline Time CalendarTable::TimeWorked(Day day, const DayHours& hours, int64_t ms) const {
  Time reached = 0;
  ForEachSpan(day, hours, [&](Time open, Time close) {
    if (ms > 0) reached = open + std::min(ms, close - open);
    ms -= close - open;
  });
  return reached;
}

inline CalendarTable::Reached CalendarTable::Reach(int64_t ms) const {
  const auto [found, rest] = FindTime(ms);
  if (found.day > valid_to_) return {};
  return {found.day, TimeWorked(found.day, *found.hours, rest), found.exceptions};
}

}  // namespace dunghan::worktime::detail

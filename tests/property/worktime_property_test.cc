#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <string>
#include <vector>

#include "dunghan/worktime/due.h"

/// Random calendars, instants, limits and suspensions against an oracle that steps minute by minute
/// and day by day. Everything happens in 2021 and on whole minutes, so that stepping is affordable.
namespace dunghan::worktime {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::sys_days;
using std::chrono::weekday;
using std::chrono::year;

constexpr LocalDay kFirst{year{2021} / 1 / 1};

/// The clocks of the two zones used, written down anew.
minutes OffsetOracle(const std::string& zone, Instant at) {
  if (zone != "Europe/Berlin") return hours{7};
  const year in = std::chrono::year_month_day{std::chrono::floor<days>(at)}.year();
  const auto spring = sys_days{in / 3 / std::chrono::Sunday[std::chrono::last]} + hours{1};
  const auto autumn = sys_days{in / 10 / std::chrono::Sunday[std::chrono::last]} + hours{1};
  return hours{at >= spring && at < autumn ? 2 : 1};
}

/// Answers by looking at every minute. A minute counts if the wall clock shows opening hours; the
/// hours generated have no end inside an hour that a clock change repeats.
class Oracle {
 public:
  explicit Oracle(const CalendarSpec& spec) : spec_(spec) {
    for (const CalendarException& exception : spec.exceptions) {
      exceptions_[exception.date] = exception.hours;
    }
  }

  LocalTime Local(Instant at) const {
    return LocalTime{at.time_since_epoch() + OffsetOracle(spec_.zone, at)};
  }
  LocalDay DayOf(Instant at) const { return std::chrono::floor<days>(Local(at)); }
  const std::vector<OpenInterval>& HoursOn(LocalDay day) const {
    const auto found = exceptions_.find(day);
    return found != exceptions_.end() ? found->second : spec_.weekly[weekday{day}.c_encoding()];
  }
  bool IsOpen(Instant minute) const {
    const LocalDay day = DayOf(minute);
    const milliseconds time = Local(minute) - day;
    const auto& open = HoursOn(day);
    return std::any_of(open.begin(), open.end(), [&](const OpenInterval& interval) {
      return time >= interval.open && time < interval.close;
    });
  }
  minutes WorkingTime(Instant from, Instant to) const {
    minutes worked{0};
    for (; from < to; from += minutes{1}) worked += minutes{IsOpen(from) ? 1 : 0};
    return worked;
  }
  Instant AddWorkingTime(Instant from, minutes amount) const {
    for (;; from += minutes{1}) {
      if (amount == minutes{0}) return from;
      if (IsOpen(from)) amount -= minutes{1};
    }
  }
  bool IsWorkingDay(LocalDay day) const { return !HoursOn(day).empty(); }
  LocalDay NthWorkingDayAfter(LocalDay day, int64_t n) const {
    while (n > 0) n -= IsWorkingDay(day += days{1}) ? 1 : 0;
    return day;
  }
  LocalDay RolledForward(LocalDay day) const {
    while (!IsWorkingDay(day)) day += days{1};
    return day;
  }
  /// The end of the day's last minute worked.
  Instant ClosingOf(LocalDay day) const {
    Instant last{};
    const Instant begin = Instant{day.time_since_epoch()} - hours{12};
    for (Instant at = begin; at < begin + hours{48}; at += minutes{1}) {
      if (DayOf(at) == day && IsOpen(at)) last = at + minutes{1};
    }
    return last;
  }

 private:
  CalendarSpec spec_;
  std::map<LocalDay, std::vector<OpenInterval>> exceptions_;
};

LocalDay MonthsLater(LocalDay day, int64_t months) {
  std::chrono::year_month_day date{day};
  for (; months > 0; --months) date += std::chrono::months{1};
  while (!date.ok()) date = date.year() / date.month() / (date.day() - days{1});
  return LocalDay{date};
}

/// The rules of design.md section 4 read once more, on top of the stepping oracle.
class DueOracle {
 public:
  DueOracle(const CalendarSpec& spec, Instant from, TimeLimit limit)
      : oracle_(spec), from_(from), limit_(limit) {}

  Instant Plain() const { return WithCalendarDays(0); }

  Instant Moved(const std::vector<Suspension>& said) const {
    const auto pauses = MinuteUnion(said);
    Instant due = Plain();
    minutes total{0};
    for (const auto& [begin, end] : pauses) {
      if (begin >= due) break;
      total += InCalendarTime() ? std::chrono::duration_cast<minutes>(end - begin)
                                : oracle_.WorkingTime(begin, end);
      due = MovedBy(total);
    }
    return due;
  }

 private:
  bool InCalendarTime() const {
    return limit_.unit == LimitUnit::kCalendarDays || limit_.unit == LimitUnit::kMonths;
  }
  /// United by marking every minute.
  std::vector<Suspension> MinuteUnion(const std::vector<Suspension>& pauses) const {
    std::map<Instant, bool> marked;
    for (const auto& [begin, end] : pauses) {
      for (Instant at = std::max(begin, from_); at < end; at += minutes{1}) marked[at] = true;
    }
    std::vector<Suspension> united;
    for (const auto& [at, unused] : marked) {
      if (united.empty() || united.back().to != at) united.push_back({at, at});
      united.back().to = at + minutes{1};
    }
    return united;
  }
  Instant MovedBy(minutes total) const {
    if (total == minutes{0}) return Plain();
    if (InCalendarTime()) return WithCalendarDays((total.count() + 1439) / 1440);
    const Instant reached = oracle_.AddWorkingTime(Plain(), total);
    if (!IsDayBased(limit_.unit)) return reached;
    return oracle_.ClosingOf(oracle_.DayOf(reached - minutes{1}));
  }
  Instant WithCalendarDays(int64_t extra) const {
    const LocalDay day = oracle_.DayOf(from_);
    switch (limit_.unit) {
      case LimitUnit::kWorkingDays:
        return oracle_.ClosingOf(oracle_.NthWorkingDayAfter(day, limit_.amount));
      case LimitUnit::kWorkingHours:
        return oracle_.AddWorkingTime(from_, hours{limit_.amount});
      case LimitUnit::kWorkingSeconds:
        return oracle_.AddWorkingTime(from_, minutes{limit_.amount / 60});
      case LimitUnit::kCalendarDays:
        return oracle_.ClosingOf(oracle_.RolledForward(day + days{limit_.amount + extra}));
      case LimitUnit::kMonths:
        return oracle_.ClosingOf(
            oracle_.RolledForward(MonthsLater(day, limit_.amount) + days{extra}));
      case LimitUnit::kSameDay:
        break;
    }
    const LocalDay open_day = oracle_.RolledForward(day);
    const bool early = oracle_.Local(from_) - day < hours{15} &&
                       (open_day != day || from_ < oracle_.ClosingOf(day));
    return oracle_.ClosingOf(early ? oracle_.RolledForward(day)
                                   : oracle_.NthWorkingDayAfter(day, 1));
  }

  Oracle oracle_;
  Instant from_;
  TimeLimit limit_;
};

/// From the whole range in every case, not from a range that grows with the cases.
int Pick(int from, int to) {
  return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(from, to + 1));
}

/// Up to three intervals on whole quarters of an hour, the last of many days up to 24:00, but none
/// ending at 01:15 to 02:45: those readings come twice or never when clocks change.
std::vector<OpenInterval> PickHours(bool may_be_closed) {
  std::vector<int> quarters;
  const int count = Pick(may_be_closed ? 0 : 1, 3);
  for (int i = 0; i < 2 * count; ++i) quarters.push_back(Pick(0, 96));
  std::sort(quarters.begin(), quarters.end());
  if (count > 0 && Pick(0, 2) == 0) quarters.back() = 96;
  std::vector<OpenInterval> intervals;
  for (size_t i = 0; i + 1 < quarters.size(); i += 2) {
    const auto end = [](int quarter) {
      return minutes{15 * (quarter > 4 && quarter < 12 ? 4 : quarter)};
    };
    const OpenInterval next{end(quarters[i]), end(quarters[i + 1])};
    if (next.open < next.close) intervals.push_back(next);
  }
  if (intervals.empty() && !may_be_closed) intervals.push_back({minutes{450}, minutes{690}});
  return intervals;
}

CalendarSpec PickCalendar() {
  CalendarSpec spec{"random", Pick(0, 1) == 0 ? "Asia/Ho_Chi_Minh" : "Europe/Berlin", {}, {}, {},
                    {}};
  for (auto& day : spec.weekly) day = PickHours(true);
  spec.weekly[1] = PickHours(false);
  std::map<int, bool> dates;
  const int exceptions = Pick(0, 40);
  for (int i = 0; i < exceptions; ++i) dates[Pick(0, 400)] = true;
  for (const auto& [date, unused] : dates) {
    spec.exceptions.push_back(
        {kFirst + days{date}, PickHours(true), "exception", "", Pick(0, 9) != 0});
  }
  return spec;
}

Instant PickInstant() {
  return Instant{kFirst.time_since_epoch()} + days{Pick(1, 330)} + minutes{Pick(0, 1439)};
}

TimeLimit PickLimit() {
  switch (Pick(0, 5)) {
    case 0:
      return {Pick(1, 30), LimitUnit::kWorkingDays};
    case 1:
      return {Pick(1, 40), LimitUnit::kWorkingHours};
    case 2:
      return {int64_t{60} * Pick(1, 600), LimitUnit::kWorkingSeconds};
    case 3:
      return {Pick(1, 40), LimitUnit::kCalendarDays};
    case 4:
      return {Pick(1, 3), LimitUnit::kMonths};
    default:
      return {1, LimitUnit::kSameDay};
  }
}

std::vector<Suspension> PickPauses(Instant from) {
  std::vector<Suspension> pauses;
  const int count = Pick(0, 5);
  for (int i = 0; i < count; ++i) {
    const Instant begin = from + minutes{Pick(-1000, 30'000)};
    pauses.push_back({begin, begin + minutes{Pick(0, 5'000)}});
  }
  return pauses;
}

/// The day of the last minute worked before an instant: of a closing at 24:00 not the next one.
LocalDay DayWorkedUntil(const CalendarSpec& spec, Instant at) {
  return Oracle(spec).DayOf(at - minutes{1});
}

WorkingCalendar Build(const CalendarSpec& spec) { return WorkingCalendar::Build(spec).value(); }

RC_GTEST_PROP(WorkingCalendarProperty, CountsTheMinutesThatSteppingCounts, ()) {
  const CalendarSpec spec = PickCalendar();
  const Instant from = PickInstant();
  const Instant to = from + minutes{Pick(0, 60'000)};
  RC_ASSERT(Build(spec).WorkingTime(from, to).value() == Oracle(spec).WorkingTime(from, to));
}

RC_GTEST_PROP(WorkingCalendarProperty, AddsUpToTheMinuteThatSteppingReaches, ()) {
  const CalendarSpec spec = PickCalendar();
  const Instant from = PickInstant();
  const minutes amount{Pick(1, 20'000)};
  const Instant reached = Build(spec).AddWorkingTime(from, amount).value();
  RC_ASSERT(reached == Oracle(spec).AddWorkingTime(from, amount));
  RC_ASSERT(Build(spec).WorkingTime(from, reached).value() == amount);
}

RC_GTEST_PROP(WorkingCalendarProperty, OpensNextWhenSteppingFindsItOpen, ()) {
  const CalendarSpec spec = PickCalendar();
  Instant from = PickInstant();
  const Instant next = Build(spec).AddWorkingTime(from, milliseconds{0}).value();
  const Oracle oracle(spec);
  while (!oracle.IsOpen(from)) from += minutes{1};
  RC_ASSERT(next == from);
}

RC_GTEST_PROP(WorkingCalendarProperty, FindsAndCountsTheDaysThatSteppingFinds, ()) {
  const CalendarSpec spec = PickCalendar();
  const WorkingCalendar calendar = Build(spec);
  const Oracle oracle(spec);
  const LocalDay day = kFirst + days{Pick(0, 400)};
  const int64_t n = Pick(1, 300);
  const LocalDay found = calendar.NthWorkingDayAfter(day, n).value();
  RC_ASSERT(found == oracle.NthWorkingDayAfter(day, n));
  RC_ASSERT(calendar.IsWorkingDay(day).value() == oracle.IsWorkingDay(day));
  const Instant from = calendar.zone().StartOf(day);
  RC_ASSERT(calendar.WorkingDays(from, calendar.ClosingOf(found).value() - minutes{1}).value() ==
            n);
}

RC_GTEST_PROP(DueDateProperty, IsTheOneOfTheStepsForEveryUnit, ()) {
  const CalendarSpec spec = PickCalendar();
  const Instant from = PickInstant();
  const TimeLimit limit = PickLimit();
  const auto due = ComputeDue(Build(spec), from, limit).value();
  RC_ASSERT(due.at == DueOracle(spec, from, limit).Plain());
  RC_ASSERT(due.date == DayWorkedUntil(spec, due.at));
}

RC_GTEST_PROP(DueDateProperty, IsMovedBySuspensionsAsTheStepsMoveIt, ()) {
  const CalendarSpec spec = PickCalendar();
  const Instant from = PickInstant();
  const TimeLimit limit = PickLimit();
  const std::vector<Suspension> pauses = PickPauses(from);
  const auto due = ComputeDue(Build(spec), from, limit, pauses).value();
  RC_ASSERT(due.at == DueOracle(spec, from, limit).Moved(pauses));
  RC_ASSERT(due.date == DayWorkedUntil(spec, due.at));
}

RC_GTEST_PROP(DueDateProperty, IsConfirmedUnlessADayOfItsStretchIsNot, ()) {
  const CalendarSpec spec = PickCalendar();
  const Instant from = PickInstant();
  const auto due = ComputeDue(Build(spec), from, PickLimit(), PickPauses(from)).value();
  const LocalDay start = Oracle(spec).DayOf(from);
  const bool unconfirmed = std::any_of(
      spec.exceptions.begin(), spec.exceptions.end(), [&](const CalendarException& exception) {
        return !exception.confirmed && exception.date >= start && exception.date <= due.date;
      });
  RC_ASSERT(due.confirmed == !unconfirmed);
}

RC_GTEST_PROP(DueDateProperty, IsTheSameWhenRecomputedFromItsExplanation, ()) {
  const CalendarSpec spec = PickCalendar();
  CalendarSpec weekly = spec;
  weekly.exceptions.clear();
  const Instant from = PickInstant();
  const TimeLimit limit = PickLimit();
  const std::vector<Suspension> pauses = PickPauses(from);
  const auto explanation = ExplainDue(Build(spec), from, limit, pauses).value();
  RC_ASSERT(explanation.due == ComputeDue(Build(spec), from, limit, pauses).value());
  RC_ASSERT(RecomputeFromExplanation(Build(weekly), explanation).value() == explanation.due);
}

}  // namespace
}  // namespace dunghan::worktime

#include "dunghan/worktime/calendar.h"

#include <fmt/format.h>

#include <map>
#include <optional>
#include <utility>

#include "calendar_check.h"
#include "calendar_table.h"

namespace dunghan::worktime {
namespace {

using detail::Day;
using detail::FromDay;
using detail::FromTime;
using detail::kFirstDay;
using detail::kLastDay;
using detail::ToDay;
using detail::ToTime;
using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr minutes kDayMinutes = std::chrono::hours{24};

/// "hh:mm" up to 24:00.
std::optional<minutes> ParseTimeOfDay(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return {};
  for (const size_t i : {0, 1, 3, 4}) {
    if (text[i] < '0' || text[i] > '9') return {};
  }
  const int hour = (text[0] - '0') * 10 + (text[1] - '0');
  const int minute = (text[3] - '0') * 10 + (text[4] - '0');
  const minutes time = std::chrono::hours{hour} + minutes{minute};
  if (minute > 59 || time > kDayMinutes) return {};
  return time;
}

}  // namespace

namespace detail {

CalendarTable::CalendarTable(CalendarSpec spec, Zone zone)
    : spec_(std::move(spec)), days_(std::move(zone)) {
  if (spec_.valid_from) valid_from_ = std::max(valid_from_, ToDay(*spec_.valid_from));
  if (spec_.valid_to) valid_to_ = std::min(valid_to_, ToDay(*spec_.valid_to));
  valid_to_ = std::min(valid_to_, ToDay(days_.zone().last_day()));
  AddWeek();
  std::vector<TableDay> entries;
  for (const CalendarException& exception : spec_.exceptions) {
    entries.push_back({ToDay(exception.date), AddHours(exception.hours), exception.confirmed});
  }
  AddClockChanges(entries);
  AddPrefixSums(entries);
}

DayHours CalendarTable::AddHours(const std::vector<OpenInterval>& intervals) {
  DayHours hours{static_cast<uint32_t>(spans_.size()), static_cast<uint32_t>(intervals.size())};
  for (const OpenInterval& interval : intervals) {
    const auto open = static_cast<int32_t>(milliseconds{interval.open}.count());
    hours.closing_ms = static_cast<int32_t>(milliseconds{interval.close}.count());
    hours.total_ms += hours.closing_ms - open;
    spans_.push_back({open, hours.closing_ms});
  }
  return hours;
}

void CalendarTable::AddWeek() {
  for (size_t i = 0; i < 7; ++i) {
    days_before_weekday_[i] = week_days_;
    ms_before_weekday_[i] = week_ms_;
    weekly_[i] = AddHours(spec_.weekly[i]);
    if (weekly_[i].spans == 0) continue;
    working_weekday_[static_cast<size_t>(week_days_++)] = static_cast<int32_t>(i);
    week_ms_ += weekly_[i].total_ms;
  }
  ms_before_weekday_[7] = week_ms_;
}

void CalendarTable::AddClockChanges(std::vector<TableDay>& entries) const {
  std::map<Day, TableDay> by_day;
  for (const TableDay& entry : entries) by_day.emplace(entry.day, entry);
  for (const OffsetChange& change : zone().changes()) {
    // By the offset before it the change may lie on the day beside.
    const Day around = ToDay(zone().DayOf(change.at));
    for (Day day = around - 1; day <= around + 1; ++day) {
      if (!Covers(day)) continue;
      const auto known = by_day.find(day);
      DayHours hours = known != by_day.end() ? known->second.hours
                                             : weekly_[static_cast<size_t>((day - kWeekZero) % 7)];
      const int32_t planned_ms = std::exchange(hours.total_ms, 0);
      ForEachSpan(day, hours, [&](Time open, Time close) {
        hours.total_ms += static_cast<int32_t>(close - open);
      });
      // A change outside opening hours makes the day neither longer nor shorter than planned.
      if (hours.total_ms == planned_ms) continue;
      const bool confirmed = known == by_day.end() || known->second.confirmed;
      by_day.insert_or_assign(day, TableDay{day, hours, confirmed});
    }
  }
  entries.clear();
  for (const auto& [day, entry] : by_day) entries.push_back(entry);
}

void CalendarTable::AddPrefixSums(const std::vector<TableDay>& entries) {
  day_delta_.push_back(0);
  ms_delta_.push_back(0);
  unconfirmed_.push_back(0);
  for (const auto& [day, hours, confirmed] : entries) {
    // Of the plain weeks before it by division, and what exceptions before it differ by.
    const auto since = static_cast<uint32_t>(day - kWeekZero);
    const DayHours& usual = weekly_[since % 7];
    days_before_.push_back(since / 7 * week_days_ + days_before_weekday_[since % 7] +
                           day_delta_.back());
    ms_before_.push_back(since / 7 * week_ms_ + ms_before_weekday_[since % 7] + ms_delta_.back());
    day_delta_.push_back(day_delta_.back() + (hours.total_ms > 0) - (usual.total_ms > 0));
    ms_delta_.push_back(ms_delta_.back() + hours.total_ms - usual.total_ms);
    unconfirmed_.push_back(unconfirmed_.back() + (confirmed ? 0 : 1));
    exception_days_.push_back(day);
    exception_hours_.push_back(hours);
  }
}

Error CalendarTable::Beyond(int64_t day) const {
  // A day so far away that its year has no number is named by the first year beyond.
  const auto near = static_cast<Day>(std::clamp<int64_t>(day, kFirstDay - 1, kLastDay + 400'000));
  const std::string name =
      spec_.name.empty() ? "the calendar" : fmt::format("calendar \"{}\"", spec_.name);
  return InvalidArgument(fmt::format("{} has no days of {} (valid {} to {})", name,
                                     YearOf(FromDay(near)), FormatDate(FromDay(valid_from_)),
                                     FormatDate(FromDay(valid_to_))));
}

CalendarTable::Reached CalendarTable::NextOpen(Day day, Time time) const {
  Reached next;
  const size_t through = ExceptionsThrough(day);
  const auto look = [&](Time open, Time close) {
    if (next.day == kNoDay && time < close) next = {day, std::max(open, time)};
  };
  ForEachSpan(day, HoursOf(day, through), look);
  next.exceptions = through;
  if (next.day != kNoDay) return next;
  const FoundDay later = FindDay(DaysThrough(day, through) + 1);
  if (later.day > valid_to_) return {};
  day = later.day;
  ForEachSpan(day, *later.hours, look);
  next.exceptions = later.exceptions;
  return next;
}

}  // namespace detail

Result<OpenInterval> ParseOpenInterval(std::string_view text) {
  const size_t dash = text.find('-');
  const auto open = ParseTimeOfDay(text.substr(0, dash));
  const auto close =
      dash == std::string_view::npos ? std::nullopt : ParseTimeOfDay(text.substr(dash + 1));
  if (!open || !close || *open >= *close) {
    return InvalidArgument(fmt::format(
        "\"{}\" are no opening hours: expected hh:mm-hh:mm such as 07:30-11:30, up to 24:00",
        text.substr(0, 64)));
  }
  return OpenInterval{*open, *close};
}

std::string ToString(const OpenInterval& interval) {
  const auto [open, close] = std::pair{interval.open.count(), interval.close.count()};
  return fmt::format("{:02}:{:02}-{:02}:{:02}", open / 60, open % 60, close / 60, close % 60);
}

std::vector<Problem> WorkingCalendar::Check(const CalendarSpec& spec) {
  return detail::CalendarChecker(spec).Check();
}

Result<WorkingCalendar> WorkingCalendar::Build(CalendarSpec spec) {
  if (const auto problems = Check(spec); !problems.empty()) {
    std::string text = spec.name.empty() ? "calendar" : fmt::format("calendar \"{}\"", spec.name);
    for (const Problem& problem : problems) {
      text +=
          fmt::format("{} {}", &problem == problems.data() ? ":" : ";", dunghan::ToString(problem));
    }
    return InvalidArgument(std::move(text));
  }
  for (auto& hours : spec.weekly) hours = detail::SortedHours(std::move(hours));
  for (auto& exception : spec.exceptions)
    exception.hours = detail::SortedHours(std::move(exception.hours));
  std::sort(spec.exceptions.begin(), spec.exceptions.end(),
            [](const auto& left, const auto& right) { return left.date < right.date; });
  Zone zone = Zone::Find(spec.zone).value();
  return WorkingCalendar(
      std::make_shared<const detail::CalendarTable>(std::move(spec), std::move(zone)));
}

WorkingCalendar::WorkingCalendar(std::shared_ptr<const detail::CalendarTable> table)
    : table_(std::move(table)) {}

const std::string& WorkingCalendar::name() const { return table_->spec().name; }
const Zone& WorkingCalendar::zone() const { return table_->zone(); }
LocalDay WorkingCalendar::valid_from() const { return FromDay(table_->valid_from()); }
LocalDay WorkingCalendar::valid_to() const { return FromDay(table_->valid_to()); }
const CalendarSpec& WorkingCalendar::spec() const { return table_->spec(); }

Result<bool> WorkingCalendar::IsWorkingDay(LocalDay day) const {
  if (!table_->Covers(day)) return table_->Beyond(day);
  return table_->HoursOf(ToDay(day)).total_ms > 0;
}

Result<std::vector<OpenInterval>> WorkingCalendar::HoursOn(LocalDay day) const {
  if (!table_->Covers(day)) return table_->Beyond(day);
  if (table_->HoursOf(ToDay(day)).total_ms == 0) return std::vector<OpenInterval>{};
  const auto exceptions = ExceptionsIn(day, day);
  if (!exceptions.empty()) return exceptions.front()->hours;
  return spec().weekly[std::chrono::weekday{day}.c_encoding()];
}

Result<milliseconds> WorkingCalendar::WorkingTime(Instant from, Instant to) const {
  if (to <= from) return milliseconds{0};
  const Day first = table_->DayAt(ToTime(from));
  if (!table_->Covers(first)) return table_->Beyond(first);
  // The stretch is half-open, so its last millisecond decides which days it needs.
  const Day last = table_->DayAt(ToTime(to) - 1);
  if (!table_->Covers(last)) return table_->Beyond(last);
  return milliseconds{table_->TimeThrough(last, ToTime(to)) -
                      table_->TimeThrough(first, ToTime(from))};
}

Result<int64_t> WorkingCalendar::WorkingDays(Instant from, Instant to) const {
  const Day first = table_->DayAt(ToTime(from));
  if (!table_->Covers(first)) return table_->Beyond(first);
  const Day last = table_->DayAt(ToTime(to));
  if (last <= first) return 0;
  if (!table_->Covers(last)) return table_->Beyond(last);
  return table_->DaysThrough(last) - table_->DaysThrough(first);
}

Result<Instant> WorkingCalendar::AddWorkingTime(Instant from, milliseconds amount) const {
  const Day day = table_->DayAt(ToTime(from));
  if (!table_->Covers(day)) return table_->Beyond(day);
  if (amount < milliseconds{0}) return InvalidArgument("a negative working time cannot be added");
  // More than the years 1-9999 hold; also keeps the sum below from overflowing.
  if (amount > std::chrono::days{kLastDay - kFirstDay}) return table_->BeyondEnd();
  // Reach finds the earliest instant by which so much is worked: for nothing, at night, that would
  // be the closing before.
  const auto reached = amount == milliseconds{0}
                           ? table_->NextOpen(day, ToTime(from))
                           : table_->Reach(table_->TimeThrough(day, ToTime(from)) + amount.count());
  if (reached.day > table_->valid_to()) return table_->BeyondEnd();
  return FromTime(reached.at);
}

Result<LocalDay> WorkingCalendar::NthWorkingDayAfter(LocalDay day, int64_t n) const {
  if (!table_->Covers(day)) return table_->Beyond(day);
  if (n < 1) return InvalidArgument(fmt::format("expected a working day from 1 on, got {}", n));
  if (n > kLastDay - kFirstDay) return table_->BeyondEnd();
  const auto found = table_->FindDay(table_->DaysThrough(ToDay(day)) + n);
  if (found.day > table_->valid_to()) return table_->BeyondEnd();
  return FromDay(found.day);
}

Result<LocalDay> WorkingCalendar::NextWorkingDay(LocalDay day) const {
  if (!table_->Covers(day)) return table_->Beyond(day);
  if (table_->HoursOf(ToDay(day)).total_ms > 0) return day;
  return NthWorkingDayAfter(day, 1);
}

Result<Instant> WorkingCalendar::ClosingOf(LocalDay day) const {
  if (!table_->Covers(day)) return table_->Beyond(day);
  const detail::DayHours& hours = table_->HoursOf(ToDay(day));
  if (hours.total_ms == 0) {
    return InvalidArgument(
        fmt::format("{} is a day off in calendar \"{}\"", FormatDate(day), name()));
  }
  return FromTime(table_->Closing(ToDay(day), hours));
}

std::vector<const CalendarException*> WorkingCalendar::ExceptionsIn(LocalDay from,
                                                                    LocalDay to) const {
  std::vector<const CalendarException*> found;
  const auto& all = spec().exceptions;
  auto next = std::lower_bound(
      all.begin(), all.end(), from,
      [](const CalendarException& exception, LocalDay day) { return exception.date < day; });
  for (; next != all.end() && next->date <= to; ++next) found.push_back(&*next);
  return found;
}

}  // namespace dunghan::worktime

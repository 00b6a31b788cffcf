#include "days.h"

#include <algorithm>
#include <iterator>

namespace dunghan::board {
namespace {

using std::chrono::days;

std::array<figures::Period, kNamedPeriods> PeriodsOf(LocalDay today, figures::ReportingMonth kind) {
  const std::string date = FormatDate(today);
  const figures::Period month = figures::MonthOf(today, kind);
  std::array<figures::Period, kNamedPeriods> periods;
  const auto at = [&](NamedPeriod period) -> figures::Period& {
    return periods[static_cast<size_t>(period)];
  };
  at(NamedPeriod::kToday) = {date + ".." + date, today, today};
  at(NamedPeriod::kCurrentMonth) = month;
  at(NamedPeriod::kPreviousMonth) = *figures::Previous(month);
  at(NamedPeriod::kCurrentQuarter) = figures::QuarterOf(today, kind);
  at(NamedPeriod::kCurrentYear) = figures::YearOf(today, kind);
  return periods;
}

/// Walks back over the working days before today, once for all windows. A window for which the
/// calendar knows too few begins with the first it knows.
std::array<ledger::DayRange, kWindows> WindowsOf(LocalDay today,
                                                 const worktime::WorkingCalendar& calendar) {
  std::array<ledger::DayRange, kWindows> windows;
  LocalDay first = today;
  // Only days that the calendar knows are asked.
  LocalDay day = std::min(today, calendar.valid_to() + days{1});
  int found = 0;
  for (size_t i = 0; i < kWindows; ++i) {
    while (found < kWindowDays[i] && day > calendar.valid_from()) {
      day -= days{1};
      if (!calendar.IsWorkingDay(day).value()) continue;
      first = day;
      ++found;
    }
    windows[i] = {first, today};
  }
  return windows;
}

}  // namespace

Days::Days(LocalDay today, figures::ReportingMonth kind, const worktime::WorkingCalendar& calendar,
           std::span<const LocalDay> successions)
    : today_(today), periods_(PeriodsOf(today, kind)), windows_(WindowsOf(today, calendar)) {
  std::copy_if(successions.begin(), successions.end(), std::back_inserter(moves_),
               [this](LocalDay day) { return eve() < day && day <= today_; });
  // The first days of stretches. Today is a period too, so that what comes after it is apart.
  std::vector<LocalDay> firsts(successions.begin(), successions.end());
  for (const figures::Period& period : periods_) {
    firsts.insert(firsts.end(), {period.from, period.to + days{1}});
  }
  for (const ledger::DayRange& window : windows_) firsts.push_back(*window.from);
  std::sort(firsts.begin(), firsts.end());
  firsts.erase(std::unique(firsts.begin(), firsts.end()), firsts.end());
  stretches_.push_back({{{}, firsts.front() - days{1}}, PlaceOf(firsts.front() - days{1})});
  for (const LocalDay first : firsts) {
    stretches_.back().range.to = first - days{1};
    stretches_.push_back({{first, {}}, PlaceOf(first)});
  }
}

DayPlace Days::PlaceOf(LocalDay day) const {
  const figures::Period& month = periods_[static_cast<size_t>(NamedPeriod::kCurrentMonth)];
  DayPlace place;
  if (day > month.to) {
    place.part = DayPlace::Part::kBeyond;
  } else if (day > today_) {
    place.part = DayPlace::Part::kAhead;
  } else if (day >= month.from) {
    place.part = DayPlace::Part::kWithin;
  }
  if (day > today_) return place;
  for (size_t i = 0; i < kNamedPeriods; ++i) {
    if (periods_[i].from <= day && day <= periods_[i].to) {
      place.periods = static_cast<uint8_t>(place.periods | (1U << i));
    }
  }
  for (size_t i = 0; i < kWindows; ++i) {
    if (*windows_[i].from <= day) place.windows = static_cast<uint8_t>(place.windows | (1U << i));
  }
  return place;
}

LocalDay Days::eve() const {
  return periods_[static_cast<size_t>(NamedPeriod::kCurrentMonth)].from - days{1};
}

const DayPlace& Days::Of(LocalDay day) const {
  // From the end: what happens now happens about today.
  auto stretch = stretches_.rbegin();
  while (stretch->range.from && day < *stretch->range.from) ++stretch;
  return stretch->place;
}

}  // namespace dunghan::board

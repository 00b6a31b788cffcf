#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dunghan/worktime/due.h"

/// Short spellings for calendars and times, so that a test shows its values and nothing else.
namespace dunghan::worktime::test {

using Hours = std::vector<std::string_view>;

inline const Hours kOfficeHours = {"07:30-11:30", "13:00-17:00"};

inline std::vector<OpenInterval> Intervals(const Hours& hours) {
  std::vector<OpenInterval> intervals;
  for (const auto text : hours) intervals.push_back(ParseOpenInterval(text).value());
  return intervals;
}

inline LocalDay Date(std::string_view text) { return ParseDate(text).value(); }

/// "2021-06-07 08:00" on a clock in Vietnam.
inline Instant At(std::string_view text) {
  return ParseRfc3339(std::string(text) + ":00+07:00").value();
}

inline Instant Utc(std::string_view text) { return ParseRfc3339(text).value(); }

struct Exception {
  std::string_view date;
  Hours hours = {};
  std::string name = {};
  bool confirmed = true;
};

/// Monday to Friday at the same hours.
struct Office {
  Hours hours = kOfficeHours;
  Hours saturday = {};
  Hours sunday = {};
  std::vector<Exception> exceptions = {};
  std::string name = "office";
  std::string zone = "Asia/Ho_Chi_Minh";
  std::string_view from = "";
  std::string_view to = "";
};

inline CalendarSpec SpecOf(const Office& office) {
  CalendarSpec spec;
  spec.name = office.name;
  spec.zone = office.zone;
  if (!office.from.empty()) spec.valid_from = Date(office.from);
  if (!office.to.empty()) spec.valid_to = Date(office.to);
  for (size_t day = 1; day <= 5; ++day) spec.weekly[day] = Intervals(office.hours);
  spec.weekly[6] = Intervals(office.saturday);
  spec.weekly[0] = Intervals(office.sunday);
  for (const auto& [date, hours, name, confirmed] : office.exceptions) {
    spec.exceptions.push_back({Date(date), Intervals(hours), name, "", confirmed});
  }
  return spec;
}

inline WorkingCalendar Open(const Office& office) {
  return WorkingCalendar::Build(SpecOf(office)).value();
}

inline TimeLimit Limit(std::string_view text) { return ParseTimeLimit(text).value(); }

/// The due as text in the calendar's zone, or the error.
inline std::string Due(const WorkingCalendar& calendar, Instant from, std::string_view limit,
                       const std::vector<Suspension>& pauses = {}, const DueRules& rules = {}) {
  const auto due = ComputeDue(calendar, from, Limit(limit), pauses, rules);
  return due ? calendar.zone().Format(due->at) : due.error().for_client;
}

}  // namespace dunghan::worktime::test

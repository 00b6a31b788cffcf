#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "calendar_table.h"

namespace dunghan::worktime::detail {

inline constexpr std::array<std::string_view, 7> kWeekdays = {"sun", "mon", "tue", "wed",
                                                              "thu", "fri", "sat"};

inline std::vector<OpenInterval> SortedHours(std::vector<OpenInterval> hours) {
  std::sort(hours.begin(), hours.end(), [](const OpenInterval& left, const OpenInterval& right) {
    return left.open < right.open;
  });
  return hours;
}

/// Collects the faults of a spec.
class CalendarChecker {
 public:
  explicit CalendarChecker(const CalendarSpec& spec) : spec_(spec) {}

  std::vector<Problem> Check() {
    CheckValidity();
    bool open = false;
    for (size_t i = 0; i < kWeekdays.size(); ++i) {
      CheckHours(fmt::format("hours.{}", kWeekdays[i]), spec_.weekly[i]);
      open = open || !spec_.weekly[i].empty();
    }
    std::vector<LocalDay> dates;
    for (const CalendarException& exception : spec_.exceptions) {
      CheckException(exception);
      dates.push_back(exception.date);
      open = open || !exception.hours.empty();
    }
    CheckUnique(std::move(dates));
    if (!open) Add("hours", "the office is never open");
    return std::move(problems_);
  }

 private:
  void Add(std::string field, std::string message) {
    problems_.push_back({{}, 0, std::move(field), std::move(message), Problem::Severity::kError});
  }

  void CheckValidity() {
    first_ = std::max(spec_.valid_from.value_or(FromDay(kFirstDay)), FromDay(kFirstDay));
    last_ = std::min(spec_.valid_to.value_or(FromDay(kLastDay)), FromDay(kLastDay));
    if (auto zone = Zone::Find(spec_.zone); !zone) {
      Add("zone", zone.error().for_client);
    } else {
      last_ = std::min(last_, zone->last_day());
    }
    if (last_ < first_) {
      Add("valid", fmt::format("from {} is after to {}", FormatDate(first_), FormatDate(last_)));
    }
  }

  void CheckHours(const std::string& field, const std::vector<OpenInterval>& hours) {
    const std::vector<OpenInterval> sorted = SortedHours(hours);
    for (size_t i = 0; i < sorted.size(); ++i) {
      const OpenInterval& now = sorted[i];
      if (now.open < std::chrono::minutes{0} || now.close > std::chrono::hours{24} ||
          now.open >= now.close) {
        Add(field, fmt::format("{}: expected an opening before its closing, within 00:00-24:00",
                               ToString(now)));
      }
      if (i > 0 && now.open < sorted[i - 1].close) {
        Add(field, fmt::format("{} and {} overlap", ToString(sorted[i - 1]), ToString(now)));
      }
    }
  }

  void CheckException(const CalendarException& exception) {
    const std::string field = "exception " + FormatDate(exception.date);
    CheckHours(field, exception.hours);
    if (first_ <= last_ && (exception.date < first_ || exception.date > last_)) {
      Add(field,
          fmt::format("outside the validity {} to {}", FormatDate(first_), FormatDate(last_)));
    }
  }

  void CheckUnique(std::vector<LocalDay> dates) {
    std::sort(dates.begin(), dates.end());
    for (size_t i = 1; i < dates.size(); ++i) {
      if (dates[i] != dates[i - 1] || (i > 1 && dates[i] == dates[i - 2])) continue;
      Add("exception " + FormatDate(dates[i]), "the date is given more than once");
    }
  }

  const CalendarSpec& spec_;
  LocalDay first_;
  LocalDay last_;
  std::vector<Problem> problems_;
};

}  // namespace dunghan::worktime::detail

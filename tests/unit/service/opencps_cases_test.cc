#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/worktime/due.h"

/// Due dates of another system's test runs (`data/opencps_due_cases.csv` in the folder shared with
/// this project), against the reading of the Civil Code written beside them.
namespace dunghan::worktime {
namespace {

using std::chrono::days;

std::string SharedFolder() {
  const char* folder = std::getenv("DUNGHAN_SHARED");
  return folder != nullptr ? folder : DUNGHAN_SHARED_DEFAULT;
}

/// A line of CSV whose fields may be quoted, without line ends inside.
std::vector<std::string> Fields(std::string_view line) {
  std::vector<std::string> fields(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      fields.emplace_back();
    } else {
      fields.back() += c;
    }
  }
  return fields;
}

std::vector<std::string_view> Split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const size_t end = std::min(text.find(separator), text.size());
    parts.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

/// Intervals wherever "hh:mm-hh:mm" stands in the text; empty ones (00:00-00:00) mean closed.
std::vector<OpenInterval> HoursIn(std::string_view text) {
  std::vector<OpenInterval> hours;
  for (size_t at = 0; at + 11 <= text.size(); ++at) {
    const auto interval = ParseOpenInterval(text.substr(at, 11));
    if (interval) hours.push_back(*interval);
  }
  return hours;
}

/// Columns of the file that matter here.
struct Case {
  std::string number;
  std::string from;
  std::string days;
  std::string worktime;
  std::string holidays;
  std::string due;
};

/// "Mon-Fri 07:30-11:30;13:00-17:00", "Mon-Fri + Sat am (Sat 07:30-11:30 only)", "(none
/// configured)"
CalendarSpec SpecOf(const Case& given) {
  CalendarSpec spec{.name = given.number, .zone = "Asia/Ho_Chi_Minh"};
  const std::string_view text = given.worktime;
  const size_t saturday = text.find("+ Sat");
  std::vector<OpenInterval> weekday = HoursIn(text.substr(0, saturday));
  // Where the file names no hours of Monday to Friday it takes the source system's own.
  if (weekday.empty()) weekday = HoursIn("07:30-11:30;13:00-17:00");
  for (size_t day = 1; day <= 5; ++day) spec.weekly[day] = weekday;
  if (saturday != std::string_view::npos) spec.weekly[6] = HoursIn(text.substr(saturday));
  for (const std::string_view holiday : Split(given.holidays, ';')) {
    const bool worked = holiday.ends_with(":1");
    spec.exceptions.push_back({ParseDate(holiday.substr(0, 10)).value(),
                               worked ? weekday : std::vector<OpenInterval>{}, "", "", true});
  }
  return spec;
}

std::optional<std::vector<Case>> ReadCases() {
  std::ifstream file(SharedFolder() + "/data/opencps_due_cases.csv");
  if (!file) return {};
  std::vector<Case> cases;
  for (std::string line; std::getline(file, line);) {
    const auto fields = Fields(line);
    if (fields.size() < 11 || fields[1] != "due" || fields[4] != "day" || fields[10].empty())
      continue;
    cases.push_back({fields[0], fields[2], fields[3], fields[5], fields[6], fields[10]});
  }
  return cases;
}

std::string OnClock(Instant instant) {
  const std::string text = FormatRfc3339(instant, std::chrono::hours{7});
  return text.substr(0, 10) + " " + text.substr(11, 5);
}

/// The closing the Civil Code gives: article 147, the day of receipt is not counted.
std::string DueOf(const Case& given) {
  const auto calendar = WorkingCalendar::Build(SpecOf(given)).value();
  const Instant from = ParseRfc3339(given.from + ":00+07:00").value();
  const auto amount = static_cast<int64_t>(std::stod(given.days));
  return OnClock(ComputeDue(calendar, from, {amount, LimitUnit::kWorkingDays}).value().at);
}

TEST(OpenCpsCases, AreDueAsTheCivilCodeReadsThem) {
  const auto cases = ReadCases();
  if (!cases) GTEST_SKIP() << "no data/opencps_due_cases.csv in " << SharedFolder();
  EXPECT_EQ(cases->size(), 24u);
  for (const Case& given : *cases) EXPECT_EQ(DueOf(given), given.due) << "case " << given.number;
}

}  // namespace
}  // namespace dunghan::worktime

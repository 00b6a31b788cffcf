#include "days.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "dunghan/test/values.h"

namespace dunghan::board {
namespace {

using figures::ReportingMonth;
using test::Day;
using Part = DayPlace::Part;

/// The named periods a day is in, a letter each: Today, Month, Previous month, Quarter, Year.
std::string Letters(const Days& days, std::string_view day) {
  std::string letters;
  for (size_t i = 0; i < kNamedPeriods; ++i) {
    if (days.Of(Day(day)).InPeriod(i)) letters += "TMPQY"[i];
  }
  return letters;
}

/// The first days of the windows of 1, 5 and 20 working days, "06-04 05-31 05-10".
std::string FirstDays(std::string_view today, const worktime::CalendarSpec& spec) {
  const Days days(Day(today), ReportingMonth::kCalendar, *test::Office(spec), {});
  std::string text;
  for (const ledger::DayRange& window : days.windows()) {
    EXPECT_EQ(window.to, Day(today));
    if (!text.empty()) text += ' ';
    text += FormatDate(*window.from).substr(5);
  }
  return text;
}

TEST(Days, KnowWhichPeriodsADayIsIn) {
  const Days days(Day("2021-06-07"), ReportingMonth::kCalendar, *test::Office(), {});
  EXPECT_EQ(Letters(days, "2020-12-31"), "");
  EXPECT_EQ(Letters(days, "2021-01-01"), "Y");
  EXPECT_EQ(Letters(days, "2021-03-31"), "Y");
  EXPECT_EQ(Letters(days, "2021-04-01"), "QY");
  EXPECT_EQ(Letters(days, "2021-05-01"), "PQY");
  EXPECT_EQ(Letters(days, "2021-05-31"), "PQY");
  EXPECT_EQ(Letters(days, "2021-06-01"), "MQY");
  EXPECT_EQ(Letters(days, "2021-06-06"), "MQY");
  EXPECT_EQ(Letters(days, "2021-06-07"), "TMQY");
  EXPECT_EQ(Letters(days, "2021-06-08"), "") << "after today";
}

TEST(Days, ThePreviousMonthMayLieInAnotherYear) {
  const Days days(Day("2021-01-04"), ReportingMonth::kCalendar, *test::Office(), {});
  EXPECT_EQ(Letters(days, "2020-12-01"), "P");
  EXPECT_EQ(Letters(days, "2021-01-04"), "TMQY");
  EXPECT_EQ(Letters(days, "2020-11-30"), "");
}

TEST(Days, ReportingMonthsBeginOnThe15th) {
  const Days days(Day("2021-06-20"), ReportingMonth::kBc, *test::Office(), {});
  EXPECT_EQ(Letters(days, "2021-06-15"), "MQY");
  EXPECT_EQ(Letters(days, "2021-06-14"), "PY");
  EXPECT_EQ(Letters(days, "2021-05-14"), "Y");
  EXPECT_EQ(Letters(days, "2020-12-15"), "Y");
  EXPECT_EQ(Letters(days, "2020-12-14"), "");
}

TEST(Days, WindowsReachBackOverWorkingDaysAndTheDaysOffBetween) {
  EXPECT_EQ(FirstDays("2021-06-07", test::OfficeSpec()), "06-04 05-31 05-10");
  EXPECT_EQ(FirstDays("2021-06-08", test::OfficeSpec()), "06-07 06-01 05-11");
  EXPECT_EQ(FirstDays("2021-06-06", test::OfficeSpec()), "06-04 05-31 05-10") << "a Sunday";
}

TEST(Days, WindowsReachOverALongHolidayAndKnowAMakeUpSaturday) {
  auto spec = test::OfficeSpec();
  for (LocalDay day = Day("2021-02-10"); day <= Day("2021-02-16"); day += std::chrono::days{1}) {
    spec.exceptions.push_back({.date = day});
  }
  spec.exceptions.push_back({.date = Day("2021-02-06"), .hours = spec.weekly[1]});
  EXPECT_EQ(FirstDays("2021-02-17", spec), "02-09 02-04 01-14");
  EXPECT_EQ(FirstDays("2021-02-14", spec), "02-09 02-04 01-14") << "amid the holiday";
}

TEST(Days, WindowsBeginWithTheFirstWorkingDayTheCalendarKnows) {
  auto spec = test::OfficeSpec();
  spec.valid_from = Day("2021-05-29");  // a Saturday
  EXPECT_EQ(FirstDays("2021-06-07", spec), "06-04 05-31 05-31");
  spec.valid_from = Day("2021-06-07");
  EXPECT_EQ(FirstDays("2021-06-07", spec), "06-07 06-07 06-07");
  spec.valid_from = Day("2021-07-01");
  EXPECT_EQ(FirstDays("2021-06-07", spec), "06-07 06-07 06-07");
}

TEST(Days, WindowsEndWithTheLastWorkingDaysTheCalendarKnew) {
  auto spec = test::OfficeSpec();
  spec.valid_to = Day("2021-05-28");  // a Friday
  EXPECT_EQ(FirstDays("2021-06-07", spec), "05-28 05-24 05-03");
}

TEST(Days, KnowWhichWindowsADayIsIn) {
  const Days days(Day("2021-06-07"), ReportingMonth::kCalendar, *test::Office(), {});
  const auto windows = [&](std::string_view day) { return days.Of(Day(day)).windows; };
  EXPECT_EQ(windows("2021-05-09"), 0b000);
  EXPECT_EQ(windows("2021-05-10"), 0b100);
  EXPECT_EQ(windows("2021-05-30"), 0b100);
  EXPECT_EQ(windows("2021-05-31"), 0b110);
  EXPECT_EQ(windows("2021-06-04"), 0b111);
  EXPECT_EQ(windows("2021-06-07"), 0b111);
  EXPECT_EQ(windows("2021-06-08"), 0b000) << "after today";
  EXPECT_TRUE(days.Of(Day("2021-05-10")).In(Window::k20));
  EXPECT_FALSE(days.Of(Day("2021-05-10")).In(Window::k5));
}

TEST(Days, DivideByTheCurrentMonthAsStatementsDo) {
  const Days days(Day("2021-06-07"), ReportingMonth::kCalendar, *test::Office(), {});
  EXPECT_EQ(days.Of(Day("2021-05-31")).part, Part::kBefore);
  EXPECT_EQ(days.Of(Day("2021-06-01")).part, Part::kWithin);
  EXPECT_EQ(days.Of(Day("2021-06-07")).part, Part::kWithin);
  EXPECT_EQ(days.Of(Day("2021-06-08")).part, Part::kAhead);
  EXPECT_EQ(days.Of(Day("2021-06-30")).part, Part::kAhead);
  EXPECT_EQ(days.Of(Day("2021-07-01")).part, Part::kBeyond);
}

TEST(Days, OpenDossiersMoveWithinTheMonthUpToToday) {
  const std::vector<LocalDay> successions = {Day("2020-07-01"), Day("2021-05-31"),
                                             Day("2021-06-01"), Day("2021-06-07"),
                                             Day("2021-06-08"), Day("2022-07-01")};
  const Days days(Day("2021-06-07"), ReportingMonth::kCalendar, *test::Office(), successions);
  EXPECT_EQ(days.eve(), Day("2021-05-31"));
  EXPECT_EQ(days.moves(), (std::vector{Day("2021-06-01"), Day("2021-06-07")}));
  const Days of_decree_09(Day("2021-06-07"), ReportingMonth::kBc, *test::Office(), successions);
  EXPECT_EQ(of_decree_09.eve(), Day("2021-05-14"));
  EXPECT_EQ(of_decree_09.moves(),
            (std::vector{Day("2021-05-31"), Day("2021-06-01"), Day("2021-06-07")}));
}

TEST(Days, StretchesEndWhereAnotherAgencyTakesOver) {
  const std::vector<LocalDay> successions = {Day("2015-03-01"), Day("2021-06-04"),
                                             Day("2030-01-01")};
  const Days days(Day("2021-06-07"), ReportingMonth::kCalendar, *test::Office(), successions);
  for (const LocalDay day : successions) {
    EXPECT_TRUE(std::any_of(days.stretches().begin(), days.stretches().end(),
                            [&](const Days::Stretch& each) { return each.range.from == day; }))
        << FormatDate(day);
  }
}

TEST(Days, StretchesFollowEachOtherWithoutAGap) {
  const std::vector<LocalDay> successions = {Day("2015-03-01"), Day("2021-06-01"),
                                             Day("2021-06-04"), Day("2030-01-01")};
  const auto office = test::Office();
  for (const auto kind : {ReportingMonth::kCalendar, ReportingMonth::kBc}) {
    for (LocalDay today = Day("2021-05-14"); today <= Day("2022-01-15");
         today += std::chrono::days{1}) {
      const Days of(today, kind, *office, successions);
      const auto& stretches = of.stretches();
      EXPECT_FALSE(stretches.front().range.from);
      EXPECT_FALSE(stretches.back().range.to);
      for (size_t i = 1; i < stretches.size(); ++i) {
        ASSERT_EQ(*stretches[i].range.from, *stretches[i - 1].range.to + std::chrono::days{1});
        ASSERT_EQ(of.Of(*stretches[i].range.from), stretches[i].place);
        ASSERT_EQ(of.Of(*stretches[i - 1].range.to), stretches[i - 1].place);
      }
    }
  }
}

}  // namespace
}  // namespace dunghan::board

#include "dunghan/figures/period.h"

#include <gtest/gtest.h>

#include "dunghan/test/values.h"

namespace dunghan::figures {
namespace {

using test::Day;

Period Of(std::string_view from, std::string_view to, std::string_view name) {
  return {std::string(name), Day(from), Day(to)};
}

TEST(ParsePeriod, KnowsCalendarPeriods) {
  EXPECT_EQ(ParsePeriod("2021-06").value(), Of("2021-06-01", "2021-06-30", "2021-06"));
  EXPECT_EQ(ParsePeriod("2024-02").value(), Of("2024-02-01", "2024-02-29", "2024-02"));
  EXPECT_EQ(ParsePeriod("2021-Q2").value(), Of("2021-04-01", "2021-06-30", "2021-Q2"));
  EXPECT_EQ(ParsePeriod("2021-H2").value(), Of("2021-07-01", "2021-12-31", "2021-H2"));
  EXPECT_EQ(ParsePeriod("2021").value(), Of("2021-01-01", "2021-12-31", "2021"));
  EXPECT_EQ(ParsePeriod("2021-06-07..2021-06-18").value(),
            Of("2021-06-07", "2021-06-18", "2021-06-07..2021-06-18"));
}

TEST(ParsePeriod, KnowsTheReportingPeriodsOfDecree09Of2019) {
  EXPECT_EQ(ParsePeriod("bc:2021-06").value(), Of("2021-05-15", "2021-06-14", "bc:2021-06"));
  EXPECT_EQ(ParsePeriod("bc:2021-01").value(), Of("2020-12-15", "2021-01-14", "bc:2021-01"));
  EXPECT_EQ(ParsePeriod("bc:2021-Q1").value(), Of("2020-12-15", "2021-03-14", "bc:2021-Q1"));
  EXPECT_EQ(ParsePeriod("bc:2021-H1").value(), Of("2020-12-15", "2021-06-14", "bc:2021-H1"));
  EXPECT_EQ(ParsePeriod("bc:2021").value(), Of("2020-12-15", "2021-12-14", "bc:2021"));
}

TEST(ParsePeriod, RefusesWhatIsNone) {
  for (const char* text :
       {"2021-13", "2021-Q5", "2021-H3", "21-06", "2021-6", "", "bc:", "2021-06-07",
        "2021-06-18..2021-06-07", "bc:2021-06-07..2021-06-18", "-021-06"}) {
    EXPECT_FALSE(ParsePeriod(text)) << text;
  }
  EXPECT_EQ(
      ParsePeriod("June").error().for_client,
      "period \"June\": expected 2021-06, 2021-Q2, 2021-H1, 2021, FROM..TO, or bc: before one "
      "of the first four");
}

TEST(MonthOf, FollowsTheReportingMonth) {
  EXPECT_EQ(MonthOf(Day("2021-06-15"), ReportingMonth::kCalendar).name, "2021-06");
  EXPECT_EQ(MonthOf(Day("2021-06-14"), ReportingMonth::kBc).name, "bc:2021-06");
  EXPECT_EQ(MonthOf(Day("2021-06-15"), ReportingMonth::kBc).name, "bc:2021-07");
  EXPECT_EQ(MonthOf(Day("2021-12-31"), ReportingMonth::kBc).name, "bc:2022-01");
}

TEST(Next, FollowsOnWithoutAGap) {
  for (const char* name : {"2021-12", "2021-Q4", "2021-H2", "2021", "bc:2021-12", "bc:2021-Q4"}) {
    const Period period = ParsePeriod(name).value();
    EXPECT_EQ(Next(period)->from, period.to + std::chrono::days{1}) << name;
  }
  EXPECT_EQ(Next(ParsePeriod("2021-Q4").value())->name, "2022-Q1");
  EXPECT_FALSE(Next(ParsePeriod("2021-06-07..2021-06-18").value()));
}

TEST(QuarterOf, IsMadeOfTheReportingMonthsInUse) {
  constexpr auto kCalendar = ReportingMonth::kCalendar;
  constexpr auto kBc = ReportingMonth::kBc;
  EXPECT_EQ(QuarterOf(Day("2021-06-30"), kCalendar), Of("2021-04-01", "2021-06-30", "2021-Q2"));
  EXPECT_EQ(QuarterOf(Day("2021-07-01"), kCalendar), Of("2021-07-01", "2021-09-30", "2021-Q3"));
  EXPECT_EQ(QuarterOf(Day("2021-06-14"), kBc), Of("2021-03-15", "2021-06-14", "bc:2021-Q2"));
  EXPECT_EQ(QuarterOf(Day("2021-06-15"), kBc), Of("2021-06-15", "2021-09-14", "bc:2021-Q3"));
  EXPECT_EQ(QuarterOf(Day("2021-12-20"), kBc), Of("2021-12-15", "2022-03-14", "bc:2022-Q1"));
}

TEST(YearOf, IsMadeOfTheReportingMonthsInUse) {
  EXPECT_EQ(YearOf(Day("2021-12-20"), ReportingMonth::kCalendar),
            Of("2021-01-01", "2021-12-31", "2021"));
  EXPECT_EQ(YearOf(Day("2021-12-14"), ReportingMonth::kBc),
            Of("2020-12-15", "2021-12-14", "bc:2021"));
  EXPECT_EQ(YearOf(Day("2021-12-15"), ReportingMonth::kBc),
            Of("2021-12-15", "2022-12-14", "bc:2022"));
}

TEST(Previous, ComesBeforeWithoutAGap) {
  for (const char* name : {"2021-01", "2021-Q1", "2021-H1", "2021", "bc:2021-01", "bc:2021"}) {
    const Period period = ParsePeriod(name).value();
    EXPECT_EQ(Previous(period)->to, period.from - std::chrono::days{1}) << name;
    EXPECT_EQ(Next(*Previous(period)), period);
  }
  EXPECT_EQ(Previous(ParsePeriod("bc:2021-01").value())->name, "bc:2020-12");
  EXPECT_FALSE(Previous(ParsePeriod("2021-06-07..2021-06-18").value()));
}

}  // namespace
}  // namespace dunghan::figures

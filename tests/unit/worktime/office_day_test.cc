#include "dunghan/worktime/office_day.h"

#include <gtest/gtest.h>

#include "offices.h"

namespace dunghan::worktime::test {
namespace {

using namespace std::chrono_literals;

const Office kSplitDay = {.hours = {"07:30-11:30", "13:30-17:00"}};

OfficeDay DayAt(std::string_view at) { return OfficeDayAt(Open(kSplitDay), At(at)).value(); }

TEST(OfficeDay, BeforeTheOpeningAllIsAhead) {
  const OfficeDay day = DayAt("2021-06-07 07:00");
  EXPECT_FALSE(day.open);
  EXPECT_EQ(day.elapsed, 0ms);
  EXPECT_EQ(day.left, 450min);
}

TEST(OfficeDay, HoursAreHalfOpen) {
  EXPECT_TRUE(DayAt("2021-06-07 07:30").open);
  EXPECT_TRUE(DayAt("2021-06-07 11:29").open);
  EXPECT_FALSE(DayAt("2021-06-07 11:30").open);
  EXPECT_TRUE(DayAt("2021-06-07 13:30").open);
  EXPECT_FALSE(DayAt("2021-06-07 17:00").open);
}

TEST(OfficeDay, TheBreakIsNeitherPassedNorAhead) {
  const OfficeDay day = DayAt("2021-06-07 12:15");
  EXPECT_EQ(day.elapsed, 240min);
  EXPECT_EQ(day.left, 210min);
}

TEST(OfficeDay, ADayOffHasNothing) {
  const OfficeDay day = DayAt("2021-06-06 09:00");
  EXPECT_FALSE(day.open);
  EXPECT_EQ(day.elapsed, 0ms);
  EXPECT_EQ(day.left, 0ms);
}

TEST(OfficeDay, TheLastDayTheCalendarKnowsIsTheLastAnswered) {
  Office known = kSplitDay;
  known.to = "2021-06-07";
  const auto office = Open(known);
  EXPECT_EQ(OfficeDayAt(office, At("2021-06-07 16:00"))->left, 60min);
  EXPECT_FALSE(OfficeDayAt(office, At("2021-06-08 08:00")));
}

TEST(UsualDay, IsWhatMostDaysAreOpen) {
  const auto open = [](std::string_view text) { return ParseOpenInterval(text).value(); };
  CalendarSpec spec{.name = "x", .zone = "Asia/Ho_Chi_Minh"};
  for (size_t day = 1; day <= 5; ++day)
    spec.weekly[day] = {open("07:30-11:30"), open("13:30-17:00")};
  spec.weekly[6] = {open("07:30-11:30")};
  EXPECT_EQ(UsualDay(WorkingCalendar::Build(spec).value()), 450min);
  for (size_t day = 1; day <= 5; ++day) spec.weekly[day] = {};
  spec.weekly[0] = {open("08:00-09:00")};
  EXPECT_EQ(UsualDay(WorkingCalendar::Build(spec).value()), 240min)
      << "of as many of each, the longer";
}

}  // namespace
}  // namespace dunghan::worktime::test

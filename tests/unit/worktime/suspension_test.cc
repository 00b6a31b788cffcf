#include <gtest/gtest.h>

#include "dunghan/worktime/due.h"
#include "offices.h"

namespace dunghan::worktime::test {
namespace {

using namespace std::chrono_literals;

Suspension Pause(std::string_view from, std::string_view to) { return {At(from), At(to)}; }

TEST(Suspension, MovesWorkingDaysToTheClosingOfTheDayReached) {
  const auto office = Open({.hours = {"07:30-11:30", "13:30-17:00"}});
  EXPECT_EQ(
      Due(office, At("2021-06-07 08:00"), "5wd", {Pause("2021-06-08 15:00", "2021-06-10 09:00")}),
      "2021-06-16T17:00:00+07:00");
}

TEST(Suspension, MovesWorkingHoursByTheWorkingTimeSuspended) {
  const auto office = Open({});
  EXPECT_EQ(
      Due(office, At("2021-06-07 08:00"), "8wh", {Pause("2021-06-07 16:00", "2021-06-08 07:45")}),
      "2021-06-08T09:15:00+07:00");
}

TEST(Suspension, OutsideWorkingHoursMovesNothing) {
  const auto office = Open({});
  const std::vector<Suspension> night = {Pause("2021-06-07 18:00", "2021-06-08 07:00")};
  EXPECT_EQ(Due(office, At("2021-06-07 08:00"), "5wd", night), "2021-06-14T17:00:00+07:00");
  EXPECT_EQ(Due(office, At("2021-06-07 13:00"), "12wh", night), "2021-06-08T17:00:00+07:00");
}

TEST(Suspension, MovesCalendarDaysByWholeDaysBeforeRolling) {
  const auto office = Open({});
  // Friday the 11th, and 25 hours of pause are two days: Sunday, rolled to Monday.
  EXPECT_EQ(
      Due(office, At("2021-06-07 08:00"), "4cd", {Pause("2021-06-08 08:00", "2021-06-09 09:00")}),
      "2021-06-14T17:00:00+07:00");
  EXPECT_EQ(
      Due(office, At("2021-05-11 08:00"), "1mo", {Pause("2021-06-08 08:00", "2021-06-08 08:01")}),
      "2021-06-14T17:00:00+07:00");
}

TEST(Suspension, OfManyMinutesBuysOneDayNotOneEach) {
  const auto office = Open({});
  EXPECT_EQ(Due(office, At("2021-06-07 08:00"), "3wd",
                {Pause("2021-06-08 16:59", "2021-06-08 17:01"),
                 Pause("2021-06-09 16:59", "2021-06-09 17:01"),
                 Pause("2021-06-10 16:59", "2021-06-10 17:01"),
                 Pause("2021-06-11 16:59", "2021-06-11 17:01"),
                 Pause("2021-06-14 16:59", "2021-06-14 17:01")}),
            "2021-06-11T17:00:00+07:00");
}

TEST(Suspension, CountsIfItBeganBeforeTheDueAsMovedByThoseBefore) {
  const auto office = Open({});
  const Suspension first = Pause("2021-06-08 08:00", "2021-06-08 09:00");
  const Suspension second = Pause("2021-06-09 08:00", "2021-06-10 08:00");
  EXPECT_EQ(Due(office, At("2021-06-07 08:00"), "1wd", {second}), "2021-06-08T17:00:00+07:00");
  EXPECT_EQ(Due(office, At("2021-06-07 08:00"), "1wd", {second, first}),
            "2021-06-10T17:00:00+07:00");
}

TEST(Suspension, ThatBeginsAtTheDueComesTooLate) {
  const auto office = Open({});
  EXPECT_EQ(
      Due(office, At("2021-06-07 08:00"), "1wd", {Pause("2021-06-08 17:00", "2021-06-10 17:00")}),
      "2021-06-08T17:00:00+07:00");
}

TEST(Suspension, OverlappingOthersCountsOnce) {
  const auto office = Open({});
  EXPECT_EQ(Due(office, At("2021-06-07 08:00"), "4wh",
                {Pause("2021-06-07 09:00", "2021-06-07 10:00"),
                 Pause("2021-06-07 09:30", "2021-06-07 10:30"),
                 Pause("2021-06-07 09:40", "2021-06-07 09:50")}),
            "2021-06-07T15:00:00+07:00");
}

TEST(Suspension, BeforeReceiptCountsFromReceiptOn) {
  const auto office = Open({});
  EXPECT_EQ(Due(office, At("2021-06-07 08:00"), "1wh",
                {Pause("2021-06-01 08:00", "2021-06-02 08:00"),
                 Pause("2021-06-07 07:30", "2021-06-07 08:30")}),
            "2021-06-07T09:30:00+07:00");
}

TEST(Suspension, WithoutLengthIsNone) {
  const auto office = Open({});
  EXPECT_EQ(Due(office, At("2021-06-07 08:00"), "1cd",
                {Pause("2021-06-07 09:00", "2021-06-07 09:00"),
                 Pause("2021-06-07 10:00", "2021-06-07 09:00")}),
            "2021-06-08T17:00:00+07:00");
}

TEST(Suspension, ReachingBeyondTheValidityIsAnError) {
  const auto office = Open({.name = "vn-office", .from = "2018-01-01", .to = "2021-12-31"});
  EXPECT_EQ(
      Due(office, At("2021-12-30 08:00"), "1wd", {Pause("2021-12-31 08:00", "2022-02-01 08:00")}),
      "calendar \"vn-office\" has no days of 2022 (valid 2018-01-01 to 2021-12-31)");
}

TEST(Suspension, WithoutEndInSightIsAnErrorNotAnOverflow) {
  const std::vector<Suspension> forever = {{Instant::min(), Instant::max()}};
  for (const char* limit : {"5wd", "5wh", "5cd", "5mo", "sd"}) {
    EXPECT_FALSE(ComputeDue(Open({}), At("2021-06-07 08:00"), Limit(limit), forever)) << limit;
  }
}

}  // namespace
}  // namespace dunghan::worktime::test

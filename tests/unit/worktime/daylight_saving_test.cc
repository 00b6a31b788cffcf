#include <gtest/gtest.h>

#include "offices.h"

namespace dunghan::worktime::test {
namespace {

using namespace std::chrono_literals;

// New York 2021: forward on 14 March 02:00 -> 03:00, back on 7 November 02:00 -> 01:00, both
// Sundays.
Office NightShift() {
  return {.hours = {"00:00-04:00"}, .sunday = {"00:00-04:00"}, .zone = "America/New_York"};
}

TEST(DaylightSaving, WorksRealHoursOnTheShortAndOnTheLongNight) {
  const auto night = Open(NightShift());
  EXPECT_EQ(night.WorkingTime(Utc("2021-03-14T00:00:00Z"), Utc("2021-03-15T00:00:00Z")).value(),
            3h);
  EXPECT_EQ(night.WorkingTime(Utc("2021-11-07T00:00:00Z"), Utc("2021-11-08T00:00:00Z")).value(),
            5h);
  EXPECT_EQ(night.AddWorkingTime(Utc("2021-11-07T00:00:00Z"), 5h).value(),
            Utc("2021-11-07T09:00:00Z"));
}

TEST(DaylightSaving, OpensAtTheEarlierAndClosesAtTheLaterOfTwoReadings) {
  const auto closes = Open({.sunday = {"00:00-01:30"}, .zone = "America/New_York"});
  EXPECT_EQ(closes.ClosingOf(Date("2021-11-07")).value(), Utc("2021-11-07T06:30:00Z"));
  const auto opens = Open({.sunday = {"01:30-03:00"}, .zone = "America/New_York"});
  EXPECT_EQ(opens.AddWorkingTime(Utc("2021-11-07T04:00:00Z"), 0s).value(),
            Utc("2021-11-07T05:30:00Z"));
}

TEST(DaylightSaving, CountsNoTimeTwiceWhereIntervalsMeetInTheRepeatedHour) {
  const auto office = Open({.sunday = {"00:00-01:30", "01:30-03:00"}, .zone = "America/New_York"});
  EXPECT_EQ(office.WorkingTime(Utc("2021-11-07T04:00:00Z"), Utc("2021-11-08T05:00:00Z")).value(),
            4h);
}

TEST(DaylightSaving, LeavesADayWhoseHoursAreAllSkippedOff) {
  const auto office = Open({.sunday = {"02:00-03:00"}, .zone = "America/New_York"});
  EXPECT_FALSE(office.IsWorkingDay(Date("2021-03-14")).value());
  EXPECT_TRUE(office.HoursOn(Date("2021-03-14")).value().empty());
  EXPECT_TRUE(office.IsWorkingDay(Date("2021-03-21")).value());
}

TEST(DaylightSaving, KeepsOfficeHoursOnTheWallClock) {
  const auto office = Open({.zone = "America/New_York"});
  EXPECT_EQ(Due(office, Utc("2021-03-12T15:00:00Z"), "1wd"), "2021-03-15T17:00:00-04:00");
  EXPECT_EQ(Due(office, Utc("2021-11-05T15:00:00Z"), "1wd"), "2021-11-08T17:00:00-05:00");
  EXPECT_EQ(Due(office, Utc("2021-11-05T19:00:00Z"), "8wh"), "2021-11-08T15:00:00-05:00");
}

TEST(DaylightSaving, HasNoWorkOnADayTheZoneSkipped) {
  const auto office = Open({.zone = "Pacific/Apia"});
  EXPECT_FALSE(office.IsWorkingDay(Date("2011-12-30")).value());
  EXPECT_EQ(Due(office, Utc("2011-12-29T20:00:00Z"), "1wd"), "2012-01-02T17:00:00+14:00");
}

TEST(DaylightSaving, CountsEveryHourOnceWhereClocksGoBackOverMidnight) {
  // St. John's, 2010-11-07 00:01 -> 2010-11-06 23:01: the evening of the 6th comes once more.
  const Hours always = {"00:00-24:00"};
  const auto office =
      Open({.hours = always, .saturday = always, .sunday = always, .zone = "America/St_Johns"});
  Instant now = Utc("2010-11-06T12:00:00Z");
  for (int i = 0; i < 48; ++i, now += 30min) {
    EXPECT_EQ(office.WorkingTime(now, now + 30min).value(), 30min);
    EXPECT_EQ(office.AddWorkingTime(now, 6h).value(), now + 6h);
  }
}

}  // namespace
}  // namespace dunghan::worktime::test

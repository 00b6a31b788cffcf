#include "dunghan/worktime/calendar.h"

#include <gtest/gtest.h>

#include "offices.h"

namespace dunghan::worktime::test {
namespace {

using namespace std::chrono_literals;

TEST(WorkingCalendar, CountsNothingOverLunchAtNightAndOnTheWeekend) {
  const auto office = Open({});
  EXPECT_EQ(office.WorkingTime(At("2021-06-07 11:30"), At("2021-06-07 13:00")).value(), 0s);
  EXPECT_EQ(office.WorkingTime(At("2021-06-07 17:00"), At("2021-06-08 07:30")).value(), 0s);
  EXPECT_EQ(office.WorkingTime(At("2021-06-11 16:00"), At("2021-06-14 08:30")).value(), 2h);
}

TEST(WorkingCalendar, SkipsAHolidayInTheMiddle) {
  const auto office = Open({.exceptions = {{"2026-04-30", {}, "Ngày Chiến thắng"}}});
  EXPECT_EQ(office.WorkingTime(At("2026-04-29 16:00"), At("2026-05-01 10:00")).value(), 3h + 30min);
}

TEST(WorkingCalendar, CountsAMakeUpSaturdayAndAHalfDay) {
  const auto office =
      Open({.exceptions = {{"2024-05-04", kOfficeHours}, {"2024-05-03", {"07:30-11:30"}}}});
  EXPECT_EQ(office.WorkingTime(At("2024-05-03 00:00"), At("2024-05-06 00:00")).value(), 4h + 8h);
  EXPECT_EQ(office.WorkingDays(At("2024-05-02 09:00"), At("2024-05-06 00:00")).value(), 3);
}

TEST(WorkingCalendar, CountsFractionsOfASecond) {
  const auto office = Open({});
  EXPECT_EQ(office.WorkingTime(At("2021-06-07 08:00") + 1ms, At("2021-06-07 08:00") + 4ms).value(),
            3ms);
}

TEST(WorkingCalendar, HasNoWorkingTimeFromLaterToEarlier) {
  const auto office = Open({});
  EXPECT_EQ(office.WorkingTime(At("2021-06-08 08:00"), At("2021-06-07 08:00")).value(), 0s);
  EXPECT_EQ(office.WorkingDays(At("2021-06-08 08:00"), At("2021-06-07 08:00")).value(), 0);
}

TEST(WorkingCalendar, AddsWorkingTimeUpToTheClosingNotTheNextOpening) {
  const auto office = Open({});
  EXPECT_EQ(office.AddWorkingTime(At("2021-06-11 13:00"), 4h).value(), At("2021-06-11 17:00"));
  EXPECT_EQ(office.AddWorkingTime(At("2021-06-11 13:00"), 4h + 1ms).value(),
            At("2021-06-14 07:30") + 1ms);
}

TEST(WorkingCalendar, AddsNoTimeByWaitingForTheNextOpening) {
  const auto office = Open({});
  EXPECT_EQ(office.AddWorkingTime(At("2021-06-07 09:10"), 0s).value(), At("2021-06-07 09:10"));
  EXPECT_EQ(office.AddWorkingTime(At("2021-06-07 11:30"), 0s).value(), At("2021-06-07 13:00"));
  EXPECT_EQ(office.AddWorkingTime(At("2021-06-11 17:00"), 0s).value(), At("2021-06-14 07:30"));
  EXPECT_EQ(office.AddWorkingTime(At("2021-06-12 03:00"), 0s).value(), At("2021-06-14 07:30"));
}

TEST(WorkingCalendar, FindsTheNthWorkingDayBeforeOnAndAfterExceptions) {
  const auto office = Open({.exceptions = {{"2021-06-09"}, {"2021-06-12", kOfficeHours}}});
  const LocalDay monday = Date("2021-06-07");
  EXPECT_EQ(office.NthWorkingDayAfter(monday, 1).value(), Date("2021-06-08"));
  EXPECT_EQ(office.NthWorkingDayAfter(monday, 2).value(), Date("2021-06-10"));
  EXPECT_EQ(office.NthWorkingDayAfter(monday, 4).value(), Date("2021-06-12"));
  EXPECT_EQ(office.NthWorkingDayAfter(monday, 5).value(), Date("2021-06-14"));
  EXPECT_EQ(office.NextWorkingDay(Date("2021-06-12")).value(), Date("2021-06-12"));
  EXPECT_EQ(office.NextWorkingDay(Date("2021-06-13")).value(), Date("2021-06-14"));
}

TEST(WorkingCalendar, HoldsForEveryYearWithoutAValidity) {
  const auto office = Open({});
  EXPECT_EQ(office.WorkingTime(Utc("0001-01-02T00:00:00Z"), Utc("9999-12-30T00:00:00Z")).value(),
            std::chrono::hours{2608612 * 8});
  EXPECT_EQ(office.ClosingOf(Date("3021-06-08")).value(), At("3021-06-08 17:00"));
}

TEST(WorkingCalendar, NamesCalendarAndYearBeyondItsValidity) {
  const auto office = Open({.name = "vn-office", .from = "2018-01-01", .to = "2027-12-31"});
  const std::string beyond =
      "calendar \"vn-office\" has no days of 2031 (valid 2018-01-01 to 2027-12-31)";
  EXPECT_EQ(office.IsWorkingDay(Date("2031-01-01")).error().for_client, beyond);
  EXPECT_EQ(office.HoursOn(Date("2031-01-01")).error().for_client, beyond);
  EXPECT_EQ(office.ClosingOf(Date("2031-01-01")).error().for_client, beyond);
  EXPECT_EQ(office.NextWorkingDay(Date("2031-01-01")).error().for_client, beyond);
  EXPECT_EQ(office.WorkingTime(At("2027-01-01 00:00"), At("2031-01-01 08:00")).error().for_client,
            beyond);
  EXPECT_EQ(office.WorkingDays(At("2027-01-01 00:00"), At("2031-01-01 08:00")).error().code,
            ErrorCode::kInvalidArgument);
  EXPECT_EQ(office.IsWorkingDay(Date("2017-12-31")).error().for_client,
            "calendar \"vn-office\" has no days of 2017 (valid 2018-01-01 to 2027-12-31)");
}

TEST(WorkingCalendar, NamesTheFirstYearBeyondWhenSearchingRunsOut) {
  const auto office = Open({.name = "vn-office", .from = "2018-01-01", .to = "2027-12-31"});
  const std::string beyond =
      "calendar \"vn-office\" has no days of 2028 (valid 2018-01-01 to 2027-12-31)";
  EXPECT_EQ(office.NthWorkingDayAfter(Date("2027-12-30"), 2).error().for_client, beyond);
  EXPECT_EQ(office.AddWorkingTime(At("2027-12-31 16:00"), 61min).error().for_client, beyond);
  EXPECT_EQ(office.AddWorkingTime(At("2027-12-31 16:00"), 60min).value(), At("2027-12-31 17:00"));
}

TEST(WorkingCalendar, CountsUpToTheMidnightThatEndsItsValidity) {
  const auto office = Open({.from = "2018-01-01", .to = "2027-12-31"});
  EXPECT_EQ(office.WorkingTime(At("2027-12-31 00:00"), At("2028-01-01 00:00")).value(), 8h);
}

TEST(WorkingCalendar, IsValidOnlyAsFarAsItsZoneIsKnown) {
  const auto office = Open({.zone = "America/New_York"});
  EXPECT_EQ(office.valid_to(), Date("2037-12-31"));
  EXPECT_EQ(office.IsWorkingDay(Date("2038-01-01")).error().for_client,
            "calendar \"office\" has no days of 2038 (valid 0001-01-01 to 2037-12-31)");
}

TEST(WorkingCalendar, SaysThatADayOffHasNoClosing) {
  EXPECT_EQ(Open({}).ClosingOf(Date("2021-06-12")).error().for_client,
            "2021-06-12 is a day off in calendar \"office\"");
}

TEST(WorkingCalendar, ListsHoursAndExceptionsInOrder) {
  const auto office = Open({.hours = {"13:00-17:00", "07:30-11:30"},
                            .exceptions = {{"2021-06-09"}, {"2021-06-08", {"08:00-12:00"}}}});
  EXPECT_EQ(office.HoursOn(Date("2021-06-07")).value(), Intervals(kOfficeHours));
  EXPECT_EQ(office.HoursOn(Date("2021-06-08")).value(), Intervals({"08:00-12:00"}));
  EXPECT_TRUE(office.HoursOn(Date("2021-06-09")).value().empty());
  const auto exceptions = office.ExceptionsIn(Date("2021-06-08"), Date("2021-06-09"));
  ASSERT_EQ(exceptions.size(), 2u);
  EXPECT_EQ(exceptions[0]->date, Date("2021-06-08"));
}

TEST(WorkingCalendar, MayBeOpenOnExceptionsAlone) {
  CalendarSpec spec = SpecOf({.exceptions = {{"2021-06-08", {"08:00-12:00"}}}});
  spec.weekly = {};
  const auto fair = WorkingCalendar::Build(spec).value();
  EXPECT_EQ(fair.NthWorkingDayAfter(Date("2021-01-01"), 1).value(), Date("2021-06-08"));
  EXPECT_FALSE(fair.NthWorkingDayAfter(Date("2021-01-01"), 2));
  EXPECT_EQ(fair.AddWorkingTime(At("2021-01-01 00:00"), 4h).value(), At("2021-06-08 12:00"));
  EXPECT_FALSE(fair.AddWorkingTime(At("2021-01-01 00:00"), 5h));
}

TEST(WorkingCalendar, ReportsEveryFaultAtOnce) {
  CalendarSpec spec = SpecOf({.exceptions = {{"2021-06-08"}, {"2021-06-08"}, {"2031-01-01"}},
                              .zone = "Asia/Nowhere",
                              .to = "2027-12-31"});
  spec.weekly[1] = {{450min, 690min}, {660min, 1020min}};
  spec.weekly[2] = {{600min, 600min}};
  std::vector<std::string> faults;
  for (const Problem& problem : WorkingCalendar::Check(spec)) faults.push_back(ToString(problem));
  const std::vector<std::string> expected = {
      "zone: no time zone \"Asia/Nowhere\" in the IANA database",
      "hours.mon: 07:30-11:30 and 11:00-17:00 overlap",
      "hours.tue: 10:00-10:00: expected an opening before its closing, within 00:00-24:00",
      "exception 2031-01-01: outside the validity 0001-01-01 to 2027-12-31",
      "exception 2021-06-08: the date is given more than once"};
  EXPECT_EQ(faults, expected);
  EXPECT_FALSE(WorkingCalendar::Build(spec));
}

TEST(WorkingCalendar, MustBeOpenSomeTimeAndEndAfterItBegins) {
  EXPECT_EQ(WorkingCalendar::Build(SpecOf({.hours = {}, .name = "x"})).error().for_client,
            "calendar \"x\": hours: the office is never open");
  EXPECT_EQ(WorkingCalendar::Build(SpecOf({.name = "x", .from = "2021-02-01", .to = "2021-01-01"}))
                .error()
                .for_client,
            "calendar \"x\": valid: from 2021-02-01 is after to 2021-01-01");
}

TEST(OpenInterval, IsReadToTheMinuteUpToMidnight) {
  EXPECT_EQ(ParseOpenInterval("00:00-24:00").value(), (OpenInterval{0min, 1440min}));
  for (const char* text : {"", "07:30", "7:30-11:30", "07:30-11:60", "11:30-07:30", "08:00-08:00",
                           "07:30-24:01", "07:30-11:30 ", "07:30/11:30"}) {
    EXPECT_FALSE(ParseOpenInterval(text)) << text;
  }
  EXPECT_EQ(ParseOpenInterval("8-12").error().for_client,
            "\"8-12\" are no opening hours: expected hh:mm-hh:mm such as 07:30-11:30, up to 24:00");
}

}  // namespace
}  // namespace dunghan::worktime::test

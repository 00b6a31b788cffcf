#include "dunghan/worktime/due.h"

#include <gtest/gtest.h>

#include "offices.h"

namespace dunghan::worktime::test {
namespace {

using namespace std::chrono_literals;

TEST(DueDate, OfWorkingDaysIsTheClosingOfTheNthAfterReceipt) {
  const auto office = Open({});
  EXPECT_EQ(Due(office, At("2021-06-07 08:00"), "5wd"), "2021-06-14T17:00:00+07:00");
  EXPECT_EQ(Due(office, At("2021-06-07 18:30"), "1wd"), "2021-06-08T17:00:00+07:00");
  EXPECT_EQ(Due(office, At("2021-06-12 09:00"), "1wd"), "2021-06-14T17:00:00+07:00");
  EXPECT_EQ(Due(office, At("2021-06-07 08:00"), "300wd"), "2022-08-01T17:00:00+07:00");
}

TEST(DueDate, OfWorkingDaysClosesEarlyOnAHalfDay) {
  const auto office = Open({.saturday = {"07:30-11:30"}});
  EXPECT_EQ(Due(office, At("2021-06-11 15:00"), "1wd"), "2021-06-12T11:30:00+07:00");
}

TEST(DueDate, OfWorkingHoursIsTheEarliestInstant) {
  const auto office = Open({});
  EXPECT_EQ(Due(office, At("2021-06-11 13:00"), "4wh"), "2021-06-11T17:00:00+07:00");
  EXPECT_EQ(Due(office, At("2021-06-11 16:07"), "3wh"), "2021-06-14T09:37:00+07:00");
  EXPECT_EQ(Due(office, At("2021-06-12 12:00"), "4wh"), "2021-06-14T11:30:00+07:00");
  EXPECT_EQ(Due(office, At("2021-06-07 07:30"), "5400ws"), "2021-06-07T09:00:00+07:00");
}

TEST(DueDate, OfCalendarDaysRollsOffDaysOff) {
  const auto office = Open({.exceptions = {{"2021-06-14"}}});
  EXPECT_EQ(Due(office, At("2021-06-07 08:00"), "3cd"), "2021-06-10T17:00:00+07:00");
  EXPECT_EQ(Due(office, At("2021-06-07 08:00"), "5cd"), "2021-06-15T17:00:00+07:00");
}

TEST(DueDate, OfMonthsIsTheSameDayOrTheMonthsLast) {
  const auto office = Open({});
  EXPECT_EQ(Due(office, At("2021-06-08 08:00"), "1mo"), "2021-07-08T17:00:00+07:00");
  EXPECT_EQ(Due(office, At("2023-12-31 08:00"), "2mo"), "2024-02-29T17:00:00+07:00");
  EXPECT_EQ(Due(office, At("2021-01-31 08:00"), "1mo"), "2021-03-01T17:00:00+07:00");
}

TEST(DueDate, OfTheSameDayPassesToTheNextWorkingDayFromTheCutOffOn) {
  const auto office = Open({});
  EXPECT_EQ(Due(office, At("2021-06-11 14:59"), "sd"), "2021-06-11T17:00:00+07:00");
  EXPECT_EQ(Due(office, At("2021-06-11 15:00"), "sd"), "2021-06-14T17:00:00+07:00");
  EXPECT_EQ(Due(office, At("2021-06-12 09:00"), "sd"), "2021-06-14T17:00:00+07:00");
  EXPECT_EQ(Due(office, At("2021-06-11 15:00"), "sd", {}, {.same_day_cutoff = 16h}),
            "2021-06-11T17:00:00+07:00");
}

TEST(DueDate, OfTheSameDayIsNeverAClosingAlreadyPast) {
  const auto office = Open({.exceptions = {{"2021-06-11", {"07:30-11:30"}}}});
  EXPECT_EQ(Due(office, At("2021-06-11 11:29"), "sd"), "2021-06-11T11:30:00+07:00");
  EXPECT_EQ(Due(office, At("2021-06-11 11:30"), "sd"), "2021-06-14T17:00:00+07:00");
}

TEST(DueDate, SkipsHolidaysAndCountsMakeUpDays) {
  const auto office =
      Open({.exceptions = {
                {"2024-04-29"}, {"2024-04-30"}, {"2024-05-01"}, {"2024-05-04", kOfficeHours}}});
  EXPECT_EQ(Due(office, At("2024-04-26 09:00"), "3wd"), "2024-05-04T17:00:00+07:00");
  EXPECT_EQ(Due(office, At("2024-04-26 09:00"), "4wd"), "2024-05-06T17:00:00+07:00");
}

TEST(DueDate, IsUnconfirmedOnlyIfAnUnannouncedDayLiesInItsStretch) {
  const auto office = Open({.exceptions = {{"2021-06-09", {}, "?", false}}});
  const auto confirmed = [&](std::string_view from, std::string_view limit) {
    return ComputeDue(office, At(from), Limit(limit)).value().confirmed;
  };
  EXPECT_TRUE(confirmed("2021-06-07 08:00", "1wd"));
  EXPECT_FALSE(confirmed("2021-06-07 08:00", "2wd"));
  EXPECT_FALSE(confirmed("2021-06-08 08:00", "1cd"));
  EXPECT_FALSE(confirmed("2021-06-09 08:00", "sd"));
  EXPECT_FALSE(confirmed("2021-06-07 08:00", "24wh"));
  EXPECT_TRUE(confirmed("2021-06-07 08:00", "8wh"));
  EXPECT_TRUE(confirmed("2021-06-10 08:00", "100wd"));
}

TEST(DueDate, BeyondTheValidityIsAnErrorForEveryUnit) {
  const auto office = Open({.name = "vn-office", .from = "2018-01-01", .to = "2027-12-31"});
  const std::string beyond =
      "calendar \"vn-office\" has no days of 2028 (valid 2018-01-01 to 2027-12-31)";
  for (const char* limit : {"5wd", "40wh", "99999ws", "5cd", "1mo", "100000wd", "100000wh"}) {
    EXPECT_EQ(Due(office, At("2027-12-31 15:00"), limit), beyond) << limit;
  }
  EXPECT_EQ(Due(office, At("2027-12-31 15:00"), "sd"), beyond);
  EXPECT_EQ(Due(office, At("2027-06-01 15:00"), "48mo"),
            "calendar \"vn-office\" has no days of 2031 (valid 2018-01-01 to 2027-12-31)");
  EXPECT_EQ(Due(office, At("2017-12-29 15:00"), "5wd"),
            "calendar \"vn-office\" has no days of 2017 (valid 2018-01-01 to 2027-12-31)");
}

TEST(DueDate, AtTheEndOfAllYearsIsAnError) {
  const auto office = Open({});
  for (const char* limit : {"100000wd", "100000wh", "1000000000ws", "100000cd", "100000mo", "sd"}) {
    const auto due = ComputeDue(office, Utc("9999-12-31T16:00:00Z"), Limit(limit));
    ASSERT_FALSE(due) << limit;
    EXPECT_EQ(due.error().code, ErrorCode::kInvalidArgument);
  }
}

TEST(DueDate, RefusesALimitThatNobodyCouldHaveRead) {
  EXPECT_EQ(
      ComputeDue(Open({}), At("2021-06-07 08:00"), {0, LimitUnit::kWorkingDays}).error().for_client,
      "time limit out of range: 0wd");
}

}  // namespace
}  // namespace dunghan::worktime::test

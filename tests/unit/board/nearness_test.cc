#include "nearness.h"

#include <utility>

#include "board_fixture.h"

namespace dunghan::board {
namespace {

using dossier::Standing;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using test::At;
using test::Day;

class NearnessTest : public ::testing::Test {
 protected:
  /// Of a dossier due by the end of that day.
  DueBucket BucketAt(const std::string& due, const std::string& now) {
    return Near(test::Day(due), test::At(now)).bucket;
  }
  Nearness Near(LocalDay due, Instant now) {
    const Instant overdue_from = calendar_.zone().StartOf(due + days{1});
    const Standing standing = now < overdue_from ? Standing::kInTime : Standing::kOverdue;
    return NearnessAt(calendar_, standing, DueAt{due, overdue_from}, now);
  }

  test::Events events_;
  std::shared_ptr<const rulebook::Rulebook> rulebook_ = BoardRulebook(events_.codes());
  const worktime::WorkingCalendar& calendar_ = rulebook_->default_calendar();
};

TEST_F(NearnessTest, CountsWorkingDaysToTheDue) {
  // Wednesday the 30th, with no day off but the weekend before it.
  EXPECT_EQ(BucketAt("2021-06-30", "2021-06-24 23:59"), DueBucket::kLater);
  EXPECT_EQ(BucketAt("2021-06-30", "2021-06-25 00:00"), DueBucket::k3);
  EXPECT_EQ(BucketAt("2021-06-30", "2021-06-28 23:59"), DueBucket::k3);
  EXPECT_EQ(BucketAt("2021-06-30", "2021-06-29 00:00"), DueBucket::k1);
  EXPECT_EQ(BucketAt("2021-06-30", "2021-06-30 00:00"), DueBucket::kToday);
  EXPECT_EQ(BucketAt("2021-06-30", "2021-06-30 23:59"), DueBucket::kToday);
}

TEST_F(NearnessTest, CountsWorkingDaysAfterTheDue) {
  EXPECT_EQ(BucketAt("2021-06-30", "2021-07-01 00:00"), DueBucket::kOverdue1);
  EXPECT_EQ(BucketAt("2021-06-30", "2021-07-04 23:59"), DueBucket::kOverdue1);
  EXPECT_EQ(BucketAt("2021-06-30", "2021-07-05 00:00"), DueBucket::kOverdue3);
  EXPECT_EQ(BucketAt("2021-06-30", "2021-07-13 23:59"), DueBucket::kOverdue3);
  EXPECT_EQ(BucketAt("2021-06-30", "2021-07-14 00:00"), DueBucket::kOverdue10Plus);
}

TEST_F(NearnessTest, IsNewlySevereOnTheTenthWorkingDayAfterTheDueAlone) {
  const auto is_new = [&](const std::string& now) {
    return Near(Day("2021-06-28"), At(now)).newly_severe;
  };
  EXPECT_FALSE(is_new("2021-07-11 23:59"));
  EXPECT_TRUE(is_new("2021-07-12 00:00"));
  EXPECT_TRUE(is_new("2021-07-12 23:59"));
  EXPECT_FALSE(is_new("2021-07-13 00:00"));
  EXPECT_EQ(BucketAt("2021-06-28", "2021-07-13 00:00"), DueBucket::kOverdue10Plus);
}

TEST_F(NearnessTest, IsStillNewlySevereOverADayOff) {
  const Nearness near = Near(Day("2021-06-25"), At("2021-07-10 08:00"));  // a Saturday
  EXPECT_TRUE(near.newly_severe);
  EXPECT_EQ(near.until, At("2021-07-12 00:00"));
  EXPECT_FALSE(Near(Day("2021-06-25"), *near.until).newly_severe);
}

TEST_F(NearnessTest, IsNewlySevereNoLongerThanTheCalendarKnows) {
  const Nearness near = Near(Day("2021-12-17"), At("2021-12-31 08:00"));
  EXPECT_TRUE(near.newly_severe);
  EXPECT_EQ(near.until, At("2022-01-01 00:00"));
  const Nearness after = Near(Day("2021-12-17"), *near.until);
  EXPECT_FALSE(after.newly_severe);
  EXPECT_EQ(after.bucket, DueBucket::kOverdue10Plus);
  EXPECT_EQ(after.until, std::nullopt);
}

TEST_F(NearnessTest, ADueOnADayOffIsDueTodayFromTheLastWorkingDayOn) {
  EXPECT_EQ(BucketAt("2021-06-27", "2021-06-25 08:00"), DueBucket::kToday);
  EXPECT_EQ(BucketAt("2021-06-27", "2021-06-24 08:00"), DueBucket::k1);
  // On the day off before a working day it is still one working day away.
  EXPECT_EQ(BucketAt("2021-06-28", "2021-06-27 08:00"), DueBucket::k1);
}

TEST_F(NearnessTest, ALongHolidayBringsNothingNearer) {
  EXPECT_EQ(BucketAt("2021-02-18", "2021-02-09 00:00"), DueBucket::k3);
  EXPECT_EQ(BucketAt("2021-02-18", "2021-02-08 23:59"), DueBucket::k3);
  EXPECT_EQ(BucketAt("2021-02-18", "2021-02-07 23:59"), DueBucket::kLater);
  EXPECT_EQ(BucketAt("2021-02-18", "2021-02-16 23:59"), DueBucket::k3);
  EXPECT_EQ(BucketAt("2021-02-18", "2021-02-17 00:00"), DueBucket::k1);
  EXPECT_EQ(BucketAt("2021-02-09", "2021-02-18 23:59"), DueBucket::kOverdue1);
  EXPECT_EQ(BucketAt("2021-02-09", "2021-02-19 00:00"), DueBucket::kOverdue3);
}

TEST_F(NearnessTest, AHalfDayIsAWorkingDay) {
  EXPECT_EQ(BucketAt("2021-02-08", "2021-02-05 12:00"), DueBucket::k3);
  EXPECT_EQ(BucketAt("2021-02-08", "2021-02-06 12:00"), DueBucket::k1);
  EXPECT_EQ(BucketAt("2021-02-05", "2021-02-08 08:00"), DueBucket::kOverdue1);
  EXPECT_EQ(BucketAt("2021-02-05", "2021-02-09 08:00"), DueBucket::kOverdue3);
}

TEST_F(NearnessTest, ADueAt24IsDueOnTheDayItClosesAndLateAMillisecondAfter) {
  const DueAt due{Day("2021-06-29"), At("2021-06-30 00:00") + milliseconds{1}};
  const auto near = [&](Instant now) {
    return NearnessAt(calendar_, now < due.overdue_from ? Standing::kInTime : Standing::kOverdue,
                      due, now);
  };
  EXPECT_EQ(near(At("2021-06-28 23:59")).bucket, DueBucket::k1);
  EXPECT_EQ(near(At("2021-06-29 00:00")).bucket, DueBucket::kToday);
  EXPECT_EQ(near(At("2021-06-30 00:00")).bucket, DueBucket::kToday);
  EXPECT_EQ(near(At("2021-06-30 00:00")).until, due.overdue_from);
  EXPECT_EQ(near(due.overdue_from).bucket, DueBucket::kOverdue1);
  EXPECT_EQ(near(At("2021-07-01 23:59")).bucket, DueBucket::kOverdue1);
  EXPECT_EQ(near(At("2021-07-02 00:00")).bucket, DueBucket::kOverdue3) << "of the 30th, 1st, 2nd";
}

TEST_F(NearnessTest, KnowsNoNearnessOfSuspendedAndUnmeasurableOnes) {
  const Instant now = At("2021-06-07 08:00");
  const auto suspended =
      NearnessAt(calendar_, Standing::kSuspended, DueAt{Day("2021-06-07"), now + hours{1}}, now);
  EXPECT_EQ(suspended.bucket, DueBucket::kSuspended);
  EXPECT_EQ(suspended.until, std::nullopt);
  EXPECT_EQ(NearnessAt(calendar_, Standing::kUnmeasurable, {}, now).bucket,
            DueBucket::kUnmeasurable);
  EXPECT_EQ(NearnessAt(calendar_, Standing::kPendingAcceptance, {}, now).bucket,
            DueBucket::kUnmeasurable);
}

TEST_F(NearnessTest, ADueBeyondTheCalendarIsLaterUntilItIsOver) {
  const Nearness near = Near(Day("2022-01-03"), At("2021-12-30 08:00"));
  EXPECT_EQ(near.bucket, DueBucket::kLater);
  EXPECT_EQ(near.until, At("2022-01-04 00:00"));
  EXPECT_EQ(BucketAt("2022-01-03", "2022-01-03 08:00"), DueBucket::kLater);
  EXPECT_EQ(BucketAt("2022-01-03", "2022-02-03 08:00"), DueBucket::kOverdue1);
}

TEST_F(NearnessTest, AfterTheCalendarsEndTheWorkingDaysItKnewCount) {
  // The 28th, 29th, 30th and 31st are known.
  const Nearness near = Near(Day("2021-12-27"), At("2022-05-05 08:00"));
  EXPECT_EQ(near.bucket, DueBucket::kOverdue3);
  EXPECT_EQ(near.until, std::nullopt);
  EXPECT_EQ(BucketAt("2021-12-30", "2022-05-05 08:00"), DueBucket::kOverdue1);
  EXPECT_EQ(Near(Day("2021-12-30"), At("2021-12-31 08:00")).until, std::nullopt);
}

TEST_F(NearnessTest, BeforeTheCalendarsBeginADueIsLater) {
  const Nearness near = Near(Day("2020-01-02"), At("2019-12-20 08:00"));
  EXPECT_EQ(near.bucket, DueBucket::kLater);
  EXPECT_EQ(near.until, At("2020-01-01 00:00"));
  EXPECT_EQ(BucketAt("2020-01-02", "2020-01-01 00:00"), DueBucket::k1);
  EXPECT_EQ(Near(Day("2019-12-20"), At("2019-12-31 08:00")).until, At("2020-01-06 00:00"));
}

/// The bucket by its definition, day by day.
DueBucket Defined(const worktime::WorkingCalendar& calendar, LocalDay due, LocalDay today) {
  const auto count = [&](LocalDay from, LocalDay to) {
    int n = 0;
    for (LocalDay day = from + days{1}; day <= to; day += days{1}) {
      n += calendar.IsWorkingDay(day).value() ? 1 : 0;
    }
    return n;
  };
  if (today > due) {
    const int n = count(due, today);
    return n >= 10 ? DueBucket::kOverdue10Plus
                   : (n >= 3 ? DueBucket::kOverdue3 : DueBucket::kOverdue1);
  }
  const int n = count(today, due);
  if (n == 0) return DueBucket::kToday;
  return n == 1 ? DueBucket::k1 : (n <= 3 ? DueBucket::k3 : DueBucket::kLater);
}

/// Every due around Tết, on every day around it: the bucket is the defined one, and what is said to
/// be its end is.
TEST_F(NearnessTest, HoldsExactlyUntilItSays) {
  const worktime::Zone& zone = calendar_.zone();
  for (LocalDay due = Day("2021-01-25"); due <= Day("2021-02-28"); due += days{1}) {
    const Instant overdue_from = zone.StartOf(due + days{1});
    for (LocalDay today = due - days{20}; today <= due + days{40}; today += days{1}) {
      const Instant now = zone.StartOf(today) + hours{9};
      const Nearness near = Near(due, now);
      ASSERT_EQ(near.bucket, Defined(calendar_, due, today))
          << FormatDate(due) << " on " << FormatDate(today);
      if (!near.until) {
        EXPECT_EQ(near.bucket, DueBucket::kOverdue10Plus);
        EXPECT_FALSE(near.newly_severe);
        continue;
      }
      ASSERT_GT(*near.until, now);
      const auto of = [](const Nearness& one) { return std::pair(one.bucket, one.newly_severe); };
      ASSERT_EQ(of(Near(due, *near.until - milliseconds{1})), of(near));
      ASSERT_TRUE(*near.until == overdue_from || of(Near(due, *near.until)) != of(near))
          << FormatDate(due) << " on " << FormatDate(today);
    }
  }
}

}  // namespace
}  // namespace dunghan::board

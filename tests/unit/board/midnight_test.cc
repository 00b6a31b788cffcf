#include "board_fixture.h"

/// Dues that close their day at 24:00, and promises for before the receipt.
namespace dunghan::board {
namespace {

using std::chrono::milliseconds;
using test::At;
using test::Day;

/// Agencies A and B, P (5wd) and Q (8wh); the office works from 16:00 to 24:00 on 2021-06-14, a
/// Monday, and on the last day of June.
class MidnightTest : public BoardTest {
 protected:
  MidnightTest() {
    policy_.basis = dossier::Basis::kLawful;
    test::SmallRules rules;
    for (const char* date : {"2021-06-14", "2021-06-30"}) {
      rules.exceptions += std::string("[[exception]]\ndate = ") + date +
                          "\nname = \"Trực\"\nhours = [\"16:00-24:00\"]\n";
    }
    rulebook_ = test::SmallRulebook(events_.codes(), rules);
    Open();
  }
  figures::Figures Month() { return Total().month; }
};

TEST_F(MidnightTest, ADayBasedDueIsDueOnTheDayThatClosesAt24) {
  Append({Received("D1", "2021-06-07 08:00", "")});
  PassTo("2021-06-14 09:00");
  Reload();
  EXPECT_EQ(Find("D1")->due, dossier::DueClaim{At("2021-06-15 00:00")});
  EXPECT_EQ(Find("D1")->due_day, Day("2021-06-14"));
  EXPECT_EQ(BucketOf("D1"), DueBucket::kToday);
  PassTo("2021-06-15 00:00");
  EXPECT_EQ(BucketOf("D1"), DueBucket::kOverdue1);
  Reload();
  EXPECT_EQ(Wrong(), "");
}

TEST_F(MidnightTest, AnHourBasedOneIsLateAMillisecondAfterThatDay) {
  Append({Received("D1", "2021-06-14 08:00", "", "A", "Q")});
  PassTo("2021-06-14 23:59");
  Reload();
  EXPECT_EQ(Find("D1")->due_day, Day("2021-06-14"));
  EXPECT_EQ(BucketOf("D1"), DueBucket::kToday);
  EXPECT_EQ(Total().recent[0].due_late, 0);
  PassTo(At("2021-06-15 00:00"));
  EXPECT_EQ(StandingOf("D1"), Standing::kInTime);
  Reload();
  EXPECT_EQ(Month().due_cohort.all, 0) << "it is still in time";
  PassTo(At("2021-06-15 00:00") + milliseconds{1});
  EXPECT_EQ(StandingOf("D1"), Standing::kOverdue);
  EXPECT_EQ(Month().due_cohort.all, 1);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(MidnightTest, TheLastDayOfAMonthDoesNotMoveIntoTheNext) {
  Append({Received("D1", "2021-06-23 08:00", ""), Received("D2", "2021-06-23 08:00", ""),
          Received("D3", "2021-06-30 08:00", "", "A", "Q")});
  PassTo("2021-06-30 17:00");
  Append({Make("D1", EventType::kCompleted, "2021-06-30 17:00")});
  Reload();
  EXPECT_EQ(Month().due_in_period, 3);
  EXPECT_EQ(Month().finished_on_time, 1) << "on the due day, so not early";
  EXPECT_EQ(Month().due_cohort.on_time, 1);
  EXPECT_EQ(Wrong(), "");
  PassTo("2021-07-01 00:01");
  Reload();
  EXPECT_EQ(Month().due_in_period, 0) << "of July";
  EXPECT_EQ(Month().carried_over, 2);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(MidnightTest, APromiseForBeforeTheReceiptCountsOnTheDayOfReceipt) {
  policy_.basis = dossier::Basis::kPromised;
  Reload();
  Append({Received("D1", "2021-06-07 07:45", "2021-04-01")});
  EXPECT_EQ(StandingOf("D1"), Standing::kOverdue);
  EXPECT_EQ(BucketOf("D1"), DueBucket::kOverdue1);
  EXPECT_EQ(Find("D1")->due_day, Day("2021-04-01"));
  EXPECT_EQ(Find("D1")->counted_on, Day("2021-06-07"));
  EXPECT_EQ(Total().recent[0].due_late, 1);
  EXPECT_EQ(Month().due_cohort.all, 1);
  EXPECT_EQ(Wrong(), "");
}

}  // namespace
}  // namespace dunghan::board

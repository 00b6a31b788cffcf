#include "dunghan/figures/best_possible.h"

#include <gtest/gtest.h>

namespace dunghan::figures {
namespace {

/// 30 due this month, of which 12 are decided, 9 of them in time; 4 overdue, some of them from
/// before.
Figures Month() {
  Figures month;
  month.finished_early = 5;
  month.finished_on_time = 4;
  month.finished_late = 1;
  month.open_overdue = 4;
  month.open_in_time = 25;
  month.due_cohort = {.on_time = 9, .all = 12};
  month.due_in_period = 30;
  return month;
}

TEST(BestPossible, PendingIsWhatIsDueAndNotDecided) { EXPECT_EQ(PendingInPeriod(Month()), 18); }

TEST(BestPossible, OfficialFinishesWhatIsPendingInTimeAndWhatIsOverdueLate) {
  EXPECT_EQ(BestPossible(Month(), Headline::kOfficial), (Rate{9 + 18, 10 + 18 + 4}));
}

TEST(BestPossible, DueCohortIsLostByWhatIsLateAlready) {
  EXPECT_EQ(BestPossible(Month(), Headline::kDueCohort), (Rate{27, 30}));
}

TEST(BestPossible, StrictCountsWhatIsOpenAsInTimeAlready) {
  EXPECT_EQ(BestPossible(Month(), Headline::kStrict), Strict(Month()));
}

TEST(BestPossible, NothingDueAndNothingFinishedIsNoData) {
  for (const Headline headline : {Headline::kOfficial, Headline::kDueCohort, Headline::kStrict}) {
    EXPECT_EQ(BestPossible({}, headline), Rate{});
  }
}

TEST(BestPossible, WithNothingToComeItIsTheRateItself) {
  Figures month = Month();
  month.open_overdue = 0;
  month.due_in_period = month.due_cohort.all;
  for (const Headline headline : {Headline::kOfficial, Headline::kDueCohort, Headline::kStrict}) {
    EXPECT_EQ(BestPossible(month, headline), RateOf(month, headline));
  }
}

}  // namespace
}  // namespace dunghan::figures

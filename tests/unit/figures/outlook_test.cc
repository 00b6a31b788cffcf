#include "dunghan/figures/outlook.h"

#include <gtest/gtest.h>

namespace dunghan::figures {
namespace {

constexpr Target kAtLeast98{980, TargetIs::kAtLeast};

/// 980 of 985 finished in time, 33 open and overdue, 50 open in time, 7 suspended, 4 of them with
/// their due ahead; 100 due this month, 12 of them late.
Figures Month() {
  Figures month;
  month.finished_early = 900;
  month.finished_on_time = 80;
  month.finished_late = 5;
  month.open_overdue = 33;
  month.open_in_time = 50;
  month.open_suspended = 7;
  month.open_suspended_ahead = 4;
  month.due_cohort = {.on_time = 60, .all = 72};
  month.due_in_period = 100;
  return month;
}

TEST(Best, OfficialFinishesInTimeWhatStillCanAndLeavesTheOverdueForLater) {
  EXPECT_EQ(Best(Month(), Headline::kOfficial), (Rate{980 + 54, 985 + 54}));
}

TEST(Best, DueCohortIsLostByWhatIsLateAlready) {
  EXPECT_EQ(Best(Month(), Headline::kDueCohort), (Rate{88, 100}));
}

TEST(Best, StrictCountsWhatIsOpenAsInTimeAlready) {
  EXPECT_EQ(Best(Month(), Headline::kStrict), Strict(Month()));
}

TEST(Best, NothingDueAndNothingFinishedIsNoData) {
  for (const Headline headline : {Headline::kOfficial, Headline::kDueCohort, Headline::kStrict}) {
    EXPECT_EQ(Best({}, headline), Rate{});
  }
}

TEST(Cleared, CountsTheBacklogAsLateWhereTheRateDoesNotYet) {
  EXPECT_EQ(Cleared(Month(), Headline::kOfficial), (Rate{980, 985 + 33}));
  EXPECT_EQ(Backlog(Month(), Headline::kOfficial), 33);
  for (const Headline headline : {Headline::kStrict, Headline::kDueCohort}) {
    EXPECT_EQ(Cleared(Month(), headline), RateOf(Month(), headline));
    EXPECT_EQ(Backlog(Month(), headline), 0);
  }
}

TargetState StateOf(const Figures& month) {
  return StateOf(month, Headline::kOfficial, kAtLeast98, false);
}

TEST(StateOf, AMonthWithABacklogIsAtRiskAndNeverOutOfReachWhileItsRateIsAboveTheTarget) {
  Figures month = Month();
  EXPECT_EQ(StateOf(month), TargetState::kAtRisk) << "99.49 %, and with the backlog 96.26 %";
  month.open_in_time = 0;
  month.open_suspended_ahead = 0;
  EXPECT_EQ(StateOf(month), TargetState::kAtRisk);
}

TEST(StateOf, IsReachedWhereTheBacklogWouldNotChangeIt) {
  Figures month = Month();
  month.open_overdue = 15;
  EXPECT_EQ(StateOf(month), TargetState::kReached) << "980 of 1000";
  ++month.open_overdue;
  EXPECT_EQ(StateOf(month), TargetState::kAtRisk);
}

TEST(StateOf, IsOutOfReachWhereNotEvenAllOnHandInTimeWouldDo) {
  Figures month;
  month.finished_on_time = 48;
  month.finished_late = 2;
  month.open_in_time = 50;
  EXPECT_EQ(StateOf(month), TargetState::kAtRisk) << "98 of 100 can still be in time";
  --month.open_in_time;
  EXPECT_EQ(StateOf(month), TargetState::kOutOfReach);
  month.open_suspended_ahead = 1;
  EXPECT_EQ(StateOf(month), TargetState::kAtRisk) << "one that is suspended can be as well";
}

TEST(StateOf, OfAPeriodThatIsOverIsTheRateAlone) {
  Figures month = Month();
  EXPECT_EQ(StateOf(month, Headline::kOfficial, kAtLeast98, true), TargetState::kMet);
  month.finished_late = 30;
  EXPECT_EQ(StateOf(month, Headline::kOfficial, kAtLeast98, true), TargetState::kMissed);
}

TEST(StateOf, IsNoDataWhereNothingIsFinishedWhateverIsOpen) {
  Figures month;
  month.open_in_time = 50;
  month.open_overdue = 3;
  EXPECT_EQ(StateOf(month), TargetState::kNoData);
  EXPECT_EQ(StateOf(month, Headline::kOfficial, kAtLeast98, true), TargetState::kNoData);
}

TEST(OutlookOf, APeriodThatIsOverCanEndInNoOtherWay) {
  const Outlook over = OutlookOf(Month(), Headline::kOfficial, kAtLeast98, true);
  EXPECT_EQ(over, (Outlook{TargetState::kMet, {980, 985}, {980, 1018}, 33}));
  const Outlook now = OutlookOf(Month(), Headline::kOfficial, kAtLeast98, false);
  EXPECT_EQ(now, (Outlook{TargetState::kAtRisk, {1034, 1039}, {980, 1018}, 33}));
}

TEST(ToString, NamesEveryState) {
  EXPECT_EQ(ToString(TargetState::kNoData), "no_data");
  EXPECT_EQ(ToString(TargetState::kOutOfReach), "out_of_reach");
  EXPECT_EQ(ToString(TargetState::kMissed), "missed");
  EXPECT_EQ(ToString(TargetState::kAtRisk), "at_risk");
  EXPECT_EQ(ToString(TargetState::kReached), "reached");
  EXPECT_EQ(ToString(TargetState::kMet), "met");
}

}  // namespace
}  // namespace dunghan::figures

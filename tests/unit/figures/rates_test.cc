#include <gtest/gtest.h>

#include "dunghan/figures/figures.h"

namespace dunghan::figures {
namespace {

constexpr Target k98OrMore{980, TargetIs::kAtLeast};
constexpr Target kAbove98{980, TargetIs::kAbove};

TEST(CutRatio, IsNeverRoundedUp) {
  EXPECT_EQ(CutRatio({55, 60}), 0.9166);
  EXPECT_EQ(CutRatio({9799, 10000}), 0.9799);
  EXPECT_EQ(CutRatio({97996, 100000}), 0.9799) << "97.996 % must not show as 98 %";
  EXPECT_EQ(CutRatio({99999, 100000}), 0.9999) << "must not show as 1";
  EXPECT_EQ(CutRatio({7, 7}), 1.0);
}

TEST(CutRatio, OfNothingIsNoData) { EXPECT_FALSE(CutRatio({0, 0})); }

TEST(CutShare, IsNeverRoundedUp) {
  EXPECT_EQ(CutShare(0.97999), 0.9799) << "must not show as 98 %";
  EXPECT_EQ(CutShare(0.99996), 0.9999) << "must not show as 1";
  EXPECT_EQ(CutShare(1.0), 1.0);
  EXPECT_EQ(CutShare(0.0), 0.0);
  EXPECT_EQ(CutShare(0.98765, 2), 0.98);
}

TEST(Meets, ComparesAsIntegers) {
  EXPECT_TRUE(*Meets({98, 100}, k98OrMore));
  EXPECT_FALSE(*Meets({98, 100}, kAbove98));
  EXPECT_FALSE(*Meets({9799, 10000}, k98OrMore));
  EXPECT_TRUE(*Meets({9801, 10000}, kAbove98));
  EXPECT_FALSE(Meets({0, 0}, k98OrMore));
}

TEST(Wilson95, AgreesWithPublishedValues) {
  const auto interval = Wilson95({55, 60});
  EXPECT_NEAR(interval->low, 0.8193, 5e-5);
  EXPECT_NEAR(interval->high, 0.9639, 5e-5);
  EXPECT_NEAR(Wilson95({11, 12})->low, 0.646, 5e-4);
  EXPECT_NEAR(Wilson95({11, 12})->high, 0.985, 5e-4);
  EXPECT_FALSE(Wilson95({0, 0}));
}

TEST(Wilson95, StaysWithinZeroAndOne) {
  EXPECT_EQ(Wilson95({0, 5})->low, 0.0);
  EXPECT_EQ(Wilson95({5, 5})->high, 1.0);
}

TEST(Wilson95, ReachesOneWhereTheRateIsOneAndNowhereElse) {
  for (int64_t all = 1; all <= 3000; ++all) {
    EXPECT_EQ(Wilson95({all, all})->high, 1.0) << all;
    EXPECT_EQ(Wilson95({0, all})->low, 0.0) << all;
    EXPECT_LT(Wilson95({all - 1, all})->high, 1.0) << all;
  }
}

Figures Example() {
  Figures f;
  f.received = 80;
  f.carried_over = 20;
  f.finished_early = 40;
  f.finished_on_time = 15;
  f.finished_late = 5;
  f.refused_in_time = 3;
  f.open_in_time = 28;
  f.open_overdue = 10;
  f.open_suspended = 2;
  f.due_cohort = {50, 62};
  f.due_in_period = 70;
  return f;
}

TEST(Rates, OfTheWorkedExample) {
  EXPECT_EQ(Official(Example()), (Rate{55, 60}));
  EXPECT_EQ(GrantedOnly(Example()), (Rate{52, 57}));
  EXPECT_EQ(Strict(Example()), (Rate{85, 100}));
  EXPECT_EQ(RateOf(Example(), Headline::kDueCohort), (Rate{50, 62}));
  EXPECT_TRUE(EquationHolds(Example()));
}

TEST(Strict, LeavesOutWhatCannotBeMeasuredAndWhatWasWithdrawnInTime) {
  Figures f = Example();
  f.withdrawn = 7;
  f.withdrawn_overdue = 2;
  f.open_unmeasurable = 9;
  f.finished_unmeasurable = 9;
  EXPECT_EQ(Strict(f), (Rate{85, 102}));
}

TEST(EquationHolds, FailsWhenADossierGetsLost) {
  Figures f = Example();
  --f.open_in_time;
  EXPECT_FALSE(EquationHolds(f));
}

TEST(BudgetOf, TheWorkedExampleIsExceeded) {
  const LateBudget budget = BudgetOf(Example(), k98OrMore, false);
  EXPECT_EQ(budget.due, 70);
  EXPECT_EQ(budget.allowed, 1);
  EXPECT_EQ(budget.late, 12);
  EXPECT_EQ(budget.left, -11);
  EXPECT_EQ(budget.needs_on_time, 530);
  EXPECT_EQ(budget.state, BudgetState::kExceeded);
}

TEST(BudgetOf, NothingRestoresATargetOnceThePeriodIsOver) {
  const LateBudget budget = BudgetOf(Example(), k98OrMore, true);
  EXPECT_EQ(budget.state, BudgetState::kMissed);
  EXPECT_EQ(budget.left, -11);
  EXPECT_EQ(budget.needs_on_time, 0);
}

Figures Due(int64_t due, int64_t late) {
  Figures f;
  f.due_in_period = due;
  f.due_cohort = {due - late, due};
  return f;
}

TEST(BudgetOf, AgreesWithTryingOutEveryNumber) {
  for (const Target& target :
       {k98OrMore, kAbove98, Target{500, TargetIs::kAtLeast}, Target{995, TargetIs::kAbove}}) {
    for (int64_t due = 1; due <= 120; ++due) {
      int64_t allowed = 0;
      while (allowed < due && *Meets({due - allowed - 1, due}, target)) ++allowed;
      const LateBudget within = BudgetOf(Due(due, 0), target, false);
      EXPECT_EQ(within.allowed, allowed) << due << " at " << target.per_mille;
      const int64_t late = std::min<int64_t>(due, 3);
      int64_t needed = 0;
      while (!*Meets({due - late + needed, due + needed}, target)) ++needed;
      EXPECT_EQ(BudgetOf(Due(due, late), target, false).needs_on_time, needed);
    }
  }
}

TEST(BudgetOf, OfAMonthWithNothingDueHasNoData) {
  EXPECT_EQ(BudgetOf(Figures{}, k98OrMore, true).state, BudgetState::kNoData);
}

}  // namespace
}  // namespace dunghan::figures

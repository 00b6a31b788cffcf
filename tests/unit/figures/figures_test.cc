#include "dunghan/figures/figures.h"

#include <gtest/gtest.h>

#include "dunghan/figures/cells.h"

namespace dunghan::figures {
namespace {

void Put(Amounts& amounts, Amount amount, int32_t value) {
  amounts[static_cast<size_t>(amount)] = value;
}

TEST(Tally, CarriesOverWhatWasOpenBefore) {
  Tally tally;
  Put(tally.before, Amount::kReceived, 30);
  Put(tally.before, Amount::kFinishedEarly, 20);
  Put(tally.before, Amount::kWithdrawn, 3);
  Put(tally.before, Amount::kOverdue, 2);
  Put(tally.within, Amount::kReceived, 10);
  Put(tally.within, Amount::kFinishedLate, 1);
  Put(tally.within, Amount::kOverdue, 1);
  Put(tally.before, Amount::kSuspended, 2);
  Put(tally.before, Amount::kSuspendedAhead, 2);
  Put(tally.within, Amount::kSuspended, 1);
  Put(tally.within, Amount::kSuspendedAhead, -1);
  const Figures figures = tally.ToFigures();
  EXPECT_EQ(figures.carried_over, 7);
  EXPECT_EQ(figures.received, 10);
  EXPECT_EQ(figures.open_overdue, 3);
  EXPECT_EQ(figures.open_suspended, 3);
  EXPECT_EQ(figures.open_suspended_ahead, 1);
  EXPECT_EQ(figures.open_in_time, 10);
  EXPECT_TRUE(EquationHolds(figures));
}

TEST(Tally, CountsDuesStillToComeInTheBudgetOnly) {
  Tally tally;
  Put(tally.within, Amount::kCohortInTime, 8);
  Put(tally.within, Amount::kCohortLate, 1);
  Put(tally.within, Amount::kCohortPending, 2);
  Put(tally.ahead, Amount::kCohortLate, 5);
  Put(tally.ahead, Amount::kCohortInTime, 3);
  const Figures figures = tally.ToFigures();
  EXPECT_EQ(figures.due_cohort, (Rate{8, 9}));
  EXPECT_EQ(figures.due_in_period, 19);
}

TEST(Tally, MovesThoseSuspendedWithTheirDueAhead) {
  Tally tally;
  for (const Amount amount : {Amount::kReceived, Amount::kSuspended, Amount::kSuspendedAhead}) {
    Put(tally.before, amount, 3);
    Put(tally.moved_in, amount, 2);
    Put(tally.moved_out, amount, 1);
  }
  EXPECT_EQ(tally.ToFigures().open_suspended_ahead, 4);
  EXPECT_TRUE(EquationHolds(tally.ToFigures()));
}

TEST(Figures, AddUpFieldByField) {
  Figures one;
  one.received = 1;
  one.open_suspended_ahead = 3;
  one.due_cohort = {1, 2};
  Figures two = one;
  two += one;
  EXPECT_EQ(two.received, 2);
  EXPECT_EQ(two.open_suspended_ahead, 6);
  EXPECT_EQ(two.due_cohort, (Rate{2, 4}));
}

/// Parts on so many days, from the last one back.
Contributions Parts(int first, int last) {
  Contributions parts;
  for (int day = last; day >= first; --day) {
    const LocalDay on{std::chrono::days{18'000 + day}};
    parts.push_back({on, dossier::Basis::kPromised, Amount::kSuspended,
                     static_cast<int8_t>(day % 2 == 0 ? 1 : -1)});
  }
  return parts;
}

TEST(Cells, ReplaceFewAndManyPartsAlike) {
  for (const int many : {3, 60, 500}) {
    const Contributions before = Parts(0, many);
    const Contributions after = Parts(many / 2, 2 * many);
    Cells replaced;
    replaced.Add({}, before, 1);
    replaced.Replace({}, before, after);
    replaced.DropZeros();
    Cells expected;
    expected.Add({}, after, 1);
    EXPECT_EQ(replaced.map(), expected.map()) << many;
  }
}

}  // namespace
}  // namespace dunghan::figures

#include <gtest/gtest.h>

#include "ledger_fixture.h"

/// Index 766 in the cells of a day that is not over.
namespace dunghan::ledger {
namespace {

using figures::Amount;

class LedgerIndex : public LedgerContract {};
INSTANTIATE_TEST_SUITE_P(Ledgers, LedgerIndex,
                         ::testing::Values(Kind::kFile, Kind::kSqliteMemory, Kind::kMemory),
                         NameOf);

TEST_P(LedgerIndex, WhatTurnsLateLaterTodayIsOnTimeUntilThen) {
  // By the due said last alone: the promise in force and the limit lie days ahead.
  Event later = events_.Make("D1", EventType::kDueSet, "2021-06-29 08:00");
  later.due = test::At("2021-06-30 15:00");
  dossier::EnsureId(later);
  Append({events_.Received("D1", "2021-06-28 08:00", test::Day("2021-07-20")), later});
  ASSERT_TRUE(ledger_->Flush());
  const DayRange until_today{.from = {}, .to = test::Day("2021-06-30")};
  EXPECT_EQ(Sum(Amount::kIndexOpenOnTime, until_today), 1);
  EXPECT_EQ(Sum(Amount::kIndexOpenLate, until_today), 0);
  EXPECT_EQ(Sum(Amount::kIndexLateAhead, until_today), 1);
  clock_.Set(test::At("2021-06-30 15:01"));
  EXPECT_EQ(Sum(Amount::kIndexOpenOnTime, until_today), 0);
  EXPECT_EQ(Sum(Amount::kIndexOpenLate, until_today), 1);
  EXPECT_EQ(Sum(Amount::kIndexLateAhead, until_today), 0);
  EXPECT_EQ(Verify().difference, std::nullopt);
}

}  // namespace
}  // namespace dunghan::ledger

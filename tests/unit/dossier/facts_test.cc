#include "dunghan/dossier/facts.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "dunghan/test/values.h"

namespace dunghan::dossier {
namespace {

using test::At;
using test::Day;

class FoldTest : public ::testing::Test {
 protected:
  Event Make(EventType type, std::string_view at) { return events_.Make("D1", type, at); }
  Event Received(std::string_view at, std::optional<DueClaim> due = {}) {
    return events_.Received("D1", at, due);
  }
  Event Void(const Event& target, std::string_view at) {
    Event event = Make(EventType::kVoided, at);
    event.voids = target.id;
    return event;
  }
  test::Events events_;
};

TEST_F(FoldTest, TheEarliestReceiptRules) {
  const Facts facts = Fold(std::vector{Received("2021-06-08 08:00"), Received("2021-06-07 08:00")});
  EXPECT_EQ(facts.receipt->at, At("2021-06-07 08:00"));
  EXPECT_TRUE(facts.Has(Signal::kSecondReceipt));
}

TEST_F(FoldTest, TheCounterIsTheCompetentAgencyWhereNoneWasSaid) {
  const Facts facts = Fold(std::vector{Received("2021-06-07 08:00")});
  EXPECT_EQ(facts.receipt->counter.text(), "A");
}

TEST_F(FoldTest, AVoidedReceiptGivesWayToTheNext) {
  const Event wrong = Received("2021-06-07 08:00");
  const Facts facts =
      Fold(std::vector{Void(wrong, "2021-06-09 08:00"), Received("2021-06-08 08:00"), wrong});
  EXPECT_EQ(facts.receipt->at, At("2021-06-08 08:00"));
  EXPECT_FALSE(facts.Has(Signal::kSecondReceipt));
  EXPECT_TRUE(facts.Has(Signal::kVoidedEvent));
}

TEST_F(FoldTest, AVoidOfAnotherSourceWithdrawsNothing) {
  const Event received = Received("2021-06-07 08:00");
  Event foreign = Void(received, "2021-06-09 08:00");
  foreign.source = events_.Code<SourceName>("another");
  EXPECT_TRUE(Fold(std::vector{received, foreign}).receipt);
}

TEST_F(FoldTest, AVoidCannotBeVoided) {
  const Event received = Received("2021-06-07 08:00");
  const Event first = Void(received, "2021-06-09 08:00");
  const Event second = Void(first, "2021-06-10 08:00");
  EXPECT_FALSE(Fold(std::vector{received, first, second}).receipt);
}

TEST_F(FoldTest, OfTwoContentsUnderOneIdTheFirstInOrderRules) {
  Event early = Make(EventType::kCompleted, "2021-06-10 08:00");
  Event late = Make(EventType::kCompleted, "2021-06-12 08:00");
  early.id = late.id = "finish-1";
  const Facts facts = Fold(std::vector{late, Received("2021-06-07 08:00"), early});
  EXPECT_EQ(facts.end->at, At("2021-06-10 08:00"));
  EXPECT_TRUE(facts.Has(Signal::kConflictingContent));
  EXPECT_FALSE(facts.Has(Signal::kFurtherEnd));
}

TEST_F(FoldTest, RepeatsDoNoHarm) {
  const std::vector<Event> once = {Received("2021-06-07 08:00"),
                                   Make(EventType::kCompleted, "2021-06-10 08:00")};
  std::vector<Event> twice = once;
  twice.insert(twice.end(), once.begin(), once.end());
  EXPECT_EQ(Fold(twice), Fold(once));
}

TEST_F(FoldTest, AFurtherEndWithoutAReopeningIsOnlyASignal) {
  const Facts facts =
      Fold(std::vector{Received("2021-06-07 08:00"), Make(EventType::kRefused, "2021-06-10 08:00"),
                       Make(EventType::kCompleted, "2021-06-11 08:00")});
  EXPECT_EQ(facts.end, (End{At("2021-06-10 08:00"), EndKind::kRefused}));
  EXPECT_TRUE(facts.Has(Signal::kFurtherEnd));
}

TEST_F(FoldTest, AReopeningTakesTheEndBackAndKeepsTheFirst) {
  const Facts facts = Fold(std::vector{Received("2021-06-07 08:00"),
                                       Make(EventType::kCompleted, "2021-06-10 08:00"),
                                       Make(EventType::kReopened, "2021-06-11 08:00"),
                                       Make(EventType::kCompleted, "2021-06-15 08:00")});
  EXPECT_EQ(facts.end->at, At("2021-06-15 08:00"));
  EXPECT_EQ(facts.first_end->at, At("2021-06-10 08:00"));
  ASSERT_EQ(facts.reopened_at.size(), 1U);
  EXPECT_EQ(facts.reopened_at[0], At("2021-06-11 08:00"));
  EXPECT_TRUE(facts.Has(Signal::kReopened));
}

TEST_F(FoldTest, ACitizensNewWishLeavesTheEndStanding) {
  Event wish = Make(EventType::kReopened, "2021-06-11 08:00");
  wish.reason = events_.Code<ReasonCode>("citizen");
  const Facts facts = Fold(std::vector{Received("2021-06-07 08:00"),
                                       Make(EventType::kCompleted, "2021-06-10 08:00"), wish});
  EXPECT_EQ(facts.end->at, At("2021-06-10 08:00"));
  EXPECT_TRUE(facts.reopened_at.empty());
}

TEST_F(FoldTest, AFinishBeforeItsReceiptIsASignal) {
  const Facts facts = Fold(
      std::vector{Make(EventType::kCompleted, "2021-06-06 08:00"), Received("2021-06-07 08:00")});
  EXPECT_TRUE(facts.Has(Signal::kFinishBeforeReceipt));
}

TEST_F(FoldTest, SuspensionsArePairedPerKindAndStrayEndingsIgnored) {
  const Facts facts =
      Fold(std::vector{Received("2021-06-07 08:00"), Make(EventType::kPaid, "2021-06-07 09:00"),
                       Make(EventType::kSupplementRequested, "2021-06-08 08:00"),
                       Make(EventType::kPaymentRequested, "2021-06-08 10:00"),
                       Make(EventType::kSupplementRequested, "2021-06-08 11:00"),
                       Make(EventType::kPaid, "2021-06-09 08:00"),
                       Make(EventType::kSupplemented, "2021-06-10 08:00"),
                       Make(EventType::kSupplemented, "2021-06-11 08:00")});
  ASSERT_EQ(facts.suspensions.size(), 2U);
  EXPECT_EQ(facts.suspensions[0],
            (SuspendedSpan{
                SuspensionKind::kSupplement, {}, At("2021-06-08 08:00"), At("2021-06-10 08:00")}));
  EXPECT_EQ(facts.suspensions[1],
            (SuspendedSpan{
                SuspensionKind::kPayment, {}, At("2021-06-08 10:00"), At("2021-06-09 08:00")}));
}

TEST_F(FoldTest, AReappointmentIsKeptApart) {
  Event apology = Make(EventType::kApologised, "2021-06-12 08:00");
  apology.due = Day("2021-06-20");
  const Facts facts = Fold(std::vector{Received("2021-06-07 08:00", Day("2021-06-14")), apology});
  EXPECT_EQ(facts.reappointment, DueClaim{Day("2021-06-20")});
  EXPECT_EQ(facts.claims.size(), 1U);
}

TEST_F(FoldTest, FoldingOnTopGivesTheSameAsFoldingAll) {
  const std::vector<Event> all = {Received("2021-06-07 08:00", Day("2021-06-14")),
                                  Make(EventType::kAssigned, "2021-06-07 09:00"),
                                  Make(EventType::kSuspended, "2021-06-08 08:00"),
                                  Make(EventType::kResumed, "2021-06-09 08:00"),
                                  Make(EventType::kCompleted, "2021-06-10 08:00")};
  Facts stepwise;
  for (const Event& event : all) {
    ASSERT_TRUE(FoldsOnTop(stepwise, event));
    FoldNext(stepwise, event);
  }
  EXPECT_EQ(stepwise, Fold(all));
}

TEST_F(FoldTest, WhatIsEarlierOrEqualOrAVoidDoesNotFoldOnTop) {
  const Facts facts = Fold(std::vector{Make(EventType::kAssigned, "2021-06-07 09:00")});
  EXPECT_FALSE(FoldsOnTop(facts, Make(EventType::kCompleted, "2021-06-07 08:00")));
  EXPECT_FALSE(FoldsOnTop(facts, Make(EventType::kAssigned, "2021-06-07 09:00")));
  EXPECT_TRUE(FoldsOnTop(facts, Make(EventType::kCompleted, "2021-06-07 09:00")));
  EXPECT_FALSE(FoldsOnTop(facts, Make(EventType::kVoided, "2021-06-08 08:00")));
}

}  // namespace
}  // namespace dunghan::dossier

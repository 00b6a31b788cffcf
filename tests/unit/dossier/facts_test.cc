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
  EXPECT_EQ(facts.reappointment, (Appointment{At("2021-06-12 08:00"), Day("2021-06-20")}));
  EXPECT_EQ(facts.reappointments, 1);
  EXPECT_FALSE(facts.Has(Signal::kSecondReappointment));
  EXPECT_FALSE(facts.extension);
  EXPECT_EQ(facts.claims.size(), 1U);
}

TEST_F(FoldTest, OfApologiesTheLatestDateStandsAndASecondIsASignal) {
  Event first = Make(EventType::kApologised, "2021-06-12 08:00");
  Event second = Make(EventType::kApologised, "2021-06-18 08:00");
  first.due = Day("2021-06-20");
  second.due = Day("2021-06-25");
  const Facts facts = Fold(std::vector{Received("2021-06-07 08:00"), second, first,
                                       Make(EventType::kApologised, "2021-06-19 08:00")});
  EXPECT_EQ(facts.reappointment, (Appointment{At("2021-06-18 08:00"), Day("2021-06-25")}));
  EXPECT_EQ(facts.reappointments, 2) << "one without a date is none";
  EXPECT_EQ(facts.apologised, At("2021-06-19 08:00")) << "but a letter all the same";
  EXPECT_TRUE(facts.Has(Signal::kSecondReappointment));
}

TEST_F(FoldTest, AnExtensionIsNoApology) {
  Event extended = Make(EventType::kExtended, "2021-06-12 08:00");
  extended.due = Day("2021-06-20");
  const Facts facts = Fold(std::vector{Received("2021-06-07 08:00"), extended});
  EXPECT_EQ(facts.extension, (Appointment{At("2021-06-12 08:00"), Day("2021-06-20")}));
  EXPECT_EQ(facts.extensions, 1);
  EXPECT_FALSE(facts.reappointment);
  EXPECT_FALSE(facts.apologised);
}

TEST_F(FoldTest, TheEarliestSubmissionRulesAndItsCounterIsTheCompetentAgency) {
  Event first = Make(EventType::kSubmitted, "2021-06-05 20:00");
  first.agency = events_.Code<AgencyCode>("A");
  first.procedure = events_.Code<ProcedureCode>("P");
  first.channel = Channel::kOnline;
  const Facts facts = Fold(std::vector{Make(EventType::kSubmitted, "2021-06-06 20:00"), first});
  EXPECT_EQ(facts.submission, (Submission{At("2021-06-05 20:00"), first.agency, first.procedure,
                                          first.agency, Channel::kOnline}));
}

TEST_F(FoldTest, ADeclineFromBeforeTheSubmissionGivesWayToOneAfterIt) {
  const Facts facts = Fold(std::vector{Make(EventType::kDeclined, "2021-06-04 08:00"),
                                       Make(EventType::kSubmitted, "2021-06-05 08:00"),
                                       Make(EventType::kDeclined, "2021-06-07 08:00"),
                                       Make(EventType::kDeclined, "2021-06-08 08:00")});
  EXPECT_EQ(facts.declined, At("2021-06-07 08:00"));
}

TEST_F(FoldTest, AssignmentsAndTransfersWithAWordOfTheStepAreSteps) {
  Event assigned = Make(EventType::kAssigned, "2021-06-07 09:00");
  assigned.unit = events_.Code<UnitName>("U");
  assigned.step = events_.Code<StepName>("S");
  assigned.step_due = Day("2021-06-09");
  Event on = Make(EventType::kTransferred, "2021-06-08 09:00");
  on.to_agency = events_.Code<AgencyCode>("B");
  on.step_due = At("2021-06-10 17:00");
  const Facts facts = Fold(std::vector{Received("2021-06-07 08:00"), on, assigned});
  ASSERT_EQ(facts.hands.size(), 2U);
  EXPECT_EQ(facts.hands[0], (Hand{At("2021-06-07 09:00"), events_.Code<AgencyCode>("A"),
                                  assigned.unit, assigned.step, Day("2021-06-09"), false}));
  EXPECT_EQ(facts.hands[1],
            (Hand{At("2021-06-08 09:00"), on.to_agency, {}, {}, At("2021-06-10 17:00"), false}));
}

TEST_F(FoldTest, ABareTransferIsOnItsWayAndTheNextToTakeItIsTheOneItWentTo) {
  Event on = Make(EventType::kTransferred, "2021-06-08 09:00");
  on.to_agency = events_.Code<AgencyCode>("B");
  const Facts facts = Fold(std::vector{Received("2021-06-07 08:00"), on,
                                       Make(EventType::kAssigned, "2021-06-08 10:00")});
  ASSERT_EQ(facts.hands.size(), 2U);
  EXPECT_TRUE(facts.hands[0].in_transit);
  EXPECT_FALSE(facts.hands[1].in_transit);
  EXPECT_EQ(facts.hands[0].agency.text(), "B");
  EXPECT_EQ(facts.hands[1].agency.text(), "B");
}

TEST_F(FoldTest, WhoHadItBeforeTheReceiptIsTheCompetentAgencyWhereNoneWasSaid) {
  Event submitted = Make(EventType::kSubmitted, "2021-06-06 08:00");
  submitted.agency = events_.Code<AgencyCode>("B");
  const Facts facts = Fold(std::vector{submitted, Make(EventType::kAssigned, "2021-06-06 09:00"),
                                       Received("2021-06-07 08:00"),
                                       Make(EventType::kAssigned, "2021-06-07 09:00")});
  ASSERT_EQ(facts.hands.size(), 2U);
  EXPECT_EQ(facts.hands[0].agency.text(), "A");
  EXPECT_EQ(facts.hands[1].agency.text(), "A");
}

TEST_F(FoldTest, AReopeningTakesBackWhatWasReadyAndReturned) {
  const std::vector<Event> once = {
      Received("2021-06-07 08:00"), Make(EventType::kCompleted, "2021-06-10 08:00"),
      Make(EventType::kReady, "2021-06-10 09:00"), Make(EventType::kReady, "2021-06-10 10:00"),
      Make(EventType::kReturned, "2021-06-11 09:00")};
  const Facts returned = Fold(once);
  EXPECT_EQ(returned.ready, At("2021-06-10 09:00"));
  EXPECT_EQ(returned.returned, At("2021-06-11 09:00"));
  std::vector<Event> again = once;
  again.push_back(Make(EventType::kReopened, "2021-06-12 08:00"));
  const Facts reopened = Fold(again);
  EXPECT_FALSE(reopened.ready);
  EXPECT_FALSE(reopened.returned);
  again.push_back(Make(EventType::kReady, "2021-06-15 09:00"));
  EXPECT_EQ(Fold(again).ready, At("2021-06-15 09:00"));
}

TEST_F(FoldTest, TheLatestCauseAndRatingStandAndEveryUrgingIsKept) {
  Event cause = Make(EventType::kLateCause, "2021-06-12 08:00");
  Event other = Make(EventType::kLateCause, "2021-06-13 08:00");
  cause.reason = events_.Code<ReasonCode>("staff");
  other.reason = events_.Code<ReasonCode>("system");
  Event rated = Make(EventType::kRated, "2021-06-12 08:00");
  Event again = Make(EventType::kRated, "2021-06-13 08:00");
  rated.rating = 5;
  again.rating = 2;
  const Facts facts = Fold(std::vector{
      Received("2021-06-07 08:00"), other, cause, Make(EventType::kLateCause, "2021-06-14 08:00"),
      again, rated, Make(EventType::kRated, "2021-06-14 08:00"),
      Make(EventType::kUrged, "2021-06-11 08:00"), Make(EventType::kUrged, "2021-06-10 08:00")});
  EXPECT_EQ(facts.late_cause.text(), "system") << "a cause without a code says nothing";
  EXPECT_EQ(facts.rating, (Rating{At("2021-06-13 08:00"), 2})) << "no stars are no answer";
  ASSERT_EQ(facts.urged_at.size(), 2U);
  EXPECT_EQ(facts.urged_at[0], At("2021-06-10 08:00"));
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

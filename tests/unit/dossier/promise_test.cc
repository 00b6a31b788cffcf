#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

#include "dunghan/dossier/judge.h"
#include "dunghan/test/values.h"

namespace dunghan::dossier {
namespace {

using test::At;
using test::Day;

class PromiseTest : public ::testing::Test {
 protected:
  Event Make(EventType type, std::string_view at) { return events_.Make("D1", type, at); }
  Event DueSet(std::string_view at, DueClaim due) {
    Event event = Make(EventType::kDueSet, at);
    event.due = due;
    return event;
  }
  Event Received(std::optional<DueClaim> due = {}) {
    return events_.Received("D1", "2021-06-07 08:00", due);
  }
  /// Another content of the receipt: the same source and id.
  Event Again(const Event& receipt, std::optional<DueClaim> due, std::string_view at) {
    Event again = receipt;
    again.due = due;
    again.at = test::At(at);
    return again;
  }
  /// The same whatever the order of arrival, and when taken in one by one.
  Promise InAnyOrder(std::vector<Event> events) {
    const auto by_content = [](const Event& a, const Event& b) {
      return ContentDigest(a) < ContentDigest(b);
    };
    const Facts facts = Fold(events);
    std::vector<Event> twice = events;
    twice.insert(twice.end(), events.begin(), events.end());
    EXPECT_EQ(Fold(twice), facts);
    std::sort(events.begin(), events.end(), by_content);
    do {
      EXPECT_EQ(Fold(events), facts);
    } while (std::next_permutation(events.begin(), events.end(), by_content));
    return PromiseInForce(facts, terms_);
  }
  Promise Of(std::vector<Event> events) { return PromiseInForce(Fold(events), terms_); }

  test::Events events_;
  Terms terms_{.calendar = test::Office(),
               .limit = {},
               .acceptance_limit = {},
               .online_level = {},
               .on_supplement = OnSupplement::kPause,
               .comparison = Comparison::kByUnit,
               .due_rules = {}};
};

TEST_F(PromiseTest, TheReceiptsDueIsThePromise) {
  const Promise promise =
      Of({Received(Day("2021-06-14")), DueSet("2021-06-07 07:00", Day("2021-06-10"))});
  EXPECT_EQ(promise.in_force->due, DueClaim{Day("2021-06-14")});
  EXPECT_EQ(promise.disputed.size(), 1U);
}

TEST_F(PromiseTest, WithoutOneTheFirstDueSetIs) {
  EXPECT_EQ(Of({Received(), DueSet("2021-06-08 08:00", Day("2021-06-14"))}).in_force->due,
            DueClaim{Day("2021-06-14")});
  EXPECT_FALSE(Of({Received()}).in_force);
}

TEST_F(PromiseTest, ALaterClaimWithoutASuspensionIsDisputed) {
  const Promise promise =
      Of({Received(Day("2021-06-14")), DueSet("2021-06-10 08:00", Day("2021-06-30"))});
  EXPECT_EQ(promise.in_force->due, DueClaim{Day("2021-06-14")});
  ASSERT_EQ(promise.disputed.size(), 1U);
  EXPECT_EQ(promise.disputed[0].due, DueClaim{Day("2021-06-30")});
}

TEST_F(PromiseTest, ASuspensionBetweenLetsALaterClaimReplaceIt) {
  const Promise promise =
      Of({Received(Day("2021-06-14")), Make(EventType::kSupplementRequested, "2021-06-09 08:00"),
          Make(EventType::kSupplemented, "2021-06-16 08:00"),
          DueSet("2021-06-16 09:00", Day("2021-06-21"))});
  EXPECT_EQ(promise.in_force->due, DueClaim{Day("2021-06-21")});
  EXPECT_TRUE(promise.disputed.empty());
}

TEST_F(PromiseTest, ASuspensionBegunAfterThePromisePassedDoesNot) {
  const Promise promise =
      Of({Received(Day("2021-06-14")), Make(EventType::kSupplementRequested, "2021-06-15 00:00"),
          DueSet("2021-06-16 09:00", Day("2021-06-21"))});
  EXPECT_EQ(promise.in_force->due, DueClaim{Day("2021-06-14")});
  EXPECT_EQ(promise.disputed.size(), 1U);
}

TEST_F(PromiseTest, OneSuspensionMovesThePromiseOnce) {
  const Promise promise = Of(
      {Received(Day("2021-06-14")), Make(EventType::kSuspended, "2021-06-09 08:00"),
       Make(EventType::kResumed, "2021-06-10 08:00"), DueSet("2021-06-10 09:00", Day("2021-06-15")),
       DueSet("2021-06-11 09:00", Day("2021-06-28"))});
  EXPECT_EQ(promise.in_force->due, DueClaim{Day("2021-06-15")});
  ASSERT_EQ(promise.disputed.size(), 1U);
  EXPECT_EQ(promise.disputed[0].due, DueClaim{Day("2021-06-28")});
}

TEST_F(PromiseTest, TheSameDueAgainIsNotDisputed) {
  EXPECT_TRUE(Of({Received(Day("2021-06-14")), DueSet("2021-06-10 08:00", Day("2021-06-14"))})
                  .disputed.empty());
}

TEST_F(PromiseTest, OfTwoContentsOfOneReceiptTheEarlierDueIsThePromise) {
  const Event receipt = Received(Day("2021-06-14"));
  Event again = Again(receipt, Day("2021-06-30"), "2021-06-07 08:00");
  for (const char* channel : {"online", "in_person"}) {
    for (const auto& due : {Day("2021-06-30"), Day("2021-06-10")}) {
      again.channel = *ParseChannel(channel);
      again.due = due;
      const Promise promise = InAnyOrder({receipt, again});
      EXPECT_EQ(promise.in_force->due, DueClaim{std::min(due, Day("2021-06-14"))});
      ASSERT_EQ(promise.disputed.size(), 1U);
      EXPECT_EQ(promise.disputed[0].due, DueClaim{std::max(due, Day("2021-06-14"))});
    }
  }
}

TEST_F(PromiseTest, ThatHoldsWhereTheInstantWasChangedToo) {
  const Event receipt = Received(Day("2021-06-14"));
  for (const char* at : {"2021-06-05 08:00", "2021-06-09 08:00"}) {
    const Promise promise = InAnyOrder({receipt, Again(receipt, Day("2021-06-30"), at)});
    EXPECT_EQ(promise.in_force->due, DueClaim{Day("2021-06-14")}) << at;
    EXPECT_EQ(promise.disputed.size(), 1U) << at;
  }
}

TEST_F(PromiseTest, OfTwoReceiptsTheEarlierDueIsThePromise) {
  const Event second = events_.Received("D1", "2021-06-09 08:00", Day("2021-06-11"));
  const Promise promise = InAnyOrder({Received(Day("2021-06-14")), second});
  EXPECT_EQ(promise.in_force->due, DueClaim{Day("2021-06-11")});
  ASSERT_EQ(promise.disputed.size(), 1U);
  EXPECT_EQ(promise.disputed[0].due, DueClaim{Day("2021-06-14")});
}

TEST_F(PromiseTest, AReceiptSentAgainAfterAStopMovesNothing) {
  const Event receipt = Received(Day("2021-06-14"));
  const std::vector<Event> stop = {Make(EventType::kSuspended, "2021-06-09 08:00"),
                                   Make(EventType::kResumed, "2021-06-10 08:00")};
  const Promise promise = InAnyOrder(
      {receipt, stop[0], stop[1], Again(receipt, Day("2021-06-30"), "2021-06-11 08:00")});
  EXPECT_EQ(promise.in_force->due, DueClaim{Day("2021-06-14")});
  const Promise moved =
      InAnyOrder({receipt, stop[0], stop[1], DueSet("2021-06-10 09:00", Day("2021-06-15")),
                  Again(receipt, Day("2021-06-30"), "2021-06-11 08:00")});
  EXPECT_EQ(moved.in_force->due, DueClaim{Day("2021-06-15")});
  EXPECT_EQ(moved.replaced->due, DueClaim{Day("2021-06-14")});
  EXPECT_EQ(moved.disputed.size(), 1U);
}

TEST_F(PromiseTest, SaysWhichStopLetAnotherTakeItsPlace) {
  // The stop began before the second receipt, whose earlier due is the promise.
  const Promise promise =
      InAnyOrder({Received(Day("2021-06-14")), Make(EventType::kSuspended, "2021-06-08 08:00"),
                  events_.Received("D1", "2021-06-09 08:00", Day("2021-06-11")),
                  DueSet("2021-06-10 09:00", Day("2021-06-15"))});
  EXPECT_EQ(promise.replaced->due, DueClaim{Day("2021-06-11")});
  EXPECT_EQ(promise.suspended_from, test::At("2021-06-08 08:00"));
}

TEST_F(PromiseTest, AReceiptThatPromisedNothingCannotPromiseMoreLater) {
  const Event receipt = Received();
  const Event due_set = DueSet("2021-06-08 08:00", Day("2021-06-14"));
  const auto with = [&](std::string_view due) {
    return InAnyOrder({receipt, due_set, Again(receipt, Day(due), "2021-06-07 08:00")});
  };
  EXPECT_EQ(with("2021-06-30").in_force->due, DueClaim{Day("2021-06-14")});
  EXPECT_EQ(with("2021-06-30").disputed.size(), 1U);
  EXPECT_EQ(with("2021-06-10").in_force->due, DueClaim{Day("2021-06-10")});
  EXPECT_EQ(
      InAnyOrder({receipt, Again(receipt, Day("2021-06-30"), "2021-06-07 08:00")}).in_force->due,
      DueClaim{Day("2021-06-30")});
}

TEST_F(PromiseTest, AVoidTakesAllContentsOfAReceipt) {
  const Event receipt = Received(Day("2021-06-14"));
  Event voided = Make(EventType::kVoided, "2021-06-10 08:00");
  voided.voids = receipt.id;
  const Event right = events_.Received("D1", "2021-06-08 08:00", Day("2021-06-15"));
  const Promise promise =
      InAnyOrder({receipt, Again(receipt, Day("2021-06-12"), "2021-06-07 08:00"), voided, right});
  EXPECT_EQ(promise.in_force->due, DueClaim{Day("2021-06-15")});
  EXPECT_TRUE(promise.disputed.empty());
}

TEST_F(PromiseTest, ClaimsSayWhatBecameOfThem) {
  const Facts facts = Fold(std::vector{
      Received(At("2021-06-14 00:00")), Make(EventType::kSuspended, "2021-06-09 08:00"),
      Make(EventType::kResumed, "2021-06-10 08:00"), DueSet("2021-06-10 09:00", Day("2021-06-15")),
      DueSet("2021-06-11 09:00", Day("2021-06-28"))});
  const Promise promise = PromiseInForce(facts, terms_);
  std::vector<ClaimState> states;
  for (const Claim& claim : facts.claims) {
    states.push_back(StateOf(claim, promise, terms_.calendar->zone()));
  }
  EXPECT_EQ(states,
            (std::vector{ClaimState::kReplaced, ClaimState::kInForce, ClaimState::kDisputed}));
}

}  // namespace
}  // namespace dunghan::dossier

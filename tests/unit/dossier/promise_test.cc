#include <gtest/gtest.h>

#include <vector>

#include "dunghan/dossier/judge.h"
#include "dunghan/test/values.h"

namespace dunghan::dossier {
namespace {

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

}  // namespace
}  // namespace dunghan::dossier

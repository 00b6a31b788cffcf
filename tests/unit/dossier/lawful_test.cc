#include <gtest/gtest.h>

#include <vector>

#include "dunghan/dossier/judge.h"
#include "dunghan/test/values.h"

namespace dunghan::dossier {
namespace {

using test::At;

class LawfulTest : public ::testing::Test {
 protected:
  Event Make(EventType type, std::string_view at) { return events_.Make("D1", type, at); }
  Event Received() { return events_.Received("D1", "2021-06-07 08:00"); }
  std::optional<LawfulQuestion> Ask(std::vector<Event> events) {
    return AskLawful(Fold(events), terms_);
  }

  test::Events events_;
  Terms terms_{.calendar = test::Office(),
               .limit = worktime::ParseTimeLimit("5wd").value(),
               .acceptance_limit = {},
               .online_level = {},
               .on_supplement = OnSupplement::kPause,
               .comparison = Comparison::kByUnit,
               .due_rules = {}};
};

TEST_F(LawfulTest, StopsOfAllKindsAreUnitedAndClippedToTheTimeInWork) {
  const Facts facts = Fold(std::vector{Make(EventType::kSuspended, "2021-06-06 08:00"),
                                       Make(EventType::kResumed, "2021-06-07 09:00"), Received(),
                                       Make(EventType::kSupplementRequested, "2021-06-08 08:00"),
                                       Make(EventType::kPaymentRequested, "2021-06-09 08:00"),
                                       Make(EventType::kSupplemented, "2021-06-10 08:00"),
                                       Make(EventType::kPaid, "2021-06-11 08:00"),
                                       Make(EventType::kSuspended, "2021-06-12 08:00"),
                                       Make(EventType::kCompleted, "2021-06-14 08:00")});
  const std::vector<Stop> stops = Stops(facts);
  ASSERT_EQ(stops.size(), 3U);
  EXPECT_EQ(stops[0].from, At("2021-06-07 08:00"));
  EXPECT_EQ(stops[0].to, At("2021-06-07 09:00"));
  EXPECT_EQ(stops[1].from, At("2021-06-08 08:00"));
  EXPECT_EQ(stops[1].to, At("2021-06-11 08:00"));
  EXPECT_EQ(stops[2].to, At("2021-06-14 08:00")) << "the end of the dossier ends an open stop";
}

TEST_F(LawfulTest, WithoutALimitThereIsNoQuestion) {
  terms_.limit.reset();
  EXPECT_FALSE(Ask({Received()}));
}

TEST_F(LawfulTest, AnOpenStopBegunAfterTheDueLeavesItKnown) {
  const auto question = Ask({Received(), Make(EventType::kSuspended, "2021-06-15 08:00")});
  EXPECT_FALSE(question->open_since);
  EXPECT_TRUE(question->suspensions.empty());
}

TEST_F(LawfulTest, ASupplementRestartsTheLimitWhereTheProcedureSaysSo) {
  const std::vector<Event> events = {Received(),
                                     Make(EventType::kSupplementRequested, "2021-06-09 08:00"),
                                     Make(EventType::kSupplemented, "2021-06-11 10:00")};
  EXPECT_EQ(Ask(events)->from, At("2021-06-07 08:00"));
  EXPECT_EQ(Ask(events)->suspensions.size(), 1U);
  terms_.on_supplement = OnSupplement::kRestart;
  EXPECT_EQ(Ask(events)->from, At("2021-06-11 10:00"));
  EXPECT_TRUE(Ask(events)->suspensions.empty());
  const auto judged = Judge(Fold(events), terms_).On(Basis::kLawful);
  EXPECT_EQ(judged.due, DueClaim{At("2021-06-18 17:00")});
}

TEST_F(LawfulTest, ASupplementAskedForAfterTheDueRestartsNothing) {
  terms_.on_supplement = OnSupplement::kRestart;
  const auto question = Ask({Received(), Make(EventType::kSupplementRequested, "2021-06-15 08:00"),
                             Make(EventType::kSupplemented, "2021-06-16 10:00")});
  EXPECT_EQ(question->from, At("2021-06-07 08:00"));
}

TEST_F(LawfulTest, StopsAfterARestartStillPauseTheNewLimit) {
  terms_.on_supplement = OnSupplement::kRestart;
  const auto question = Ask({Received(), Make(EventType::kSuspended, "2021-06-07 09:00"),
                             Make(EventType::kResumed, "2021-06-07 10:00"),
                             Make(EventType::kSupplementRequested, "2021-06-09 08:00"),
                             Make(EventType::kSupplemented, "2021-06-11 10:00"),
                             Make(EventType::kSuspended, "2021-06-14 09:00"),
                             Make(EventType::kResumed, "2021-06-14 10:00")});
  EXPECT_EQ(question->from, At("2021-06-11 10:00"));
  ASSERT_EQ(question->suspensions.size(), 1U);
  EXPECT_EQ(question->suspensions[0].from, At("2021-06-14 09:00"));
}

TEST_F(LawfulTest, WhileASupplementIsAwaitedARestartingLimitIsUnknown) {
  terms_.on_supplement = OnSupplement::kRestart;
  EXPECT_EQ(
      Ask({Received(), Make(EventType::kSupplementRequested, "2021-06-09 08:00")})->open_since,
      At("2021-06-09 08:00"));
}

}  // namespace
}  // namespace dunghan::dossier

#include "dunghan/dossier/petition.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "dunghan/test/values.h"

namespace dunghan::dossier {
namespace {

using test::At;
using test::Day;

/// 2021-06-07 is a Monday: two working days from it end on 09/06, five on 14/06, fifteen on 28/06.
class PetitionTest : public ::testing::Test {
 protected:
  Event Make(EventType type, std::string_view at) { return events_.Make("K1", type, at); }
  Event Sent(std::string_view at) { return events_.Received("K1", at, {}, "A", "K"); }
  Event Forwarded(std::string_view at, std::string_view to) {
    Event event = Make(EventType::kTransferred, at);
    event.to_agency = events_.Code<AgencyCode>(to);
    EnsureId(event);
    return event;
  }
  Event Rated(std::string_view at, uint8_t stars) {
    Event event = Make(EventType::kRated, at);
    event.rating = stars;
    EnsureId(event);
    return event;
  }
  PetitionSeen See(const std::vector<Event>& events, std::string_view at = "2021-12-31 08:00") {
    return SeePetition(Fold(events), *test::Office(), policy_, At(at));
  }

  test::Events events_;
  PetitionPolicy policy_{PetitionRules{}};
};

TEST_F(PetitionTest, IsAnsweredWithinFifteenWorkingDaysByDate) {
  const auto answered = [&](std::string_view at) {
    return See({Sent("2021-06-07 16:00"), Make(EventType::kCompleted, at)}).state;
  };
  EXPECT_EQ(answered("2021-06-28 23:59"), PetitionState::kAnsweredInTime);
  EXPECT_EQ(answered("2021-06-29 00:00"), PetitionState::kAnsweredLate);
}

TEST_F(PetitionTest, IsOpenAndLateOnceTheLimitIsOver) {
  const std::vector<Event> events = {Sent("2021-06-07 08:00")};
  EXPECT_EQ(See(events, "2021-06-06 08:00").state, PetitionState::kNotSent);
  EXPECT_EQ(See(events, "2021-06-28 17:00").state, PetitionState::kOpenInTime);
  EXPECT_EQ(See(events, "2021-06-29 07:30").state, PetitionState::kOpenLate);
  EXPECT_EQ(See(events).answer_by, Day("2021-06-28"));
}

TEST_F(PetitionTest, WhoReceivesItHasItAndForwardsNothing) {
  Event submitted = Make(EventType::kSubmitted, "2021-06-07 08:00");
  submitted.agency = events_.Code<AgencyCode>("A");
  submitted.procedure = events_.Code<ProcedureCode>("K");
  EnsureId(submitted);
  const Event received = events_.Received("K1", "2021-06-15 08:00", {}, "B", "K");
  PetitionSeen seen = See({submitted, received});
  EXPECT_EQ(seen.agency.text(), "B");
  EXPECT_EQ(seen.from, At("2021-06-07 08:00"));
  // Forwarded with a word of who does it, and received by them: the clock begins with the former.
  Event forwarded = Make(EventType::kTransferred, "2021-06-14 08:00");
  forwarded.to_agency = events_.Code<AgencyCode>("B");
  forwarded.unit = events_.Code<UnitName>("Phòng 1");
  EnsureId(forwarded);
  seen = See({submitted, forwarded, received});
  EXPECT_EQ(seen.agency.text(), "B");
  EXPECT_EQ(seen.from, At("2021-06-14 08:00"));
}

TEST_F(PetitionTest, WithinAnAgencyItIsNotForwarded) {
  Event handed_on = Make(EventType::kTransferred, "2021-06-14 08:00");
  handed_on.unit = events_.Code<UnitName>("Phòng 1");
  EnsureId(handed_on);
  EXPECT_EQ(See({Sent("2021-06-07 08:00"), handed_on}).from, At("2021-06-07 08:00"));
}

TEST_F(PetitionTest, EndedBeforeItWasSentItEndedThen) {
  const PetitionSeen seen =
      See({Sent("2021-06-07 08:00"), Make(EventType::kCompleted, "2021-05-31 16:00")});
  EXPECT_EQ(seen.state, PetitionState::kAnsweredInTime);
  EXPECT_EQ(seen.ended, At("2021-06-07 08:00"));
}

TEST_F(PetitionTest, ARatingCountsWheneverItCame) {
  const std::vector<Event> events = {Sent("2021-06-07 08:00"),
                                     Make(EventType::kCompleted, "2021-06-28 08:00"),
                                     Rated("2021-07-05 08:00", 5)};
  EXPECT_TRUE(See(events, "2021-06-30 23:59").satisfied);
}

TEST_F(PetitionTest, TheLatestForwardingBeginsItAnew) {
  const std::vector<Event> events = {Sent("2021-06-07 08:00"), Forwarded("2021-06-10 08:00", "B"),
                                     Forwarded("2021-06-14 08:00", "C"),
                                     Make(EventType::kCompleted, "2021-07-05 08:00")};
  const PetitionSeen seen = See(events);
  EXPECT_EQ(seen.from, At("2021-06-14 08:00"));
  EXPECT_EQ(seen.agency.text(), "C");
  EXPECT_EQ(seen.state, PetitionState::kAnsweredInTime);  // 15 days from 14/06 end on 05/07
  EXPECT_EQ(See(events, "2021-06-11 08:00").from, At("2021-06-10 08:00"));
}

TEST_F(PetitionTest, BeingTakenUpByWhomItWasSentToIsNoForwarding) {
  Event taken = Make(EventType::kAssigned, "2021-06-15 08:00");
  taken.agency = events_.Code<AgencyCode>("B");
  EnsureId(taken);
  EXPECT_EQ(See({Sent("2021-06-07 08:00"), Forwarded("2021-06-10 08:00", "B"), taken}).from,
            At("2021-06-10 08:00"));
}

TEST_F(PetitionTest, RefusingHasTwoDays) {
  const auto refused = [&](EventType type, std::string_view at) {
    return See({Sent("2021-06-07 08:00"), Make(type, at)}).state;
  };
  EXPECT_EQ(refused(EventType::kRefused, "2021-06-09 17:00"), PetitionState::kRefusedInTime);
  EXPECT_EQ(refused(EventType::kRefused, "2021-06-10 08:00"), PetitionState::kRefusedLate);
  EXPECT_EQ(refused(EventType::kWithdrawn, "2021-06-10 08:00"), PetitionState::kWithdrawn);
}

TEST_F(PetitionTest, DecliningIsARefusal) {
  Event submitted = Make(EventType::kSubmitted, "2021-06-07 08:00");
  submitted.agency = events_.Code<AgencyCode>("A");
  EnsureId(submitted);
  EXPECT_EQ(See({submitted, Make(EventType::kDeclined, "2021-06-08 08:00")}).state,
            PetitionState::kRefusedInTime);
}

TEST_F(PetitionTest, AskingForMoreHasFiveDays) {
  const auto asked = [&](std::string_view at) {
    return See({Sent("2021-06-07 08:00"), Make(EventType::kSupplementRequested, at)}).asked;
  };
  EXPECT_EQ(asked("2021-06-14 17:00"), Promptness::kInTime);
  EXPECT_EQ(asked("2021-06-15 08:00"), Promptness::kLate);
  EXPECT_EQ(See({Sent("2021-06-07 08:00")}).asked, Promptness::kNotYet);
}

TEST_F(PetitionTest, AnswersArePublishedWithinTwoDays) {
  const auto published = [&](std::string_view at) {
    return See({Sent("2021-06-07 08:00"), Make(EventType::kCompleted, "2021-06-10 08:00"),
                Make(EventType::kReturned, at)})
        .published;
  };
  EXPECT_EQ(published("2021-06-14 17:00"), Promptness::kInTime);
  EXPECT_EQ(published("2021-06-15 08:00"), Promptness::kLate);
}

TEST_F(PetitionTest, WhoIsAnsweredLateIsNotSatisfied) {
  const auto rated = [&](std::string_view answered, uint8_t stars) {
    return See({Sent("2021-06-07 08:00"), Make(EventType::kCompleted, answered),
                Rated("2021-08-02 08:00", stars)});
  };
  EXPECT_TRUE(rated("2021-06-28 08:00", 4).satisfied);
  EXPECT_FALSE(rated("2021-06-28 08:00", 3).satisfied);
  EXPECT_FALSE(rated("2021-06-29 08:00", 5).satisfied);
  EXPECT_TRUE(rated("2021-06-29 08:00", 5).rated);
}

TEST_F(PetitionTest, TheRulesOfTheDayOfSendingHold) {
  PetitionRules shorter;
  shorter.valid_from = Day("2021-06-08");
  shorter.answer = worktime::ParseTimeLimit("1wd").value();
  policy_.push_back(shorter);
  EXPECT_EQ(See({Sent("2021-06-07 08:00")}, "2021-06-20 08:00").state, PetitionState::kOpenInTime);
  EXPECT_EQ(See({Sent("2021-06-08 08:00")}, "2021-06-20 08:00").state, PetitionState::kOpenLate);
}

}  // namespace
}  // namespace dunghan::dossier

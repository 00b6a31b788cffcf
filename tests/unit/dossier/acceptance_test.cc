#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "dunghan/dossier/judge.h"
#include "dunghan/test/values.h"

namespace dunghan::dossier {
namespace {

using std::chrono::milliseconds;
using test::At;
using Timeline = std::vector<std::pair<Instant, Acceptance>>;

/// 2021-06-07 is a Monday; eight working hours from 08:00 end on Tuesday at 08:30.
class AcceptanceTest : public ::testing::Test {
 protected:
  Event Make(EventType type, std::string_view at) { return events_.Make("D1", type, at); }
  Event Submitted(std::string_view at, Channel channel = Channel::kOnline) {
    Event event = Make(EventType::kSubmitted, at);
    event.channel = channel;
    return event;
  }
  AcceptanceJudgement Judged(std::vector<Event> events) {
    return Judge(Fold(events), terms_).acceptance;
  }
  Timeline Of(std::vector<Event> events) {
    Timeline timeline;
    for (const auto& [from, standing] : Judged(std::move(events)).timeline) {
      timeline.emplace_back(from, standing);
    }
    return timeline;
  }
  Acceptance CameTo(std::vector<Event> events) { return Of(std::move(events)).back().second; }

  test::Events events_;
  Terms terms_{.calendar = test::Office(),
               .limit = {},
               .acceptance_limit = worktime::ParseTimeLimit("8wh").value(),
               .online_level = {},
               .on_supplement = {},
               .comparison = Comparison::kDate,
               .due_rules = {}};
};

TEST_F(AcceptanceTest, WaitingIsLateAMillisecondAfterTheLimit) {
  EXPECT_EQ(Of({Submitted("2021-06-07 08:00")}),
            (Timeline{{At("2021-06-07 08:00"), Acceptance::kWaiting},
                      {At("2021-06-08 08:30") + milliseconds{1}, Acceptance::kWaitingLate}}));
  EXPECT_EQ(Judged({Submitted("2021-06-07 08:00")}).due, At("2021-06-08 08:30"));
}

TEST_F(AcceptanceTest, TheClockStartsWithTheNextOpening) {
  EXPECT_EQ(Judged({Submitted("2021-06-05 20:00")}).due, At("2021-06-08 08:00"));
}

TEST_F(AcceptanceTest, TheReceiptEndsTheWaiting) {
  EXPECT_EQ(Of({Submitted("2021-06-07 08:00"), events_.Received("D1", "2021-06-08 08:30")}),
            (Timeline{{At("2021-06-07 08:00"), Acceptance::kWaiting},
                      {At("2021-06-08 08:30"), Acceptance::kAcceptedInTime}}));
  EXPECT_EQ(Of({Submitted("2021-06-07 08:00"), events_.Received("D1", "2021-06-08 08:31")}),
            (Timeline{{At("2021-06-07 08:00"), Acceptance::kWaiting},
                      {At("2021-06-08 08:30") + milliseconds{1}, Acceptance::kWaitingLate},
                      {At("2021-06-08 08:31"), Acceptance::kAcceptedLate}}));
}

TEST_F(AcceptanceTest, ADeclineEndsItToo) {
  const Event submitted = Submitted("2021-06-07 08:00");
  EXPECT_EQ(CameTo({submitted, Make(EventType::kDeclined, "2021-06-07 09:00")}),
            Acceptance::kDeclinedInTime);
  EXPECT_EQ(CameTo({submitted, Make(EventType::kDeclined, "2021-06-09 09:00")}),
            Acceptance::kDeclinedLate);
}

TEST_F(AcceptanceTest, OfDeclineAndReceiptTheEarlierCounts) {
  const Event submitted = Submitted("2021-06-07 08:00");
  const Event received = events_.Received("D1", "2021-06-07 10:00");
  EXPECT_EQ(CameTo({submitted, received, Make(EventType::kDeclined, "2021-06-07 09:00")}),
            Acceptance::kDeclinedInTime);
  EXPECT_EQ(CameTo({submitted, received, Make(EventType::kDeclined, "2021-06-07 11:00")}),
            Acceptance::kAcceptedInTime);
}

TEST_F(AcceptanceTest, AtOneInstantTheReceiptCountsAsInTheStanding) {
  const std::vector<Event> events = {Submitted("2021-06-07 08:00"),
                                     Make(EventType::kDeclined, "2021-06-07 10:00"),
                                     events_.Received("D1", "2021-06-07 10:00")};
  EXPECT_EQ(CameTo(events), Acceptance::kAcceptedInTime);
  EXPECT_EQ(StandingAt(Judge(Fold(events), terms_).On(Basis::kPromised), At("2021-06-07 10:00")),
            Standing::kUnmeasurable);
}

TEST_F(AcceptanceTest, ADeclineFromBeforeTheSubmissionAnswersNothing) {
  const Event stray = Make(EventType::kDeclined, "2021-06-04 09:00");
  const Event submitted = Submitted("2021-06-07 08:00");
  EXPECT_EQ(CameTo({stray, submitted}), Acceptance::kWaitingLate);
  EXPECT_EQ(CameTo({stray, submitted, Make(EventType::kDeclined, "2021-06-07 09:00")}),
            Acceptance::kDeclinedInTime);
}

TEST_F(AcceptanceTest, OneReceivedBeforeItWasSubmittedIsAcceptedAtOnce) {
  EXPECT_EQ(Of({events_.Received("D1", "2021-06-04 08:00"), Submitted("2021-06-07 08:00")}),
            (Timeline{{At("2021-06-07 08:00"), Acceptance::kAcceptedInTime}}));
}

TEST_F(AcceptanceTest, WhatIsSubmittedAtACounterHasNoClock) {
  EXPECT_TRUE(Of({Submitted("2021-06-07 08:00", Channel::kInPerson)}).empty());
  EXPECT_TRUE(Of({Submitted("2021-06-07 08:00", Channel::kPostal)}).empty());
  EXPECT_EQ(Of({Submitted("2021-06-07 08:00", Channel::kUnknown)}).size(), 2U);
  EXPECT_EQ(Judged({events_.Received("D1", "2021-06-07 08:00")}).no_due, NoDue::kNoReceipt);
}

TEST_F(AcceptanceTest, ADayBasedLimitIsLateFromTheNextMidnight) {
  terms_.acceptance_limit = worktime::ParseTimeLimit("1wd").value();
  terms_.comparison = Comparison::kInstant;
  EXPECT_EQ(Judged({Submitted("2021-06-07 08:00")}).overdue_from, At("2021-06-09 00:00"));
}

TEST_F(AcceptanceTest, WithoutALimitNothingIsLate) {
  terms_.acceptance_limit.reset();
  const auto waiting = Judged({Submitted("2021-06-07 08:00")});
  EXPECT_EQ(waiting.no_due, NoDue::kNoLimit);
  EXPECT_EQ(waiting.timeline.back().standing, Acceptance::kWaiting);
  EXPECT_EQ(CameTo({Submitted("2021-06-07 08:00"), events_.Received("D1", "2021-12-07 08:00")}),
            Acceptance::kAcceptedInTime);
}

TEST_F(AcceptanceTest, BeyondTheCalendarThereIsNoLimit) {
  auto spec = test::OfficeSpec();
  spec.valid_to = test::Day("2021-06-07");
  terms_.calendar = test::Office(spec);
  const auto waiting = Judged({Submitted("2021-06-07 08:00")});
  EXPECT_EQ(waiting.no_due, NoDue::kBeyondCalendar);
  EXPECT_EQ(waiting.timeline.back().standing, Acceptance::kWaiting);
}

TEST_F(AcceptanceTest, IsReadOffAtAnyInstant) {
  const auto judged =
      Judged({Submitted("2021-06-07 08:00"), events_.Received("D1", "2021-06-09 08:00")});
  EXPECT_EQ(AcceptanceAt(judged, At("2021-06-07 07:59")), Acceptance::kNone);
  EXPECT_EQ(AcceptanceAt(judged, At("2021-06-07 08:00")), Acceptance::kWaiting);
  EXPECT_EQ(AcceptanceAt(judged, At("2021-06-08 08:30")), Acceptance::kWaiting);
  EXPECT_EQ(AcceptanceAt(judged, At("2021-06-08 08:31")), Acceptance::kWaitingLate);
  EXPECT_EQ(AcceptanceAt(judged, At("2021-06-09 08:00")), Acceptance::kAcceptedLate);
}

TEST_F(AcceptanceTest, ADeclinedDossierIsPendingInBetweenAndDeclinedAfterwards) {
  const auto judged = Judge(Fold(std::vector{Make(EventType::kDeclined, "2021-06-04 09:00"),
                                             Submitted("2021-06-07 08:00"),
                                             Make(EventType::kDeclined, "2021-06-08 08:00")}),
                            terms_)
                          .On(Basis::kPromised);
  EXPECT_EQ(StandingAt(judged, At("2021-06-07 08:00")), Standing::kPendingAcceptance);
  EXPECT_EQ(StandingAt(judged, At("2021-06-08 08:00")), Standing::kDeclined);
}

TEST(Acceptance, HasNames) {
  EXPECT_EQ(ToString(Acceptance::kNone), "");
  EXPECT_EQ(ToString(Acceptance::kWaitingLate), "waiting_late");
  EXPECT_EQ(ToString(Acceptance::kDeclinedLate), "declined_late");
}

}  // namespace
}  // namespace dunghan::dossier

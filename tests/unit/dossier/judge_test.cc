#include "dunghan/dossier/judge.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "dunghan/test/values.h"

namespace dunghan::dossier {
namespace {

using test::At;
using test::Day;
using Standings = std::vector<std::pair<Instant, Standing>>;

class JudgeTest : public ::testing::Test {
 protected:
  Event Make(EventType type, std::string_view at) { return events_.Make("D1", type, at); }
  Event Received(std::string_view at, std::optional<DueClaim> due = {}) {
    return events_.Received("D1", at, due);
  }
  BasisJudgement Promised(std::vector<Event> events) {
    return Judge(Fold(events), terms_).On(Basis::kPromised);
  }
  BasisJudgement Lawful(std::vector<Event> events) {
    return Judge(Fold(events), terms_).On(Basis::kLawful);
  }
  static Standings Of(const BasisJudgement& judgement) {
    Standings timeline;
    for (const auto& [from, standing] : judgement.timeline) timeline.emplace_back(from, standing);
    return timeline;
  }

  test::Events events_;
  Terms terms_{.calendar = test::Office(),
               .limit = {},
               .acceptance_limit = {},
               .online_level = {},
               .on_supplement = OnSupplement::kPause,
               .comparison = Comparison::kByUnit,
               .due_rules = {}};
};

TEST_F(JudgeTest, ADueDateIsOverdueFromTheNextMidnight) {
  EXPECT_EQ(Of(Promised({Received("2021-06-07 08:00", Day("2021-06-14"))})),
            (Standings{{At("2021-06-07 08:00"), Standing::kInTime},
                       {At("2021-06-15 00:00"), Standing::kOverdue}}));
}

TEST_F(JudgeTest, ADueInstantIsOverdueAMillisecondLater) {
  const auto judged = Promised({Received("2021-06-07 08:00", At("2021-06-14 17:00"))});
  EXPECT_EQ(judged.overdue_from, At("2021-06-14 17:00") + std::chrono::milliseconds{1});
  EXPECT_FALSE(judged.by_date);
}

TEST_F(JudgeTest, ADayBasedLimitComparesAPromisedInstantByDate) {
  terms_.limit = worktime::ParseTimeLimit("5wd").value();
  const auto judged = Promised({Received("2021-06-07 08:00", At("2021-06-14 10:00")),
                                Make(EventType::kCompleted, "2021-06-14 16:00")});
  EXPECT_EQ(judged.timeline.back().standing, Standing::kFinishedOnTime);
  EXPECT_TRUE(judged.by_date);
}

TEST_F(JudgeTest, AnHourBasedLimitComparesAPromisedDateByItsEnd) {
  terms_.limit = worktime::ParseTimeLimit("8wh").value();
  const auto judged = Promised({Received("2021-06-07 08:00", Day("2021-06-08"))});
  EXPECT_EQ(judged.overdue_from, At("2021-06-09 00:00"));
}

TEST_F(JudgeTest, TheComparisonCanBeForced) {
  const std::vector<Event> same_day_later = {Received("2021-06-07 08:00", At("2021-06-14 10:00")),
                                             Make(EventType::kCompleted, "2021-06-14 15:00")};
  terms_.comparison = Comparison::kDate;
  EXPECT_EQ(Promised(same_day_later).timeline.back().standing, Standing::kFinishedOnTime);
  terms_.comparison = Comparison::kInstant;
  EXPECT_EQ(Promised(same_day_later).timeline.back().standing, Standing::kFinishedLate);
}

TEST_F(JudgeTest, EarlyMeansOnAnEarlierDate) {
  const auto finished = [&](std::string_view at) {
    return Promised({Received("2021-06-07 08:00", At("2021-06-14 17:00")),
                     Make(EventType::kCompleted, at)})
        .timeline.back()
        .standing;
  };
  EXPECT_EQ(finished("2021-06-13 23:59"), Standing::kFinishedEarly);
  EXPECT_EQ(finished("2021-06-14 00:00"), Standing::kFinishedOnTime);
  EXPECT_EQ(finished("2021-06-14 17:00"), Standing::kFinishedOnTime);
  EXPECT_EQ(finished("2021-06-14 17:01"), Standing::kFinishedLate);
}

TEST_F(JudgeTest, ASuspensionDoesNotMoveThePromise) {
  EXPECT_EQ(Of(Promised({Received("2021-06-07 08:00", Day("2021-06-09")),
                         Make(EventType::kSuspended, "2021-06-08 08:00"),
                         Make(EventType::kResumed, "2021-06-11 08:00")})),
            (Standings{{At("2021-06-07 08:00"), Standing::kInTime},
                       {At("2021-06-08 08:00"), Standing::kSuspended},
                       {At("2021-06-11 08:00"), Standing::kOverdue}}));
}

TEST_F(JudgeTest, ASuspensionBegunWhenOverdueHidesNothing) {
  EXPECT_EQ(Of(Promised({Received("2021-06-07 08:00", Day("2021-06-09")),
                         Make(EventType::kSuspended, "2021-06-11 08:00")})),
            (Standings{{At("2021-06-07 08:00"), Standing::kInTime},
                       {At("2021-06-10 00:00"), Standing::kOverdue}}));
}

TEST_F(JudgeTest, ASuspensionMovesTheLawfulDue) {
  terms_.limit = worktime::ParseTimeLimit("2wd").value();
  const auto judged =
      Lawful({Received("2021-06-07 08:00"), Make(EventType::kSuspended, "2021-06-08 07:30"),
              Make(EventType::kResumed, "2021-06-09 07:30")});
  EXPECT_EQ(judged.due, DueClaim{At("2021-06-10 17:00")});
  EXPECT_EQ(Of(judged), (Standings{{At("2021-06-07 08:00"), Standing::kInTime},
                                   {At("2021-06-08 07:30"), Standing::kSuspended},
                                   {At("2021-06-09 07:30"), Standing::kInTime},
                                   {At("2021-06-11 00:00"), Standing::kOverdue}}));
}

TEST_F(JudgeTest, WithoutCreditForSuspensionsTheLawfulDueStaysWhereItWas) {
  const auto gross = [&](std::vector<Event> events) {
    return Judge(Fold(events), terms_).gross_overdue_from;
  };
  const Event received = Received("2021-06-07 08:00", Day("2021-06-30"));
  const Event stopped = Make(EventType::kSuspended, "2021-06-08 07:30");
  EXPECT_FALSE(gross({received, stopped})) << "without a limit";
  terms_.limit = worktime::ParseTimeLimit("2wd").value();
  EXPECT_EQ(gross({received}), At("2021-06-10 00:00"));
  EXPECT_EQ(gross({received, stopped}), At("2021-06-10 00:00"));
  EXPECT_EQ(gross({received, stopped, Make(EventType::kResumed, "2021-06-21 07:30")}),
            At("2021-06-10 00:00"));
  EXPECT_FALSE(gross({stopped})) << "without receipt";
}

TEST_F(JudgeTest, WhileSuspendedTheLawfulDueIsUnknown) {
  terms_.limit = worktime::ParseTimeLimit("2wd").value();
  const auto judged =
      Lawful({Received("2021-06-07 08:00"), Make(EventType::kSuspended, "2021-06-08 08:00")});
  EXPECT_EQ(judged.no_due, NoDue::kSuspended);
  EXPECT_FALSE(judged.overdue_from);
  EXPECT_EQ(judged.timeline.back().standing, Standing::kSuspended);
}

TEST_F(JudgeTest, AFinishInsideASuspensionEndsIt) {
  terms_.limit = worktime::ParseTimeLimit("2wd").value();
  const auto judged =
      Lawful({Received("2021-06-07 08:00"), Make(EventType::kSuspended, "2021-06-08 08:00"),
              Make(EventType::kCompleted, "2021-06-18 08:00")});
  EXPECT_EQ(judged.timeline.back(), (Stretch{At("2021-06-18 08:00"), Standing::kFinishedEarly}));
}

TEST_F(JudgeTest, WithoutAPromiseThePromisedBasisFallsBackOnTheLawfulDue) {
  terms_.limit = worktime::ParseTimeLimit("2wd").value();
  const auto judged = Promised({Received("2021-06-07 08:00")});
  EXPECT_TRUE(judged.fallback);
  EXPECT_EQ(judged.due, DueClaim{At("2021-06-09 17:00")});
}

TEST_F(JudgeTest, WithoutAnyDueADossierIsUnmeasurable) {
  const auto open = Promised({Received("2021-06-07 08:00")});
  EXPECT_EQ(open.no_due, NoDue::kNoLimit);
  EXPECT_EQ(open.timeline.back().standing, Standing::kUnmeasurable);
  const auto finished =
      Promised({Received("2021-06-07 08:00"), Make(EventType::kCompleted, "2021-06-08 08:00")});
  EXPECT_EQ(finished.timeline.back().standing, Standing::kFinishedUnmeasurable);
  EXPECT_EQ(ToString(finished.timeline.back().standing), "unmeasurable");
}

TEST_F(JudgeTest, ADueBeyondTheCalendarIsUnmeasurableWithTheReason) {
  auto spec = test::OfficeSpec();
  spec.valid_from = Day("2021-01-01");
  spec.valid_to = Day("2021-06-30");
  terms_.calendar = test::Office(spec);
  terms_.limit = worktime::ParseTimeLimit("60wd").value();
  const auto judged = Lawful({Received("2021-06-07 08:00")});
  EXPECT_EQ(judged.no_due, NoDue::kBeyondCalendar);
  EXPECT_EQ(judged.timeline.back().standing, Standing::kUnmeasurable);
}

TEST_F(JudgeTest, AWithdrawalKeepsTheVerdictOfItsInstant) {
  const auto withdrawn = [&](std::string_view at) {
    return Promised(
               {Received("2021-06-07 08:00", Day("2021-06-09")), Make(EventType::kWithdrawn, at)})
        .timeline.back()
        .standing;
  };
  EXPECT_EQ(withdrawn("2021-06-09 23:59"), Standing::kWithdrawn);
  EXPECT_EQ(withdrawn("2021-06-10 00:00"), Standing::kWithdrawnOverdue);
}

TEST_F(JudgeTest, AFinishBeforeItsReceiptCountsAsFinishedAtReceipt) {
  const auto judged = Promised({Make(EventType::kCompleted, "2021-06-06 08:00"),
                                Received("2021-06-07 08:00", Day("2021-06-09"))});
  EXPECT_EQ(Of(judged), (Standings{{At("2021-06-06 08:00"), Standing::kWithoutReceipt},
                                   {At("2021-06-07 08:00"), Standing::kFinishedEarly}}));
}

TEST_F(JudgeTest, BeforeReceiptAnOnlineDossierWaitsForAcceptance) {
  const auto judged = Promised({Make(EventType::kSubmitted, "2021-06-05 20:00"),
                                Received("2021-06-07 08:00", Day("2021-06-09"))});
  EXPECT_EQ(StandingAt(judged, At("2021-06-05 19:59")), Standing::kWithoutReceipt);
  EXPECT_EQ(StandingAt(judged, At("2021-06-05 20:00")), Standing::kPendingAcceptance);
  EXPECT_EQ(StandingAt(judged, At("2021-06-07 08:00")), Standing::kInTime);
}

TEST_F(JudgeTest, ADeclinedDossierThatIsSubmittedAgainIsPending) {
  const auto standing = [&](std::vector<Event> events) {
    return Promised(std::move(events)).timeline.back().standing;
  };
  const Event submitted = Make(EventType::kSubmitted, "2021-06-05 20:00");
  EXPECT_EQ(standing({submitted, Make(EventType::kDeclined, "2021-06-07 08:00")}),
            Standing::kDeclined);
  EXPECT_EQ(standing({submitted, Make(EventType::kDeclined, "2021-06-04 08:00")}),
            Standing::kPendingAcceptance);
}

TEST_F(JudgeTest, TellsWhenTheStandingChangesNext) {
  const auto judged = Promised({Received("2021-06-07 08:00", Day("2021-06-09"))});
  EXPECT_EQ(NextChange(judged, At("2021-06-08 08:00")), At("2021-06-10 00:00"));
  EXPECT_FALSE(NextChange(judged, At("2021-06-10 00:00")));
}

}  // namespace
}  // namespace dunghan::dossier

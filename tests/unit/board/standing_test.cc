#include "board_fixture.h"

/// What becomes of dossiers by events and by time alone.
namespace dunghan::board {
namespace {

using std::chrono::milliseconds;

using StandingTest = BoardTest;

TEST_F(StandingTest, ADueInstantIsOverOneMillisecondAfterIt) {
  Append({Received("D1", "2021-06-07 08:00", "2021-06-07 10:00", "A", "Q")});
  PassTo("2021-06-07 10:00");
  EXPECT_EQ(StandingOf("D1"), Standing::kInTime);
  EXPECT_EQ(BucketOf("D1"), DueBucket::kToday);
  PassTo(test::At("2021-06-07 10:00") + milliseconds{1});
  EXPECT_EQ(StandingOf("D1"), Standing::kOverdue);
  EXPECT_EQ(BucketOf("D1"), DueBucket::kOverdue1);
  EXPECT_EQ(Total().month.open_overdue, 1);
  EXPECT_EQ(Total().month.due_cohort, (figures::Rate{0, 1}));
  EXPECT_EQ(Wrong(), "");
}

TEST_F(StandingTest, ADueDateIsOverAtMidnight) {
  Append({Received("D1", "2021-06-07 08:00", "2021-06-11")});
  PassTo(test::At("2021-06-12 00:00") - milliseconds{1});
  EXPECT_EQ(StandingOf("D1"), Standing::kInTime);
  PassTo("2021-06-12 00:00");
  EXPECT_EQ(StandingOf("D1"), Standing::kOverdue);
}

TEST_F(StandingTest, AMidnightIsThatOfTheDossiersOwnCalendar) {
  Append({Received("D1", "2021-06-07 08:00", "2021-06-07", "DONG", "P")});
  PassTo(test::At("2021-06-07 22:00") - milliseconds{1});
  EXPECT_EQ(StandingOf("D1"), Standing::kInTime);
  PassTo("2021-06-07 22:00");
  EXPECT_EQ(StandingOf("D1"), Standing::kOverdue);
  EXPECT_EQ(OfAgency("DONG").month.open_overdue, 0) << "it is so from the next day of its own on";
  EXPECT_EQ(Wrong(), "");
}

TEST_F(StandingTest, BucketsAndDaysAreThoseOfTheDossiersOwnCalendarToo) {
  Append({Received("D1", "2021-06-07 08:00", "2021-06-08", "DONG", "P"),
          Received("D2", "2021-06-07 08:00", "2021-06-08", "DONG", "P")});
  PassTo(test::At("2021-06-07 22:00") - milliseconds{1});
  EXPECT_EQ(BucketOf("D1"), DueBucket::k1);
  PassTo("2021-06-07 22:00");
  EXPECT_EQ(BucketOf("D1"), DueBucket::kToday);
  PassTo("2021-06-07 22:30");
  Append({Make("D1", EventType::kCompleted, "2021-06-07 22:30")});
  EXPECT_EQ(OfAgency("DONG").results[static_cast<size_t>(Timeliness::kOnTime)], 1);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(StandingTest, ACommitBringsItsTimeWithIt) {
  Append({Received("D1", "2021-06-07 08:00", "2021-06-07 10:00", "A", "Q")});
  clock_.Set(test::At("2021-06-07 11:00"));
  Append({Make("D1", EventType::kCompleted, "2021-06-07 11:00"),
          Received("D2", "2021-06-07 08:00", "2021-06-07 10:00", "A", "Q")});
  EXPECT_EQ(Total().results[static_cast<size_t>(Timeliness::kLate)], 1);
  EXPECT_EQ(Total().month.due_cohort, (figures::Rate{0, 2}));
  EXPECT_EQ(Wrong(), "");
}

TEST_F(StandingTest, WhatACommitDoesNotTouchMovesOnWithItsTime) {
  Append({Received("D1", "2021-06-07 08:00", "2021-06-07 10:00", "A", "Q")});
  clock_.Set(test::At("2021-06-07 11:00"));
  Append({Received("D2", "2021-06-07 10:30", "2021-06-07 16:00", "A", "Q")});
  EXPECT_EQ(StandingOf("D1"), Standing::kOverdue);
  EXPECT_EQ(board_->TakeSnapshot()->position.at, test::At("2021-06-07 11:00"));
}

TEST_F(StandingTest, FallsDueAfterALongHolidayByTimeAlone) {
  clock_.Set(test::At("2021-02-05 08:00"));
  Open();
  // Six working days: the 6th (a Saturday worked), 8th, 9th, 17th, 18th, 19th.
  Append({Received("D1", "2021-02-05 07:00", "2021-02-19")});
  std::vector<std::pair<std::string, DueBucket>> moves;
  for (int i = 0; i < 8 && board_->NextChange(); ++i) {
    const Instant next = *board_->NextChange();
    const auto before = Find("D1");
    PassTo(next - milliseconds{1});
    EXPECT_EQ(BucketOf("D1"), before->bucket);
    PassTo(next);
    moves.emplace_back(rulebook_->default_calendar().zone().Format(next), *BucketOf("D1"));
    EXPECT_EQ(StandingOf("D1"),
              next < test::At("2021-02-20 00:00") ? Standing::kInTime : Standing::kOverdue);
  }
  const std::vector<std::pair<std::string, DueBucket>> expected = {
      {"2021-02-09T00:00:00+07:00", DueBucket::k3},
      {"2021-02-18T00:00:00+07:00", DueBucket::k1},
      {"2021-02-19T00:00:00+07:00", DueBucket::kToday},
      {"2021-02-20T00:00:00+07:00", DueBucket::kOverdue1},
      {"2021-02-24T00:00:00+07:00", DueBucket::kOverdue3},
      {"2021-03-05T00:00:00+07:00", DueBucket::kOverdue10Plus},
      {"2021-03-08T00:00:00+07:00", DueBucket::kOverdue10Plus}};  // newly so no longer
  EXPECT_EQ(moves, expected);
}

TEST_F(StandingTest, FallsDueAfterAWeekendAndADayOff) {
  // Five working days after the 9th, with the 15th off.
  Append({Received("D1", "2021-06-07 07:00", "")});
  Append({Received("D2", "2021-06-07 07:30", "2021-06-13")});
  EXPECT_EQ(Find("D1")->overdue_from, test::At("2021-06-15 00:00"));
  PassTo(test::At("2021-06-14 00:00") - milliseconds{1});
  EXPECT_EQ(StandingOf("D2"), Standing::kInTime);
  EXPECT_EQ(BucketOf("D2"), DueBucket::kToday) << "a Sunday due";
  PassTo(test::At("2021-06-14 23:59") + milliseconds{59'999});
  EXPECT_EQ(StandingOf("D1"), Standing::kInTime);
  EXPECT_EQ(StandingOf("D2"), Standing::kOverdue);
  PassTo("2021-06-15 00:00");
  EXPECT_EQ(StandingOf("D1"), Standing::kOverdue);
}

TEST_F(StandingTest, ASuspendedDossierDoesNotFallDueUntilItIsResumed) {
  Append({Received("D1", "2021-06-07 07:00", "2021-06-07 16:00", "A", "Q"),
          Make("D1", EventType::kSuspended, "2021-06-07 07:45")});
  EXPECT_EQ(BucketOf("D1"), DueBucket::kSuspended);
  PassTo("2021-06-07 17:00");
  EXPECT_EQ(StandingOf("D1"), Standing::kSuspended);
  EXPECT_EQ(Total().month.open_suspended, 1);
  Append({Make("D1", EventType::kResumed, "2021-06-07 17:00")});
  EXPECT_EQ(StandingOf("D1"), Standing::kOverdue);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(StandingTest, OfASuspendedDossierTimeTakesAwayTheChanceToFinishInTime) {
  Append({Received("D1", "2021-06-07 07:00", "2021-06-07 16:00", "A", "Q"),
          Make("D1", EventType::kSuspended, "2021-06-07 07:45")});
  const Instant last = test::At("2021-06-07 16:00");
  EXPECT_EQ(board_->NextChange(), last + milliseconds{1});
  PassTo(last);
  EXPECT_EQ(OfAgency("A").month.open_suspended_ahead, 1);
  const uint64_t version = board_->version();
  PassTo(last + milliseconds{1});
  EXPECT_EQ(OfAgency("A").month.open_suspended_ahead, 0);
  EXPECT_EQ(OfAgency("A").month.open_suspended, 1);
  EXPECT_GT(board_->version(), version);
  EXPECT_EQ(board_->NextChange(), std::nullopt);
  EXPECT_EQ(Wrong(), "");
  Append({Make("D1", EventType::kCompleted, "2021-06-07 16:00")});
  EXPECT_EQ(Wrong(), "");
}

TEST_F(StandingTest, AResumedDossierFallsDueWhenItsTimeComes) {
  Append({Received("D1", "2021-06-07 07:00", "2021-06-07 16:00", "A", "Q"),
          Make("D1", EventType::kSuspended, "2021-06-07 07:45"),
          Make("D1", EventType::kResumed, "2021-06-07 08:00")});
  EXPECT_EQ(StandingOf("D1"), Standing::kInTime);
  PassTo("2021-06-07 16:01");
  EXPECT_EQ(StandingOf("D1"), Standing::kOverdue);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(StandingTest, AFinishedDossierLeavesAndAReopenedOneComesBack) {
  Append({Received("D1", "2021-06-04 08:00", "2021-06-07")});
  Append({Make("D1", EventType::kCompleted, "2021-06-07 08:00")});
  EXPECT_EQ(StandingOf("D1"), std::nullopt);
  EXPECT_EQ(Total().results[static_cast<size_t>(Timeliness::kOnTime)], 1);
  EXPECT_EQ(Total().OpenInAll(), 0);
  PassTo("2021-06-07 09:00");
  Append({Make("D1", EventType::kReopened, "2021-06-07 09:00")});
  EXPECT_EQ(StandingOf("D1"), Standing::kInTime);
  EXPECT_EQ(Total().results, (std::array<int64_t, kTimeliness>{}));
  EXPECT_EQ(Total().Open(DueBucket::kToday), 1);
  EXPECT_EQ(Wrong(), "");
  PassTo("2021-06-08 00:00");
  EXPECT_EQ(StandingOf("D1"), Standing::kOverdue);
}

TEST_F(StandingTest, AWithdrawnDossierLeavesAndIsNoResult) {
  Append({Received("D1", "2021-06-04 08:00", "2021-06-09"),
          Make("D1", EventType::kWithdrawn, "2021-06-07 07:50")});
  EXPECT_EQ(board_->open(), 0U);
  EXPECT_EQ(Total().month.withdrawn, 1);
  EXPECT_EQ(Total().results, (std::array<int64_t, kTimeliness>{}));
  EXPECT_EQ(Wrong(), "");
}

TEST_F(StandingTest, EventsMayComeInAnyOrder) {
  Append({Make("D1", EventType::kCompleted, "2021-06-07 07:50")});
  EXPECT_EQ(StandingOf("D1"), Standing::kWithoutReceipt);
  EXPECT_EQ(Total().without_receipt, 1);
  Append({Received("D1", "2021-06-04 08:00", "2021-06-09")});
  EXPECT_EQ(StandingOf("D1"), std::nullopt);
  EXPECT_EQ(Total().without_receipt, 0);
  EXPECT_EQ(OfAgency("A").results[static_cast<size_t>(Timeliness::kEarly)], 1);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(StandingTest, ADossierThatChangesItsAgencyChangesItsRow) {
  Append({Received("D1", "2021-06-04 08:00", "2021-06-09", "A", "P")});
  Append({Received("D1", "2021-06-03 08:00", "2021-06-08", "B", "Q")});
  EXPECT_EQ(OfAgency("A"), Counts{});
  EXPECT_EQ(OfAgency("B").Open(DueBucket::k1), 1);
  EXPECT_EQ(OfProcedure("Q").month.received, 1);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(StandingTest, BeforeReceiptADossierIsListedApart) {
  Event submitted = Make("D1", EventType::kSubmitted, "2021-06-07 07:00");
  submitted.agency = events_.Code<AgencyCode>("A");
  Append({submitted});
  EXPECT_EQ(StandingOf("D1"), Standing::kPendingAcceptance);
  EXPECT_EQ(BucketOf("D1"), DueBucket::kUnmeasurable);
  EXPECT_EQ(OfAgency("A").pending_acceptance, 1);
  EXPECT_EQ(OfProcedure("").pending_acceptance, 1);
  EXPECT_EQ(Total().OpenInAll(), 0);
  Append({Make("D1", EventType::kDeclined, "2021-06-07 07:30")});
  EXPECT_EQ(board_->open(), 0U);
  EXPECT_EQ(Total().pending_acceptance, 0);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(StandingTest, ADossierOfWhichEverythingIsVoidedIsGone) {
  Event received = Received("D1", "2021-06-04 08:00", "2021-06-09");
  Append({received});
  Event voided = Make("D1", EventType::kVoided, "2021-06-07 07:00");
  voided.voids = received.id;
  Append({voided});
  EXPECT_EQ(board_->open(), 0U);
  EXPECT_EQ(Total(), Counts{});
  EXPECT_EQ(Wrong(), "");
}

TEST_F(StandingTest, AnEventDatedAheadTakesEffectInItsTime) {
  Append({Received("D1", "2021-06-04 08:00", "2021-06-07"),
          Make("D1", EventType::kCompleted, "2021-06-07 10:00")});
  EXPECT_EQ(StandingOf("D1"), Standing::kInTime);
  PassTo("2021-06-07 10:00");
  EXPECT_EQ(StandingOf("D1"), std::nullopt);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(StandingTest, ADossierWithoutADueIsUnmeasurable) {
  Append({Received("D1", "2021-06-04 08:00", "", "A", "R")});
  EXPECT_EQ(BucketOf("D1"), DueBucket::kUnmeasurable);
  EXPECT_EQ(Total().Pending(), 0);
  EXPECT_EQ(Total().OpenInAll(), 1);
  EXPECT_EQ(Find("D1")->due, std::nullopt);
}

TEST_F(StandingTest, AnAgencyOutsideTheListHasARowOfItsOwn) {
  Append({Received("D1", "2021-06-07 07:00", "2021-06-07 10:00", "XA-LA", "LA")});
  PassTo(test::At("2021-06-07 10:00") + milliseconds{1});
  EXPECT_EQ(OfAgency("XA-LA").Overdue(), 1);
  EXPECT_EQ(OfProcedure("LA").month.open_overdue, 1);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(StandingTest, PetitionsAreInListsAndNotInFigures) {
  Append({Received("D1", "2021-06-07 07:00", "2021-06-07 10:00", "A", "K")});
  PassTo("2021-06-08 10:00");
  EXPECT_EQ(StandingOf("D1"), Standing::kOverdue);
  EXPECT_EQ(TotalWithoutPetitions(), Counts{});
  Reload();
  EXPECT_EQ(StandingOf("D1"), Standing::kOverdue);
  EXPECT_EQ(TotalWithoutPetitions(), Counts{});
}

TEST_F(StandingTest, TheLawfulBasisHasDuesOfItsOwn) {
  policy_.basis = dossier::Basis::kLawful;
  Reload();
  Append({Received("D1", "2021-06-07 07:00", "2021-06-07 10:00")});
  PassTo("2021-06-07 11:00");
  EXPECT_EQ(StandingOf("D1"), Standing::kInTime);
  EXPECT_EQ(Find("D1")->overdue_from, test::At("2021-06-15 00:00"));
  EXPECT_EQ(Wrong(), "");
}

}  // namespace
}  // namespace dunghan::board

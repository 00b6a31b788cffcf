#include <gmock/gmock.h>

#include "board_fixture.h"

/// Who is shown with what, where one agency takes over from another. It is Monday, 2021-06-07.
namespace dunghan::board {
namespace {

using ::testing::ElementsAre;

class TakenOver : public BoardTest {
 protected:
  /// On Friday B passed on to A, but what of it is Q to DONG, on Thursday; CU to A in May; DONG
  /// will to TINH on Tuesday.
  TakenOver()
      : BoardTest(
            "B,A,*,2021-06-04\nB,DONG,Q,2021-06-03\nCU,A,*,2021-05-20\n"
            "DONG,TINH,*,2021-06-08\n") {}

  int64_t Received(const std::string& agency, NamedPeriod period) {
    return OfAgency(agency).In(period).received[0];
  }
  using BoardTest::Received;
};

TEST_F(TakenOver, AnOpenDossierIsWithItsHolder) {
  Append({Received("D1", "2021-06-01 08:00", "2021-06-09", "B", "P"),
          Received("D2", "2021-06-01 08:00", "2021-06-09", "B", "Q")});
  EXPECT_EQ(Find("D1")->agency.text(), "A");
  EXPECT_EQ(Find("D2")->agency.text(), "DONG");
  EXPECT_EQ(OfAgency("B").OpenInAll(), 0);
  EXPECT_EQ(OfAgency("A").Open(DueBucket::k3), 1);
  EXPECT_EQ(OfAgency("DONG").Open(DueBucket::k3), 1);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(TakenOver, TheMonthSaysWhatMoved) {
  Append({Received("D1", "2021-06-01 08:00", "2021-06-02", "B", "P"),
          Received("D2", "2021-05-31 08:00", "2021-06-09", "B", "Q"),
          Received("D3", "2021-06-04 00:00", "2021-06-09", "B", "P")});
  const auto b = OfAgency("B").month;
  EXPECT_EQ(b.received, 1);
  EXPECT_EQ(b.carried_over, 1);
  EXPECT_EQ(b.moved_out, 2);
  EXPECT_EQ(b.moved_out_overdue, 1);
  EXPECT_EQ(b.open_in_time + b.open_overdue, 0);
  const auto a = OfAgency("A").month;
  EXPECT_EQ(a.received, 1) << "what B was sent on its last day but one is B's, later ones are A's";
  EXPECT_EQ(a.moved_in, 1);
  EXPECT_EQ(a.moved_in_overdue, 1);
  EXPECT_EQ(a.open_overdue, 1);
  EXPECT_EQ(a.open_in_time, 1);
  EXPECT_EQ(OfAgency("DONG").month.moved_in, 1);
  EXPECT_EQ(OfAgency("DONG").month.carried_over, 0);
  EXPECT_EQ(OfProcedure("P").month.moved_in, 0);
  EXPECT_EQ(OfProcedure("P").month.open_overdue, 1);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(TakenOver, ResultsAreOfWhoHadTheDossierThen) {
  Append({Received("D1", "2021-06-01 08:00", "2021-06-09", "B", "P"),
          Make("D1", EventType::kCompleted, "2021-06-03 17:00"),
          Received("D2", "2021-06-01 08:00", "2021-06-09", "B", "P"),
          Make("D2", EventType::kCompleted, "2021-06-04 08:00")});
  const auto early = static_cast<size_t>(Timeliness::kEarly);
  EXPECT_EQ(OfAgency("B").results[early], 1);
  EXPECT_EQ(OfAgency("B").month.finished_early, 1);
  EXPECT_EQ(OfAgency("A").results[early], 1);
  EXPECT_EQ(OfAgency("A").In(NamedPeriod::kCurrentMonth).results[early], 1);
  EXPECT_EQ(OfAgency("A").month.moved_in, 1);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(TakenOver, WhatMovedBeforeTheMonthIsCarriedOverByItsHolder) {
  Append({Received("D1", "2021-05-10 08:00", "2021-06-09", "CU", "P"),
          Received("D2", "2021-05-25 08:00", "2021-06-09", "CU", "P")});
  EXPECT_EQ(OfAgency("A").month.carried_over, 2);
  EXPECT_EQ(OfAgency("A").month.moved_in, 0);
  EXPECT_EQ(OfAgency("CU").month, figures::Figures{});
  EXPECT_EQ(Received("CU", NamedPeriod::kPreviousMonth), 1);
  EXPECT_EQ(Received("A", NamedPeriod::kPreviousMonth), 1);
  EXPECT_EQ(Received("A", NamedPeriod::kCurrentYear), 1);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(TakenOver, ADossierFallsDueWithItsHolder) {
  Append({Received("D1", "2021-06-01 08:00", "2021-06-07 10:00", "B", "R"),
          Received("D2", "2021-06-01 08:00", "2021-06-07 10:00", "B", "Q")});
  PassTo("2021-06-07 11:00");
  EXPECT_EQ(OfAgency("A").Overdue(), 1);
  EXPECT_EQ(OfAgency("A").month.open_overdue, 1);
  EXPECT_EQ(OfAgency("A").month.due_cohort, (figures::Rate{0, 1}));
  EXPECT_EQ(OfAgency("B").month.due_in_period, 0);
  EXPECT_EQ(OfAgency("DONG").month.open_overdue, 1);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(TakenOver, ADueToComeIsOfWhoWillHaveTheDossierThen) {
  Append({Received("D1", "2021-06-01 08:00", "2021-06-07", "DONG", "P"),
          Received("D2", "2021-06-01 08:00", "2021-06-08", "DONG", "P")});
  EXPECT_EQ(OfAgency("DONG").month.due_in_period, 1);
  EXPECT_EQ(OfAgency("TINH").month.due_in_period, 1);
  EXPECT_EQ(OfAgency("TINH").month.moved_in, 0);
  EXPECT_EQ(OfAgency("DONG").OpenInAll(), 2);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(TakenOver, ThatDayBringsABoardWithItsNewHolder) {
  Append({Received("D1", "2021-06-01 08:00", "2021-06-08", "B", "Q")});
  PassTo("2021-06-08 00:00");
  EXPECT_EQ(Find("D1")->agency.text(), "DONG") << "of the day it was loaded on";
  Reload();
  EXPECT_EQ(Find("D1")->agency.text(), "TINH");
  EXPECT_EQ(OfAgency("DONG").month.moved_in, 1);
  EXPECT_EQ(OfAgency("DONG").month.moved_out, 1);
  EXPECT_EQ(OfAgency("TINH").month.moved_in, 1);
  EXPECT_EQ(OfAgency("TINH").month.open_in_time, 1);
}

TEST_F(TakenOver, WhatIsSubmittedMovesToo) {
  Append({Submitted("D1", "2021-06-01 08:00", "B", "P")});
  EXPECT_EQ(Find("D1")->agency.text(), "A");
  EXPECT_EQ(OfAgency("A").pending_acceptance, 1);
  EXPECT_EQ(OfAgency("A").waiting_late, 1);
  EXPECT_EQ(OfAgency("B").pending_acceptance, 0);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(TakenOver, AnAgencyThatHasEndedIsListedForWhatItDid) {
  EXPECT_THAT(CodesOf(board_->TakeSnapshot()->agencies), ElementsAre("A", "B", "DONG"));
  Append({Received("D1", "2021-05-25 08:00", "2021-06-09", "CU", "P")});
  EXPECT_THAT(CodesOf(board_->TakeSnapshot()->agencies), ElementsAre("A", "B", "DONG"));
  Append({Received("D2", "2021-05-10 08:00", "2021-06-09", "CU", "P")});
  EXPECT_THAT(CodesOf(board_->TakeSnapshot()->agencies), ElementsAre("A", "B", "CU", "DONG"));
}

/// From today on B passes on to A, by another rulebook.
TEST_F(BoardTest, ANewRulebookNeedsAnotherBoard) {
  Append({Received("D1", "2021-06-01 08:00", "", "B", "P")});
  EXPECT_EQ(Find("D1")->agency.text(), "B");
  rulebook_ = BoardRulebook(events_.codes(), "B,A,*,2021-06-07\n");
  const auto applied = ledger_->Apply({rulebook_, {}, "test", ""});
  ASSERT_TRUE(applied.has_value()) << applied.error().for_client;
  Reload();
  EXPECT_EQ(Find("D1")->agency.text(), "A");
  EXPECT_EQ(OfAgency("B").month.moved_out, 1);
  EXPECT_EQ(board_->TakeSnapshot()->rulebook, rulebook_);
  Append({Make("D1", EventType::kCompleted, "2021-06-07 08:00")});
  EXPECT_EQ(OfAgency("A").month.finished_early, 1);
  EXPECT_EQ(Wrong(), "");
}

/// A finished dossier's days are those of the calendar it was judged by, whatever came later.
TEST_F(BoardTest, ANewRulebookLeavesFinishedDossiersTheirDays) {
  PassTo("2021-06-07 22:45");
  const Event completed = Make("D1", EventType::kCompleted, "2021-06-07 22:30");
  Append({Received("D1", "2021-06-07 08:00", "2021-06-09", "DONG", "P"), completed});
  rulebook_ = BoardRulebook(events_.codes(), "", "office");
  ASSERT_TRUE(ledger_->Apply({rulebook_, {}, "test", ""}).has_value());
  Reload();
  const auto early = static_cast<size_t>(Timeliness::kEarly);
  EXPECT_EQ(OfAgency("DONG").results[early], 1);
  EXPECT_EQ(OfAgency("DONG").In(NamedPeriod::kToday).results[early], 0) << "it was tomorrow there";
  Event voided = Make("D1", EventType::kVoided, "2021-06-07 22:40");
  voided.voids = completed.id;
  Append({voided});
  EXPECT_EQ(OfAgency("DONG").In(NamedPeriod::kToday).results[early], 0);
  EXPECT_EQ(Wrong(), "");
}

}  // namespace
}  // namespace dunghan::board

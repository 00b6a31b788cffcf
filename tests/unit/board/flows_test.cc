#include "board_fixture.h"

/// What is counted by period beside results and receipts: the other basis, acceptance, apologies.
namespace dunghan::board {
namespace {

using Results = std::array<int64_t, kTimeliness>;

class FlowsTest : public BoardTest {
 protected:
  Flows In(NamedPeriod period) { return Total().In(period); }
  Event Apologised(const std::string& code, const std::string& at, const std::string& due) {
    Event event = Make(code, EventType::kApologised, at);
    if (!due.empty()) event.due = test::Day(due);
    return event;
  }
};

TEST_F(FlowsTest, KnowTheResultsOnTheOtherBasis) {
  // P is lawfully due after five working days: on 2021-05-31.
  Append({Received("D1", "2021-05-24 07:30", "2021-06-30"),
          Make("D1", EventType::kCompleted, "2021-06-07 07:40"),
          Received("D2", "2021-05-24 07:30", "2021-05-25"),
          Make("D2", EventType::kCompleted, "2021-05-31 07:40")});
  EXPECT_EQ(In(NamedPeriod::kToday).results, (Results{1, 0, 0, 0}));
  EXPECT_EQ(In(NamedPeriod::kToday).other_results, (Results{0, 0, 1, 0}));
  EXPECT_EQ(In(NamedPeriod::kPreviousMonth).other_results, (Results{0, 1, 0, 0}));
  EXPECT_EQ(In(NamedPeriod::kCurrentYear).other_results, (Results{0, 1, 1, 0}));
  EXPECT_EQ(OfAgency("A").In(NamedPeriod::kToday).other_results, (Results{0, 0, 1, 0}));
  EXPECT_EQ(OfProcedure("P").In(NamedPeriod::kToday).other_results, (Results{0, 0, 1, 0}));
  EXPECT_EQ(Wrong(), "");
  policy_.basis = dossier::Basis::kLawful;
  Reload();
  EXPECT_EQ(In(NamedPeriod::kToday).results, (Results{0, 0, 1, 0}));
  EXPECT_EQ(In(NamedPeriod::kToday).other_results, (Results{1, 0, 0, 0}));
}

TEST_F(FlowsTest, CountAnAnswerOnTheAcceptanceClockOnItsDay) {
  Append({Submitted("D1", "2021-06-03 07:30", "A", "P"),
          Received("D1", "2021-06-04 07:30", "2021-06-30"),
          Submitted("D2", "2021-06-02 07:30", "A", "P"),
          Received("D2", "2021-06-07 07:30", "2021-06-30"),
          Submitted("D3", "2021-05-27 07:30", "A", "P"),
          Make("D3", EventType::kDeclined, "2021-05-28 07:30"),
          Submitted("D4", "2021-05-27 07:30", "A", "P"),
          Make("D4", EventType::kDeclined, "2021-06-01 07:30"),
          Submitted("D5", "2021-06-01 07:30", "A", "P")});
  EXPECT_EQ(In(NamedPeriod::kToday).accepted_in_time, 0);
  EXPECT_EQ(In(NamedPeriod::kToday).accepted_late, 1);
  EXPECT_EQ(In(NamedPeriod::kCurrentMonth).accepted_in_time, 1);
  EXPECT_EQ(In(NamedPeriod::kCurrentMonth).accepted_late, 2);
  EXPECT_EQ(In(NamedPeriod::kPreviousMonth).accepted_in_time, 1);
  EXPECT_EQ(In(NamedPeriod::kPreviousMonth).accepted_late, 0);
  EXPECT_EQ(OfAgency("A").In(NamedPeriod::kCurrentYear).accepted_late, 2);
  EXPECT_EQ(OfProcedure("P").In(NamedPeriod::kCurrentYear).accepted_in_time, 2);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(FlowsTest, CountADossierOnTheDayOfItsLatestApology) {
  Append({Received("D1", "2021-05-24 07:30", "2021-05-25"),
          Apologised("D1", "2021-05-26 07:30", "2021-05-28")});
  EXPECT_EQ(In(NamedPeriod::kPreviousMonth).apologies, 1);
  EXPECT_EQ(In(NamedPeriod::kCurrentMonth).apologies, 0);
  Append({Apologised("D1", "2021-06-07 07:30", "2021-06-09")});
  EXPECT_EQ(In(NamedPeriod::kPreviousMonth).apologies, 0);
  EXPECT_EQ(In(NamedPeriod::kCurrentMonth).apologies, 1);
  EXPECT_EQ(OfAgency("A").In(NamedPeriod::kToday).apologies, 1);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(FlowsTest, AnOpenDossierSaysWhetherAnApologyIsOnRecord) {
  Append({Received("D1", "2021-05-24 07:30", "2021-05-25")});
  EXPECT_FALSE(board_->Find("D1")->apologised);
  Append({Apologised("D1", "2021-06-07 07:00", "")});
  EXPECT_TRUE(board_->Find("D1")->apologised);
  EXPECT_EQ(board_->Find("D1")->standing, Standing::kOverdue) << "which never erases lateness";
  EXPECT_EQ(Wrong(), "");
  Event voided = Make("D1", EventType::kVoided, "2021-06-07 07:40");
  voided.voids = Apologised("D1", "2021-06-07 07:00", "").id;
  Append({voided});
  EXPECT_FALSE(board_->Find("D1")->apologised);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(FlowsTest, PetitionsAreInNone) {
  Append({Received("D1", "2021-05-24 07:30", "2021-05-25", "A", "K"),
          Apologised("D1", "2021-06-07 07:00", "2021-06-08"),
          Submitted("D2", "2021-06-01 07:30", "A", "K"),
          Received("D2", "2021-06-07 07:00", "2021-05-25", "A", "K"),
          Make("D2", EventType::kCompleted, "2021-06-07 07:40")});
  EXPECT_EQ(TotalWithoutPetitions(), Counts{});
  EXPECT_TRUE(board_->TakeMatrix()->rows.empty());
}

}  // namespace
}  // namespace dunghan::board

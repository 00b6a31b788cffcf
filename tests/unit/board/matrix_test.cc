#include <gmock/gmock.h>

#include "board_fixture.h"

/// Agency by procedure. It is 2021-06-07.
namespace dunghan::board {
namespace {

using ::testing::ElementsAre;

class MatrixTest : public BoardTest {
 protected:
  MatrixTest() = default;
  explicit MatrixTest(const std::string& successors) : BoardTest(successors) {}

  /// "A P: 1 0 0 0, 2 overdue, 3 pending".
  std::vector<std::string> Rows() {
    std::vector<std::string> rows;
    for (const MatrixRow& row : board_->TakeMatrix()->rows) {
      std::string text = std::string(row.agency.text()) + ' ' + std::string(row.procedure.text());
      text += ':';
      for (const int64_t count : row.results) text += ' ' + std::to_string(count);
      text += ", " + std::to_string(row.overdue) + " overdue, " + std::to_string(row.pending) +
              " pending";
      rows.push_back(text);
    }
    return rows;
  }
};

TEST_F(MatrixTest, IsEmptyWhereNothingIs) { EXPECT_THAT(Rows(), ElementsAre()); }

TEST_F(MatrixTest, HasOneRowForEachAgencyAndProcedureWithANumber) {
  Append({Received("D1", "2021-06-01 07:30", "2021-06-30", "B", "Q"),
          Received("D2", "2021-06-01 07:30", "2021-06-04", "A", "P"),
          Received("D3", "2021-06-01 07:30", "2021-06-04", "A", "P"),
          Make("D3", EventType::kCompleted, "2021-06-03 07:30"),
          Received("D4", "2021-06-01 07:30", "", "A", "R"),
          Received("D5", "2021-06-01 07:30", "2021-06-30", "A", "P"),
          Make("D5", EventType::kSuspended, "2021-06-02 07:30"),
          Received("D6", "2021-06-01 07:30", "2021-06-30", "A", "K"),
          Submitted("D7", "2021-06-01 07:30", "B", "R")});
  EXPECT_THAT(Rows(), ElementsAre("A P: 1 0 0 0, 1 overdue, 1 pending",
                                  "A R: 0 0 0 0, 0 overdue, 1 pending",
                                  "B Q: 0 0 0 0, 0 overdue, 1 pending"));
  EXPECT_EQ(Wrong(), "");
}

TEST_F(MatrixTest, ResultsAreThoseOfTheCurrentMonth) {
  Append({Received("D1", "2021-05-03 07:30", "2021-05-31"),
          Make("D1", EventType::kCompleted, "2021-05-31 07:30"),
          Received("D2", "2021-05-03 07:30", "2021-05-31"),
          Make("D2", EventType::kCompleted, "2021-06-01 07:30"),
          Received("D3", "2021-06-01 07:30", "2021-06-01"),
          Make("D3", EventType::kRefused, "2021-06-01 07:40"),
          Received("D4", "2021-06-01 07:30", "2021-06-01"),
          Make("D4", EventType::kWithdrawn, "2021-06-01 07:40")});
  EXPECT_THAT(Rows(), ElementsAre("A P: 0 1 1 0, 0 overdue, 0 pending"));
}

TEST_F(MatrixTest, ARowThatComesToNothingGoes) {
  Append({Received("D1", "2021-06-01 07:30", "2021-06-30", "B", "Q")});
  EXPECT_EQ(Rows().size(), 1U);
  Append({Make("D1", EventType::kWithdrawn, "2021-06-07 07:30")});
  EXPECT_THAT(Rows(), ElementsAre());
  EXPECT_EQ(Wrong(), "");
}

TEST_F(MatrixTest, TimeAloneMovesItOn) {
  Append({Received("D1", "2021-06-07 07:00", "2021-06-07 09:00", "A", "Q")});
  EXPECT_THAT(Rows(), ElementsAre("A Q: 0 0 0 0, 0 overdue, 1 pending"));
  PassTo("2021-06-07 09:01");
  EXPECT_THAT(Rows(), ElementsAre("A Q: 0 0 0 0, 1 overdue, 0 pending"));
  EXPECT_EQ(Wrong(), "");
}

TEST_F(MatrixTest, RowsAreInTheOrderOfCodesWhateverCameFirst) {
  Append({Received("D1", "2021-06-01 07:30", "2021-06-30", "B", "R"),
          Received("D2", "2021-06-01 07:30", "2021-06-30", "B", "P"),
          Received("D3", "2021-06-01 07:30", "2021-06-30", "LA", "P"),
          Received("D4", "2021-06-01 07:30", "2021-06-30", "A", "X"),
          Received("D5", "2021-06-01 07:30", "2021-06-30", "A", "Q")});
  EXPECT_THAT(
      Rows(),
      ElementsAre("A Q: 0 0 0 0, 0 overdue, 1 pending", "A X: 0 0 0 0, 0 overdue, 1 pending",
                  "B P: 0 0 0 0, 0 overdue, 1 pending", "B R: 0 0 0 0, 0 overdue, 1 pending",
                  "LA P: 0 0 0 0, 0 overdue, 1 pending"));
}

TEST_F(MatrixTest, TheSameOneIsGivenOutUntilSomethingChanges) {
  Append({Received("D1", "2021-06-07 07:00", "2021-06-09")});
  const auto first = board_->TakeMatrix();
  EXPECT_EQ(first->version, board_->version());
  EXPECT_EQ(board_->TakeMatrix(), first);
  Append({Make("D1", EventType::kCompleted, "2021-06-07 07:30")});
  EXPECT_NE(board_->TakeMatrix(), first);
  EXPECT_EQ(first->rows.size(), 1U) << "what was given out stays as it was";
}

class MatrixAfterASuccession : public MatrixTest {
 protected:
  MatrixAfterASuccession() : MatrixTest("A,B,*,2021-06-04\n") {}
};

TEST_F(MatrixAfterASuccession, ResultsStayWhereTheyWereAndOpenOnesPassOn) {
  Append({Received("D1", "2021-06-01 07:30", "2021-06-03"),
          Make("D1", EventType::kCompleted, "2021-06-03 07:30"),
          Received("D2", "2021-06-01 07:30", "2021-06-03")});
  EXPECT_THAT(Rows(), ElementsAre("A P: 0 1 0 0, 0 overdue, 0 pending",
                                  "B P: 0 0 0 0, 1 overdue, 0 pending"));
  EXPECT_EQ(Wrong(), "");
}

}  // namespace
}  // namespace dunghan::board

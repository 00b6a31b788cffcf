#include "board_fixture.h"

/// What a board says of one that went another way. Both are fed by hand here.
namespace dunghan::board {
namespace {

class DifferenceTest : public BoardTest {
 protected:
  DifferenceTest() {
    Append({Received("D1", "2021-06-07 07:00", "2021-06-07 09:00", "A", "Q")});
    other_.emplace(Fresh());
  }
  /// Tells this board alone.
  void Tell(const std::vector<Event>& events) { Append(events); }
  void Follow() { other_->Apply({}, ledger_->position()); }

  std::optional<Board> other_;
};

TEST_F(DifferenceTest, ThereIsNoneBetweenABoardAndOneLikeIt) {
  EXPECT_EQ(board_->Difference(*other_), std::nullopt);
}

TEST_F(DifferenceTest, NamesTheFirstNumberThatDiffers) {
  Tell({Make("D1", EventType::kCompleted, "2021-06-07 08:00")});
  Follow();
  EXPECT_EQ(board_->Difference(*other_), "agency A: open today 0 here, 1 there");
  EXPECT_EQ(other_->Difference(*board_), "agency A: open today 1 here, 0 there");
}

TEST_F(DifferenceTest, NamesARowThatIsMissing) {
  Tell({Received("D2", "2021-06-07 07:00", "2021-06-08", "LA", "Q")});
  Follow();
  EXPECT_EQ(board_->Difference(*other_), "agency LA: open 1wd 1 here, 0 there");
  EXPECT_EQ(other_->Difference(*board_), "agency LA: open 1wd 0 here, 1 there");
}

TEST_F(DifferenceTest, NamesAPositionOrAnInstant) {
  Tell({Make("D1", EventType::kUrged, "2021-06-07 08:00")});
  EXPECT_EQ(board_->Difference(*other_), "position 2 here, 1 there");
  Follow();
  board_->AdvanceTo(clock_.Now() + std::chrono::milliseconds{1});
  EXPECT_EQ(board_->Difference(*other_),
            "instant 2021-06-07T08:00:00.001+07:00 here, 2021-06-07T08:00:00+07:00 there");
}

TEST_F(DifferenceTest, NamesACountOfPetitions) {
  Tell({Received("D2", "2021-06-07 07:00", "2021-06-08", "A", "K")});
  Follow();
  EXPECT_EQ(board_->Difference(*other_), "agency A: petitions sent 1 here, 0 there");
}

TEST_F(DifferenceTest, NamesADossierThatIsListedOnOneSideAlone) {
  Tell({Received("D2", "2021-06-07 07:00", "2021-06-08", "A", "P")});
  other_.emplace(Fresh());
  // One for the other: all numbers are alike.
  Event gone = Make("D2", EventType::kVoided, "2021-06-07 07:30");
  gone.voids = Received("D2", "2021-06-07 07:00", "2021-06-08", "A", "P").id;
  dossier::EnsureId(gone);
  Tell({gone, Received("D3", "2021-06-07 07:00", "2021-06-08", "A", "P")});
  Follow();
  EXPECT_EQ(board_->Difference(*other_), "dossier D3: open here, not there");
  EXPECT_EQ(other_->Difference(*board_), "dossier D2: open here, not there");
}

TEST_F(DifferenceTest, NamesADossierThatStandsElsewhere) {
  Tell({Received("D2", "2021-06-07 07:00", "2021-06-08", "A", "K")});
  other_.emplace(Fresh());
  Tell({Make("D2", EventType::kSuspended, "2021-06-07 07:30")});
  Follow();
  EXPECT_EQ(
      board_->Difference(*other_),
      "dossier D2: A K suspended suspended, overdue from 2021-06-09T00:00:00+07:00, received "
      "2021-06-07T07:00:00+07:00, due on 2021-06-08 here, A K in_time 1wd, overdue from "
      "2021-06-09T00:00:00+07:00, received 2021-06-07T07:00:00+07:00, due on 2021-06-08 there");
}

}  // namespace
}  // namespace dunghan::board

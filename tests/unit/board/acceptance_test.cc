#include "board_fixture.h"

/// The clock that runs from `submitted` to `received`: eight working hours.
namespace dunghan::board {
namespace {

using dossier::Acceptance;
using std::chrono::milliseconds;

class AcceptanceTest : public BoardTest {
 protected:
  std::pair<int64_t, int64_t> Waiting() {
    const Counts total = Total();
    return {total.waiting, total.waiting_late};
  }
};
using Pair = std::pair<int64_t, int64_t>;

TEST_F(AcceptanceTest, BecomesLateByTimeAlone) {
  Append({Submitted("D1", "2021-06-07 08:00", "A", "P")});
  EXPECT_EQ(Waiting(), (Pair{1, 0}));
  EXPECT_EQ(Find("D1")->acceptance, Acceptance::kWaiting);
  EXPECT_EQ(Find("D1")->acceptance_due, test::At("2021-06-08 08:30"));
  EXPECT_EQ(Find("D1")->due, std::nullopt) << "it is not received yet";
  EXPECT_EQ(Find("D1")->overdue_from, std::nullopt);
  const Instant late_from = test::At("2021-06-08 08:30") + milliseconds{1};
  EXPECT_EQ(board_->NextChange(), late_from);
  const uint64_t version = board_->version();
  board_->AdvanceTo(late_from - milliseconds{1});
  EXPECT_EQ(Waiting(), (Pair{1, 0}));
  EXPECT_EQ(board_->version(), version);
  board_->AdvanceTo(late_from);
  EXPECT_EQ(Waiting(), (Pair{0, 1}));
  EXPECT_GT(board_->version(), version);
  EXPECT_EQ(Find("D1")->acceptance, Acceptance::kWaitingLate);
  EXPECT_EQ(Find("D1")->acceptance_due, test::At("2021-06-08 08:30"));
  EXPECT_EQ(OfAgency("A").waiting_late, 1);
  EXPECT_EQ(OfProcedure("P").waiting_late, 1);
  EXPECT_EQ(Total().pending_acceptance, 1);
  EXPECT_EQ(board_->NextChange(), std::nullopt);
}

TEST_F(AcceptanceTest, IsOverWhenTheDossierIsReceived) {
  Append({Submitted("D1", "2021-06-04 08:00", "A", "P"),
          Submitted("D2", "2021-06-03 16:00", "A", "P")});
  EXPECT_EQ(Waiting(), (Pair{1, 1}));
  PassTo("2021-06-07 08:10");
  Append({Received("D1", "2021-06-07 08:10", "2021-06-14"),
          Received("D2", "2021-06-07 08:10", "2021-06-14")});
  EXPECT_EQ(Waiting(), (Pair{0, 0}));
  EXPECT_EQ(Find("D1")->acceptance, Acceptance::kAcceptedInTime);
  EXPECT_EQ(Find("D2")->acceptance, Acceptance::kAcceptedLate);
  EXPECT_EQ(Find("D1")->acceptance_due, std::nullopt);
  EXPECT_EQ(Find("D1")->due, dossier::DueClaim(test::Day("2021-06-14")));
  EXPECT_EQ(Find("D1")->overdue_from, test::At("2021-06-15 00:00"));
  EXPECT_EQ(Wrong(), "");
}

TEST_F(AcceptanceTest, IsOverWhenTheDossierIsDeclined) {
  Append({Submitted("D1", "2021-06-03 16:00", "A", "P"),
          Make("D1", EventType::kDeclined, "2021-06-07 08:00")});
  EXPECT_EQ(Waiting(), (Pair{0, 0}));
  EXPECT_EQ(board_->open(), 0U);
}

TEST_F(AcceptanceTest, BeginsAnewWhenTheReceiptIsTakenBack) {
  const Event received = Received("D1", "2021-06-07 07:45", "2021-06-14");
  Append({Submitted("D1", "2021-06-07 07:30", "A", "P"), received});
  EXPECT_EQ(Waiting(), (Pair{0, 0}));
  Event voided = Make("D1", EventType::kVoided, "2021-06-07 07:50");
  voided.voids = received.id;
  Append({voided});
  EXPECT_EQ(Waiting(), (Pair{1, 0}));
  EXPECT_EQ(Find("D1")->received_at, std::nullopt);
  EXPECT_EQ(Wrong(), "");
  board_->AdvanceTo(test::At("2021-06-08 09:00"));
  EXPECT_EQ(Waiting(), (Pair{0, 1}));
}

TEST_F(AcceptanceTest, DoesNotRunForWhatIsSubmittedAtTheCounter) {
  Event submitted = Submitted("D1", "2021-06-03 16:00", "A", "P");
  submitted.channel = dossier::Channel::kInPerson;
  Append({submitted});
  EXPECT_EQ(Total().pending_acceptance, 1);
  EXPECT_EQ(Waiting(), (Pair{0, 0}));
  EXPECT_EQ(Find("D1")->acceptance, Acceptance::kNone);
  EXPECT_EQ(board_->NextChange(), std::nullopt);
}

TEST_F(AcceptanceTest, PetitionsAreInListsAndNotInFigures) {
  Append({Submitted("D1", "2021-06-03 16:00", "A", "K")});
  EXPECT_EQ(TotalWithoutPetitions(), Counts{});
  EXPECT_EQ(Find("D1")->acceptance, Acceptance::kWaitingLate);
}

TEST_F(AcceptanceTest, ALimitBeyondTheCalendarIsNeverOver) {
  clock_.Set(test::At("2021-12-31 17:00"));
  Reload();
  Append({Submitted("D1", "2021-12-31 16:00", "A", "P")});
  EXPECT_EQ(Waiting(), (Pair{1, 0}));
  EXPECT_EQ(Find("D1")->acceptance_due, std::nullopt);
  EXPECT_EQ(board_->NextChange(), std::nullopt);
  EXPECT_EQ(Wrong(), "");
}

}  // namespace
}  // namespace dunghan::board

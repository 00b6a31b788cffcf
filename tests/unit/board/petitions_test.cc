#include "board_fixture.h"

/// Petitions on the board: by their own clocks, in numbers of their own.
namespace dunghan::board {
namespace {

/// K is a petition; its answer is due after 15 working days: of Monday 2021-06-07 on 29/06, as
/// 15/06 is a day off.
class BoardPetitions : public BoardTest {
 protected:
  Event Sent(const std::string& code, const std::string& at, const std::string& agency = "A") {
    return Received(code, at, "", agency, "K");
  }
  Event Rated(const std::string& code, const std::string& at, uint8_t stars) {
    Event event = Make(code, EventType::kRated, at);
    event.rating = stars;
    dossier::EnsureId(event);
    return event;
  }
  Event Forwarded(const std::string& code, const std::string& at, const std::string& to) {
    Event event = Make(code, EventType::kTransferred, at);
    event.to_agency = events_.Code<AgencyCode>(to);
    dossier::EnsureId(event);
    return event;
  }
  figures::PetitionFigures OfA() { return OfAgency("A").petitions; }
};

TEST_F(BoardPetitions, TurnOverdueWithTheDaysAndNotBefore) {
  Append({Sent("K1", "2021-06-07 08:00")});
  EXPECT_EQ(OfA().sent, 1);
  EXPECT_EQ(OfA().open_in_time, 1);
  PassTo("2021-06-28 23:59");
  EXPECT_EQ(OfAgency("A").petitions_due_today, 0);
  EXPECT_EQ(board_->NextChange(), test::At("2021-06-29 00:00"));
  PassTo("2021-06-29 00:00");
  EXPECT_EQ(OfAgency("A").petitions_due_today, 1);
  EXPECT_EQ(OfA().open_in_time, 1);
  PassTo("2021-06-30 00:00");
  EXPECT_EQ(OfAgency("A").petitions_due_today, 0);
  EXPECT_EQ(OfA().open_in_time, 0);
  EXPECT_EQ(OfA().open_late, 1);
}

TEST_F(BoardPetitions, AreInNoNumberOfDossiers) {
  const Counts before = OfAgency("A");
  Append({Sent("K1", "2021-06-07 08:00")});
  Counts after = OfAgency("A");
  EXPECT_NE(after, before);
  after.petitions = {};
  EXPECT_EQ(after, before);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(BoardPetitions, AnswersRatingsAndPublicationsCount) {
  clock_.Set(test::At("2021-06-25 08:00"));
  Reload();
  Append({Sent("K1", "2021-06-07 08:00"), Make("K1", EventType::kCompleted, "2021-06-21 08:00")});
  EXPECT_EQ(OfA().answered_in_time, 1);
  const uint64_t version = board_->version();
  Append({Rated("K1", "2021-06-22 08:00", 5)});
  EXPECT_GT(board_->version(), version);
  EXPECT_EQ(OfA().rated, 1);
  EXPECT_EQ(OfA().satisfied, 1);
  Append({Make("K1", EventType::kReturned, "2021-06-24 08:00")});
  EXPECT_EQ(OfA().published_late, 1);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(BoardPetitions, AreThoseOfWhomTheyWereForwardedToLast) {
  Append({Sent("K1", "2021-06-07 08:00")});
  clock_.Set(test::At("2021-06-08 09:00"));
  Append({Forwarded("K1", "2021-06-08 08:00", "B")});
  EXPECT_EQ(OfA(), figures::PetitionFigures{});
  EXPECT_EQ(OfAgency("B").petitions.open_in_time, 1);
  // Due a day later: the clock began anew.
  PassTo("2021-06-30 08:00");
  EXPECT_EQ(OfAgency("B").petitions_due_today, 1);
}

TEST_F(BoardPetitions, EndedBeforeTheMonthAreLetGoOfWhateverWasLoaded) {
  clock_.Set(test::At("2021-07-01 08:00"));
  Reload();
  Append({Sent("OLD", "2021-06-07 08:00"), Make("OLD", EventType::kCompleted, "2021-06-21 08:00"),
          Sent("OPEN", "2021-06-08 08:00")});
  EXPECT_EQ(OfA().sent, 0);
  EXPECT_EQ(OfA().carried_over, 1);
  EXPECT_EQ(OfA().answered_in_time, 0);
  // Made public in July, it counts as that alone.
  Append({Make("OLD", EventType::kReturned, "2021-07-01 07:45")});
  EXPECT_EQ(OfA().published_late, 1);
  EXPECT_EQ(OfA().carried_over, 1);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(BoardPetitions, OneThatWasNoPetitionAfterAllIsLetGoOf) {
  Append({Sent("K1", "2021-06-07 08:00")});
  clock_.Set(test::At("2021-06-07 09:00"));
  Event corrected = Received("K1", "2021-06-07 08:00", "", "A", "P");
  Event gone = Make("K1", EventType::kVoided, "2021-06-07 08:30");
  gone.voids = Sent("K1", "2021-06-07 08:00").id;
  dossier::EnsureId(gone);
  Append({gone, corrected});
  EXPECT_EQ(OfA(), figures::PetitionFigures{});
  EXPECT_EQ(OfAgency("A").OpenInAll(), 1);
  EXPECT_EQ(Wrong(), "");
}

}  // namespace
}  // namespace dunghan::board

#include "board_fixture.h"

/// What is overdue: on the other basis, just now severely, and since when. It is 2021-06-07.
namespace dunghan::board {
namespace {

using OverdueTest = BoardTest;
using std::chrono::milliseconds;

TEST_F(OverdueTest, ADossierMayBeOverdueOnTheOtherBasisAlone) {
  Append({Received("D1", "2021-05-24 07:30", "2021-06-30"),    // lawfully due on 05-31
          Received("D2", "2021-06-03 07:30", "2021-06-04")});  // lawfully due on 06-10
  EXPECT_EQ(Total().Overdue(), 1);
  EXPECT_EQ(Total().other_overdue, 1);
  EXPECT_EQ(OfAgency("A").other_overdue, 1);
  EXPECT_EQ(OfProcedure("P").other_overdue, 1);
  EXPECT_EQ(Wrong(), "");
  Append({Make("D1", EventType::kCompleted, "2021-06-07 07:40")});
  EXPECT_EQ(Total().other_overdue, 0);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(OverdueTest, TimeAloneMakesItOverdueOnTheOtherBasis) {
  // Eight working hours from Friday 13:30: until Monday 14:00.
  Append({Received("D1", "2021-06-04 13:30", "2021-06-30", "A", "Q")});
  const Instant late = test::At("2021-06-07 14:00") + milliseconds{1};
  EXPECT_EQ(board_->NextChange(), late);
  PassTo(late - milliseconds{1});
  EXPECT_EQ(Total().other_overdue, 0);
  const uint64_t version = board_->version();
  PassTo(late);
  EXPECT_EQ(Total().other_overdue, 1);
  EXPECT_EQ(Total().Overdue(), 0);
  EXPECT_GT(board_->version(), version);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(OverdueTest, TimeDoesSoEvenWhereTheBoardsBasisHasNoDue) {
  policy_.basis = dossier::Basis::kLawful;
  Reload();
  Append({Received("D1", "2021-06-04 13:30", "2021-06-07 14:00", "A", "R")});
  PassTo("2021-06-07 14:01");
  EXPECT_EQ(Total().other_overdue, 1);
  EXPECT_EQ(Total().Open(DueBucket::kUnmeasurable), 1);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(OverdueTest, WhatIsStoppedDoesNotBecomeOverdueOnTheOtherBasis) {
  policy_.basis = dossier::Basis::kLawful;
  Reload();
  Append({Received("D1", "2021-06-04 13:30", "2021-06-07 14:00", "A", "Q"),
          Make("D1", EventType::kSuspended, "2021-06-07 08:00")});
  PassTo("2021-06-07 16:00");
  EXPECT_EQ(Total().other_overdue, 0);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(OverdueTest, TenWorkingDaysAfterTheDueIsNewlySevere) {
  Append({Received("D1", "2021-05-03 07:00", "2021-05-21"),
          Received("D2", "2021-05-03 07:00", "2021-05-24"),
          Received("D3", "2021-05-03 07:00", "2021-05-25")});
  EXPECT_EQ(Total().Open(DueBucket::kOverdue10Plus), 2);
  EXPECT_EQ(Total().newly_severe, 1) << "D2 since today, D1 for longer";
  EXPECT_EQ(OfAgency("A").newly_severe, 1);
  EXPECT_EQ(OfProcedure("P").newly_severe, 1);
  PassTo("2021-06-08 00:00");
  EXPECT_EQ(Total().Open(DueBucket::kOverdue10Plus), 3);
  EXPECT_EQ(Total().newly_severe, 1) << "D3 now";
  Append({Make("D3", EventType::kCompleted, "2021-06-07 23:59")});
  EXPECT_EQ(Total().newly_severe, 0);
  Reload();
  EXPECT_EQ(Total().newly_severe, 0);
}

TEST_F(OverdueTest, OverTheWeekendItIsStillNewlySevere) {
  PassTo("2021-06-11 08:00");
  Reload();
  Append({Received("D1", "2021-05-03 07:00", "2021-05-28")});
  for (const char* now : {"2021-06-11 23:59", "2021-06-12 08:00", "2021-06-13 23:59"}) {
    PassTo(now);
    EXPECT_EQ(Total().newly_severe, 1) << now;
  }
  PassTo("2021-06-14 00:00");
  EXPECT_EQ(Total().newly_severe, 0);
  EXPECT_EQ(Total().Open(DueBucket::kOverdue10Plus), 1);
}

TEST_F(OverdueTest, TheOldestIsTheOneThatIsOverdueLongest) {
  EXPECT_EQ(Total().oldest_overdue, std::nullopt);
  Append({Received("D1", "2021-05-03 07:00", "2021-05-21", "A", "P"),
          Received("D2", "2021-05-03 07:00", "2021-05-21", "A", "P"),
          Received("D3", "2021-05-03 07:00", "2021-05-24", "A", "Q"),
          Received("D4", "2021-05-03 07:00", "2021-05-20", "B", "Q"),
          Received("D5", "2021-05-03 07:00", "2021-06-30", "DONG", "R")});
  EXPECT_EQ(Total().oldest_overdue, test::At("2021-05-21 00:00"));
  EXPECT_EQ(OfAgency("A").oldest_overdue, test::At("2021-05-22 00:00"));
  EXPECT_EQ(OfProcedure("Q").oldest_overdue, test::At("2021-05-21 00:00"));
  EXPECT_EQ(OfAgency("DONG").oldest_overdue, std::nullopt) << "open, but not overdue";
  Append({Make("D1", EventType::kCompleted, "2021-06-07 07:40")});
  EXPECT_EQ(OfAgency("A").oldest_overdue, test::At("2021-05-22 00:00")) << "D2 is as old";
  Append({Make("D2", EventType::kWithdrawn, "2021-06-07 07:40")});
  EXPECT_EQ(OfAgency("A").oldest_overdue, test::At("2021-05-25 00:00"));
  EXPECT_EQ(Wrong(), "");
  Append({Make("D3", EventType::kCompleted, "2021-06-07 07:40"),
          Make("D4", EventType::kCompleted, "2021-06-07 07:40")});
  EXPECT_EQ(Total().oldest_overdue, std::nullopt);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(OverdueTest, TimeAloneMakesTheOldest) {
  Append({Received("D1", "2021-06-07 07:00", "2021-06-07 09:00", "A", "Q")});
  PassTo("2021-06-07 09:01");
  EXPECT_EQ(Total().oldest_overdue, test::At("2021-06-07 09:00") + milliseconds{1});
  EXPECT_EQ(Wrong(), "");
}

TEST_F(OverdueTest, ALateAcceptanceIsNotOverdue) {
  Append({Submitted("D1", "2021-06-01 07:30", "A", "P")});
  EXPECT_EQ(Total().waiting_late, 1);
  EXPECT_EQ(Total().oldest_overdue, std::nullopt);
}

}  // namespace
}  // namespace dunghan::board

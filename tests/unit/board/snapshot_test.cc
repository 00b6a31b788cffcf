#include "dunghan/board/snapshot.h"

#include <gmock/gmock.h>

#include "board_fixture.h"

namespace dunghan::board {
namespace {

using ::testing::ElementsAre;

using SnapshotTest = BoardTest;

TEST_F(SnapshotTest, TheSameOneIsGivenOutUntilSomethingChanges) {
  Append({Received("D1", "2021-06-07 07:00", "2021-06-09")});
  const auto first = board_->TakeSnapshot();
  EXPECT_EQ(board_->TakeSnapshot(), first);
  PassTo("2021-06-07 23:59");
  EXPECT_EQ(board_->TakeSnapshot(), first) << "nothing but time has passed";
  PassTo("2021-06-08 00:00");
  const auto nearer = board_->TakeSnapshot();
  EXPECT_NE(nearer, first);
  EXPECT_GT(nearer->version, first->version);
  EXPECT_EQ(nearer->position.at, test::At("2021-06-08 00:00"));
  EXPECT_EQ(nearer->total.Open(DueBucket::k1), 1);
  EXPECT_EQ(first->total.Open(DueBucket::k3), 1) << "what was given out stays as it was";
}

TEST_F(SnapshotTest, ANewPositionIsAChangeEvenWithoutAFigure) {
  Append({Received("D1", "2021-06-07 07:00", "2021-06-09")});
  const uint64_t version = board_->version();
  Append({Make("D1", EventType::kUrged, "2021-06-07 07:30")});
  EXPECT_GT(board_->version(), version);
  EXPECT_EQ(board_->TakeSnapshot()->position.seq, 2);
  const uint64_t then = board_->version();
  Append({Make("D1", EventType::kUrged, "2021-06-07 07:30")});
  EXPECT_EQ(board_->version(), then) << "a duplicate";
}

TEST_F(SnapshotTest, OutlivesItsBoard) {
  Append({Received("D1", "2021-06-07 07:00", "2021-06-09")});
  const auto snapshot = board_->TakeSnapshot();
  board_.reset();
  EXPECT_EQ(snapshot->total.OpenInAll(), 1);
  EXPECT_EQ(snapshot->rulebook, rulebook_);
}

TEST_F(SnapshotTest, GoingBackIsIgnored) {
  PassTo("2021-06-07 10:00");
  board_->AdvanceTo(test::At("2021-06-07 09:00"));
  Append({Received("D1", "2021-06-07 07:00", "2021-06-07 09:30", "A", "Q")});
  EXPECT_EQ(board_->TakeSnapshot()->position.at, test::At("2021-06-07 10:00"));
  EXPECT_EQ(Total().Overdue(), 1);
}

TEST_F(SnapshotTest, ShowsTheLowestAgenciesAndTheProceduresEvenWithoutNumbers) {
  const auto snapshot = board_->TakeSnapshot();
  EXPECT_THAT(CodesOf(snapshot->agencies), ElementsAre("A", "B", "DONG"));
  EXPECT_THAT(CodesOf(snapshot->procedures), ElementsAre("P", "Q", "R"));
  EXPECT_EQ(snapshot->total, Counts{});
}

TEST_F(SnapshotTest, ShowsEveryOtherRowThatHasANumber) {
  Append({Received("D1", "2021-06-07 07:00", "2021-06-09", "TINH", "P"),
          Received("D2", "2021-06-07 07:00", "2021-06-09", "CU", "P"),
          Received("D3", "2021-06-07 07:00", "2021-06-09", "LA", "X"),
          Make("D4", EventType::kCompleted, "2021-06-07 07:00")});
  const auto snapshot = board_->TakeSnapshot();
  EXPECT_THAT(CodesOf(snapshot->agencies), ElementsAre("", "A", "B", "CU", "DONG", "LA", "TINH"));
  EXPECT_THAT(CodesOf(snapshot->procedures), ElementsAre("", "P", "Q", "R", "X"));
  EXPECT_EQ(snapshot->total.month.received, 3);
  Event voided = Make("D3", EventType::kVoided, "2021-06-07 07:00");
  voided.voids = Received("D3", "2021-06-07 07:00", "2021-06-09", "LA", "X").id;
  Append({voided});
  EXPECT_THAT(CodesOf(board_->TakeSnapshot()->agencies),
              ElementsAre("", "A", "B", "CU", "DONG", "TINH"));
}

TEST_F(SnapshotTest, RowsSumToTheTotalAndBucketsToTheMonthsStock) {
  Append({Received("D1", "2021-06-07 07:00", "2021-06-09", "A", "P"),
          Received("D2", "2021-05-31 07:00", "2021-06-04", "B", "Q"),
          Received("D3", "2021-05-31 07:00", "2021-06-04", "A", "P"),
          Make("D3", EventType::kCompleted, "2021-06-07 07:00"),
          Received("D4", "2021-06-03 07:00", "", "A", "R")});
  const auto snapshot = board_->TakeSnapshot();
  for (const auto& row : snapshot->agencies) {
    EXPECT_EQ(row.counts.Overdue(), row.counts.month.open_overdue);
    EXPECT_TRUE(figures::EquationHolds(row.counts.month));
  }
  Counts sum;
  for (const auto& row : snapshot->procedures) sum += row.counts;
  EXPECT_EQ(sum, snapshot->total);
  EXPECT_EQ(sum.month.carried_over, 2);
  EXPECT_EQ(sum.Pending(), 1);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(SnapshotTest, KnowsTheFlowsOfNamedPeriods) {
  Event online = Received("D1", "2021-06-07 07:00", "2021-06-09");
  online.channel = dossier::Channel::kOnline;
  Append({online, Received("D2", "2021-06-01 07:00", "2021-06-30"),
          Received("D3", "2021-05-31 07:00", "2021-06-30"),
          Received("D4", "2021-04-01 07:00", "2021-06-30"),
          Received("D5", "2021-01-01 07:00", "2021-06-30"),
          Received("D6", "2020-12-31 07:00", "2021-06-30")});
  const Counts total = Total();
  const auto received = [&](NamedPeriod period) {
    const auto& channels = total.In(period).received;
    return channels[static_cast<size_t>(dossier::Channel::kOnline)] * 10 +
           channels[static_cast<size_t>(dossier::Channel::kUnknown)];
  };
  EXPECT_EQ(received(NamedPeriod::kToday), 10);
  EXPECT_EQ(received(NamedPeriod::kCurrentMonth), 11);
  EXPECT_EQ(received(NamedPeriod::kPreviousMonth), 1);
  EXPECT_EQ(received(NamedPeriod::kCurrentQuarter), 13);
  EXPECT_EQ(received(NamedPeriod::kCurrentYear), 14);
  EXPECT_EQ(Wrong(), "");
}

TEST_F(SnapshotTest, CountsResultsByPeriodAndSinceTheBeginning) {
  Append({Received("D1", "2020-05-04 07:00", "2020-05-06"),
          Make("D1", EventType::kCompleted, "2020-05-05 07:00"),
          Received("D2", "2021-06-01 07:00", "2021-06-02"),
          Make("D2", EventType::kRefused, "2021-06-07 07:00")});
  const Counts total = Total();
  const auto late = static_cast<size_t>(Timeliness::kLate);
  EXPECT_EQ(total.results, (std::array<int64_t, kTimeliness>{1, 0, 1, 0}));
  EXPECT_EQ(total.In(NamedPeriod::kToday).results[late], 1);
  EXPECT_EQ(total.In(NamedPeriod::kCurrentYear).results,
            (std::array<int64_t, kTimeliness>{0, 0, 1, 0}));
  EXPECT_EQ(total.In(NamedPeriod::kPreviousMonth), Flows{});
}

TEST_F(SnapshotTest, ReportingPeriodsOfDecree09Of2019AreMadeOfItsMonths) {
  policy_.reporting_month = figures::ReportingMonth::kBc;
  Reload();
  const auto& periods = board_->TakeSnapshot()->periods;
  EXPECT_EQ(periods[0].name, "2021-06-07..2021-06-07");
  EXPECT_EQ(periods[1].name, "bc:2021-06");
  EXPECT_EQ(periods[2].name, "bc:2021-05");
  EXPECT_EQ(periods[3].name, "bc:2021-Q2");
  EXPECT_EQ(periods[4].name, "bc:2021");
}

TEST_F(SnapshotTest, AnotherDayNeedsAnotherBoard) {
  Append({Received("D1", "2021-06-07 07:00", "2021-06-07")});
  PassTo("2021-06-08 08:00");
  Append({Received("D2", "2021-06-08 07:00", "2021-06-09"),
          Make("D1", EventType::kCompleted, "2021-06-08 07:30")});
  EXPECT_EQ(board_->day(), test::Day("2021-06-07"));
  EXPECT_EQ(Total().OpenInAll(), 1) << "open dossiers stay right";
  EXPECT_EQ(Total().results[static_cast<size_t>(Timeliness::kLate)], 1);
  EXPECT_EQ(Total().In(NamedPeriod::kCurrentMonth).received[0], 1) << "of the day it was loaded on";
  EXPECT_EQ(Wrong(), "day 2021-06-07 here, 2021-06-08 there");
  Reload();
  EXPECT_EQ(board_->day(), test::Day("2021-06-08"));
  EXPECT_EQ(Total().In(NamedPeriod::kCurrentMonth).received[0], 2);
}

TEST_F(SnapshotTest, AnAgencyMayHaveATargetOfItsOwn) {
  policy_.target_per_mille = 980;
  policy_.target_is = figures::TargetIs::kAbove;
  policy_.agency_targets = {{"A", 995}};
  Reload();
  const auto snapshot = board_->TakeSnapshot();
  EXPECT_EQ(snapshot->TargetOf(events_.Code<AgencyCode>("A")).per_mille, 995);
  EXPECT_EQ(snapshot->TargetOf(events_.Code<AgencyCode>("B")).per_mille, 980);
  EXPECT_EQ(snapshot->TargetOf({}).is, figures::TargetIs::kAbove);
}

TEST_F(SnapshotTest, SaysThatItIsSimulatedFromThenOn) {
  EXPECT_FALSE(board_->TakeSnapshot()->simulated);
  const uint64_t version = board_->version();
  board_->MarkSimulated();
  EXPECT_TRUE(board_->TakeSnapshot()->simulated);
  EXPECT_EQ(board_->version(), version + 1);
  board_->MarkSimulated();
  EXPECT_EQ(board_->version(), version + 1);
}

TEST_F(SnapshotTest, ALedgerFedBySimulateIsSimulated) {
  Event event = Received("D1", "2021-06-07 07:00", "2021-06-09");
  event.source = events_.Code<SourceName>("simulate");
  Append({event});
  Reload();
  EXPECT_TRUE(board_->TakeSnapshot()->simulated);
}

}  // namespace
}  // namespace dunghan::board

#include "app/board_loader.h"

#include <gtest/gtest.h>

#include "daemon_parts.h"

namespace dunghan::app {
namespace {

using std::chrono::hours;
using test::At;
using test::Day;

class BoardLoaderTest : public DaemonParts {
 protected:
  using DaemonParts::DaemonParts;
  /// Until the board is of that day.
  void AwaitDay(std::string_view day) {
    board_.Tick();
    RunUntil([&] { return Today() == Day(day); });
  }
  /// Until so many have been asked for, and all that came of them is over.
  void AwaitLoads(int count) {
    RunUntil([&] { return loads_ >= count; });
    OnWriter([](ledger::Ledger&) {});
  }
};

TEST_F(BoardLoaderTest, ANewDayHasABoardOfItsOwnAndIsSaidWithTheHead) {
  loader_.Begin();
  Append({events_.Received("D1", "2021-06-30 08:00")});
  board_.Tick();
  EXPECT_EQ(loads_, 0) << "the day is not over";
  clock_.Set(At("2021-07-01 00:00"));
  AwaitDay("2021-07-01");
  EXPECT_EQ(loads_, 1);
  EXPECT_EQ(OpenDossiers(), 1);
  std::string head;
  OnWriter([&](ledger::Ledger& ledger) { head = ledger.position().Text(); });
  EXPECT_EQ(log_.Of("day.begun"),
            std::vector<std::string>{"day.begun day=2021-07-01 chain=" + head});
  board_.Tick();
  AwaitLoads(1);
  EXPECT_EQ(loads_, 1) << "once a day";
  EXPECT_EQ(log_.Count("board."), 0) << "boards of two days cannot be compared";
}

TEST_F(BoardLoaderTest, MetricsAreToldWhichMonthHasBegun) {
  const auto late_entries = [this] {
    const std::vector items{ledger::Item{events_.Received("D1", "2021-06-30 08:00"), {}}};
    return metrics_.NotesOf(items).items.at(0).correction == metrics::Correction::kLateEntry;
  };
  loader_.Begin();
  EXPECT_FALSE(late_entries());
  clock_.Set(At("2021-07-01 00:00"));
  AwaitDay("2021-07-01");
  EXPECT_TRUE(late_entries());
}

TEST_F(BoardLoaderTest, ABoardThatCannotBeLoadedIsSaidAndTriedAgain) {
  failures_ = 2;
  clock_.Set(At("2021-07-01 00:00"));
  AwaitDay("2021-07-01");
  EXPECT_EQ(loads_, 3);
  EXPECT_EQ(log_.Of("board.load_failed"),
            (std::vector<std::string>(
                2, "board.load_failed reason=\"the figures cannot be read\" cause=EIO")));
  EXPECT_EQ(log_.Count("day.begun"), 1);
}

TEST_F(BoardLoaderTest, MeanwhileTheBoardInUseGoesOn) {
  Append({events_.Received("D1", "2021-06-30 08:00"), events_.Received("D2", "2021-06-30 09:00"),
          events_.Make("D2", dossier::EventType::kCompleted, "2021-07-01 00:00")});
  EXPECT_EQ(OpenDossiers(), 2) << "the end is dated ahead";
  failures_ = 1'000'000;
  clock_.Set(At("2021-07-01 00:00"));
  board_.Tick();
  RunUntil([&] { return log_.Count("board.load_failed") > 0; });
  EXPECT_EQ(OpenDossiers(), 1) << "what time has brought";
  EXPECT_EQ(Today(), Day("2021-06-30"));
  failures_ = 0;
  RunUntil([&] { return Today() == Day("2021-07-01"); });
}

TEST_F(BoardLoaderTest, OneAskedForBeforeOtherRulesIsLoadedByThose) {
  const auto job = loader_.Job();
  in_force_.Take({rulebook_, TargetOf(900)}, began_by_);
  OnWriter(job);
  RunUntil([&] { return board_.Now()->policy.target_per_mille == 900; });
  EXPECT_EQ(loads_, 2);
}

TEST_F(BoardLoaderTest, OneOfTheSameDayIsHeldAgainstTheOneInUse) {
  Append({events_.Received("D1", "2021-06-30 08:00")});
  clock_.Advance(hours{1});
  board_.Tick();
  loader_.Ask();
  AwaitLoads(1);
  EXPECT_EQ(log_.Of("board.agrees"), std::vector<std::string>{"board.agrees open_dossiers=1"});
  EXPECT_EQ(log_.Count("board.differed"), 0);
  forgets_ = true;
  loader_.Ask();
  AwaitLoads(2);
  EXPECT_EQ(log_.Count("board.differed in_use_and_loaded="), 1);
  EXPECT_EQ(OpenDossiers(), 0) << "what is on record counts, not what was shown";
}

TEST_F(BoardLoaderTest, LoadingTakesTimeThatIsNoDifference) {
  Append({events_.Received("D1", "2021-06-30 08:00")});
  board_.Now();
  std::shared_ptr<BoardLoader::Loaded> loaded;
  OnWriter([&](ledger::Ledger& ledger) { loaded = loader_.LoadFrom(ledger, in_force_.rules()); });
  clock_.Advance(std::chrono::seconds{2});
  board_.Tick();
  loader_.Take(*loaded);
  EXPECT_EQ(log_.Of("board."), std::vector<std::string>{"board.agrees open_dossiers=1"});
}

TEST_F(BoardLoaderTest, WhileStoppingNothingIsBegun) {
  failures_ = 1;
  loader_.Ask();
  RunUntil([&] { return loads_ == 1; });
  loader_.Close();
  OnWriter([](ledger::Ledger&) {});
  loader_.Ask();
  OnWriter([](ledger::Ledger&) {});
  work_.reset();
  io_.run();
  EXPECT_EQ(loads_, 1);
}

class CalendarWarningsTest : public BoardLoaderTest {
 protected:
  /// The calendar ends with 2022.
  CalendarWarningsTest() : BoardLoaderTest(At("2022-12-30 12:00")) {}
};

TEST_F(CalendarWarningsTest, AreGivenOnceADay) {
  loader_.Begin();
  ASSERT_EQ(log_.Count("calendar.ends"), 1);
  loader_.Ask();
  AwaitLoads(1);
  EXPECT_EQ(log_.Count("calendar.ends"), 1) << "another board of the same day";
  clock_.Advance(hours{24});
  AwaitDay("2022-12-31");
  EXPECT_EQ(log_.Of("calendar.ends").at(1),
            "calendar.ends problem=\"warning: calendars: calendar \\\"office\\\" ends on "
            "2022-12-31, today: "
            "due dates after that day cannot be measured\"");
}

}  // namespace
}  // namespace dunghan::app

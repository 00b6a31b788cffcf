#include <gmock/gmock.h>

#include "board_fixture.h"

/// What happened in the last 1, 5 and 20 working days: on 2021-06-07 since 06-04, 05-31 and 05-10.
namespace dunghan::board {
namespace {

using ::testing::ElementsAre;

class WindowsTest : public BoardTest {
 protected:
  Recent In(Window window) { return Total().recent[static_cast<size_t>(window)]; }
  /// In the windows of 1, 5 and 20 working days.
  std::vector<int64_t> Of(int64_t Recent::*field) {
    return {In(Window::k1).*field, In(Window::k5).*field, In(Window::k20).*field};
  }
  std::vector<int64_t> Results(Timeliness timeliness) {
    const auto at = static_cast<size_t>(timeliness);
    return {In(Window::k1).results[at], In(Window::k5).results[at], In(Window::k20).results[at]};
  }
  Event Completed(const std::string& code, const std::string& at) {
    return Make(code, EventType::kCompleted, at);
  }
};

TEST_F(WindowsTest, SnapshotsSayWhichDaysTheyAre) {
  const auto& windows = board_->TakeSnapshot()->windows;
  EXPECT_EQ(windows[0].from, test::Day("2021-06-04"));
  EXPECT_EQ(windows[1].from, test::Day("2021-05-31"));
  EXPECT_EQ(windows[2].from, test::Day("2021-05-10"));
  for (const ledger::DayRange& window : windows) EXPECT_EQ(window.to, test::Day("2021-06-07"));
  EXPECT_EQ(ToString(Window::k1), "1wd");
  EXPECT_EQ(ToString(Window::k5), "5wd");
  EXPECT_EQ(ToString(Window::k20), "20wd");
}

TEST_F(WindowsTest, ResultsCountByTheDayOfTheFinish) {
  Append({Received("D1", "2021-05-03 07:00", "2021-06-30"), Completed("D1", "2021-06-04 09:00"),
          Received("D2", "2021-05-03 07:00", "2021-06-30"), Completed("D2", "2021-06-03 09:00"),
          Received("D3", "2021-05-03 07:00", "2021-05-11"), Completed("D3", "2021-05-11 09:00"),
          Received("D4", "2021-05-03 07:00", "2021-05-06"), Completed("D4", "2021-05-09 09:00"),
          Received("D5", "2021-05-03 07:00", "2021-05-06"), Completed("D5", "2021-06-07 07:40"),
          Received("D6", "2021-05-03 07:00", "", "A", "R"), Completed("D6", "2021-06-06 07:40")});
  EXPECT_THAT(Results(Timeliness::kEarly), ElementsAre(1, 2, 2));
  EXPECT_THAT(Results(Timeliness::kOnTime), ElementsAre(0, 0, 1));
  EXPECT_THAT(Results(Timeliness::kLate), ElementsAre(1, 1, 1));
  EXPECT_THAT(Results(Timeliness::kUnmeasurable), ElementsAre(1, 1, 1));
  EXPECT_EQ(Wrong(), "");
}

TEST_F(WindowsTest, WhatFellDueCountsByTheDayOfTheDue) {
  Append({Received("D1", "2021-06-01 07:00", "2021-06-04"),
          Received("D2", "2021-06-01 07:00", "2021-06-04"), Completed("D2", "2021-06-04 16:00"),
          Received("D3", "2021-06-01 07:00", "2021-06-03"), Completed("D3", "2021-06-07 07:40"),
          Received("D4", "2021-05-03 07:00", "2021-06-07"), Completed("D4", "2021-05-05 07:40"),
          Received("D5", "2021-05-03 07:00", "2021-05-09")});
  EXPECT_THAT(Of(&Recent::due_in_time), ElementsAre(2, 2, 2)) << "D2, and D4 finished long before";
  EXPECT_THAT(Of(&Recent::due_late), ElementsAre(1, 2, 2)) << "D1 still open, D3 finished since";
  EXPECT_EQ(Wrong(), "");
}

TEST_F(WindowsTest, WhatWasWithdrawnFellDueOnlyIfItWasLate) {
  Append({Received("D1", "2021-06-01 07:00", "2021-06-03"),
          Make("D1", EventType::kWithdrawn, "2021-06-03 16:00"),
          Received("D2", "2021-06-01 07:00", "2021-06-03"),
          Make("D2", EventType::kWithdrawn, "2021-06-04 07:00")});
  EXPECT_THAT(Of(&Recent::due_in_time), ElementsAre(0, 0, 0));
  EXPECT_THAT(Of(&Recent::due_late), ElementsAre(0, 1, 1));
}

TEST_F(WindowsTest, WhatIsDueTodayCountsOnceItIsDecided) {
  Append({Received("D1", "2021-06-07 07:00", "2021-06-07 09:00", "A", "Q"),
          Received("D2", "2021-06-07 07:00", "2021-06-07 09:00", "A", "Q"),
          Received("D3", "2021-06-07 07:00", "2021-06-07")});
  EXPECT_EQ(In(Window::k1), Recent{});
  Append({Completed("D2", "2021-06-07 08:00")});
  EXPECT_EQ(In(Window::k1).due_in_time, 1);
  PassTo("2021-06-07 09:01");
  EXPECT_EQ(In(Window::k1).due_late, 1);
  EXPECT_EQ(Wrong(), "");
  Append({Completed("D1", "2021-06-07 09:01")});
  EXPECT_EQ(In(Window::k1).due_late, 1) << "late it stays";
  EXPECT_EQ(Wrong(), "");
}

TEST_F(WindowsTest, AreOfAgencyAndProcedureToo) {
  Append({Received("D1", "2021-06-01 07:00", "2021-06-04", "B", "Q"),
          Received("D2", "2021-06-01 07:00", "2021-06-04", "A", "P"),
          Completed("D2", "2021-06-04 16:00")});
  EXPECT_EQ(OfAgency("B").recent[0].due_late, 1);
  EXPECT_EQ(OfProcedure("Q").recent[0].due_late, 1);
  EXPECT_EQ(OfAgency("A").recent[0].due_in_time, 1);
  EXPECT_EQ(OfProcedure("P").recent[0].results[1], 1);
}

class TimeTakenTest : public WindowsTest {
 protected:
  /// What is not 0, "1wd 2, more 1".
  template <size_t n>
  static std::string NotZero(const std::array<int64_t, n>& counts,
                             std::string_view (*name_of)(size_t)) {
    std::string text;
    for (size_t i = 0; i < n; ++i) {
      if (counts[i] == 0) continue;
      if (!text.empty()) text += ", ";
      text += std::string(name_of(i)) + ' ' + std::to_string(counts[i]);
    }
    return text;
  }
  std::string Took() { return NotZero(Total().took, figures::TookName); }
  std::string Used() { return NotZero(Total().used, figures::UsedName); }
};

TEST_F(TimeTakenTest, IsThatOfWhatWasFinishedInTheLastTwentyWorkingDays) {
  // A day in this office has seven and a half hours.
  Append({Received("D1", "2021-06-03 07:30", "2021-06-04"), Completed("D1", "2021-06-04 17:00"),
          Received("D2", "2021-05-12 07:30", "2021-06-30"), Completed("D2", "2021-05-12 09:30"),
          Received("D3", "2021-05-07 07:30", "2021-05-07"), Completed("D3", "2021-05-09 17:00")});
  EXPECT_EQ(Took(), "0.5wd 1, 2wd 1");
  EXPECT_EQ(Used(), "0.25 1, 1 1");
  EXPECT_EQ(Wrong(), "");
  Append({Make("D2", EventType::kReopened, "2021-06-07 07:30")});
  EXPECT_EQ(Took(), "2wd 1");
  EXPECT_EQ(Used(), "1 1");
  EXPECT_EQ(Wrong(), "");
}

TEST_F(TimeTakenTest, IsReadFromTheStoreAsWell) {
  std::vector<Event> events;
  const std::vector<std::string> ends = {"2021-05-31 09:00", "2021-05-31 17:00", "2021-06-01 16:00",
                                         "2021-06-03 17:00", "2021-06-07 07:40"};
  for (const std::string& end : ends) {
    const std::string code = "D" + std::to_string(events.size());
    events.push_back(Received(code, "2021-05-31 07:30", "2021-06-01"));
    events.push_back(Completed(code, end));
  }
  Append(events);
  const std::string took = "0.5wd 1, 1wd 1, 2wd 1, 5wd 2";
  const std::string used = "0.25 1, 0.5 1, 1 1, 2 1, more 1";
  EXPECT_EQ(Took(), took);
  EXPECT_EQ(Used(), used);
  ASSERT_TRUE(ledger_->Flush().has_value());
  Reload();
  EXPECT_EQ(Took(), took);
  EXPECT_EQ(Used(), used);
}

TEST_F(TimeTakenTest, OfALimitIsThatOnTheBoardsBasis) {
  const std::vector<Event> events = {
      Received("D1", "2021-05-31 07:30", "2021-06-30"),  // lawfully due on 06-07
      Completed("D1", "2021-06-07 07:40"),
      Received("D2", "2021-06-04 07:30", "", "A", "R"),  // never due
      Completed("D2", "2021-06-04 07:40")};
  Append(events);
  EXPECT_EQ(Used(), "0.25 1");
  policy_.basis = dossier::Basis::kLawful;
  Reload();
  EXPECT_EQ(Used(), "0.9 1");
  EXPECT_EQ(Took(), "0.5wd 1, 5wd 1");
  EXPECT_EQ(Wrong(), "");
}

TEST_F(TimeTakenTest, LeavesOutWhatWasWithdrawn) {
  Append({Received("D1", "2021-06-03 07:30", "2021-06-04"),
          Make("D1", EventType::kWithdrawn, "2021-06-04 17:00")});
  EXPECT_EQ(Took(), "");
  EXPECT_EQ(Used(), "");
}

TEST_F(TimeTakenTest, HearsOfAStopThatCameToLightAfterTheEnd) {
  Append({Received("D1", "2021-05-31 07:30", "2021-05-31", "A", "R"),
          Completed("D1", "2021-06-07 07:30")});
  EXPECT_EQ(Took(), "5wd 1");
  // It began after the only due there is, so it moves no standing.
  Append({Make("D1", EventType::kSuspended, "2021-06-01 07:30"),
          Make("D1", EventType::kResumed, "2021-06-04 17:00")});
  EXPECT_EQ(Took(), "1wd 1");
  EXPECT_EQ(Wrong(), "");
}

}  // namespace
}  // namespace dunghan::board

#include "dunghan/base/checked_clock.h"

#include <gtest/gtest.h>

#include "dunghan/test/values.h"

namespace dunghan {
namespace {

using namespace std::chrono_literals;
using test::At;

class CheckedClockTest : public testing::Test {
 protected:
  void Pass(std::chrono::milliseconds time) {
    wall_ += time;
    uptime_ += time;
  }

  Instant wall_ = At("2021-06-30 12:00");
  std::chrono::milliseconds uptime_ = 3h;
  CheckedClock clock_{[this] { return wall_; }, [this] { return uptime_; }};
};

TEST_F(CheckedClockTest, FollowsAClockThatIsKeptRight) {
  Pass(24h);
  wall_ += 3s;
  EXPECT_EQ(clock_.Now(), At("2021-07-01 12:00") + 3s);
  EXPECT_EQ(clock_.Ahead(), 0ms);
}

TEST_F(CheckedClockTest, GoesOnAsBeforeWhenTheClockJumpsAhead) {
  wall_ += std::chrono::days{400};
  Pass(1h);
  EXPECT_EQ(clock_.Now(), At("2021-06-30 13:00"));
  EXPECT_EQ(clock_.Ahead(), std::chrono::days{400});
}

TEST_F(CheckedClockTest, SeveralSmallStepsAreNoWayAhead) {
  for (int i = 0; i < 10; ++i) {
    wall_ += 1min;
    (void)clock_.Now();
  }
  EXPECT_EQ(clock_.Now(), At("2021-06-30 12:00"));
  EXPECT_EQ(clock_.Ahead(), 10min);
}

TEST_F(CheckedClockTest, BelievesTheClockAgainWhenItComesBack) {
  wall_ += 1h;
  EXPECT_EQ(clock_.Ahead(), 1h);
  wall_ -= 1h;
  Pass(1min);
  EXPECT_EQ(clock_.Ahead(), 0ms);
  EXPECT_EQ(clock_.Now(), At("2021-06-30 12:01"));
}

TEST_F(CheckedClockTest, FollowsAClockThatIsSetBack) {
  wall_ -= 2h;
  EXPECT_EQ(clock_.Now(), At("2021-06-30 10:00"));
  EXPECT_EQ(clock_.Ahead(), 0ms);
}

TEST_F(CheckedClockTest, BelievesWhatIsAccepted) {
  wall_ += 1h;
  clock_.Accept();
  EXPECT_EQ(clock_.Now(), At("2021-06-30 13:00"));
  EXPECT_EQ(clock_.Ahead(), 0ms);
}

TEST_F(CheckedClockTest, IsHeldToWhatAnEarlierRunBelieved) {
  const Instant started = clock_.started();
  EXPECT_EQ(started, At("2021-06-30 09:00"));
  wall_ += 1h;
  CheckedClock later([this] { return wall_; }, [this] { return uptime_; });
  EXPECT_EQ(later.Now(), At("2021-06-30 13:00")) << "alone it cannot know";
  later.HoldTo(started);
  EXPECT_EQ(later.Now(), At("2021-06-30 12:00"));
}

}  // namespace
}  // namespace dunghan

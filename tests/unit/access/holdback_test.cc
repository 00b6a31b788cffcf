#include "access/holdback.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <vector>

namespace dunghan::access {
namespace {

using namespace std::chrono_literals;
namespace asio = boost::asio;

class HoldbackTest : public testing::Test {
 protected:
  /// Shown in vain once more; what is told comes in told_.
  void Fail(std::optional<Digest> shown) {
    asio::co_spawn(
        io_, holdback_.Wait({.failed = shown}),
        [this](const std::exception_ptr&, const Refusal& told) { told_.push_back(told.status); });
  }
  void FailOften(const Digest& shown) {
    for (int i = 0; i < Failures::kFree; ++i) Fail(shown);
    io_.restart();
    io_.run();
    told_.clear();
  }

  asio::io_context io_;
  Holdback holdback_{io_, 8s};
  std::vector<int> told_;
};

TEST_F(HoldbackTest, TellsAtOnceUntilItWasTooOften) {
  const Digest shown = Sha256("x");
  for (int i = 0; i < Failures::kFree; ++i) Fail(shown);
  for (int i = 0; i < 100; ++i) Fail({});
  io_.poll();
  EXPECT_EQ(told_, std::vector<int>(103, 401));
  const auto begun = std::chrono::steady_clock::now();
  Fail(shown);
  io_.poll();
  EXPECT_EQ(told_.size(), 103U);
  io_.restart();
  io_.run();
  EXPECT_EQ(told_.size(), 104U);
  EXPECT_GE(std::chrono::steady_clock::now() - begun, 250ms);
}

TEST_F(HoldbackTest, HasSoManyWaitAndTellsTheOthersToAskAgain) {
  const Digest shown = Sha256("x");
  FailOften(shown);
  for (size_t i = 0; i < Holdback::kMostWaiting + 10; ++i) Fail(shown);
  io_.restart();
  io_.poll();
  EXPECT_EQ(told_, std::vector<int>(10, 429));
  // Another that was shown in vain for the first time is told at once.
  Fail(Sha256("y"));
  io_.poll();
  EXPECT_EQ(told_.back(), 401);
}

TEST_F(HoldbackTest, WaitsForNothingWhereAllIsToEnd) {
  const Digest shown = Sha256("x");
  FailOften(shown);
  for (int i = 0; i < 20; ++i) Fail(shown);
  io_.restart();
  io_.poll();
  EXPECT_TRUE(told_.empty());
  const auto begun = std::chrono::steady_clock::now();
  holdback_.Close();
  Fail(shown);
  io_.run();
  EXPECT_EQ(told_, std::vector<int>(21, 401));
  EXPECT_LT(std::chrono::steady_clock::now() - begun, 200ms);
}

}  // namespace
}  // namespace dunghan::access

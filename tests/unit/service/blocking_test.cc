#include "live/blocking.h"

#include <gtest/gtest.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>
#include <future>
#include <thread>
#include <utility>
#include <vector>

namespace dunghan::live {
namespace {

namespace asio = boost::asio;

/// Two pools of a thread each, and work that lasts until the test lets it go.
class BlockingTest : public testing::Test {
 protected:
  ~BlockingTest() override {
    Release();
    io_.stop();
    thread_.join();
  }
  void Hold(Blocking& pool) {
    auto wait = [open = open_] { return Result<int>((open.wait(), 1)); };
    held_.push_back(asio::co_spawn(io_, pool.Run(std::move(wait)), asio::use_future));
    // Whatever was handed to the thread before is done after this.
    asio::post(io_, std::packaged_task<void()>([] {})).get();
  }
  void Release() {
    if (!std::exchange(is_released_, true)) gate_.set_value();
    for (auto& one : held_) EXPECT_EQ(one.get().value(), 1);
    held_.clear();
  }
  Result<int> Ask(Blocking& pool, Blocking::Deadline deadline = Blocking::Deadline::max()) {
    auto answer = [] { return Result<int>(2); };
    return asio::co_spawn(io_, pool.Run(std::move(answer), deadline), asio::use_future).get();
  }

  std::promise<void> gate_;
  std::shared_future<void> open_{gate_.get_future()};
  bool is_released_ = false;
  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  Blocking questions_{1, 3};
  Blocking scrapes_{1, 3};
  std::vector<std::future<Result<int>>> held_;
  std::thread thread_{[this] { io_.run(); }};
};

TEST_F(BlockingTest, RefusesMoreThanItHasPlacesFor) {
  for (int i = 0; i < 3; ++i) Hold(questions_);
  EXPECT_EQ(questions_.jobs(), 3);
  const auto refused = Ask(questions_);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(refused.error().for_client, "too many questions at a time; ask again later");
  Release();
  EXPECT_EQ(Ask(questions_).value(), 2);
}

TEST_F(BlockingTest, OnePoolDoesNotWaitForAnother) {
  for (int i = 0; i < 3; ++i) Hold(questions_);
  EXPECT_EQ(Ask(scrapes_).value(), 2);
}

TEST_F(BlockingTest, DoesNotBeginAfterTheDeadline) {
  const auto now = std::chrono::steady_clock::now();
  const auto late = Ask(questions_, now);
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(late.error().for_client, "its turn did not come in time; ask again later");
  EXPECT_EQ(Ask(questions_, now + std::chrono::hours{1}).value(), 2);
}

}  // namespace
}  // namespace dunghan::live

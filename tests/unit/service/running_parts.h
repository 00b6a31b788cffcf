#pragma once

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "dunghan/base/clock.h"
#include "dunghan/base/log.h"
#include "dunghan/board/board.h"
#include "dunghan/ledger/view.h"
#include "dunghan/test/ledgers.h"
#include "dunghan/test/shared_clock.h"
#include "live/commit_queue.h"

/// What parts of a running daemon are tried with.
namespace dunghan {

class LinesLog final : public Log {
 public:
  void Write(LogLevel level, std::string_view event, Fields fields) override {
    if (level == LogLevel::kDebug) return;
    const std::lock_guard lock(mutex_);
    lines_.push_back(FormatLogLine(event, fields));
  }
  /// Those that begin with it, so far.
  std::vector<std::string> Of(std::string_view beginning) const {
    const std::lock_guard lock(mutex_);
    std::vector<std::string> found;
    for (const auto& line : lines_) {
      if (line.starts_with(beginning)) found.push_back(line);
    }
    return found;
  }
  int64_t Count(std::string_view beginning) const {
    return static_cast<int64_t>(Of(beginning).size());
  }

 private:
  mutable std::mutex mutex_;
  std::vector<std::string> lines_;
};

/// An I/O thread, the test's own, and a ledger in memory behind a queue.
class RunningParts : public testing::Test {
 protected:
  explicit RunningParts(Instant now = test::At("2021-06-30 12:00")) : clock_(now) {}
  ~RunningParts() override { queue_.Stop(); }

  /// Handles what comes in until it is so.
  void RunUntil(const std::function<bool()>& is_so) {
    const auto end = std::chrono::steady_clock::now() + std::chrono::seconds{60};
    while (!is_so()) {
      ASSERT_LT(std::chrono::steady_clock::now(), end) << "it never came to it";
      io_.run_one_for(std::chrono::seconds{1});
    }
  }
  void Await(boost::asio::awaitable<void> what) {
    bool is_done = false;
    boost::asio::co_spawn(io_, std::move(what), [&](const std::exception_ptr&) { is_done = true; });
    RunUntil([&] { return is_done; });
  }
  /// Between two commits, on the writer's thread; all that was posted from there is handled after.
  void OnWriter(std::function<void(ledger::Ledger&)> run) {
    bool is_done = false;
    queue_.Run([&, run = std::move(run)](std::unique_ptr<ledger::Ledger>& ledger) {
      run(*ledger);
      boost::asio::post(io_, [&] { is_done = true; });
    });
    RunUntil([&] { return is_done; });
  }
  /// On record, and told, when it returns.
  void Append(const std::vector<dossier::Event>& events) { Await(Submit(events)); }

  boost::asio::awaitable<void> Submit(std::vector<dossier::Event> events) {
    auto items = test::Items(events);
    const auto committed = co_await queue_.Submit(std::move(items));
    EXPECT_TRUE(committed);
  }

  test::Events events_;
  test::SharedClock clock_;
  LinesLog log_;
  std::shared_ptr<const rulebook::Rulebook> rulebook_ = test::SmallRulebook(events_.codes());
  std::unique_ptr<ledger::Ledger> ledger_ = ledger::Open({.folder = {},
                                                          .rulebook = rulebook_,
                                                          .codes = events_.codes(),
                                                          .clock = &clock_,
                                                          .progress = {}})
                                                .value();
  std::shared_ptr<const rulebook::Timeline> began_by_ = ledger_->timeline();
  /// As the ledger shows it before the queue takes it.
  board::Board first_board_ =
      board::Board::Load(*ledger_->OpenView().value(), began_by_, {}).value();
  boost::asio::io_context io_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work_{
      io_.get_executor()};
  std::function<void(const live::Commit&)> follow_ = [](const live::Commit&) {};
  live::CommitQueue queue_{io_,    std::move(ledger_),
                           clock_, log_,
                           {},     [this](live::Commit&& commit) { follow_(commit); }};
};

}  // namespace dunghan

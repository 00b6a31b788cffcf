#include "live/commit_queue.h"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <utility>

#include "fake_ledger.h"

namespace dunghan::live {
namespace {

namespace asio = boost::asio;
using ledger::Item;
using ledger::Outcome;

class SilentLog final : public Log {
 public:
  void Write(LogLevel, std::string_view event, Fields) override {
    const std::lock_guard lock(mutex);
    events.emplace_back(event);
  }
  std::mutex mutex;
  std::vector<std::string> events;
};

/// A ledger whose commits wait at a gate, and whose disk can be full.
class GatedLedger final : public ledger::Ledger {
 public:
  explicit GatedLedger(std::shared_ptr<const rulebook::Rulebook> rulebook)
      : fake_(std::move(rulebook)) {}

  Result<ledger::Appended> Append(std::span<const Item> items) override {
    std::unique_lock lock(mutex_);
    ++arrived_;
    changed_.notify_all();
    changed_.wait(lock, [this] { return open_; });
    if (full_) return Unavailable("the disk is full");
    return fake_.Append(items);
  }
  std::optional<Instant> NextWake() const override { return {}; }
  Result<void> Flush() override {
    const std::lock_guard lock(mutex_);
    if (full_) return Unavailable("the disk is full");
    return {};
  }
  Result<void> FlushBehind() override { return Flush(); }
  Result<void> Probe() override { return Flush(); }
  Result<int64_t> Discard(std::span<const int64_t> ids, const record::NewEntry& act) override {
    return fake_.Discard(ids, act);
  }
  Result<std::vector<ledger::QuarantineEntry>> QuarantineAfter(int64_t id, int64_t most) override {
    return fake_.QuarantineAfter(id, most);
  }
  Result<void> Watch() override { return fake_.Watch(); }
  Result<ledger::Purged> Purge() override { return fake_.Purge(); }
  Result<ledger::Position> Record(const ledger::Acts& acts) override { return fake_.Record(acts); }
  ledger::Position position() const override { return {}; }
  int64_t quarantine_waiting() override { return fake_.quarantine_waiting(); }
  Result<ledger::WaitingBySource> quarantine_by_source() override {
    return fake_.quarantine_by_source();
  }
  ledger::Sources sources() const override { return fake_.sources(); }
  bool simulated() const override { return false; }
  int64_t open_dossiers() const override { return 0; }
  record::NoticeLog& notices() override { return fake_.notices(); }
  Result<std::vector<std::optional<Instant>>> LastHeard(std::span<const std::string> sources,
                                                        int64_t within) override {
    return fake_.LastHeard(sources, within);
  }
  Result<ledger::QuarantineEntry> FindQuarantine(int64_t id) override {
    return fake_.FindQuarantine(id);
  }
  Result<ledger::Applied> Apply(const ledger::Application& application,
                                const ledger::ChangeTeller& tell) override {
    return fake_.Apply(application, tell);
  }
  std::shared_ptr<const rulebook::Timeline> timeline() const override { return fake_.timeline(); }
  Result<std::unique_ptr<ledger::View>> OpenView(
      const std::optional<ledger::AsOf>& as_of) override {
    return fake_.OpenView(as_of);
  }

  void Close() {
    Set([this] { open_ = false; });
  }
  void Open() {
    Set([this] { open_ = true; });
  }
  void SetFull(bool full) {
    Set([&] { full_ = full; });
  }
  void AwaitArrivals(int count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return arrived_ >= count; });
  }
  void AwaitWatched(int count) { fake_.AwaitWatched(count); }
  const std::vector<size_t>& groups() const { return fake_.groups; }

 private:
  void Set(const std::function<void()>& set) {
    const std::lock_guard lock(mutex_);
    set();
    changed_.notify_all();
  }

  FakeLedger fake_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = true;
  bool full_ = false;
  int arrived_ = 0;
};

class CommitQueueTest : public testing::Test {
 protected:
  void Begin(CommitOptions options = {}) {
    auto ledger = std::make_unique<GatedLedger>(OpenRulebook(codes_));
    ledger_ = ledger.get();
    queue_ = std::make_unique<CommitQueue>(
        io_, std::move(ledger), clock_, log_, options,
        [this](Commit&& commit) { told_.push_back(commit.counts.all()); });
  }
  std::vector<Item> Some(int count) {
    std::vector<Item> items;
    for (int i = 0; i < count; ++i) {
      items.push_back({events_.Received("D" + std::to_string(next_++), "2021-06-07 08:00"), {}});
    }
    return items;
  }
  /// Hands a batch in; its answer goes to answers_ when it comes.
  void Submit(std::vector<Item> items) {
    asio::co_spawn(io_, Answer(std::move(items)), asio::detached);
    io_.poll();
  }
  asio::awaitable<void> Answer(std::vector<Item> items) {
    auto committed = co_await queue_->Submit(std::move(items));
    answers_.push_back(std::move(committed));
  }
  /// Stops as soon as a batch has been taken in, on the very heels of it.
  asio::awaitable<void> SubmitAndStop() {
    asio::co_spawn(io_, Answer(Some(1)), asio::detached);
    while (queue_->waiting() == 0) co_await asio::post(io_, asio::use_awaitable);
    queue_->Stop();
  }
  asio::awaitable<void> AwaitJob(CommitQueue::Job job) {
    const auto ran = co_await queue_->Await(std::move(job));
    jobs_.emplace_back(ran ? "ran" : ran.error().for_client);
  }
  /// Runs the I/O side until so many answers are in.
  void AwaitAnswers(size_t count) {
    while (answers_.size() < count) {
      io_.restart();
      io_.run_one();
    }
  }

  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
  test::Events events_{codes_};
  ManualClock clock_{test::At("2021-06-07 12:00")};
  SilentLog log_;
  asio::io_context io_{1};
  asio::executor_work_guard<asio::io_context::executor_type> work_{io_.get_executor()};
  std::vector<int64_t> told_;
  std::vector<Result<Committed>> answers_;
  std::vector<std::string> jobs_;
  GatedLedger* ledger_ = nullptr;
  std::unique_ptr<CommitQueue> queue_;
  int next_ = 0;
};

TEST_F(CommitQueueTest, CommitsTogetherWhatWaits) {
  Begin();
  ledger_->Close();
  Submit(Some(1));
  ledger_->AwaitArrivals(1);
  Submit(Some(2));
  Submit(Some(3));
  EXPECT_TRUE(answers_.empty());
  EXPECT_EQ(queue_->waiting(), 6);
  ledger_->Open();
  AwaitAnswers(3);
  EXPECT_EQ(ledger_->groups(), (std::vector<size_t>{1, 5}));
  EXPECT_EQ(answers_[1]->items.size(), 2U);
  EXPECT_EQ(answers_[2]->items.size(), 3U);
  EXPECT_EQ(queue_->waiting(), 0);
}

TEST_F(CommitQueueTest, CommitsTogetherWhatArrivesTogether) {
  Begin();
  for (int i = 0; i < 3; ++i) asio::co_spawn(io_, Answer(Some(1)), asio::detached);
  AwaitAnswers(3);
  EXPECT_EQ(ledger_->groups(), (std::vector<size_t>{3}));
  EXPECT_EQ(told_, (std::vector<int64_t>{0, 3}));
}

TEST_F(CommitQueueTest, TellsOfACommitBeforeItsBatchesAreAnswered) {
  Begin();
  Submit(Some(4));
  AwaitAnswers(1);
  // First of how things stand, then of the commit.
  EXPECT_EQ(told_, (std::vector<int64_t>{0, 4}));
}

TEST_F(CommitQueueTest, EachBatchLearnsOfItsOwnItems) {
  Begin();
  auto first = Some(2);
  const auto again = first;
  Submit(std::move(first));
  AwaitAnswers(1);
  auto second = again;
  second.push_back(Some(1).front());
  Submit(std::move(second));
  AwaitAnswers(2);
  ASSERT_EQ(answers_[1]->items.size(), 3U);
  EXPECT_EQ(answers_[1]->items[0].outcome, Outcome::kDuplicate);
  EXPECT_EQ(answers_[1]->items[1].outcome, Outcome::kDuplicate);
  EXPECT_EQ(answers_[1]->items[2].outcome, Outcome::kStored);
}

TEST_F(CommitQueueTest, BatchesOfOneGroupDoNotShareTheirOutcomes) {
  Begin();
  ledger_->Close();
  const auto known = Some(2);
  Submit(known);
  ledger_->AwaitArrivals(1);
  Submit(known);
  Submit(Some(1));
  ledger_->Open();
  AwaitAnswers(3);
  EXPECT_EQ(ledger_->groups(), (std::vector<size_t>{2, 3}));
  EXPECT_EQ(answers_[1]->items[1].outcome, Outcome::kDuplicate);
  EXPECT_EQ(answers_[2]->items[0].outcome, Outcome::kStored);
}

TEST_F(CommitQueueTest, RefusesMoreThanMayWait) {
  Begin({.max_waiting = 10});
  ledger_->Close();
  Submit(Some(8));
  Submit(Some(3));
  ASSERT_EQ(answers_.size(), 1U);
  EXPECT_EQ(answers_[0].error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(answers_[0].error().for_client,
            "too many events are waiting to be stored; send it again later");
  EXPECT_EQ(queue_->refused(), 1);
  ledger_->Open();
  AwaitAnswers(2);
  EXPECT_TRUE(answers_[1].has_value());
}

TEST_F(CommitQueueTest, RefusesForGoodABatchThatCanNeverWait) {
  Begin({.max_waiting = 10});
  Submit(Some(11));
  ASSERT_EQ(answers_.size(), 1U);
  EXPECT_EQ(answers_[0].error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(answers_[0].error().for_client,
            "11 events at once; expected at most 10, the most that may wait");
  EXPECT_EQ(queue_->refused(), 1);
  Submit(Some(10));
  AwaitAnswers(2);
  EXPECT_TRUE(answers_[1].has_value());
}

TEST_F(CommitQueueTest, CommitsALargeBatchInSeveralGroupsWithOthersInBetween) {
  Begin({.max_group = 10});
  ledger_->Close();
  Submit(Some(1));
  ledger_->AwaitArrivals(1);
  Submit(Some(25));
  Submit(Some(2));
  ledger_->Open();
  AwaitAnswers(3);
  EXPECT_EQ(ledger_->groups(), (std::vector<size_t>{1, 10, 10, 7}));
  EXPECT_EQ(answers_[1]->items.size(), 2U);  // it did not wait for all of the large one
  EXPECT_EQ(answers_[2]->items.size(), 25U);
  EXPECT_EQ(queue_->waiting(), 0);
}

TEST_F(CommitQueueTest, TheRestOfALargeBatchIsCommittedBeforeAJobThatCameLater) {
  Begin({.max_group = 10});
  ledger_->Close();
  Submit(Some(1));
  ledger_->AwaitArrivals(1);
  Submit(Some(25));
  std::vector<size_t> seen;
  queue_->Run([&](std::unique_ptr<ledger::Ledger>&) { seen = ledger_->groups(); });
  Submit(Some(2));
  ledger_->Open();
  AwaitAnswers(3);
  EXPECT_EQ(seen, (std::vector<size_t>{1, 10, 10, 5}));
}

TEST_F(CommitQueueTest, OfALargeBatchThatFailsNothingMoreIsTried) {
  Begin({.max_group = 10, .probe_every = std::chrono::milliseconds{1}});
  ledger_->Close();
  Submit(Some(25));
  ledger_->AwaitArrivals(1);
  ledger_->SetFull(true);
  ledger_->Open();
  AwaitAnswers(1);
  EXPECT_EQ(answers_[0].error().for_client, "the disk is full");
  ledger_->SetFull(false);
  while (queue_->health().failure) std::this_thread::yield();
  Submit(Some(1));
  AwaitAnswers(2);
  EXPECT_EQ(ledger_->groups(), (std::vector<size_t>{1}));
}

TEST_F(CommitQueueTest, AFullDiskIsSaidToEveryoneAndFoundToBeOverByItself) {
  Begin({.probe_every = std::chrono::milliseconds{1}});
  ledger_->SetFull(true);
  Submit(Some(1));
  AwaitAnswers(1);
  EXPECT_EQ(answers_[0].error().for_client, "the disk is full");
  EXPECT_EQ(queue_->health().failure->for_client, "the disk is full");
  Submit(Some(1));
  AwaitAnswers(2);
  EXPECT_EQ(answers_[1].error().for_client, "the ledger cannot be written: the disk is full");
  ledger_->SetFull(false);
  while (queue_->health().failure) std::this_thread::yield();
  Submit(Some(1));
  AwaitAnswers(3);
  EXPECT_TRUE(answers_[2].has_value());
  const std::lock_guard lock(log_.mutex);
  EXPECT_EQ(log_.events,
            (std::vector<std::string>{"ledger.write_failed", "ledger.write_recovered"}));
}

TEST_F(CommitQueueTest, AJobRunsAfterWhatCameBeforeItAndBeforeWhatComesLater) {
  Begin();
  ledger_->Close();
  Submit(Some(1));
  ledger_->AwaitArrivals(1);
  Submit(Some(2));
  std::vector<size_t> seen;
  queue_->Run([&](std::unique_ptr<ledger::Ledger>&) { seen = ledger_->groups(); });
  Submit(Some(4));
  ledger_->Open();
  AwaitAnswers(3);
  EXPECT_EQ(seen, (std::vector<size_t>{1, 2}));
  EXPECT_EQ(ledger_->groups(), (std::vector<size_t>{1, 2, 4}));
}

TEST_F(CommitQueueTest, AJobThatIsAwaitedEndsAfterWhatItHasPosted) {
  Begin();
  auto job = [this](std::unique_ptr<ledger::Ledger>& ledger) {
    EXPECT_EQ(ledger.get(), ledger_);
    asio::post(io_, [this] { jobs_.emplace_back("posted"); });
  };
  asio::co_spawn(io_, AwaitJob(job), asio::detached);
  while (jobs_.size() < 2) {
    io_.restart();
    io_.run_one();
  }
  EXPECT_EQ(jobs_, (std::vector<std::string>{"posted", "ran"}));
  queue_->Stop();
  asio::co_spawn(io_, AwaitJob(job), asio::detached);
  io_.poll();
  EXPECT_EQ(jobs_.back(), "the daemon is stopping; ask again later");
}

TEST_F(CommitQueueTest, StopCommitsWhatWaitsAndTakesNothingMore) {
  Begin();
  ledger_->Close();
  Submit(Some(1));
  ledger_->AwaitArrivals(1);
  Submit(Some(2));
  ledger_->Open();
  queue_->Stop();
  AwaitAnswers(2);
  EXPECT_TRUE(answers_[0].has_value());
  EXPECT_TRUE(answers_[1].has_value());
  Submit(Some(1));
  ASSERT_EQ(answers_.size(), 3U);
  EXPECT_EQ(answers_[2].error().for_client, "the daemon is stopping; send it again later");
}

TEST_F(CommitQueueTest, StopCommitsWhatHasJustArrived) {
  Begin();
  asio::co_spawn(io_, SubmitAndStop(), asio::detached);
  io_.poll();
  ASSERT_EQ(answers_.size(), 1U);
  EXPECT_TRUE(answers_[0].has_value());
}

TEST_F(CommitQueueTest, WatchesTheLedgerWhileItRuns) {
  Begin();
  ledger_->AwaitWatched(2);
  queue_->Stop();
}

TEST_F(CommitQueueTest, ASlowWriteShowsInTheHealth) {
  Begin();
  ledger_->Close();
  Submit(Some(1));
  ledger_->AwaitArrivals(1);
  EXPECT_GT(queue_->health().busy, std::chrono::milliseconds{0});
  ledger_->Open();
  AwaitAnswers(1);
  queue_->Stop();
  EXPECT_EQ(queue_->health().busy, std::chrono::milliseconds{0});
}

}  // namespace
}  // namespace dunghan::live

#pragma once

#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "dunghan/base/clock.h"
#include "dunghan/base/log.h"
#include "dunghan/ledger/ledger.h"
#include "dunghan/ledger/outcomes.h"

/// The daemon's live side: one thread that owns the ledger, and on the I/O thread the board that
/// follows it.
namespace dunghan::live {

struct CommitOptions {
  int64_t max_waiting = 50'000;  ///< events that wait or are being committed; more are refused
  int64_t max_group = 10'000;    ///< events of one commit
  /// Without new events for so long, states are written behind, so that readers have less to
  /// complete and a restart nothing to repeat ...
  std::chrono::milliseconds idle_flush{1'000};
  int64_t idle_flush_events = 5'000;             ///< ... if so many wait for it,
  std::chrono::milliseconds late_flush{30'000};  ///< ... or it is so long ago.
  std::chrono::milliseconds probe_every{1'000};  ///< how often a store that failed is tried again
};

/// What became of one batch.
struct Committed {
  std::vector<ledger::ItemOutcome> items;  ///< one per item, in order
};

/// One commit, or one passing of time, as those who follow the ledger see it.
struct Commit {
  std::vector<ledger::DossierChange> changes = {};
  /// When the newest event happened of those stored that figures rest on.
  std::optional<Instant> newest = {};
  ledger::Position position = {};
  ledger::OutcomeCounts counts = {};
  int64_t quarantine_waiting = 0;
  /// The same by source, as it was counted last; null: it could not be.
  std::shared_ptr<const ledger::WaitingBySource> waiting_by_source = {};
  int64_t open_dossiers = 0;
  bool simulated = false;
  bool real = false;  ///< somebody else than the simulator said something of it
  std::chrono::nanoseconds took{};
};

/// How the writer is.
struct WriterHealth {
  std::optional<Error> failure;  ///< why the last write went wrong; nothing: it went well
  /// How long the write that is going on has taken so far; zero: none is.
  std::chrono::milliseconds busy{};
};

/// Batches on their way into the ledger.
///
/// A thread of its own owns the ledger and commits together whatever waits: the busier, the larger
/// the groups, with no waiting for more; a batch larger than a group is committed in several, with
/// others in between. A batch is answered once all its events are durable. Between
/// commits the thread lets events dated ahead take effect, writes states behind, and tries a store
/// that failed again. Submit and the callbacks are on the I/O thread alone.
class CommitQueue {
 public:
  using Follow = std::function<void(Commit&&)>;
  /// Something to be done with the ledger, on its thread. May put another one in its place.
  using Job = std::function<void(std::unique_ptr<ledger::Ledger>&)>;

  /// `follow` is told of each commit, on the I/O thread, before its batches are answered.
  CommitQueue(boost::asio::io_context& io, std::unique_ptr<ledger::Ledger> ledger,
              const Clock& clock, Log& log, CommitOptions options, Follow follow);
  ~CommitQueue();
  CommitQueue(const CommitQueue&) = delete;
  CommitQueue& operator=(const CommitQueue&) = delete;

  /// Durable when it returns a value.
  /// @error kInvalidArgument: more than may ever wait. kUnavailable: too much waits already, the
  /// store cannot be written, or the end is near; nothing of the batch is on record then, except
  /// after a failure of the store itself, when some of it may be. Sending it again does no harm.
  boost::asio::awaitable<Result<Committed>> Submit(std::vector<ledger::Item> items);

  /// Runs a job after what is waiting now and before what comes later.
  void Run(Job job);
  /// The same, awaited: what the job has posted to the I/O context before comes before its end.
  /// @error kUnavailable: the end is near; it was not run.
  boost::asio::awaitable<Result<void>> Await(Job job);

  /// Takes on nothing more, commits what waits and closes the ledger. What was waiting is answered
  /// through the I/O context, which has to be run once more for it.
  void Stop();

  int64_t waiting() const { return waiting_; }
  int64_t max_waiting() const { return options_.max_waiting; }
  int64_t refused() const { return refused_; }
  /// From any thread.
  WriterHealth health() const;

 private:
  using Steady = std::chrono::steady_clock;
  struct Waiter;
  struct Batch;
  struct Answer;
  struct Share;
  using Group = std::vector<Share>;

  std::optional<Error> Refusal(size_t events) const;
  void Enqueue(std::shared_ptr<Batch> batch);
  void HandOver();
  void Work();
  bool Wait(std::unique_lock<std::mutex>& lock);
  Group TakeGroup();
  void CommitGroup(Group group);
  static std::vector<Answer> AnswersTo(const Group& group,
                                       std::span<const ledger::ItemOutcome> outcomes);
  void Fail(Group group, const Error& error);
  void Housekeep();
  void RecountIfDue(Steady::time_point now);
  void FlushIfDue(Steady::time_point now);
  void Tell(Commit commit, std::vector<Answer> answers);
  void Note(const std::optional<Error>& failure);
  template <class F>
  auto Timed(F write);

  boost::asio::io_context& io_;
  std::unique_ptr<ledger::Ledger> ledger_;  // of the writer's thread
  const Clock& clock_;
  Log& log_;
  CommitOptions options_;
  Follow follow_;

  // Of the I/O thread.
  int64_t waiting_ = 0;
  int64_t refused_ = 0;
  bool closed_ = false;
  std::vector<std::shared_ptr<Batch>> arrived_;  // and not yet handed over

  // Of the writer's thread.
  int64_t unflushed_ = 0;
  int64_t quarantine_waiting_ = 0;
  std::shared_ptr<const ledger::WaitingBySource> waiting_by_source_;
  bool recount_ = true;  // quarantine has changed since it was counted
  Steady::time_point last_count_{};
  Steady::time_point last_commit_{};
  Steady::time_point last_flush_{};
  Steady::time_point last_probe_{};

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::shared_ptr<Batch>> batches_;
  bool stopping_ = false;
  std::optional<Error> failure_;
  std::atomic<bool> is_failing_ = false;  // whether there is one; read without the lock
  std::optional<Steady::time_point> busy_since_;

  std::thread thread_;  // last: it uses all of the above
};

}  // namespace dunghan::live

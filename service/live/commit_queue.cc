#include "live/commit_queue.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/asio/async_result.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <iterator>
#include <span>
#include <utility>

#include "live/data_age.h"

namespace dunghan::live {

namespace asio = boost::asio;

/// Who waits for a batch. Of the I/O thread.
struct CommitQueue::Waiter {
  virtual ~Waiter() = default;
  virtual void Resume(Result<Committed> committed) = 0;
};

struct CommitQueue::Batch {
  std::vector<ledger::Item> items;
  Job job;  // instead of items
  std::unique_ptr<Waiter> waiter;
  size_t taken = 0;     // items of groups so far
  Committed committed;  // what became of them
};

/// What a batch came to, on its way to whom it belongs.
struct CommitQueue::Answer {
  std::unique_ptr<Waiter> waiter;
  Committed committed;
};

/// What of a batch is committed together with others.
struct CommitQueue::Share {
  std::shared_ptr<Batch> batch;
  std::span<ledger::Item> items;
};

CommitQueue::CommitQueue(asio::io_context& io, std::unique_ptr<ledger::Ledger> ledger,
                         const Clock& clock, Log& log, CommitOptions options, Follow follow)
    : io_(io),
      ledger_(std::move(ledger)),
      clock_(clock),
      log_(log),
      options_(options),
      follow_(std::move(follow)),
      last_commit_(Steady::now()),
      last_flush_(last_commit_),
      last_probe_(last_commit_) {
  RecountIfDue(last_commit_);
  Tell({.position = ledger_->position()}, {});  // how things stand, before anything happens
  thread_ = std::thread([this] { Work(); });
}

CommitQueue::~CommitQueue() { Stop(); }

void CommitQueue::Stop() {
  closed_ = true;
  if (!thread_.joinable()) return;
  // Here, since the post that would do it may not run any more.
  HandOver();
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  thread_.join();
}

std::optional<Error> CommitQueue::Refusal(size_t events) const {
  if (closed_) return Unavailable("the daemon is stopping; send it again later");
  const auto count = static_cast<int64_t>(events);
  // Sending it again later would be of no use.
  if (count > options_.max_waiting) {
    return InvalidArgument(
        fmt::format("{} events at once; expected at most {}, the most that may wait", count,
                    options_.max_waiting));
  }
  if (waiting_ + count > options_.max_waiting) {
    return Unavailable("too many events are waiting to be stored; send it again later");
  }
  // Nearly always so: no lock then.
  if (!is_failing_) return {};
  if (auto failure = health().failure) {
    return Unavailable("the ledger cannot be written: " + failure->for_client, failure->for_log);
  }
  return {};
}

asio::awaitable<Result<Committed>> CommitQueue::Submit(std::vector<ledger::Item> items) {
  if (auto refusal = Refusal(items.size())) {
    ++refused_;
    co_return *refusal;
  }
  const auto events = static_cast<int64_t>(items.size());
  waiting_ += events;
  auto batch = std::make_shared<Batch>();
  batch->items = std::move(items);
  auto result =
      co_await asio::async_initiate<const asio::use_awaitable_t<>&, void(Result<Committed>)>(
          [this, &batch](auto handler) {
            using Handler = decltype(handler);
            struct Resumed final : Waiter {
              explicit Resumed(Handler&& of) : coroutine(std::move(of)) {}
              void Resume(Result<Committed> committed) override {
                std::move(coroutine)(std::move(committed));
              }
              Handler coroutine;
            };
            batch->waiter = std::make_unique<Resumed>(std::move(handler));
            Enqueue(std::move(batch));
          },
          asio::use_awaitable);
  waiting_ -= events;
  co_return result;
}

asio::awaitable<Result<void>> CommitQueue::Await(Job job) {
  if (closed_) co_return Unavailable("the daemon is stopping; ask again later");
  co_await asio::async_initiate<const asio::use_awaitable_t<>&, void()>(
      [this, &job](auto handler) {
        // A job is copied; a handler can only be moved.
        auto shared = std::make_shared<decltype(handler)>(std::move(handler));
        Run([this, job = std::move(job), shared](std::unique_ptr<ledger::Ledger>& ledger) {
          job(ledger);
          asio::post(io_, [shared] { std::move (*shared)(); });
        });
      },
      asio::use_awaitable);
  co_return Result<void>();
}

void CommitQueue::Run(Job job) {
  auto batch = std::make_shared<Batch>();
  batch->job = std::move(job);
  Enqueue(std::move(batch));
}

/// Handed over once the I/O thread has done what lies before it: of requests that have arrived
/// together the first would be committed alone, at the price of a commit, and the others wait.
void CommitQueue::Enqueue(std::shared_ptr<Batch> batch) {
  arrived_.push_back(std::move(batch));
  if (arrived_.size() == 1) asio::post(io_, [this] { HandOver(); });
}

void CommitQueue::HandOver() {
  if (arrived_.empty()) return;
  {
    const std::lock_guard lock(mutex_);
    std::move(arrived_.begin(), arrived_.end(), std::back_inserter(batches_));
  }
  arrived_.clear();
  changed_.notify_one();
}

WriterHealth CommitQueue::health() const {
  const std::lock_guard lock(mutex_);
  WriterHealth health{failure_, {}};
  if (busy_since_) {
    health.busy = std::chrono::ceil<std::chrono::milliseconds>(Steady::now() - *busy_since_);
  }
  return health;
}

/// What `write` returns, with its time on the watch of health().
template <class F>
auto CommitQueue::Timed(F write) {
  struct Watch {
    explicit Watch(CommitQueue& of) : queue(of) {
      const std::lock_guard lock(queue.mutex_);
      queue.busy_since_ = Steady::now();
    }
    ~Watch() {
      const std::lock_guard lock(queue.mutex_);
      queue.busy_since_.reset();
    }
    CommitQueue& queue;
  };
  const Watch watch(*this);
  return write();
}

void CommitQueue::Work() {
  std::unique_lock lock(mutex_);
  while (Wait(lock)) {
    Group group = TakeGroup();
    lock.unlock();
    if (group.empty()) {
      Housekeep();
    } else if (group.front().batch->job) {
      group.front().batch->job(ledger_);  // may take its time: no write that is stuck
      recount_ = true;                    // it may have emptied the quarantine
    } else {
      CommitGroup(std::move(group));
    }
    lock.lock();
  }
  lock.unlock();
  if (auto flushed = ledger_->Flush(); !flushed) Note(flushed.error());
  ledger_.reset();
}

/// Until there is something to do, or a moment has passed. False: the end.
bool CommitQueue::Wait(std::unique_lock<std::mutex>& lock) {
  // Time that runs faster than the machine's, or is set by hand, cannot be waited for exactly.
  constexpr std::chrono::milliseconds kTick{100};
  changed_.wait_for(lock, kTick, [this] { return stopping_ || !batches_.empty(); });
  return !stopping_ || !batches_.empty();
}

/// What is committed together: a job alone, or batches up to the size of a group. Of one that is
/// larger the rest waits behind the others, so that nobody waits for all of it.
CommitQueue::Group CommitQueue::TakeGroup() {
  const auto is_job = [](const auto& batch) { return static_cast<bool>(batch->job); };
  Group group;
  auto room = static_cast<size_t>(options_.max_group);
  while (!batches_.empty() && room > 0) {
    // What it does must find all that came before it on record, and nothing that came later.
    if (is_job(batches_.front()) && !group.empty()) break;
    const auto batch = std::move(batches_.front());
    batches_.pop_front();
    const size_t count = std::min(room, batch->items.size() - batch->taken);
    group.push_back({batch, std::span(batch->items).subspan(batch->taken, count)});
    if (is_job(batch)) break;
    batch->taken += count;
    room -= count;
    if (batch->taken == batch->items.size()) continue;
    // Ahead of jobs that came after it: they are promised to come behind what was waiting.
    batches_.insert(std::find_if(batches_.begin(), batches_.end(), is_job), batch);
    break;
  }
  return group;
}

namespace {

std::optional<Instant> NewestOf(std::span<const ledger::Item> items,
                                const ledger::Appended& appended,
                                const rulebook::Timeline& timeline) {
  std::optional<Instant> newest;
  for (size_t i = 0; i < items.size(); ++i) {
    const auto* event = std::get_if<dossier::Event>(&items[i].content);
    if (!event || appended.items[i].outcome != ledger::Outcome::kStored) continue;
    if (newest && event->at <= *newest) continue;
    if (IsHeard(*event, timeline, appended.position.at)) newest = event->at;
  }
  return newest;
}

}  // namespace

namespace {

bool IsReal(std::span<const ledger::Item> items) {
  return std::any_of(items.begin(), items.end(), [](const ledger::Item& item) {
    const auto* event = std::get_if<dossier::Event>(&item.content);
    return event && event->source.text() != record::kSimulator;
  });
}

}  // namespace

void CommitQueue::CommitGroup(Group group) {
  const auto begun = Steady::now();
  std::vector<ledger::Item> gathered;
  std::span<const ledger::Item> items = group.front().items;
  if (group.size() > 1) {
    size_t count = 0;
    for (const Share& share : group) count += share.items.size();
    gathered.reserve(count);
    for (const Share& share : group) {
      for (auto& item : share.items) gathered.push_back(std::move(item));
    }
    items = gathered;
  }
  auto appended = Timed([&] { return ledger_->Append(items); });
  Note(appended ? std::optional<Error>() : appended.error());
  last_commit_ = Steady::now();
  if (!appended) return Fail(std::move(group), appended.error());
  Commit commit{.changes = std::move(appended->changes),
                .newest = NewestOf(items, *appended, *ledger_->timeline()),
                .position = appended->position,
                .counts = ledger::CountOutcomes(appended->items),
                .real = IsReal(items),
                .took = last_commit_ - begun};
  unflushed_ += commit.counts.stored;
  recount_ |= commit.counts.quarantined > 0;
  RecountIfDue(last_commit_);
  Tell(std::move(commit), AnswersTo(group, appended->items));
  // With the group go the items, here and not on the thread that everybody waits for.
}

/// Of those batches of which nothing is left to commit.
std::vector<CommitQueue::Answer> CommitQueue::AnswersTo(
    const Group& group, std::span<const ledger::ItemOutcome> outcomes) {
  std::vector<Answer> answers;
  answers.reserve(group.size());
  for (const Share& share : group) {
    Batch& batch = *share.batch;
    const auto own = outcomes.first(share.items.size());
    outcomes = outcomes.subspan(own.size());
    batch.committed.items.insert(batch.committed.items.end(), own.begin(), own.end());
    if (batch.committed.items.size() < batch.items.size()) continue;
    answers.push_back({std::move(batch.waiter), std::move(batch.committed)});
  }
  return answers;
}

void CommitQueue::Fail(Group group, const Error& error) {
  {
    const std::lock_guard lock(mutex_);
    // Nor is the rest of a batch that was larger than the group committed without its beginning.
    for (const Share& share : group) std::erase(batches_, share.batch);
  }
  asio::post(io_, [group = std::move(group), error] {
    for (const Share& share : group) share.batch->waiter->Resume(error);
  });
}

/// One message for all that follows from a commit: each would cost a lock and may wake the thread.
void CommitQueue::Tell(Commit commit, std::vector<Answer> answers) {
  commit.quarantine_waiting = quarantine_waiting_;
  commit.waiting_by_source = waiting_by_source_;
  commit.open_dossiers = ledger_->open_dossiers();
  commit.simulated = ledger_->simulated();
  asio::post(io_, [this, commit = std::move(commit), answers = std::move(answers)]() mutable {
    follow_(std::move(commit));
    for (Answer& answer : answers) answer.waiter->Resume(std::move(answer.committed));
  });
}

/// What there is to do while no batch waits.
void CommitQueue::Housekeep() {
  const auto now = Steady::now();
  // Nothing else is tried before a write goes well.
  if (health().failure) {
    if (now - last_probe_ < options_.probe_every) return;
    last_probe_ = now;
    auto probed = Timed([&] { return ledger_->Probe(); });
    Note(probed ? std::optional<Error>() : probed.error());
    return;
  }
  const auto wake = ledger_->NextWake();
  if (wake && *wake <= clock_.Now()) {
    auto advanced = Timed([&] { return ledger_->Append({}); });
    Note(advanced ? std::optional<Error>() : advanced.error());
    if (advanced)
      Tell({.changes = std::move(advanced->changes), .position = advanced->position}, {});
  }
  if (recount_ && now - last_count_ >= std::chrono::seconds{1}) {
    RecountIfDue(now);
    Tell({.position = ledger_->position()}, {});
  }
  FlushIfDue(now);
  if (auto watched = ledger_->Watch(); !watched) Note(watched.error());
}

/// Counting reads the entries that wait: once a second is enough.
void CommitQueue::RecountIfDue(Steady::time_point now) {
  if (!recount_ || now - last_count_ < std::chrono::seconds{1}) return;
  const auto waiting = ledger_->quarantine_by_source();
  waiting_by_source_.reset();
  quarantine_waiting_ = waiting ? 0 : -1;
  if (waiting) {
    waiting_by_source_ = std::make_shared<const ledger::WaitingBySource>(*waiting);
    for (const auto& [source, count] : *waiting) quarantine_waiting_ += count;
  }
  last_count_ = now;
  recount_ = false;
}

void CommitQueue::FlushIfDue(Steady::time_point now) {
  if (unflushed_ == 0 || now - last_commit_ < options_.idle_flush) return;
  if (unflushed_ < options_.idle_flush_events && now - last_flush_ < options_.late_flush) return;
  auto flushed = ledger_->FlushBehind();
  Note(flushed ? std::optional<Error>() : flushed.error());
  last_flush_ = now;
  unflushed_ = 0;
}

void CommitQueue::Note(const std::optional<Error>& failure) {
  if (!failure && !is_failing_) return;
  bool had = false;
  {
    const std::lock_guard lock(mutex_);
    had = failure_.has_value();
    // Said when it changes, and not with every try.
    failure_ = failure;
    is_failing_ = failure.has_value();
  }
  if (failure && !had) {
    log_.Error("ledger.write_failed",
               {{"reason", failure->for_client}, {"cause", failure->for_log}});
  }
  if (!failure && had) log_.Info("ledger.write_recovered");
}

}  // namespace dunghan::live

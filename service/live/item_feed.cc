#include "live/item_feed.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <utility>

namespace dunghan::live {

namespace asio = boost::asio;

namespace {

// How often whoever waits asks whether it still has to.
constexpr std::chrono::milliseconds kPatience{100};
constexpr std::chrono::milliseconds kPause{20};

}  // namespace

/// A group on its way, and what became of it. Held by both sides: the reader may give up first.
struct ItemFeed::Flight {
  std::mutex mutex;
  std::condition_variable landed;
  std::optional<Result<Committed>> outcome;

  void Land(Result<Committed> committed) {
    {
      const std::lock_guard lock(mutex);
      outcome = std::move(committed);
    }
    landed.notify_all();
  }

  static asio::awaitable<void> Run(std::shared_ptr<Flight> flight, Submit submit,
                                   std::vector<ledger::Item> items, Stop stop) {
    auto submitting = submit(std::move(items), std::move(stop));
    auto committed = co_await std::move(submitting);
    flight->Land(std::move(committed));
  }
};

ItemFeed::ItemFeed(asio::io_context& io, Submit submit, Stop stop, FeedOptions options)
    : io_(io), submit_(std::move(submit)), stop_(std::move(stop)), options_(std::move(options)) {}
ItemFeed::~ItemFeed() = default;

ledger::Item& ItemFeed::Room() {
  // What is not taken is written over.
  if (items_.size() == places_.size()) items_.emplace_back();
  return items_.back();
}

void ItemFeed::Odd(intake::Oddities odd, const intake::Place& place,
                   const std::function<std::string(intake::Oddity)>& value_of) {
  fed_.warnings.Add(static_cast<size_t>(place.number), odd, value_of);
}

bool ItemFeed::Take(const intake::Place& place) {
  places_.push_back(place.number);
  if (!submit_) {
    LookAt();
  } else if (places_.size() == options_.group) {
    HandOver();
  }
  if (!fed_.error && stop_()) fed_.error = Unavailable("it was ended before all was read");
  return !fed_.error;
}

Fed ItemFeed::Finish() {
  if (!fed_.error && !places_.empty()) HandOver();
  // What is on its way is waited for whatever else went wrong: it may well become durable.
  Land();
  return std::move(fed_);
}

/// Of a group that goes nowhere.
void ItemFeed::LookAt() {
  if (options_.see) options_.see(items_.back(), places_.back());
  if (const auto* reject = std::get_if<ledger::Reject>(&items_.back().content)) {
    fed_.totals.Add(ledger::Outcome::kQuarantined);
    if (fed_.problems.size() < options_.most_problems) {
      fed_.problems.push_back({places_.back(), reject->field, reject->reason});
    }
  } else {
    ++fed_.looked_at;
  }
  places_.clear();
}

void ItemFeed::HandOver() {
  Land();
  if (fed_.error) return;
  items_.resize(places_.size());
  flight_rejects_.clear();
  for (size_t i = 0; i < items_.size(); ++i) {
    const auto* reject = std::get_if<ledger::Reject>(&items_[i].content);
    if (reject) flight_rejects_.push_back({places_[i], reject->field, reject->reason});
  }
  flight_places_ = std::exchange(places_, {});
  flight_ = std::make_shared<Flight>();
  auto run = Flight::Run(flight_, submit_, std::exchange(items_, {}), stop_);
  asio::co_spawn(io_, std::move(run), asio::detached);
}

/// Waits for the group that is on its way.
void ItemFeed::Land() {
  if (!flight_) return;
  const auto flight = std::exchange(flight_, nullptr);
  std::unique_lock lock(flight->mutex);
  while (!flight->landed.wait_for(lock, kPatience, [&] { return flight->outcome.has_value(); })) {
    if (!stop_()) continue;
    if (!fed_.error) fed_.error = Unavailable("it was ended before all was stored");
    return;
  }
  auto& outcome = *flight->outcome;
  if (outcome) return Settle(std::move(outcome->items));
  if (!fed_.error) fed_.error = outcome.error();
}

void ItemFeed::Settle(std::vector<ledger::ItemOutcome> outcomes) {
  const auto tell = [&](ItemProblem problem) {
    if (fed_.problems.size() < options_.most_problems) fed_.problems.push_back(std::move(problem));
  };
  auto reject = flight_rejects_.begin();
  for (size_t i = 0; i < outcomes.size(); ++i) {
    const int64_t place = flight_places_[i];
    fed_.totals.Add(outcomes[i].outcome);
    if (reject != flight_rejects_.end() && reject->place == place) {
      tell(std::move(*reject++));
    } else if (outcomes[i].bound != ledger::Bound::kNone) {
      const auto fault = ledger::Describe(outcomes[i].bound);
      tell({place, std::string(fault.field), std::string(fault.reason)});
    }
    fed_.warnings.Add(static_cast<size_t>(place), intake::OdditiesOf(outcomes[i]));
  }
}

asio::awaitable<Result<Committed>> SubmitWithRoom(CommitQueue& queue,
                                                  std::vector<ledger::Item> items,
                                                  ItemFeed::Stop stop) {
  const auto count = static_cast<int64_t>(items.size());
  const int64_t most = std::max(queue.max_waiting() / 2, count);
  asio::steady_timer timer(co_await asio::this_coro::executor);
  while (queue.waiting() + count > most && !stop()) {
    timer.expires_after(kPause);
    co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  auto submitting = queue.Submit(std::move(items));
  auto committed = co_await std::move(submitting);
  co_return committed;
}

}  // namespace dunghan::live

#include "live/live_board.h"

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

namespace dunghan::live {

namespace asio = boost::asio;

LiveBoard::LiveBoard(asio::io_context& io, const Clock& clock, board::Board board,
                     std::function<void()> ask_reload)
    : io_(io), clock_(clock), board_(std::move(board)), ask_reload_(std::move(ask_reload)) {
  zone_ = Now()->rulebook->default_calendar().zone();
}

void LiveBoard::Follow(const Commit& commit) {
  if (commit.simulated) board_.MarkSimulated();
  board_.Apply(commit.changes, commit.position);
  // Steps and the like move no figure, and are heard of all the same.
  if (commit.newest) Heard(*commit.newest);
  // What was dated ahead and has come into force is in no batch of now.
  for (const auto& change : commit.changes) Heard(change.after.facts.last_at);
  Cancel(waiting_);
}

void LiveBoard::Replace(board::Board board) {
  board_ = std::move(board);
  ++boards_;
  reloading_ = false;
  zone_ = Now()->rulebook->default_calendar().zone();
  Cancel(waiting_);
}

void LiveBoard::Tick() {
  const uint64_t before = board_.version();
  board_.AdvanceTo(clock_.Now());
  if (board_.version() != before) Cancel(waiting_);
  if (!reloading_ && zone_.DayOf(clock_.Now()) > board_.day()) {
    reloading_ = true;
    ask_reload_();
  }
}

std::shared_ptr<const board::Snapshot> LiveBoard::Now() {
  board_.AdvanceTo(clock_.Now());
  return board_.TakeSnapshot();
}

asio::awaitable<void> LiveBoard::Await(uint64_t seen, std::chrono::milliseconds pause,
                                       std::chrono::milliseconds patience) {
  const auto begun = std::chrono::steady_clock::now();
  const auto over = [](auto instant) { return std::chrono::steady_clock::now() >= instant; };
  while (!closed_ && !over(begun + pause)) co_await Sleep(begun + pause, pausing_);
  while (!closed_ && version() == seen && !over(begun + patience)) {
    co_await Sleep(begun + patience, waiting_);
  }
}

asio::awaitable<void> LiveBoard::Sleep(std::chrono::steady_clock::time_point until, Timers& among) {
  asio::steady_timer timer(io_, until);
  among.push_back(&timer);
  co_await timer.async_wait(asio::as_tuple(asio::use_awaitable));
  std::erase(among, &timer);
}

void LiveBoard::Close() {
  closed_ = true;
  Cancel(pausing_);
  Cancel(waiting_);
}

void LiveBoard::Cancel(const Timers& timers) {
  // Those who wait go on later, from the loop: none takes itself off the list during this walk.
  for (asio::steady_timer* timer : timers) timer->cancel();
}

}  // namespace dunghan::live

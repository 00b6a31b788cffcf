#pragma once

#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "dunghan/base/clock.h"
#include "dunghan/base/log.h"
#include "dunghan/board/board.h"
#include "live/commit_queue.h"

namespace dunghan::live {

/// The board of a running daemon: follows the ledger's commits and the clock, and wakes those who
/// wait for something new. On the I/O thread alone.
class LiveBoard {
 public:
  /// `ask_reload` is called when the board has to be loaded anew because a day has begun; the
  /// answer is a later call of Replace.
  LiveBoard(boost::asio::io_context& io, const Clock& clock, board::Board board,
            std::function<void()> ask_reload);

  void Follow(const Commit& commit);
  /// A board loaded from the ledger, with all commits told so far in it and none after.
  void Replace(board::Board board);
  /// The board asked for could not be loaded: it will be asked for again.
  void ReloadFailed() { reloading_ = false; }
  /// Lets time pass, to be called a few times a second.
  void Tick();

  /// As things stand now.
  std::shared_ptr<const board::Snapshot> Now();
  /// Agency by procedure, of the snapshot that Now gave last.
  std::shared_ptr<const board::Matrix> Matrix() { return board_.TakeMatrix(); }
  const board::Board& board() const { return board_; }
  const Clock& clock() const { return clock_; }

  /// An event has happened at that instant, of those the board began with.
  void Heard(std::optional<Instant> at) { newest_event_ = std::max(newest_event_, at); }
  /// When the newest event happened that figures rest on; nothing: there is none.
  std::optional<Instant> newest_event() const { return newest_event_; }

  /// Never the same for two states of things.
  uint64_t version() const { return (boards_ << 40U) + board_.version(); }

  /// Returns when something has changed since `seen` (a version) but not before
  /// `pause` after the call, or when `patience` is over, or at once after Close.
  boost::asio::awaitable<void> Await(uint64_t seen, std::chrono::milliseconds pause,
                                     std::chrono::milliseconds patience);
  /// Wakes all who wait, for good.
  void Close();
  bool closed() const { return closed_; }

 private:
  using Timers = std::vector<boost::asio::steady_timer*>;
  boost::asio::awaitable<void> Sleep(std::chrono::steady_clock::time_point until, Timers& among);
  static void Cancel(const Timers& timers);

  boost::asio::io_context& io_;
  const Clock& clock_;
  board::Board board_;
  std::function<void()> ask_reload_;
  std::optional<Instant> newest_event_;
  bool reloading_ = false;
  bool closed_ = false;
  uint64_t boards_ = 0;  // loaded so far: versions of each begin anew
  worktime::Zone zone_;
  Timers pausing_;  // woken by Close
  Timers waiting_;  // woken by a change and by Close
};

}  // namespace dunghan::live

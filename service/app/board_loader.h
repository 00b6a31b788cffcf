#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <functional>
#include <memory>

#include "dunghan/base/log.h"
#include "dunghan/board/board.h"
#include "live/commit_queue.h"
#include "live/live_board.h"
#include "metrics/daemon_metrics.h"
#include "rules_in_force.h"

namespace dunghan::app {

/// What it works with; everything outlives it.
struct LoaderParts {
  boost::asio::io_context& io;
  live::CommitQueue& queue;
  live::LiveBoard& board;
  metrics::DaemonMetrics& metrics;
  const RulesInForce& in_force;
  Log& log;
};

/// Loads the board anew where following the ledger is not enough: a day has begun, or other rules
/// are in force. A board that cannot be loaded is said and tried again; the one in use goes on
/// meanwhile, and is told of what time has brought. Where both are of one day and the same rules,
/// they are held against each other first, and the log says what came of it.
///
/// Everything on the I/O thread, but for LoadFrom and what Job gives.
class BoardLoader {
 public:
  /// A board of the ledger's dossiers, by these rules; on the writer's thread, so that no commit
  /// comes between. `at` is the instant up to which events dated ahead have taken effect in the
  /// ledger, and no further.
  using Load =
      std::function<Result<board::Board>(ledger::Ledger& ledger, Instant at, const Rules& rules)>;

  struct Loaded {
    Result<board::Board> board;
    ledger::Position head;
    Rules rules;
    std::chrono::steady_clock::time_point begun;
  };

  BoardLoader(LoaderParts parts, Load load,
              std::chrono::milliseconds retry_after = std::chrono::seconds{30})
      : parts_(parts), load_(std::move(load)), retry_after_(retry_after), retry_(parts.io) {}

  /// What there is to say of the board that the daemon begins with.
  void Begin();
  /// Loads one by the rules in force, between two commits.
  void Ask();
  /// The same, for whoever is about to be on the writer's thread: to be run there.
  std::function<void(ledger::Ledger&)> Job();
  /// On the writer's thread: the board in use follows what was appended beside the queue.
  void Tell(ledger::Appended&& appended);
  /// On the writer's thread, after which all commits told so far are in it.
  std::shared_ptr<Loaded> LoadFrom(ledger::Ledger& ledger, const Rules& rules);
  /// Shows it from now on.
  void Take(Loaded& loaded);
  /// An event happened then that no commit has told of.
  void Heard(std::optional<Instant> at) { parts_.board.Heard(at); }
  /// Asks for nothing any more.
  void Close();

 private:
  Result<board::Board> Advance(ledger::Ledger& ledger, const Rules& rules);
  void Check(board::Board& loaded);
  void Retry();
  void TellMonth();
  void WarnOfCalendars();

  LoaderParts parts_;
  Load load_;
  std::chrono::milliseconds retry_after_;
  boost::asio::steady_timer retry_;
  bool is_closed_ = false;
};

/// Through a view on the ledger's files, which are opened as `options` say.
BoardLoader::Load LoadFromFiles(ledger::Options options);

}  // namespace dunghan::app

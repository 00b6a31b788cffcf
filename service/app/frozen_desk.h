#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/workspace.h"
#include "board_loader.h"
#include "dunghan/base/log.h"
#include "frozen/freezing.h"
#include "live/blocking.h"
#include "live/commit_queue.h"
#include "metrics/daemon_metrics.h"
#include "rules_in_force.h"

namespace dunghan::app {

/// What it works with; everything outlives it.
struct FrozenDeskParts {
  const Workspace& workspace;
  live::CommitQueue& queue;
  live::Blocking& chores;
  BoardLoader& loader;
  const RulesInForce& in_force;
  metrics::DaemonMetrics& metrics;
  Log& log;
};

/// Freezing in the running daemon: statements are made and rendered on the pool, from views of its
/// own, and put on record between two commits. One at a time each; on the I/O thread.
class FrozenDesk : public std::enable_shared_from_this<FrozenDesk> {
 public:
  explicit FrozenDesk(FrozenDeskParts parts) : parts_(parts) {}

  /// By the settings in force; reason and actor are the caller's. @error see frozen::Prepare;
  /// kUnavailable: another is being frozen.
  boost::asio::awaitable<Result<statement::FrozenOnRecord>> Freeze(frozen::Asked asked);
  /// @error see frozen::SentActs
  boost::asio::awaitable<Result<std::string>> Send(statement::Sent sent);

  /// Shows the statement that counts among the metrics; done after each freezing and sending.
  boost::asio::awaitable<void> Refresh();

  frozen::Asked AskedFor(statement::FrozenIdentity identity) const;
  frozen::ViewOpener Opener() const;
  frozen::Maker Maker() const;
  frozen::Shelf Shelf() const;
  const FrozenDeskParts& parts() const { return parts_; }

 private:
  /// What the first step comes to: a draft that lies ready, or what somebody was killed at.
  struct Laid {
    std::optional<frozen::Draft> draft = {};
    std::optional<statement::FrozenOnRecord> resumed = {};
  };
  using Figures = std::optional<metrics::StatementFigures>;
  std::function<Result<Figures>()> FiguresJob() const;
  void TellUnread(const Error& error) const;
  using Recorded = std::optional<Result<record::Position>>;
  live::CommitQueue::Job RecordJob(ledger::Acts acts, std::shared_ptr<Recorded> outcome);
  std::function<Result<Laid>()> LayJob(frozen::Asked asked) const;
  std::function<Result<statement::FrozenOnRecord>()> CompleteJob(frozen::Draft draft) const;
  std::function<Result<ledger::Acts>()> SentJob(statement::Sent sent) const;
  void TellFrozen(const statement::FrozenOnRecord& frozen) const;
  void TellSent(const statement::Sent& sent) const;
  boost::asio::awaitable<Result<record::Position>> Record(ledger::Acts acts);
  boost::asio::awaitable<Result<statement::FrozenOnRecord>> FreezeAlone(frozen::Asked asked);

  FrozenDeskParts parts_;
  bool is_freezing_ = false;
};

}  // namespace dunghan::app

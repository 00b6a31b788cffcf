#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <functional>
#include <memory>
#include <utility>

#include "board_loader.h"
#include "dunghan/base/log.h"
#include "live/blocking.h"
#include "live/commit_queue.h"
#include "metrics/daemon_metrics.h"
#include "rules_in_force.h"

namespace dunghan::app {

/// What it works with; everything outlives it.
struct ReloaderParts {
  boost::asio::io_context& io;
  live::Blocking& chores;
  live::CommitQueue& queue;
  BoardLoader& loader;
  RulesInForce& in_force;
  metrics::DaemonMetrics& metrics;
  Log& log;
  std::shared_ptr<CodeTable> codes;
  std::function<LoadedRules()> read;  ///< run on a thread of `chores`
};

/// Puts other rules in force while the daemon runs: those of its files when it is told that they
/// have changed, or those an operator applies. What is refused, by its own mistakes or by the
/// ledger, leaves everything as it was. On the I/O thread, but for PutInForce.
class RuleReloader {
 public:
  explicit RuleReloader(ReloaderParts parts) : parts_(std::move(parts)) {}

  /// Reads the rules anew, and returns when they are in force, refused or the same as before.
  boost::asio::awaitable<void> Reload();
  /// On the writer's thread: what follows the ledger goes by the rules that it has taken.
  void PutInForce(ledger::Ledger& ledger, const Rules& rules, const RulesApplied& applied);
  /// Puts nothing in force any more that has not come to the ledger yet.
  void Close() { is_closed_ = true; }

 private:
  /// The rules to be applied, if any.
  const Rules* Consider(const LoadedRules& loaded);
  boost::asio::awaitable<void> Apply(Rules rules);
  live::CommitQueue::Job ApplyJob(Rules rules, std::shared_ptr<Result<void>> outcome);
  void Refuse(const Error& error);

  ReloaderParts parts_;
  bool is_closed_ = false;
};

}  // namespace dunghan::app

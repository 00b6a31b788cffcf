#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "api/operations.h"
#include "app/rules.h"
#include "dunghan/base/log.h"
#include "live/blocking.h"
#include "live/commit_queue.h"

namespace dunghan::app {

/// What it works with; everything outlives it.
struct DeskParts {
  live::CommitQueue& queue;
  live::Blocking& chores;
  Log& log;
  std::shared_ptr<CodeTable> codes;
  std::filesystem::path config;
  std::string key;
  /// Asked on the I/O thread for something to run on the writer's, after which the board shows what
  /// the ledger holds.
  std::function<std::function<void(ledger::Ledger&)>()> board_load;
  /// On the writer's thread: the daemon goes by these rules from now on.
  std::function<void(ledger::Ledger&, const Rules&, const RulesApplied&)> put_in_force;
};

/// The operations of the running daemon: each between two commits, in the way of the command of
/// that name.
std::shared_ptr<const api::Operations> MakeOperations(DeskParts parts);

}  // namespace dunghan::app

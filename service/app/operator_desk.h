#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "access/screens.h"
#include "api/operations.h"
#include "board_loader.h"
#include "dunghan/base/log.h"
#include "frozen_desk.h"
#include "live/blocking.h"
#include "live/commit_queue.h"
#include "rule_reloader.h"
#include "rules_in_force.h"

namespace dunghan::app {

/// What it works with; everything outlives it.
struct DeskParts {
  live::CommitQueue& queue;
  live::Blocking& chores;
  BoardLoader& loader;
  RuleReloader& reloader;
  std::shared_ptr<FrozenDesk> frozen;
  Log& log;
  std::shared_ptr<CodeTable> codes;
  std::filesystem::path config;
  std::string key;
  access::Screens& screens;
  std::filesystem::path tokens;  ///< the file
  const RulesInForce& in_force;
  const Clock& clock;
};

/// The operations of the running daemon: each between two commits, in the way of the command of
/// that name.
std::shared_ptr<const api::Operations> MakeOperations(DeskParts parts);

}  // namespace dunghan::app

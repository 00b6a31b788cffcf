#pragma once

#include <filesystem>
#include <memory>

#include "app/workspace.h"
#include "board_loader.h"
#include "dunghan/record/position.h"
#include "frozen_desk.h"
#include "http/tls.h"
#include "jobs/jobs.h"
#include "live/blocking.h"
#include "live/commit_queue.h"
#include "rules_in_force.h"

namespace dunghan::app {

/// What the jobs work with; everything outlives them.
struct JobParts {
  const Workspace& workspace;
  live::CommitQueue& queue;
  live::Blocking& chores;
  BoardLoader& loader;
  std::shared_ptr<FrozenDesk> frozen;
  const RulesInForce& in_force;
  const record::Position& head;    ///< the ledger's, kept up by its owner
  std::shared_ptr<http::Tls> tls;  ///< nothing: in the clear
  std::filesystem::path tokens;    ///< the file
  Log& log;
};

/// All that this daemon does by the clock.
void AddJobs(jobs::Jobs& jobs, const JobParts& parts);

}  // namespace dunghan::app

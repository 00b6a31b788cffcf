#pragma once

#include <memory>
#include <optional>

#include "app/daemon.h"
#include "app/workspace.h"
#include "dunghan/base/log.h"
#include "dunghan/board/board.h"
#include "dunghan/report/forms.h"
#include "http/tls.h"
#include "intake/national_mapping.h"
#include "loaded_mappings.h"

namespace dunghan::app {

/// What a daemon begins with; nothing of it serves yet.
struct Start {
  Listen listen;
  std::shared_ptr<http::Tls> tls;          ///< nothing: in the clear
  std::unique_ptr<ledger::Ledger> ledger;  ///< by the workspace's rulebook
  board::Board board;
  std::optional<Instant> newest_event;
  bool only_simulated = false;  ///< nothing is on record but what the simulator said
  report::FormRules print;
  std::shared_ptr<const intake::NationalMapping> national;
  ListMappings mappings;
};

/// Opens the ledger, puts the rulebook in force and loads the board. `clock` is the workspace's.
/// @error kInvalidArgument: the options or the configuration are wrong. Another: the ledger cannot
/// be used.
Result<Start> MakeStart(const DaemonOptions& options, const Workspace& workspace, Clock& clock,
                        Log& log);

}  // namespace dunghan::app

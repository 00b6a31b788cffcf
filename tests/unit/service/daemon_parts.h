#pragma once

#include <atomic>
#include <string>

#include "app/board_loader.h"
#include "metrics/daemon_metrics.h"
#include "running_parts.h"

namespace dunghan {

/// The board of a running daemon, what loads it anew, and what it goes by.
class DaemonParts : public RunningParts {
 protected:
  using RunningParts::RunningParts;
  DaemonParts() {
    follow_ = [this](const live::Commit& commit) { board_.Follow(commit); };
  }

  /// As LoadFromFiles does of files.
  Result<board::Board> Load(ledger::Ledger& ledger, const app::Rules& rules) {
    ++loads_;
    if (failures_ > 0) {
      --failures_;
      return Unavailable("the figures cannot be read", "EIO");
    }
    if (auto flushed = ledger.Flush(); !flushed) return flushed.error();
    const auto view = ledger.OpenView();
    if (!view) return view.error();
    if (forgets_)
      return board::Board::Begin(ledger.timeline(), rules.policy, (*view)->position().at);
    return board::Board::Load(**view, ledger.timeline(), rules.policy);
  }
  static figures::Policy TargetOf(int per_mille) {
    figures::Policy policy;
    policy.target_per_mille = per_mille;
    return policy;
  }
  std::string Metrics() { return metrics_.Write({.board = board_.Now()}); }
  int64_t OpenDossiers() { return static_cast<int64_t>(board_.board().open()); }
  LocalDay Today() const { return board_.board().day(); }

  std::atomic<int> loads_ = 0;
  std::atomic<int> failures_ = 0;      ///< so many loads to come fail
  std::atomic<bool> forgets_ = false;  ///< boards to come have no dossiers
  metrics::DaemonMetrics metrics_{{}, clock_};
  app::RulesInForce in_force_{{rulebook_, {}}, began_by_};
  live::LiveBoard board_{io_, clock_, std::move(first_board_), [this] { loader_.Ask(); }};
  /// Tries again at once.
  app::BoardLoader loader_{{io_, queue_, board_, metrics_, in_force_, log_},
                           [this](ledger::Ledger& ledger, Instant, const app::Rules& rules) {
                             return Load(ledger, rules);
                           },
                           std::chrono::milliseconds{0}};
};

}  // namespace dunghan

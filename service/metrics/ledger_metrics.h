#pragma once

#include <filesystem>

#include "metrics/daemon_metrics.h"
#include "registry.h"

namespace dunghan::metrics {

/// The ledger and its commits; the board that is loaded from it.
class LedgerMetrics {
 public:
  LedgerMetrics(Registry& registry, const DaemonFacts& facts);

  void Commit(const CommitFigures& commit);
  void BoardLoaded(double seconds);
  void Show(const DaemonState& state);

 private:
  void SizeFiles();

  std::filesystem::path folder_;
  Histogram& commit_seconds_;
  Histogram& commit_events_;
  Gauge& position_;
  Gauges& recorded_;
  Gauge& writing_;
  Gauge& open_;
  Gauge& quarantine_;
  Gauges& bytes_;
  Gauge& main_bytes_;
  Gauge& log_bytes_;
  Gauge& figures_bytes_;
  Counter& board_loads_;
  Gauge& board_seconds_;
  Gauge& jobs_;
  Gauge& clock_jump_;
  Gauge& ahead_;
};

}  // namespace dunghan::metrics

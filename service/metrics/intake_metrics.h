#pragma once

#include "metrics/daemon_metrics.h"
#include "registry.h"

namespace dunghan::metrics {

/// What comes in, whatever the source.
class IntakeMetrics {
 public:
  IntakeMetrics(Registry& registry, const DaemonFacts& facts);

  void TookBody(size_t bytes);
  void Show(const DaemonState& state);

 private:
  Counter& bodies_;
  Counter& body_bytes_;
  Counter& refused_;
  Gauge& waiting_;
};

}  // namespace dunghan::metrics

#pragma once

#include "metrics/daemon_metrics.h"
#include "registry.h"

namespace dunghan::metrics {

/// The rulebook in force.
class RulebookMetrics {
 public:
  explicit RulebookMetrics(Registry& registry);

  void Use(const rulebook::Rulebook& rulebook, Instant loaded_at);
  /// The files are the ones in force.
  void Unchanged() { awaits_mending_.Set(0); }
  void Refused();

 private:
  Gauges& info_;
  Gauge* in_force_ = nullptr;
  Gauge& loaded_;
  Counter& refused_;
  Gauge& awaits_mending_;
};

}  // namespace dunghan::metrics

#pragma once

#include "metrics/daemon_metrics.h"
#include "registry.h"

namespace dunghan::metrics {

/// The alerts of single dossiers, and the Alertmanagers they are sent to.
class AlertMetrics {
 public:
  explicit AlertMetrics(Registry& registry);

  void Show(const AlertFigures& figures);

 private:
  Gauges& alerts_;
  Counters& announced_;
  Counters& posts_;
  Counters& failures_;
  Gauges& queue_;
  Counters& dropped_;
};

}  // namespace dunghan::metrics

#pragma once

#include <vector>

#include "metrics/daemon_metrics.h"
#include "registry.h"

namespace dunghan::metrics {

/// What was reported of the last month, beside the month that goes on. One statement at a time, so
/// that the period is no growing set of series.
class StatementMetrics {
 public:
  explicit StatementMetrics(Registry& registry);

  void Use(const StatementFigures& figures);

 private:
  void Show(Gauges& family, Labels labels, int64_t value);

  Gauges& results_;
  Gauges& position_;
  Gauges& at_;
  Gauges& reported_;
  std::vector<std::pair<Gauges*, Gauge*>> shown_;
};

}  // namespace dunghan::metrics

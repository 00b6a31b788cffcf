#pragma once

#include <prometheus/collectable.h>

namespace dunghan::metrics {

/// The standard `process_*` families, read from /proc when collected.
class ProcessMetrics final : public prometheus::Collectable {
 public:
  std::vector<prometheus::MetricFamily> Collect() const override;
};

}  // namespace dunghan::metrics

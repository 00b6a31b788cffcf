#pragma once

#include "registry.h"

namespace dunghan::metrics {

/// What became of files of the spool folder.
class SpoolMetrics {
 public:
  explicit SpoolMetrics(Registry& registry);

  void Done(bool taken, Instant at);

 private:
  Counters& files_;
  Counter& taken_;
  Counter& refused_;
  Gauge& last_;
};

}  // namespace dunghan::metrics

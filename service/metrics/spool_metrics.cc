#include "spool_metrics.h"

namespace dunghan::metrics {

SpoolMetrics::SpoolMetrics(Registry& registry)
    : files_(AddCounters(registry, "dunghan_spool_files_total",
                         "Files of the spool folder by what became of them.")),
      taken_(files_.Add({{"outcome", "taken"}})),
      refused_(files_.Add({{"outcome", "refused"}})),
      last_(AddGauge(registry, "dunghan_spool_last_file_timestamp_seconds",
                     "When the last file of the spool folder was taken or refused; 0: none since "
                     "the start.")) {}

void SpoolMetrics::Done(bool taken, Instant at) {
  (taken ? taken_ : refused_).Increment();
  Set(last_, at);
}

}  // namespace dunghan::metrics

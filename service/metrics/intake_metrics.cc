#include "intake_metrics.h"

namespace dunghan::metrics {

IntakeMetrics::IntakeMetrics(Registry& registry, const DaemonFacts& facts)
    : bodies_(AddCounter(registry, "dunghan_intake_bodies_total", "Bodies of events read.")),
      body_bytes_(AddCounter(registry, "dunghan_intake_body_bytes_total",
                             "Bytes of bodies of events read.")),
      refused_(AddCounter(registry, "dunghan_intake_refused_bodies_total",
                          "Bodies of events refused because too much was waiting or the ledger "
                          "could not be written.")),
      waiting_(
          AddGauge(registry, "dunghan_intake_waiting_events", "Events read and not durable yet.")) {
  Set(AddGauge(registry, "dunghan_intake_waiting_events_limit",
               "Waiting events beyond which bodies are refused."),
      facts.max_waiting_events);
}

void IntakeMetrics::TookBody(size_t bytes) {
  bodies_.Increment();
  body_bytes_.Increment(static_cast<double>(bytes));
}

void IntakeMetrics::Show(const DaemonState& state) {
  Set(waiting_, state.waiting_events);
  Raise(refused_, state.refused_batches);
}

}  // namespace dunghan::metrics

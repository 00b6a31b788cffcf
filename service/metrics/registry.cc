#include "registry.h"

namespace dunghan::metrics {

Gauges& AddGauges(Registry& registry, const char* name, const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry);
}

Counters& AddCounters(Registry& registry, const char* name, const char* help) {
  return prometheus::BuildCounter().Name(name).Help(help).Register(registry);
}

Gauge& AddGauge(Registry& registry, const char* name, const char* help) {
  return AddGauges(registry, name, help).Add({});
}

Counter& AddCounter(Registry& registry, const char* name, const char* help) {
  return AddCounters(registry, name, help).Add({});
}

Histogram& AddHistogram(Registry& registry, const char* name, const char* help,
                        const Histogram::BucketBoundaries& bounds) {
  return prometheus::BuildHistogram().Name(name).Help(help).Register(registry).Add({}, bounds);
}

void Set(Gauge& gauge, int64_t value) { gauge.Set(static_cast<double>(value)); }

void Set(Gauge& gauge, std::chrono::milliseconds duration) {
  gauge.Set(static_cast<double>(duration.count()) / 1000.0);
}

void Set(Gauge& gauge, Instant at) { Set(gauge, at.time_since_epoch()); }

void Raise(Counter& counter, int64_t to) {
  // Counted elsewhere; what a counter shows never goes down.
  const double more = static_cast<double>(to) - counter.Value();
  if (more > 0) counter.Increment(more);
}

}  // namespace dunghan::metrics

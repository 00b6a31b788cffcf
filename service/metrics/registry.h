#pragma once

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <cstdint>

#include "dunghan/base/time.h"

/// What the daemon's own families are registered with, in the order of the page.
namespace dunghan::metrics {

using prometheus::Counter;
using prometheus::Gauge;
using prometheus::Histogram;
using prometheus::Labels;
using prometheus::Registry;
using Gauges = prometheus::Family<Gauge>;
using Counters = prometheus::Family<Counter>;

Gauges& AddGauges(Registry& registry, const char* name, const char* help);
Counters& AddCounters(Registry& registry, const char* name, const char* help);
/// Families of one series.
Gauge& AddGauge(Registry& registry, const char* name, const char* help);
Counter& AddCounter(Registry& registry, const char* name, const char* help);
Histogram& AddHistogram(Registry& registry, const char* name, const char* help,
                        const Histogram::BucketBoundaries& bounds);

void Set(Gauge& gauge, int64_t value);
void Set(Gauge& gauge, Instant at);  ///< in seconds since 1970
void Set(Gauge& gauge, std::chrono::milliseconds duration);
/// Lets a counter show a number that somebody else counts.
void Raise(Counter& counter, int64_t to);

}  // namespace dunghan::metrics

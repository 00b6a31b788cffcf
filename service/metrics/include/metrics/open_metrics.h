#pragma once

#include <string>
#include <string_view>

namespace dunghan::metrics {

/// A page of Prometheus text 0.0.4 as OpenMetrics 1.0.0.
///
/// Counters are named without "_total" in their head, gauges that end in "_info" are of type info,
/// a name that ends in a unit has it said, comments are left out. REQUIRES: HELP comes before TYPE,
/// as here and in prometheus-cpp's text; no sample has a time of its own.
std::string ToOpenMetrics(std::string_view text);

}  // namespace dunghan::metrics

#pragma once

#include <string_view>

/// In which form a page of metrics is asked for. RFC 9110, 12.5.
namespace dunghan::metrics {

enum class Format {
  kText,         ///< Prometheus text 0.0.4
  kOpenMetrics,  ///< OpenMetrics 1.0.0
};
std::string_view ContentTypeOf(Format format);

/// OpenMetrics only where an `Accept` prefers it to text; text also for one that fits neither.
Format ChooseFormat(std::string_view accept);

/// Whether an `Accept-Encoding` takes gzip, and does not prefer the page as it is.
bool TakesGzip(std::string_view accept_encoding);

}  // namespace dunghan::metrics

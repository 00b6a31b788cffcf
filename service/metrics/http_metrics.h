#pragma once

#include <map>
#include <string_view>
#include <utility>

#include "metrics/daemon_metrics.h"
#include "registry.h"

namespace dunghan::metrics {

/// The web server: requests, connections, streams, and the pages of metrics themselves.
class HttpMetrics {
 public:
  HttpMetrics(Registry& registry, const DaemonFacts& facts);

  void Answered(std::string_view route, int status);
  void Serving(const ServerFigures& figures);
  void Streams(int change);
  int streams() const { return streams_; }
  void Rendered(Endpoint endpoint, int64_t series, int64_t rows_left_out);
  void LeftOut(int64_t agencies, int64_t procedures);

 private:
  Counters& requests_;
  Counters& refused_;
  Counter& accepted_;
  Gauge& connections_;
  Gauge& in_work_;
  Gauge& held_;
  Gauge& stream_count_;
  Gauges& series_;
  Gauge& rows_left_out_;
  Gauge& agencies_left_out_;
  Gauge& procedures_left_out_;
  int streams_ = 0;
  std::map<std::pair<const char*, int>, Counter*> answers_;
};

}  // namespace dunghan::metrics

#include "http_metrics.h"

#include <string>

namespace dunghan::metrics {
namespace {

Labels LabelsOf(Endpoint endpoint) {
  return {{"endpoint", endpoint == Endpoint::kMetrics ? "metrics" : "matrix"}};
}

}  // namespace

HttpMetrics::HttpMetrics(Registry& registry, const DaemonFacts& facts)
    : requests_(AddCounters(registry, "dunghan_http_requests_total",
                            "Requests answered by route and status.")),
      refused_(AddCounters(registry, "dunghan_http_refused_total",
                           "Requests and connections refused or cut by reason.")),
      accepted_(
          AddCounter(registry, "dunghan_http_connections_accepted_total", "Connections accepted.")),
      connections_(AddGauge(registry, "dunghan_http_connections", "Connections open now.")),
      in_work_(AddGauge(registry, "dunghan_http_requests_in_work", "Requests being answered.")),
      held_(AddGauge(registry, "dunghan_http_body_bytes",
                     "Bytes of bodies held by requests being answered.")),
      stream_count_(AddGauge(registry, "dunghan_http_streams", "Pages that watch the stream.")),
      series_(AddGauges(registry, "dunghan_metrics_series",
                        "Series on the last page of the endpoint; 0 before the first.")),
      rows_left_out_(AddGauge(registry, "dunghan_matrix_rows_left_out",
                              "Pairs of agency and procedure that the last page of the matrix had "
                              "no room for.")),
      agencies_left_out_(AddGauge(registry, "dunghan_metrics_agencies_left_out",
                                  "Agencies that the last page of /metrics had no room for: "
                                  "counted together as agency \"others\".")),
      procedures_left_out_(AddGauge(registry, "dunghan_metrics_procedures_left_out",
                                    "Procedures that the last page of /metrics had no room for: "
                                    "counted together as procedure \"others\".")) {
  Gauges& limits = AddGauges(registry, "dunghan_metrics_series_limit",
                             "Series that are meant to be on a page at most: it is cut there.");
  for (const Endpoint endpoint : {Endpoint::kMetrics, Endpoint::kMatrix}) {
    Set(limits.Add(LabelsOf(endpoint)), facts.max_series);
    Rendered(endpoint, 0, 0);
  }
}

void HttpMetrics::Answered(std::string_view route, int status) {
  // Looking a counter up by its labels costs more than the rest of a small request's counting.
  Counter*& counter = answers_[{route.data(), status}];
  if (!counter) {
    counter = &requests_.Add({{"route", route.empty() ? "none" : std::string(route)},
                              {"status", std::to_string(status)}});
  }
  counter->Increment();
}

void HttpMetrics::Serving(const ServerFigures& figures) {
  Set(connections_, figures.connections);
  Set(in_work_, figures.requests);
  Set(held_, figures.body_bytes);
  Raise(accepted_, figures.accepted);
  for (const auto& [reason, count] : figures.refused) {
    Raise(refused_.Add({{"reason", reason}}), count);
  }
}

void HttpMetrics::Streams(int change) {
  streams_ += change;
  stream_count_.Set(streams_);
}

void HttpMetrics::Rendered(Endpoint endpoint, int64_t series, int64_t rows_left_out) {
  Set(series_.Add(LabelsOf(endpoint)), series);
  if (endpoint == Endpoint::kMatrix) Set(rows_left_out_, rows_left_out);
}

void HttpMetrics::LeftOut(int64_t agencies, int64_t procedures) {
  Set(agencies_left_out_, agencies);
  Set(procedures_left_out_, procedures);
}

}  // namespace dunghan::metrics

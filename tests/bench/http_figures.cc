#include "http_figures.h"

#include <fmt/format.h>

#include <algorithm>

namespace dunghan::bench {
namespace {

float Quantile(const std::vector<float>& sorted, double q) {
  if (sorted.empty()) return 0;
  return sorted[static_cast<size_t>(q * static_cast<double>(sorted.size() - 1))];
}

std::string StatusesOf(const HttpFigures& figures) {
  std::string statuses;
  for (const auto& [status, count] : figures.statuses) {
    statuses += fmt::format("{}\"{}\":{}", statuses.empty() ? "" : ",", status, count);
  }
  return statuses;
}

double PerSecond(int64_t count, double seconds) {
  return seconds > 0 ? static_cast<double>(count) / seconds : 0;
}

}  // namespace

std::string ToJson(HttpFigures figures) {
  auto& latencies = figures.latencies;
  std::sort(latencies.begin(), latencies.end());
  return fmt::format(
      R"({{"requests":{},"events":{},"seconds":{:.3f},"requests_per_s":{:.0f},)"
      R"("events_per_s":{:.0f},"p50_ms":{:.3f},"p90_ms":{:.3f},"p99_ms":{:.3f},"max_ms":{:.3f},)"
      R"("statuses":{{{}}},"connect_errors":{},"lost":{}}})",
      figures.answers, figures.events, figures.seconds, PerSecond(figures.answers, figures.seconds),
      PerSecond(figures.events, figures.seconds), Quantile(latencies, 0.5),
      Quantile(latencies, 0.9), Quantile(latencies, 0.99), Quantile(latencies, 1),
      StatusesOf(figures), figures.connect_errors, figures.lost);
}

}  // namespace dunghan::bench

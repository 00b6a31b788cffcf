#include "dunghan/statement/silent_sources.h"

#include <chrono>
#include <iterator>
#include <set>
#include <string_view>

namespace dunghan::statement {

Result<std::vector<std::string>> SilentSources(ledger::View& view, const figures::Period& period,
                                               const std::vector<std::string>& sources) {
  constexpr int64_t kMost = 1'000'000;
  if (view.simulated()) return std::vector<std::string>();
  const worktime::Zone& zone = view.rulebook().default_calendar().zone();
  const Instant end = zone.StartOf(period.to + std::chrono::days{1});
  std::set<std::string_view> silent(sources.begin(), sources.end());
  for (int64_t most = 1'000; !silent.empty() && most <= kMost; most *= 10) {
    const auto events = view.LastEvents(most);
    if (!events) return events.error();
    for (const ledger::StoredEvent& stored : *events) {
      const bool has_happened = stored.event.at <= view.position().at;
      if (stored.event.at >= end && has_happened) silent.erase(stored.event.source.text());
    }
    // What was recorded before the end cannot be from after it.
    if (std::ssize(*events) < most || events->front().recorded_at < end) break;
  }
  return std::vector<std::string>(silent.begin(), silent.end());
}

}  // namespace dunghan::statement

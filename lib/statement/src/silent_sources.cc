#include "dunghan/statement/silent_sources.h"

#include <chrono>
#include <iterator>
#include <set>
#include <string_view>

namespace dunghan::statement {
namespace {

/// Those are left out whose newest event, as it is kept of each source, is from after the end. What
/// is kept is of the present: nothing is said of a past position by it.
Result<void> LeaveOutHeard(ledger::View& view, Instant end, std::set<std::string_view>& silent) {
  const auto sources = view.ReadSources();
  if (!sources) return sources.error();
  if (sources->through != view.position().seq) return {};
  for (const ledger::SourceHistory& source : sources->all) {
    if (source.last_event && *source.last_event >= end) silent.erase(source.name);
  }
  return {};
}

}  // namespace

Result<std::vector<std::string>> SilentSources(ledger::View& view, const figures::Period& period,
                                               const std::vector<std::string>& sources) {
  constexpr int64_t kFew = 1'000;
  constexpr int64_t kMost = 1'000'000;
  if (view.simulated()) return std::vector<std::string>();
  const worktime::Zone& zone = view.rulebook().default_calendar().zone();
  const Instant end = zone.StartOf(period.to + std::chrono::days{1});
  std::set<std::string_view> silent(sources.begin(), sources.end());
  for (int64_t most = kFew; !silent.empty() && most <= kMost; most *= 10) {
    const auto events = view.LastEvents(most);
    if (!events) return events.error();
    for (const ledger::StoredEvent& stored : *events) {
      const bool has_happened = stored.event.at <= view.position().at;
      if (stored.event.at >= end && has_happened) silent.erase(stored.event.source.text());
    }
    // What was recorded before the end cannot be from after it.
    if (std::ssize(*events) < most || events->front().recorded_at < end) break;
    if (silent.empty() || most > kFew) continue;
    if (auto heard = LeaveOutHeard(view, end, silent); !heard) return heard.error();
  }
  return std::vector<std::string>(silent.begin(), silent.end());
}

}  // namespace dunghan::statement

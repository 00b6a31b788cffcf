#include "live/data_age.h"

#include <algorithm>

namespace dunghan::live {
namespace {

// What has ended is not walked through: its last events are among these, unless nothing but old
// dossiers was entered since.
constexpr int64_t kRecordedLast = 5'000;

}  // namespace

std::string_view ToString(Freshness freshness) {
  switch (freshness) {
    case Freshness::kNone:
      return "none";
    case Freshness::kFresh:
      return "fresh";
    case Freshness::kLate:
      return "late";
    case Freshness::kStale:
      return "stale";
  }
  return "";
}

DataAge AgeOf(std::optional<Instant> newest, Instant now, const worktime::WorkingCalendar& calendar,
              std::chrono::milliseconds late_after) {
  if (!newest) return {};
  DataAge age{.newest = newest, .freshness = Freshness::kFresh};
  const auto worked = calendar.WorkingTime(*newest, now);
  // Eight hours of twenty-four.
  age.working = worked ? *worked : std::max(now - *newest, std::chrono::milliseconds{0}) / 3;
  if (age.working > late_after) age.freshness = Freshness::kLate;
  if (age.working > 2 * late_after) age.freshness = Freshness::kStale;
  return age;
}

bool IsHeard(const dossier::Event& event, const rulebook::Timeline& timeline, Instant now) {
  return event.at <= now && timeline.IsFolded(event);
}

Result<std::optional<Instant>> NewestEvent(ledger::View& view) {
  std::optional<Instant> newest;
  const auto open = view.ForEachOpen([&](std::string_view, const dossier::Judged& judged) {
    newest = std::max(newest, judged.facts.last_at);
  });
  if (!open) return open.error();
  const auto last = view.LastEvents(kRecordedLast);
  if (!last) return last.error();
  for (const auto& [seq, recorded_at, event] : *last) {
    if (!IsHeard(event, view.timeline(), view.position().at)) continue;
    newest = std::max(newest, std::optional(event.at));
  }
  return newest;
}

}  // namespace dunghan::live

#include "alerts/stalls.h"

#include <algorithm>
#include <variant>

namespace dunghan::alerts {
namespace {

using dossier::Facts;
using dossier::Standing;
using dossier::SuspendedSpan;
using dossier::SuspensionKind;

bool IsSupplement(const SuspendedSpan& span) { return span.kind == SuspensionKind::kSupplement; }

/// Whether so many working days have passed since, as far as the calendar knows them.
bool HavePassed(int64_t days, Instant since, Instant now,
                const worktime::WorkingCalendar& calendar) {
  if (since >= now) return false;
  const auto passed = calendar.WorkingDays(since, now);
  return passed && *passed >= days;
}

}  // namespace

std::vector<Reached> StallsOf(const Facts& facts, Standing standing,
                              const worktime::WorkingCalendar& calendar, const StallLimits& limits,
                              Instant now) {
  std::vector<Reached> reached;
  if (!facts.receipt) return reached;
  if (standing == Standing::kInTime || standing == Standing::kOverdue) {
    if (limits.not_moved && facts.last_at &&
        HavePassed(*limits.not_moved, *facts.last_at, now, calendar)) {
      reached.push_back({kNotMoved, *facts.last_at});
    }
    return reached;
  }
  const auto& spans = facts.suspensions;
  const auto open = std::find_if(spans.rbegin(), spans.rend(), [](const SuspendedSpan& span) {
    return IsSupplement(span) && !span.to;
  });
  if (standing != Standing::kSuspended || open == spans.rend()) return reached;
  if (limits.second_supplement && std::count_if(spans.begin(), spans.end(), IsSupplement) > 1) {
    reached.push_back({kSupplementAgain, open->from});
  }
  if (limits.supplement_missing &&
      HavePassed(*limits.supplement_missing, open->from, now, calendar)) {
    reached.push_back({kSupplementMissing, open->from});
  }
  return reached;
}

Holder HolderOf(const Facts& facts, const worktime::Zone& zone, Instant now) {
  const auto& hands = facts.hands;
  const auto last = std::find_if(hands.rbegin(), hands.rend(),
                                 [&](const dossier::Hand& hand) { return hand.from <= now; });
  if (last == hands.rend() || last->in_transit) return {};
  Holder holder{.unit = last->unit.text(), .step = last->step.text()};
  if (!last->due) return holder;
  const auto* day = std::get_if<LocalDay>(&*last->due);
  // By the form it was said in, as steps are compared in figures.
  holder.is_overrun = day ? zone.DayOf(now) > *day : now > std::get<Instant>(*last->due);
  return holder;
}

}  // namespace dunghan::alerts

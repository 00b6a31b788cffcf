#include "alerts/tiers.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace dunghan::alerts {
namespace {

using board::OpenDossier;
using dossier::Acceptance;
using dossier::Standing;
using std::chrono::seconds;
using worktime::LimitUnit;
using worktime::TimeLimit;
using worktime::WorkingCalendar;

seconds WorkingSeconds(const TimeLimit& limit) {
  return seconds{limit.amount * (limit.unit == LimitUnit::kWorkingHours ? 3600 : 1)};
}

/// For the order of tiers alone, in which a day is of eight hours: N working days begin with the
/// working day before, and so N + 1 of them before the closing.
seconds Nearness(const TimeLimit& limit) {
  constexpr int64_t kDay = int64_t{8} * 3600;
  return limit.unit == LimitUnit::kWorkingDays ? seconds{(limit.amount + 1) * kDay}
                                               : WorkingSeconds(limit);
}

/// Whether no more than that is left at an instant. REQUIRES: a due.
bool IsWithin(const TimeLimit& limit, const OpenDossier& dossier, Instant at) {
  const WorkingCalendar& calendar = *dossier.calendar;
  if (limit.unit == LimitUnit::kWorkingDays) {
    const auto days = calendar.WorkingDays(at, calendar.zone().StartOf(*dossier.counted_on));
    return days && *days <= limit.amount;
  }
  const auto time = calendar.WorkingTime(at, *dossier.overdue_from);
  return time && *time <= WorkingSeconds(limit);
}

bool IsOverdue(const OpenDossier& dossier) {
  return dossier.standing == Standing::kOverdue && dossier.overdue_from;
}

}  // namespace

Kind KindOf(std::string_view tier) {
  constexpr std::array<std::pair<std::string_view, Kind>, 7> kKinds{{
      {kReturnOrApologise, Kind::kReturnOrApologise},
      {kOverdue, Kind::kOverdue},
      {kAcceptance, Kind::kAcceptanceOverdue},
      {kApology, Kind::kApologyDue},
      {kSupplementAgain, Kind::kSupplementAgain},
      {kSupplementMissing, Kind::kSupplementMissing},
      {kNotMoved, Kind::kNotMoved},
  }};
  for (const auto& [name, kind] : kKinds) {
    if (tier == name) return kind;
  }
  return Kind::kDueSoon;
}

bool IsBeside(std::string_view tier) {
  return tier == kSupplementAgain || tier == kSupplementMissing || tier == kNotMoved;
}

bool IsHourly(std::string_view tier) {
  return KindOf(tier) == Kind::kDueSoon && !tier.ends_with("wd");
}

Tiers::Tiers(const Limits& usual, const std::map<std::string, Limits>& by_procedure,
             std::optional<TimeLimit> apology)
    : usual_(Sorted(usual)), apology_(apology) {
  for (const auto& [code, limits] : by_procedure) by_procedure_.emplace(code, Sorted(limits));
}

Tiers::List Tiers::Sorted(const Limits& limits) {
  List list;
  for (const TimeLimit& limit : limits) list.push_back({limit, ToString(limit)});
  std::stable_sort(list.begin(), list.end(), [](const Tier& a, const Tier& b) {
    return Nearness(a.limit) < Nearness(b.limit);
  });
  return list;
}

std::set<std::string> Tiers::names() const {
  std::set<std::string> names{std::string(kOverdue), std::string(kAcceptance),
                              std::string(kApology)};
  if (apology_) names.emplace(kReturnOrApologise);
  for (const Tier& tier : usual_) names.insert(tier.name);
  for (const auto& [code, list] : by_procedure_) {
    for (const Tier& tier : list) names.insert(tier.name);
  }
  return names;
}

std::optional<Reached> Tiers::At(const OpenDossier& dossier, Instant now) const {
  if (dossier.acceptance == Acceptance::kWaitingLate && dossier.acceptance_due) {
    return Reached{kAcceptance, *dossier.acceptance_due};
  }
  if (IsOverdue(dossier)) {
    // Two: a whole working day has passed since the due.
    const bool wants_letter = !dossier.apologised && DaysOverdue(dossier, now) >= 2;
    return Reached{wants_letter ? kApology : kOverdue, *dossier.overdue_from};
  }
  return dossier.standing == Standing::kInTime ? BeforeDue(dossier, now) : std::nullopt;
}

std::optional<Reached> Tiers::BeforeDue(const OpenDossier& dossier, Instant now) const {
  const auto own = by_procedure_.find(dossier.procedure.text());
  const List& tiers = own == by_procedure_.end() ? usual_ : own->second;
  if (!dossier.overdue_from || !dossier.received_at) return {};
  const bool wants_letter = WantsLetter(dossier, now);
  for (const Tier& tier : tiers) {
    // The letter takes the place of tiers as near as it or farther.
    if (wants_letter && Nearness(tier.limit) >= Nearness(*apology_)) break;
    if (!IsWithin(tier.limit, dossier, now)) continue;
    if (IsWithin(tier.limit, dossier, *dossier.received_at)) {
      return {};  // so it had reached those that are farther off, too
    }
    return Reached{tier.name, *dossier.overdue_from};
  }
  return wants_letter ? std::optional(Reached{kReturnOrApologise, *dossier.overdue_from})
                      : std::nullopt;
}

/// REQUIRES: a due and a receipt.
bool Tiers::WantsLetter(const OpenDossier& dossier, Instant now) const {
  if (!apology_ || dossier.apologised || !IsWithin(*apology_, dossier, now)) return false;
  const WorkingCalendar& calendar = *dossier.calendar;
  const auto days =
      calendar.WorkingDays(*dossier.received_at, calendar.zone().StartOf(*dossier.counted_on));
  // What a dossier had reached when it was received means nothing, of letters as of tiers.
  return days && *days >= 2 && !IsWithin(*apology_, dossier, *dossier.received_at);
}

bool Holds(std::string_view tier, Instant version, const OpenDossier& dossier) {
  const auto is_due_as_said = [&] { return dossier.overdue_from == version; };
  switch (KindOf(tier)) {
    case Kind::kDueSoon:
      return is_due_as_said() &&
             (dossier.standing == Standing::kInTime || dossier.standing == Standing::kOverdue);
    case Kind::kReturnOrApologise:
      return is_due_as_said() && !dossier.apologised &&
             (dossier.standing == Standing::kInTime || dossier.standing == Standing::kOverdue);
    case Kind::kOverdue:
      return is_due_as_said() && dossier.standing == Standing::kOverdue;
    case Kind::kApologyDue:
      return is_due_as_said() && dossier.standing == Standing::kOverdue && !dossier.apologised;
    case Kind::kAcceptanceOverdue:
      return dossier.acceptance == Acceptance::kWaitingLate && dossier.acceptance_due == version;
    case Kind::kSupplementAgain:
    case Kind::kSupplementMissing:
      return dossier.standing == Standing::kSuspended;
    case Kind::kNotMoved:
      return dossier.standing == Standing::kInTime || dossier.standing == Standing::kOverdue;
  }
  return false;
}

int64_t DaysOverdue(const OpenDossier& dossier, Instant now) {
  if (!dossier.counted_on) return 0;
  const WorkingCalendar& calendar = *dossier.calendar;
  const auto& zone = calendar.zone();
  const Instant from = zone.StartOf(std::max(*dossier.counted_on, calendar.valid_from()));
  const Instant to = std::min(now, zone.StartOf(calendar.valid_to()));
  const auto days = from < to ? calendar.WorkingDays(from, to) : 0;
  return days ? *days : 0;
}

}  // namespace dunghan::alerts

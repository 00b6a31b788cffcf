#include "alerts/tiers.h"

#include <algorithm>
#include <chrono>

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
  if (tier == kOverdue) return Kind::kOverdue;
  if (tier == kAcceptance) return Kind::kAcceptanceOverdue;
  if (tier == kApology) return Kind::kApologyDue;
  return Kind::kDueSoon;
}

Tiers::Tiers(const Limits& usual, const std::map<std::string, Limits>& by_procedure)
    : usual_(Sorted(usual)) {
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
    const bool wants_letter = !dossier.apologised && DaysOverdue(dossier, now) >= 2;
    return Reached{wants_letter ? kApology : kOverdue, *dossier.overdue_from};
  }
  return dossier.standing == Standing::kInTime ? BeforeDue(dossier, now) : std::nullopt;
}

std::optional<Reached> Tiers::BeforeDue(const OpenDossier& dossier, Instant now) const {
  const auto own = by_procedure_.find(dossier.procedure.text());
  const List& tiers = own == by_procedure_.end() ? usual_ : own->second;
  if (!dossier.overdue_from || !dossier.received_at) return {};
  for (const Tier& tier : tiers) {
    if (!IsWithin(tier.limit, dossier, now)) continue;
    if (IsWithin(tier.limit, dossier, *dossier.received_at)) {
      return {};  // so it had reached those that are farther off, too
    }
    return Reached{tier.name, *dossier.overdue_from};
  }
  return {};
}

bool Holds(std::string_view tier, Instant version, const OpenDossier& dossier) {
  const auto is_due_as_said = [&] { return dossier.overdue_from == version; };
  switch (KindOf(tier)) {
    case Kind::kDueSoon:
      return is_due_as_said() &&
             (dossier.standing == Standing::kInTime || dossier.standing == Standing::kOverdue);
    case Kind::kOverdue:
      return is_due_as_said() && dossier.standing == Standing::kOverdue;
    case Kind::kApologyDue:
      return is_due_as_said() && dossier.standing == Standing::kOverdue && !dossier.apologised;
    case Kind::kAcceptanceOverdue:
      return dossier.acceptance == Acceptance::kWaitingLate && dossier.acceptance_due == version;
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

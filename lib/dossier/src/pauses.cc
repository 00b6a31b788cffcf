#include <algorithm>
#include <optional>

#include "compare.h"
#include "dunghan/dossier/judge.h"

namespace dunghan::dossier {
namespace {

constexpr uint32_t Bit(Signal signal) { return static_cast<uint32_t>(signal); }

bool HasListedReason(const SuspendedSpan& span) {
  return span.reason && span.reason.text() != "other";
}

/// The promise that was in force at an instant: what was claimed later did not move it yet.
std::optional<Claim> PromiseAt(Facts facts, Instant instant, const Terms& terms) {
  auto& claims = facts.claims;
  claims.erase(std::remove_if(claims.begin(), claims.end(),
                              [&](const Claim& claim) { return claim.at > instant; }),
               claims.end());
  return PromiseInForce(facts, terms).in_force;
}

/// What begins after the lawful due does not move it, so that it is still the one of then.
bool BeginsAfterDue(const SuspendedSpan& span, const Facts& facts, const Judgement& judgement,
                    const Terms& terms) {
  const auto& lawful = judgement.On(Basis::kLawful).overdue_from;
  if (lawful && span.from >= *lawful) return true;
  const auto promise = PromiseAt(facts, span.from, terms);
  return promise && span.from >= OverdueFrom(promise->due, terms);
}

bool TakesTooLong(const SuspendedSpan& span, Instant until, const Terms& terms) {
  if (!terms.pause_limits) return false;
  const auto& limits = *terms.pause_limits;
  const auto limit = std::find_if(limits.begin(), limits.end(),
                                  [&](const auto& each) { return each.first == span.reason; });
  if (limit == limits.end()) return false;
  const auto due =
      worktime::ComputeDue(*terms.calendar, span.from, limit->second, {}, terms.due_rules);
  if (!due) return false;
  const bool day_based = worktime::IsDayBased(limit->second.unit);
  return day_based ? until >= EndOfDay(due->date, terms) : until > due->at;
}

}  // namespace

uint32_t PauseSignals(const Facts& facts, const Judgement& judgement, const Terms& terms,
                      Instant at) {
  uint32_t signals = 0;
  if (!facts.receipt) return signals;
  const Instant last = std::min(at, EndOf(facts).value_or(at));
  for (const SuspendedSpan& span : facts.suspensions) {
    if (span.kind != SuspensionKind::kStop || span.from >= last) continue;
    const Instant until = std::min(span.to.value_or(last), last);
    if (!HasListedReason(span)) signals |= Bit(Signal::kPauseWithoutReason);
    if (BeginsAfterDue(span, facts, judgement, terms)) signals |= Bit(Signal::kPauseAfterDue);
    if (TakesTooLong(span, until, terms)) signals |= Bit(Signal::kPauseTooLong);
  }
  return signals;
}

}  // namespace dunghan::dossier

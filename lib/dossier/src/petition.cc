#include "dunghan/dossier/petition.h"

#include <algorithm>

#include "dunghan/dossier/judge.h"
#include "dunghan/worktime/due.h"

namespace dunghan::dossier {
namespace {

const PetitionRules& RulesOn(const PetitionPolicy& policy, LocalDay day) {
  const PetitionRules* rules = &policy.front();
  for (const PetitionRules& one : policy) {
    if (!one.valid_from || *one.valid_from <= day) rules = &one;
  }
  return *rules;
}

/// The latest forwarding by then: handed over to, or taken up by, another agency. Whoever receives
/// it has it from then on, and that is no forwarding.
void Forward(const Facts& facts, Instant by, PetitionSeen& seen) {
  auto receipt = facts.receipt;
  const auto receive = [&](Instant until) {
    if (!receipt || receipt->at > until) return;
    seen.agency = receipt->agency;
    receipt.reset();
  };
  for (const Hand& hand : facts.hands) {
    if (hand.from > by) break;
    receive(hand.from);
    if (hand.from < seen.sent || !hand.agency || hand.agency == seen.agency) continue;
    seen.from = hand.from;
    seen.agency = hand.agency;
  }
  receive(by);
}

std::optional<LocalDay> DueDay(const worktime::WorkingCalendar& calendar, Instant from,
                               const worktime::TimeLimit& limit) {
  const auto due = worktime::ComputeDue(calendar, from, limit);
  if (!due) return {};
  return due->date;
}

/// Whether it was done by the limit; where the calendar does not reach it is not late.
bool IsLateBy(const worktime::WorkingCalendar& calendar, Instant from,
              const worktime::TimeLimit& limit, Instant done) {
  const auto day = DueDay(calendar, from, limit);
  return day && calendar.zone().DayOf(done) > *day;
}

Promptness PromptBy(const worktime::WorkingCalendar& calendar, Instant from,
                    const worktime::TimeLimit& limit, Instant done) {
  return IsLateBy(calendar, from, limit, done) ? Promptness::kLate : Promptness::kInTime;
}

/// When it was ended by then, and how: declining is a refusal.
struct PetitionEnd {
  Instant at;
  EndKind kind = EndKind::kCompleted;
};
std::optional<PetitionEnd> PetitionEndOf(const Facts& facts, Instant sent, Instant at) {
  // As if ended when it was sent, where somebody says that it was before.
  const auto not_before = [sent](Instant end) { return std::max(end, sent); };
  if (facts.end && facts.end->at <= at) {
    return PetitionEnd{not_before(facts.end->at), facts.end->kind};
  }
  if (facts.declined && *facts.declined <= at && !facts.receipt) {
    return PetitionEnd{not_before(*facts.declined), EndKind::kRefused};
  }
  return {};
}

PetitionState EndedAs(EndKind kind, bool late) {
  switch (kind) {
    case EndKind::kCompleted:
      return late ? PetitionState::kAnsweredLate : PetitionState::kAnsweredInTime;
    case EndKind::kRefused:
      return late ? PetitionState::kRefusedLate : PetitionState::kRefusedInTime;
    case EndKind::kWithdrawn:
      return PetitionState::kWithdrawn;
  }
  return PetitionState::kWithdrawn;
}

void SeeEnd(const Facts& facts, const worktime::WorkingCalendar& calendar,
            const PetitionRules& rules, const PetitionEnd& end, Instant at, PetitionSeen& seen) {
  const auto& limit = end.kind == EndKind::kRefused ? rules.refuse : rules.answer;
  const bool late = IsLateBy(calendar, seen.from, limit, end.at);
  seen.ended = end.at;
  seen.state = EndedAs(end.kind, late);
  if (end.kind != EndKind::kCompleted) return;
  if (facts.returned && *facts.returned <= at) {
    seen.published_at = facts.returned;
    seen.published = PromptBy(calendar, end.at, rules.publish, *facts.returned);
  }
  // Whenever: of an answer it says how good it was, and most come after the month.
  seen.rated = facts.rating.has_value();
  seen.satisfied = seen.rated && !late && facts.rating->stars >= 4;
}

}  // namespace

PetitionSeen SeePetition(const Facts& facts, const worktime::WorkingCalendar& calendar,
                         const PetitionPolicy& policy, Instant at) {
  PetitionSeen seen;
  if (facts.submission) {
    seen.sent = facts.submission->at;
    seen.agency = facts.submission->agency;
  }
  if (facts.receipt && !facts.submission) {
    seen.sent = facts.receipt->at;
    seen.agency = facts.receipt->agency;
  }
  const bool sent = (facts.submission || facts.receipt) && seen.sent <= at;
  if (!sent) return seen;
  seen.from = seen.sent;
  const auto end = PetitionEndOf(facts, seen.sent, at);
  Forward(facts, end ? end->at : at, seen);
  const PetitionRules& rules = RulesOn(policy, calendar.zone().DayOf(seen.sent));
  seen.answer_by = DueDay(calendar, seen.from, rules.answer);
  for (const SuspendedSpan& span : facts.suspensions) {
    const bool counts = span.kind == SuspensionKind::kSupplement && span.from >= seen.from &&
                        span.from <= at && !seen.asked_at;
    if (!counts) continue;
    seen.asked_at = span.from;
    seen.asked = PromptBy(calendar, seen.from, rules.ask, span.from);
  }
  if (end) {
    SeeEnd(facts, calendar, rules, *end, at, seen);
  } else {
    seen.state = PetitionState::kOpenInTime;
    PassTime(seen, calendar.zone(), at);
  }
  return seen;
}

void PassTime(PetitionSeen& seen, const worktime::Zone& zone, Instant at) {
  if (seen.state != PetitionState::kOpenInTime || !seen.answer_by) return;
  if (zone.DayOf(at) > *seen.answer_by) seen.state = PetitionState::kOpenLate;
}

}  // namespace dunghan::dossier

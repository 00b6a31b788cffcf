#include "dunghan/dossier/judge.h"

#include <algorithm>
#include <array>

#include "acceptance.h"
#include "compare.h"

namespace dunghan::dossier {
namespace {

constexpr std::array<std::string_view, 13> kStandingNames = {
    "without_receipt", "pending_acceptance", "declined",       "in_time",          "suspended",
    "overdue",         "unmeasurable",       "finished_early", "finished_on_time", "finished_late",
    "unmeasurable",    "withdrawn",          "withdrawn"};

using Timeline = decltype(BasisJudgement::timeline);

/// Appends a stretch; one of no length gives way to the next.
void Push(Timeline& timeline, Instant from, Standing standing) {
  if (!timeline.empty() && timeline.back().from >= from) {
    timeline.back().standing = standing;
  } else {
    timeline.push_back({from, standing});
  }
  const size_t size = timeline.size();
  if (size > 1 && timeline[size - 2].standing == standing) timeline.pop_back();
}

void BeforeReceipt(Timeline& timeline, const Facts& facts) {
  Push(timeline, *facts.first_at, Standing::kWithoutReceipt);
  const bool submitted =
      facts.submission && (!facts.receipt || facts.submission->at < facts.receipt->at);
  const bool declined = facts.declined && (!facts.receipt || *facts.declined < facts.receipt->at);
  const bool again = submitted && declined && *facts.declined < facts.submission->at;
  if (again) Push(timeline, *facts.declined, Standing::kDeclined);
  if (submitted) Push(timeline, facts.submission->at, Standing::kPendingAcceptance);
  if (declined && !again) Push(timeline, *facts.declined, Standing::kDeclined);
}

/// Whether nothing has been heard since before it fell due, of one that is known from lists alone.
bool AwaitsList(const BasisJudgement& basis, const Facts& facts, const Terms& terms) {
  return terms.by_lists && !facts.end && basis.overdue_from && facts.last_at < basis.overdue_from;
}

/// From receipt on, with a due: in time, suspended, overdue.
void WhileOpen(BasisJudgement& basis, Instant receipt, const std::vector<Stop>& stops) {
  Timeline& timeline = basis.timeline;
  const std::optional<Instant> overdue_from = basis.overdue_from;
  Instant at = receipt;
  for (const Stop& stop : stops) {
    // One that begins after the due suspends nothing: it is overdue already. One that began before
    // it keeps the dossier suspended past it.
    if (overdue_from && stop.from >= *overdue_from) break;
    if (at < stop.from) Push(timeline, at, Standing::kInTime);
    Push(timeline, stop.from, Standing::kSuspended);
    if (!stop.to) return;
    at = *stop.to;
  }
  if (!overdue_from) return Push(timeline, at, Standing::kInTime);
  if (at < *overdue_from) Push(timeline, at, Standing::kInTime);
  Push(timeline, std::max(at, *overdue_from),
       basis.awaits_list ? Standing::kUnmeasurable : Standing::kOverdue);
}

Standing VerdictOf(const End& end, Instant at, const BasisJudgement& basis, const Terms& terms) {
  const bool withdrawn = end.kind == EndKind::kWithdrawn;
  if (!basis.overdue_from) {
    return withdrawn ? Standing::kWithdrawn : Standing::kFinishedUnmeasurable;
  }
  const bool late = at >= *basis.overdue_from;
  if (withdrawn) return late ? Standing::kWithdrawnOverdue : Standing::kWithdrawn;
  if (late) return Standing::kFinishedLate;
  // By the date, of hours too: whoever is done in the morning of the due day is on time.
  const bool early = terms.calendar->zone().DayOf(at) < *basis.due_day;
  return early ? Standing::kFinishedEarly : Standing::kFinishedOnTime;
}

void FillTimeline(BasisJudgement& basis, const Facts& facts, const Terms& terms,
                  const std::vector<Stop>& stops) {
  Timeline& timeline = basis.timeline;
  if (!facts.first_at) return;
  if (!facts.receipt || *facts.first_at < facts.receipt->at) BeforeReceipt(timeline, facts);
  if (!facts.receipt) return;
  const Instant receipt = facts.receipt->at;
  // While the clock stands the due is unknown, but the dossier has one.
  if (basis.overdue_from || basis.no_due == NoDue::kSuspended) {
    basis.awaits_list = AwaitsList(basis, facts, terms);
    WhileOpen(basis, receipt, stops);
  } else {
    Push(timeline, receipt, Standing::kUnmeasurable);
  }
  if (!facts.end) return;
  const Instant end = *EndOf(facts);
  while (!timeline.empty() && timeline.back().from >= end) timeline.pop_back();
  Push(timeline, end, VerdictOf(*facts.end, end, basis, terms));
}

/// Of a due as read or computed, and its day.
Instant OverdueFrom(const DueClaim& due, LocalDay day, const Terms& terms) {
  const auto* instant = std::get_if<Instant>(&due);
  if (instant && !ComparesByDate(due, terms)) return *instant + std::chrono::milliseconds{1};
  return EndOfDay(day, terms);
}

void SetDue(BasisJudgement& basis, const DueClaim& due, LocalDay day, const Terms& terms) {
  basis.due = due;
  basis.no_due = NoDue::kHasOne;
  basis.due_day = day;
  basis.counted_on = day;
  basis.by_date = ComparesByDate(due, terms);
  basis.overdue_from = OverdueFrom(due, day, terms);
}

void SetPromise(BasisJudgement& basis, const Claim& promise, Instant receipt, const Terms& terms) {
  const worktime::Zone& zone = terms.calendar->zone();
  const DueClaim due = AsRead(promise.due, zone);
  SetDue(basis, due, DayOf(due, terms), terms);
  basis.counted_on = std::max(*basis.due_day, zone.DayOf(receipt));
}

BasisJudgement LawfulDue(const Facts& facts, const Terms& terms) {
  BasisJudgement basis;
  const auto question = AskLawful(facts, terms);
  if (!question) {
    basis.no_due = facts.receipt ? NoDue::kNoLimit : NoDue::kNoReceipt;
  } else if (question->open_since) {
    basis.no_due = NoDue::kSuspended;
  } else if (const auto due = worktime::ComputeDue(*terms.calendar, question->from, question->limit,
                                                   question->suspensions, terms.due_rules)) {
    SetDue(basis, due->at, due->date, terms);
    basis.confirmed = due->confirmed;
  } else {
    basis.no_due = NoDue::kBeyondCalendar;
  }
  return basis;
}

/// Whoever does not say when it ended is not measured: neither late nor in time, at any instant.
void LeaveUnmeasured(BasisJudgement& basis) {
  basis = {};
  basis.no_due = NoDue::kEndUndated;
}

/// Nothing was suspended in most dossiers: then the lawful due is the gross one too.
std::optional<Instant> GrossOverdueFrom(const Facts& facts, const Terms& terms,
                                        const BasisJudgement& lawful) {
  if (facts.suspensions.empty()) return lawful.overdue_from;
  if (!facts.receipt || !terms.limit) return {};
  const auto due =
      worktime::ComputeDue(*terms.calendar, facts.receipt->at, *terms.limit, {}, terms.due_rules);
  if (!due) return {};
  return OverdueFrom(due->at, due->date, terms);
}

}  // namespace

std::string_view ToString(Basis basis) { return basis == Basis::kPromised ? "promised" : "lawful"; }

std::optional<Basis> ParseBasis(std::string_view text) {
  if (text == "promised") return Basis::kPromised;
  if (text == "lawful") return Basis::kLawful;
  return {};
}

std::string_view ToString(Standing standing) {
  return kStandingNames[static_cast<size_t>(standing)];
}

bool IsOpen(Standing standing) {
  return standing >= Standing::kInTime && standing <= Standing::kUnmeasurable;
}

bool IsEnded(Standing standing) { return standing >= Standing::kFinishedEarly; }

std::optional<Instant> EndOf(const Facts& facts) {
  if (!facts.end || !facts.receipt) return {};
  return std::max(facts.end->at, facts.receipt->at);
}

DueClaim AsRead(const DueClaim& said, const worktime::Zone& zone) {
  const auto* instant = std::get_if<Instant>(&said);
  if (!instant) return said;
  const LocalTime local = zone.ToLocal(*instant);
  const auto day = std::chrono::floor<std::chrono::days>(local);
  // Where clocks skip midnight, the day begins at another reading.
  const bool midnight = local == day || zone.StartOf(day) == *instant;
  return midnight ? DueClaim{day} : said;
}

Instant OverdueFrom(const DueClaim& said, const Terms& terms) {
  const DueClaim due = AsRead(said, terms.calendar->zone());
  return OverdueFrom(due, DayOf(due, terms), terms);
}

Judged JudgedBy(Facts facts, Terms terms) {
  Judgement judgement = Judge(facts, terms);
  return {std::move(facts), std::move(terms), std::move(judgement)};
}

Judgement Judge(const Facts& facts, const Terms& terms) {
  Judgement judgement;
  const std::vector<Stop> stops = Stops(facts);
  BasisJudgement& promised = judgement.bases[static_cast<size_t>(Basis::kPromised)];
  BasisJudgement& lawful = judgement.bases[static_cast<size_t>(Basis::kLawful)];
  lawful = LawfulDue(facts, terms);
  const Promise promise = PromiseInForce(facts, terms);
  judgement.disputed_promise = !promise.disputed.empty();
  if (promise.in_force && facts.receipt) {
    SetPromise(promised, *promise.in_force, facts.receipt->at, terms);
    judgement.due_before_receipt = *promised.overdue_from <= facts.receipt->at;
  } else {
    // Otherwise making no promise would be a way out of being measured.
    promised = lawful;
    promised.fallback = facts.receipt && terms.limit;
  }
  judgement.gross_overdue_from = GrossOverdueFrom(facts, terms, lawful);
  if (facts.receipt && facts.end && facts.end->undated) {
    LeaveUnmeasured(promised);
    LeaveUnmeasured(lawful);
    judgement.gross_overdue_from.reset();
    judgement.due_before_receipt = false;
  }
  judgement.acceptance = JudgeAcceptance(facts, terms);
  FillTimeline(lawful, facts, terms, stops);
  FillTimeline(promised, facts, terms, stops);
  judgement.index766 = JudgeForIndex(facts, terms, judgement);
  return judgement;
}

Standing StandingAt(const BasisJudgement& judgement, Instant instant) {
  const auto& timeline = judgement.timeline;
  const auto after =
      std::upper_bound(timeline.begin(), timeline.end(), instant,
                       [](Instant at, const Stretch& stretch) { return at < stretch.from; });
  return after == timeline.begin() ? Standing::kWithoutReceipt : std::prev(after)->standing;
}

std::optional<Instant> NextChange(const BasisJudgement& judgement, Instant instant) {
  for (const Stretch& stretch : judgement.timeline) {
    if (stretch.from > instant) return stretch.from;
  }
  return {};
}

}  // namespace dunghan::dossier

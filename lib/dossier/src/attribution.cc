#include "dunghan/dossier/attribution.h"

#include <algorithm>

#include "compare.h"

namespace dunghan::dossier {
namespace {

using std::chrono::milliseconds;

/// A stretch in which the clock stood. Of stops that overlap the one begun first has the time.
struct Standstill {
  Instant from;
  Instant to;
  const SuspendedSpan* span;
};

std::vector<Standstill> StandstillsIn(const Facts& facts, Instant from, Instant to) {
  std::vector<Standstill> standstills;
  // Stops are in order of beginning: what of one lies before `covered` belongs to an earlier one.
  Instant covered = from;
  for (const SuspendedSpan& span : facts.suspensions) {
    const Instant begin = std::max(span.from, covered);
    const Instant end = span.to ? std::min(*span.to, to) : to;
    if (begin >= end) continue;
    standstills.push_back({begin, end, &span});
    covered = end;
  }
  return standstills;
}

/// A step's limit is compared in the form it is read in, unless comparing by date is forced.
Instant StepOverdueFrom(const DueClaim& said, const Terms& terms) {
  const DueClaim due = AsRead(said, terms.calendar->zone());
  const auto* instant = std::get_if<Instant>(&due);
  if (instant && terms.comparison != Comparison::kDate) return *instant + milliseconds{1};
  return EndOfDay(DayOf(due, terms), terms);
}

/// What a stretch is when the clock goes, until the next hand takes over.
struct Turn {
  Instant to;
  Part part;
};

class Division {
 public:
  Division(const Facts& facts, const Terms& terms, Instant from, Instant to)
      : facts_(facts), terms_(terms), from_(from), to_(to), at_(from) {}

  /// Nothing where the calendar does not reach.
  std::optional<Attribution> Divide(const BasisJudgement& basis) {
    const bool ended = facts_.end && facts_.end->at <= to_;
    TakeTurns(ended);
    for (const Standstill& standstill : StandstillsIn(facts_, from_, to_)) {
      WorkUntil(standstill.from);
      Part part;
      part.kind = PartKind::kSuspended;
      part.suspension = standstill.span->kind;
      part.reason = standstill.span->reason;
      PassUntil(standstill.to, part);
    }
    WorkUntil(to_);
    if (basis.overdue_from && *basis.overdue_from < to_) {
      out_.late = Worked(std::max(*basis.overdue_from, from_), to_);
    }
    if (beyond_) return {};
    Sum();
    return std::move(out_);
  }

 private:
  milliseconds Worked(Instant from, Instant to) {
    const auto worked = terms_.calendar->WorkingTime(from, to);
    beyond_ |= !worked;
    return worked ? *worked : milliseconds{};
  }

  /// A hand that was passed on before the receipt, or at once, had no turn.
  void TakeTurns(bool ended) {
    const auto& hands = facts_.hands;
    turns_.push_back({hands.empty() ? to_ : std::min(hands.front().from, to_), {}});
    for (size_t i = 0; i < hands.size(); ++i) {
      const bool handed_on = i + 1 < hands.size() && hands[i + 1].from <= to_;
      const Instant to = handed_on ? hands[i + 1].from : to_;
      if (std::max(hands[i].from, from_) >= to) continue;
      turns_.push_back({to, TurnOf(hands[i])});
      if (hands[i].in_transit) continue;
      StepTime& step = out_.steps.emplace_back();
      step.hand = hands[i];
      if (handed_on || ended) step.to = to;
      if (step.hand.due) step.overdue_from = StepOverdueFrom(*step.hand.due, terms_);
    }
  }

  Part TurnOf(const Hand& hand) const {
    Part part;
    if (hand.in_transit) {
      part.kind = PartKind::kTransit;
      part.to_agency = hand.agency;
    } else {
      part.kind = PartKind::kStep;
      part.step = out_.steps.size();
    }
    return part;
  }

  void WorkUntil(Instant to) {
    while (at_ < to) {
      while (turns_[turn_].to <= at_) ++turn_;
      PassUntil(std::min(to, turns_[turn_].to), turns_[turn_].part);
    }
  }

  void PassUntil(Instant to, Part part) {
    part.from = at_;
    part.to = to;
    part.worked = Worked(at_, to);
    out_.parts.push_back(part);
    at_ = to;
    if (part.kind != PartKind::kStep) return;
    StepTime& step = out_.steps[part.step];
    step.worked += part.worked;
    if (!step.overdue_from || *step.overdue_from >= to) return;
    step.overrun += *step.overdue_from <= part.from ? part.worked : Worked(*step.overdue_from, to);
  }

  void Sum() {
    for (const Part& part : out_.parts) {
      out_.total += part.worked;
      switch (part.kind) {
        case PartKind::kStep:
          out_.in_steps += part.worked;
          break;
        case PartKind::kSuspended:
          out_.suspended += part.worked;
          break;
        case PartKind::kTransit:
          out_.in_transit += part.worked;
          break;
        case PartKind::kUnassigned:
          out_.unassigned += part.worked;
          break;
      }
    }
  }

  const Facts& facts_;
  const Terms& terms_;
  const Instant from_;
  const Instant to_;
  Instant at_;  ///< parts reach up to here
  std::vector<Turn> turns_;
  size_t turn_ = 0;
  bool beyond_ = false;
  Attribution out_;
};

/// Shares out the lateness by overrun: whole milliseconds, what is left over by largest remainder,
/// among equals to the earlier step.
void ShareLateness(Attribution& attribution) {
  // Years of lateness times years of overrun do not fit 64 bits.
  __extension__ using Wide = __int128;
  auto& steps = attribution.steps;
  Wide overrun = 0;
  for (const StepTime& step : steps) overrun += step.overrun.count();
  if (overrun == 0) return;
  struct Remainder {
    int64_t size;
    size_t step;
  };
  std::vector<Remainder> remainders;
  milliseconds left = attribution.late;
  for (size_t i = 0; i < steps.size(); ++i) {
    const Wide part = Wide{attribution.late.count()} * steps[i].overrun.count();
    steps[i].late_share = milliseconds{static_cast<int64_t>(part / overrun)};
    left -= steps[i].late_share;
    remainders.push_back({static_cast<int64_t>(part % overrun), i});
  }
  std::stable_sort(remainders.begin(), remainders.end(),
                   [](const Remainder& a, const Remainder& b) { return a.size > b.size; });
  for (size_t i = 0; left > milliseconds{0}; ++i, --left) ++steps[remainders[i].step].late_share;
}

}  // namespace

std::optional<Attribution> Attribute(const Facts& facts, const Terms& terms,
                                     const BasisJudgement& basis, Instant until) {
  if (!facts.receipt || until < facts.receipt->at) return {};
  const auto end = EndOf(facts);
  auto attribution =
      Division(facts, terms, facts.receipt->at, end ? std::min(*end, until) : until).Divide(basis);
  if (attribution) ShareLateness(*attribution);
  return attribution;
}

}  // namespace dunghan::dossier

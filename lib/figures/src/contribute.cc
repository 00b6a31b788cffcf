#include <algorithm>
#include <optional>

#include "dunghan/figures/cells.h"

namespace dunghan::figures {
namespace {

using dossier::Basis;
using dossier::BasisJudgement;
using dossier::EndKind;
using dossier::Facts;
using dossier::IndexState;
using dossier::IndexVerdict;
using dossier::Standing;

/// The stock a standing adds to while it lasts; in-time dossiers are what remains of the open ones.
std::optional<Amount> StockOf(Standing standing) {
  switch (standing) {
    case Standing::kSuspended:
      return Amount::kSuspended;
    case Standing::kOverdue:
      return Amount::kOverdue;
    case Standing::kUnmeasurable:
      return Amount::kUnmeasurable;
    case Standing::kWithoutReceipt:
      return Amount::kWithoutReceipt;
    case Standing::kPendingAcceptance:
    case Standing::kDeclined:
    case Standing::kInTime:
    case Standing::kFinishedEarly:
    case Standing::kFinishedOnTime:
    case Standing::kFinishedLate:
    case Standing::kFinishedUnmeasurable:
    case Standing::kWithdrawn:
    case Standing::kWithdrawnOverdue:
      return {};
  }
  return {};
}

std::optional<Amount> FlowOf(Standing standing) {
  switch (standing) {
    case Standing::kFinishedEarly:
      return Amount::kFinishedEarly;
    case Standing::kFinishedOnTime:
      return Amount::kFinishedOnTime;
    case Standing::kFinishedLate:
      return Amount::kFinishedLate;
    case Standing::kFinishedUnmeasurable:
      return Amount::kFinishedUnmeasurable;
    case Standing::kWithdrawn:
    case Standing::kWithdrawnOverdue:
      return Amount::kWithdrawn;
    default:
      return {};
  }
}

/// Writes one dossier's contributions on one basis.
class AmountWriter {
 public:
  AmountWriter(Contributions& out, const worktime::Zone& zone, Basis basis, Instant until)
      : out_(out), zone_(zone), basis_(basis), until_(until) {}

  void Add(LocalDay day, Amount amount, int count = 1) {
    out_.push_back({day, basis_, amount, static_cast<int8_t>(count)});
  }
  void Add(Instant at, Amount amount, int count = 1) { Add(zone_.DayOf(at), amount, count); }

  void Flows(const Facts& facts) {
    if (facts.receipt) Add(facts.receipt->at, Amount::kReceived);
    for (const Instant at : facts.reopened_at) Add(at, Amount::kReopened);
  }

  void Timeline(const Facts& facts, const BasisJudgement& judgement) {
    std::optional<Amount> stock;
    for (const auto& [from, standing] : judgement.timeline) {
      if (from > until_) break;
      // Where one begins and ends on the same day both cancel out: a day says how it ended.
      if (stock) Add(from, *stock, -1);
      stock = StockOf(standing);
      if (stock) Add(from, *stock);
      if (const auto flow = FlowOf(standing)) Ended(facts, from, standing, *flow);
    }
  }

  /// Suspended, for as long as finishing would still be in time.
  void SuspendedAhead(const BasisJudgement& judgement) {
    const auto& timeline = judgement.timeline;
    for (size_t i = 0; i < timeline.size(); ++i) {
      const auto& [from, standing] = timeline[i];
      if (standing != Standing::kSuspended || from > until_) continue;
      Instant over = judgement.overdue_from.value_or(Instant::max());
      if (i + 1 < timeline.size()) over = std::min(over, timeline[i + 1].from);
      Add(from, Amount::kSuspendedAhead);
      // Instant::max() is never, and no day; it is also what `until_` is where all is asked for.
      if (over <= until_ && over != Instant::max()) Add(over, Amount::kSuspendedAhead, -1);
    }
  }

  /// On the day the due counts on: how the dossier came out of it. Left out: what was withdrawn
  /// before, and what is suspended with no end in sight. What awaits a list is pending, however
  /// long ago it fell due.
  void Cohort(const BasisJudgement& judgement) {
    if (!judgement.counted_on || judgement.timeline.empty()) return;
    switch (judgement.timeline.back().standing) {
      case Standing::kFinishedEarly:
      case Standing::kFinishedOnTime:
        return Add(*judgement.counted_on, Amount::kCohortInTime);
      case Standing::kFinishedLate:
      case Standing::kWithdrawnOverdue:
        return Add(*judgement.counted_on, Amount::kCohortLate);
      case Standing::kOverdue:
        return Add(*judgement.counted_on, *judgement.overdue_from <= until_
                                              ? Amount::kCohortLate
                                              : Amount::kCohortPending);
      case Standing::kUnmeasurable:
        if (judgement.awaits_list) Add(*judgement.counted_on, Amount::kCohortPending);
        return;
      default:
        return;
    }
  }

 private:
  void Ended(const Facts& facts, Instant at, Standing standing, Amount flow) {
    Add(at, flow);
    if (standing == Standing::kWithdrawnOverdue) Add(at, Amount::kWithdrawnOverdue);
    if (facts.end->kind != EndKind::kRefused) return;
    if (standing == Standing::kFinishedLate) {
      Add(at, Amount::kRefusedLate);
    } else if (standing != Standing::kFinishedUnmeasurable) {
      // Without a due it is neither.
      Add(at, Amount::kRefusedInTime);
    }
  }

  Contributions& out_;
  const worktime::Zone& zone_;
  Basis basis_;
  Instant until_;
};

/// What counts in index 766. What is set aside counts by the month in which that came about, and is
/// a measure.
void ForIndex(Contributions& out, const dossier::IndexTimeline& timeline,
              const worktime::Zone& zone, Instant until) {
  const auto add = [&](Instant at, Amount amount, int8_t count = 1) {
    out.push_back({zone.DayOf(at), Basis::kPromised, amount, count});
  };
  const dossier::IndexStretch* open = nullptr;  // the stretch that a stock is of
  const auto stock = [](const dossier::IndexStretch& of) {
    return ByVerdict(Amount::kIndexOpenOnTime, of.verdict);
  };
  for (const dossier::IndexStretch& stretch : timeline) {
    if (stretch.from > until) {
      // Nothing but time makes an open one late.
      const bool turns = open && open->verdict == IndexVerdict::kOnTime &&
                         stretch.state == IndexState::kOpen &&
                         stretch.verdict == IndexVerdict::kLate;
      if (turns) add(stretch.from, Amount::kIndexLateAhead);
      return;
    }
    if (open) add(stretch.from, stock(*open), -1);
    open = stretch.state == IndexState::kOpen ? &stretch : nullptr;
    if (open) add(stretch.from, stock(stretch));
    if (stretch.state == IndexState::kEnded) {
      add(stretch.counted_at, ByVerdict(Amount::kIndexEndedOnTime, stretch.verdict));
    }
  }
}

}  // namespace

Contributions ContributeAt(const dossier::Judged& judged, Instant now) {
  const worktime::Zone& zone = judged.terms.calendar->zone();
  Contributions out;
  for (const Basis basis : {Basis::kPromised, Basis::kLawful}) {
    const BasisJudgement& judgement = judged.judgement.On(basis);
    AmountWriter write(out, zone, basis, now);
    write.Flows(judged.facts);
    write.Timeline(judged.facts, judgement);
    write.SuspendedAhead(judgement);
    write.Cohort(judgement);
  }
  ForIndex(out, judged.judgement.index766, zone, now);
  return out;
}

Contributions Contribute(const dossier::Judged& judged) {
  return ContributeAt(judged, Instant::max());
}

}  // namespace dunghan::figures

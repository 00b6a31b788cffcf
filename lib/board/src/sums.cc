#include "sums.h"

namespace dunghan::board {
namespace {

using figures::Amount;
using figures::Measure;

figures::Amounts* PartOf(figures::Tally& tally, DayPlace::Part part) {
  switch (part) {
    case DayPlace::Part::kBefore:
      return &tally.before;
    case DayPlace::Part::kWithin:
      return &tally.within;
    case DayPlace::Part::kAhead:
      return &tally.ahead;
    case DayPlace::Part::kBeyond:
      return nullptr;
  }
  return nullptr;
}

void Add(figures::Amounts& sums, AmountCounts amounts) {
  for (const auto& [amount, count] : amounts) sums[static_cast<size_t>(amount)] += count;
}

/// Calls `visit` with the flows of every period the day is in.
template <class Visit>
void ForEachPeriod(Counts& counts, const DayPlace& place, Visit visit) {
  for (size_t i = 0; i < kNamedPeriods; ++i) {
    if (place.InPeriod(i)) visit(counts.periods[i]);
  }
}

/// The same with every window.
template <class Visit>
void ForEachWindow(Counts& counts, const DayPlace& place, Visit visit) {
  for (size_t i = 0; i < kWindows; ++i) {
    if (place.InWindow(i)) visit(counts.recent[i]);
  }
}

}  // namespace

std::optional<Timeliness> ResultOf(Amount amount) {
  // They stand in the order of Timeliness.
  constexpr auto kFirst = static_cast<size_t>(Amount::kFinishedEarly);
  static_assert(static_cast<size_t>(Amount::kFinishedUnmeasurable) - kFirst ==
                static_cast<size_t>(Timeliness::kUnmeasurable));
  if (amount < Amount::kFinishedEarly || amount > Amount::kFinishedUnmeasurable) return {};
  return static_cast<Timeliness>(static_cast<size_t>(amount) - kFirst);
}

void Sums::AddFlows(const DayPlace& place, dossier::Channel channel, const Happened& happened) {
  for (const AmountCount& amount : happened.amounts) AddAmount(place, channel, amount);
  // Results are counted since the beginning as well; all else by period and window alone.
  if (place.IsElsewhere()) return;
  for (const AmountCount& amount : happened.other) AddOther(place, amount);
  for (const auto& sum : happened.measures) AddMeasure(place, happened.basis, sum);
}

void Sums::AddAmount(const DayPlace& place, dossier::Channel channel, const AmountCount& amount) {
  const int32_t count = amount.count;
  if (const auto result = ResultOf(amount.amount)) {
    const auto at = static_cast<size_t>(*result);
    counts_.results[at] += count;
    ForEachPeriod(counts_, place, [&](Flows& flows) { flows.results[at] += count; });
    ForEachWindow(counts_, place, [&](Recent& recent) { recent.results[at] += count; });
  } else if (amount.amount == Amount::kReceived) {
    const auto at = static_cast<size_t>(channel);
    ForEachPeriod(counts_, place, [&](Flows& flows) { flows.received[at] += count; });
  } else if (amount.amount == Amount::kCohortInTime) {
    ForEachWindow(counts_, place, [&](Recent& recent) { recent.due_in_time += count; });
  } else if (amount.amount == Amount::kCohortLate) {
    ForEachWindow(counts_, place, [&](Recent& recent) { recent.due_late += count; });
  }
}

void Sums::AddOther(const DayPlace& place, const AmountCount& amount) {
  const auto result = ResultOf(amount.amount);
  if (!result) return;
  ForEachPeriod(counts_, place, [&](Flows& flows) {
    flows.other_results[static_cast<size_t>(*result)] += amount.count;
  });
}

void Sums::AddMeasure(const DayPlace& place, dossier::Basis basis,
                      const figures::MeasureSums::Sum& sum) {
  const auto add = [&](int64_t Flows::*field) {
    ForEachPeriod(counts_, place, [&](Flows& flows) { flows.*field += sum.amount; });
  };
  switch (sum.key.measure) {
    case Measure::kAcceptedInTime:
    case Measure::kDeclinedInTime:
      return add(&Flows::accepted_in_time);
    case Measure::kAcceptedLate:
    case Measure::kDeclinedLate:
      return add(&Flows::accepted_late);
    case Measure::kApologised:
      return add(&Flows::apologies);
    case Measure::kTook:
      if (place.In(Window::k20)) counts_.took[sum.key.detail] += sum.amount;
      return;
    case Measure::kLimitUsed:
      if (place.In(Window::k20) && figures::BasisUsed(sum.key) == basis) {
        counts_.used[figures::BucketUsed(sum.key)] += sum.amount;
      }
      return;
    default:
      return;
  }
}

void Sums::AddToMonth(DayPlace::Part part, AmountCounts amounts) {
  if (figures::Amounts* sums = PartOf(month_, part)) Add(*sums, amounts);
}

void Sums::MoveIn(AmountCounts amounts) { Add(month_.moved_in, amounts); }
void Sums::MoveOut(AmountCounts amounts) { Add(month_.moved_out, amounts); }

void Sums::CountOpen(const OpenState& state, int sign) {
  if (dossier::IsOpen(state.standing)) {
    counts_.open[static_cast<size_t>(state.bucket)] += sign;
    counts_.other_overdue += state.other_overdue ? sign : 0;
    counts_.newly_severe += state.newly_severe ? sign : 0;
    if (state.standing == dossier::Standing::kOverdue) CountOverdue(*state.overdue_from, sign);
  } else if (state.standing == dossier::Standing::kPendingAcceptance) {
    counts_.pending_acceptance += sign;
  } else if (state.standing == dossier::Standing::kWithoutReceipt) {
    counts_.without_receipt += sign;
  }
  if (state.acceptance == dossier::Acceptance::kWaiting) counts_.waiting += sign;
  if (state.acceptance == dossier::Acceptance::kWaitingLate) counts_.waiting_late += sign;
}

void Sums::CountPetition(const CountedPetition& petition, int sign) {
  sign > 0 ? counts_.petitions += petition.month : counts_.petitions -= petition.month;
  counts_.petitions_due_today += petition.due_today ? sign : 0;
}

void Sums::CountOverdue(Instant since, int sign) {
  if (sign > 0) {
    ++overdue_since_[since];
  } else if (const auto found = overdue_since_.find(since); --found->second == 0) {
    overdue_since_.erase(found);
  }
}

Counts Sums::ToCounts(std::optional<dossier::IndexOpenUntil> index_open_until) const {
  Counts counts = counts_;
  if (!overdue_since_.empty()) counts.oldest_overdue = overdue_since_.begin()->first;
  figures::Tally month = month_;
  month.has_index766 = index_open_until.has_value();
  month.open_until = index_open_until.value_or(month.open_until);
  counts.month = month.ToFigures();
  return counts;
}

}  // namespace dunghan::board

#include "sums.h"

#include <optional>

namespace dunghan::board {
namespace {

using figures::Amount;

/// The flows of finished dossiers stand in the order of Timeliness.
std::optional<size_t> ResultOf(Amount amount) {
  static_assert(static_cast<size_t>(Amount::kFinishedUnmeasurable) -
                    static_cast<size_t>(Amount::kFinishedEarly) ==
                static_cast<size_t>(Timeliness::kUnmeasurable));
  if (amount < Amount::kFinishedEarly || amount > Amount::kFinishedUnmeasurable) return {};
  return static_cast<size_t>(amount) - static_cast<size_t>(Amount::kFinishedEarly);
}

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

}  // namespace

void Sums::AddFlows(const DayPlace& place, dossier::Channel channel, AmountCounts amounts) {
  for (const auto& [amount, count] : amounts) {
    const auto result = ResultOf(amount);
    if (!result && amount != Amount::kReceived) continue;
    if (result) counts_.results[*result] += count;
    for (size_t period = 0; period < kNamedPeriods; ++period) {
      if (!place.In(period)) continue;
      Flows& flows = counts_.periods[period];
      (result ? flows.results[*result] : flows.received[static_cast<size_t>(channel)]) += count;
    }
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
  } else if (state.standing == dossier::Standing::kPendingAcceptance) {
    counts_.pending_acceptance += sign;
  } else if (state.standing == dossier::Standing::kWithoutReceipt) {
    counts_.without_receipt += sign;
  }
  if (state.acceptance == dossier::Acceptance::kWaiting) counts_.waiting += sign;
  if (state.acceptance == dossier::Acceptance::kWaitingLate) counts_.waiting_late += sign;
}

Counts Sums::ToCounts() const {
  Counts counts = counts_;
  counts.month = month_.ToFigures();
  return counts;
}

}  // namespace dunghan::board

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

}  // namespace

void Sums::Add(const DayPlace& place, Amount amount, dossier::Channel channel, int32_t count) {
  if (figures::Amounts* part = PartOf(month_, place.part)) {
    (*part)[static_cast<size_t>(amount)] += count;
  }
  const auto result = ResultOf(amount);
  if (!result && amount != Amount::kReceived) return;
  if (result) counts_.results[*result] += count;
  for (size_t period = 0; period < kNamedPeriods; ++period) {
    if (!place.In(period)) continue;
    Flows& flows = counts_.periods[period];
    (result ? flows.results[*result] : flows.received[static_cast<size_t>(channel)]) += count;
  }
}

void Sums::Add(const DayPlace& place, const figures::Amounts& amounts, dossier::Channel channel) {
  for (size_t i = 0; i < figures::kAmounts; ++i) {
    if (amounts[i] != 0) Add(place, static_cast<Amount>(i), channel, amounts[i]);
  }
}

void Sums::CountOpen(dossier::Standing standing, DueBucket bucket, int sign) {
  if (dossier::IsOpen(standing)) {
    counts_.open[static_cast<size_t>(bucket)] += sign;
  } else if (standing == dossier::Standing::kPendingAcceptance) {
    counts_.pending_acceptance += sign;
  } else if (standing == dossier::Standing::kWithoutReceipt) {
    counts_.without_receipt += sign;
  }
}

Counts Sums::ToCounts() const {
  Counts counts = counts_;
  counts.month = month_.ToFigures();
  return counts;
}

}  // namespace dunghan::board

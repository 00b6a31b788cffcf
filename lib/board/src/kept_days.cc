#include "kept_days.h"

#include <cassert>

namespace dunghan::board {
namespace {

using figures::Measure;

// Of a key, from its lowest bit on: what is counted, of which kind, and for whom.
// Agency and procedure have 22 bits each, which is more rows than a board can show.
constexpr unsigned kDetailBits = 8;
constexpr unsigned kKindShift = 16;
constexpr unsigned kChannelShift = 18;
constexpr unsigned kProcedureShift = 20;
constexpr unsigned kAgencyShift = 42;
constexpr uint64_t kPlaces = uint64_t{1} << (kAgencyShift - kProcedureShift);
static_assert(figures::kMeasures <= 1 << (kKindShift - kDetailBits - 1));
// One measure has months for details: this bit, and all others are its own.
constexpr uint64_t kSetAside = uint64_t{1} << (kKindShift - 1);

constexpr uint64_t Bits(uint64_t key, unsigned from, unsigned to) {
  return (key >> from) & ((uint64_t{1} << (to - from)) - 1);
}

}  // namespace

void KeptDays::Add(LocalDay day, const Source& source, const Happened& happened) {
  auto& sums = days_[day].sums_;
  for (const auto& [amount, count] : happened.amounts) {
    // Nothing else is told apart by channel.
    Source of = source;
    if (amount != figures::Amount::kReceived) of.channel = dossier::Channel::kUnknown;
    sums[KeyOf(of, Kind::kAmount, static_cast<uint64_t>(amount))] += count;
  }
  Source of = source;
  of.channel = dossier::Channel::kUnknown;
  for (const auto& [amount, count] : happened.other) {
    sums[KeyOf(of, Kind::kOther, static_cast<uint64_t>(amount))] += count;
  }
  for (const auto& [key, amount] : happened.measures) {
    const bool aside = key.measure == Measure::kIndexSetAside;
    assert(key.detail < (aside ? kSetAside : uint64_t{1} << kDetailBits));
    const uint64_t what = aside ? kSetAside | key.detail
                                : static_cast<uint64_t>(key.measure) << kDetailBits | key.detail;
    sums[KeyOf(of, Kind::kMeasure, what)] += amount;
  }
}

void KeptDays::Merge(LocalDay first, LocalDay last) {
  auto day = days_.lower_bound(first);
  if (day == days_.end() || day->first >= last) return;
  auto& into = days_[last].sums_;
  while (day->first < last) {
    for (const auto& [key, count] : day->second.sums_) into[key] += count;
    day = days_.erase(day);
  }
}

uint64_t KeptDays::KeyOf(const Source& source, Kind kind, uint64_t what) {
  assert(source.agency < kPlaces && source.procedure < kPlaces);
  return uint64_t{source.agency} << kAgencyShift | uint64_t{source.procedure} << kProcedureShift |
         static_cast<uint64_t>(source.channel) << kChannelShift |
         static_cast<uint64_t>(kind) << kKindShift | what;
}

KeptDays::Source KeptDays::SourceOf(uint64_t key) {
  return {.agency = static_cast<uint32_t>(key >> kAgencyShift),
          .procedure = static_cast<uint32_t>(Bits(key, kProcedureShift, kAgencyShift)),
          .channel = static_cast<dossier::Channel>(Bits(key, kChannelShift, kProcedureShift))};
}

KeptDays::Kind KeptDays::KindOf(uint64_t key) {
  return static_cast<Kind>(Bits(key, kKindShift, kChannelShift));
}

figures::Amount KeptDays::AmountOf(uint64_t key) {
  return static_cast<figures::Amount>(Bits(key, 0, kKindShift));
}

figures::MeasureKey KeptDays::MeasureOf(uint64_t key) {
  if ((key & kSetAside) != 0) {
    return {.measure = Measure::kIndexSetAside,
            .detail = static_cast<uint16_t>(Bits(key, 0, kKindShift - 1)),
            .reason = {}};
  }
  return {.measure = static_cast<Measure>(Bits(key, kDetailBits, kKindShift)),
          .detail = static_cast<uint16_t>(Bits(key, 0, kDetailBits)),
          .reason = {}};
}

}  // namespace dunghan::board

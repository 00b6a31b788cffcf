#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "dunghan/base/code.h"
#include "dunghan/dossier/judge.h"

/// What is counted beside the standings: acceptance, supplements, suspended time, what came after
/// the due, steps. Open-ended and sparse, where amounts are few and dense.
namespace dunghan::figures {

struct RowKey;

/// Flows count on the day they happen, stocks +1 on the day they begin and -1 on the day they end,
/// as amounts do. Times are working milliseconds of the dossier's own calendar. Where nothing else
/// is said a measure counts in the row of the dossier, on the day of its end, and does not depend
/// on the basis.
enum class Measure : uint8_t {
  kSubmitted,             ///< flow, the day of `submitted`: put on the acceptance clock
  kAcceptedInTime,        ///< flow, the day of receipt; of `submitted` where that came later
  kAcceptedLate,          ///< flow, the day of receipt
  kDeclinedInTime,        ///< flow, the day of declining
  kDeclinedLate,          ///< flow, the day of declining
  kWaiting,               ///< stock, the acceptance limit still ahead
  kWaitingLate,           ///< stock
  kSupplementAsked,       ///< flow, the day of asking: the first request
  kSupplementAskedLate,   ///< flow, of which: after Terms::supplement_within
  kSupplementAskedAgain,  ///< flow, the day of asking: every further request
  kSupplementAnswered,    ///< flow, the day it arrived
  kProcessingTime,        ///< time from receipt to end, suspensions left out; of those with an end
  kSuspendedTime,         ///< time suspended; detail = SuspensionKind, by reason
  kGrossInTime,           ///< finished, in time without credit for suspensions
  kGrossLate,             ///< finished, late without credit for suspensions
  kExtended,              ///< flow, the day of the latest extension: dossiers with one
  kReappointed,           ///< flow, the day of the latest apology with a date: dossiers with one
  kReappointedAgain,      ///< flow, of which: more than once
  /// Finished late (detail = basis), but by the re-appointment. One said after the end is neither
  /// kept nor missed: it promised nothing.
  kReappointmentKept,
  kReappointmentMissed,  ///< finished late (detail = basis), and after the re-appointment
  kReadyInTime,          ///< finished in time as promised, and at the counter by then
  kReadyLate,            ///< finished in time as promised, but at the counter only after it
  kLateByCause,          ///< finished late (detail = basis); reason = cause, none: not stated
  kUrged,                ///< flow, the day of each urging
  kUrgedDossiers,        ///< flow, the day of the first urging
  kRated,                ///< finished and answered
  kSatisfied,            ///< of which: 4 or 5
  kOfferedFull,          ///< flow, the day of receipt: procedure offered online in full that day
  kOfferedPartial,       ///< flow, the day of receipt: in part
  kStepInTime,           ///< flow, the day the step ended, in the row of the step's agency
  kStepLate,             ///< likewise
  kStepWithoutLimit,     ///< likewise
  kStepTime,             ///< likewise: time of the step
  kStepOverrun,          ///< likewise: time of the step after its limit
  kTransitTime,          ///< in the row of the agency it went to
  kUnassignedTime,       ///< before the first hand, of dossiers that have one
  kLateTime,             ///< finished late (detail = basis): time after the due
  kLateTimeBorne,        ///< its share by step (detail = basis), in the row of the step's agency
  kTook,                 ///< finished; detail = TookBucket of the processing time
  /// Finished, with a due on the basis; detail = LimitUsedDetail of basis and UsedBucket. Used is
  /// the processing time, the limit the working time from receipt until finishing is late (the end
  /// of a date due, one millisecond after an instant), stops left out of either. So what is in time
  /// never used more than all; what is late counts as more, even where only a day off came after
  /// the due, or nothing but stops.
  kLimitUsed,
  kApologised,  ///< flow, the day of the latest letter of apology: dossiers with one
  /// Stock: set aside by index 766, and counted in the period of what set it aside alone; detail =
  /// SetAsideDetail of that month and the verdict.
  kIndexSetAside,
};
inline constexpr int kMeasures = static_cast<int>(Measure::kIndexSetAside) + 1;

struct MeasureKey {
  Measure measure = Measure::kSubmitted;
  /// A Basis, a SuspensionKind, a bucket or a month, where the measure says so.
  uint16_t detail = 0;
  ReasonCode reason;
  friend bool operator==(const MeasureKey&, const MeasureKey&) = default;
};

/// The detail of kLimitUsed, and what it is made of.
inline constexpr uint8_t LimitUsedDetail(dossier::Basis basis, size_t bucket) {
  return static_cast<uint8_t>(static_cast<size_t>(basis) * 16 + bucket);
}
inline constexpr dossier::Basis BasisUsed(const MeasureKey& key) {
  return static_cast<dossier::Basis>(key.detail / 16);
}
inline constexpr size_t BucketUsed(const MeasureKey& key) { return key.detail % 16; }

/// Months are numbers: of calendar months, one by one.
constexpr int MonthNumber(LocalDay day) {
  const std::chrono::year_month_day date{day};
  return static_cast<int>(date.year()) * 12 +
         static_cast<int>(static_cast<unsigned>(date.month())) - 1;
}
/// The detail of kIndexSetAside, and what it is made of. No event lies outside 1900 to 2400.
constexpr int kFirstMonth = 1900 * 12;
constexpr uint16_t SetAsideDetail(LocalDay day, dossier::IndexVerdict verdict) {
  return static_cast<uint16_t>((MonthNumber(day) - kFirstMonth) * 4 + static_cast<int>(verdict));
}
constexpr int MonthSetAside(const MeasureKey& key) { return kFirstMonth + key.detail / 4; }
constexpr dossier::IndexVerdict VerdictSetAside(const MeasureKey& key) {
  return static_cast<dossier::IndexVerdict>(key.detail % 4);
}

/// Sums by key: none that is zero, in no order. Small: looked through from the front.
class MeasureSums {
 public:
  void Add(const MeasureKey& key, int64_t amount);
  void Add(const MeasureSums& other, int sign = 1);
  /// The same as Add for a key that is not there yet and an amount that is not zero: nothing is
  /// looked for.
  void Append(const MeasureKey& key, int64_t amount) { sums_.push_back({key, amount}); }
  void Clear() { sums_.clear(); }
  int64_t Of(Measure measure, uint16_t detail = 0) const;  ///< over all reasons
  int64_t Of(const MeasureKey& key) const;
  bool empty() const { return sums_.empty(); }
  auto begin() const { return sums_.begin(); }
  auto end() const { return sums_.end(); }
  struct Sum {
    MeasureKey key;
    int64_t amount = 0;
    friend bool operator==(const Sum&, const Sum&) = default;
  };
  /// Equal as sets.
  friend bool operator==(const MeasureSums& a, const MeasureSums& b);

 private:
  std::vector<Sum> sums_;
};

}  // namespace dunghan::figures

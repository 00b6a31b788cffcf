#pragma once

#include <array>
#include <boost/container/small_vector.hpp>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>

#include "dunghan/base/code.h"
#include "dunghan/dossier/facts.h"
#include "dunghan/dossier/judge.h"
#include "dunghan/figures/measures.h"
#include "dunghan/worktime/zone.h"

/// What dossiers contribute to which day and row.
///
/// A day cell is the sum of contributions; a period is a difference of prefix sums; a change is
/// minus the old contribution plus the new one. So no figure is ever counted by re-reading.
namespace dunghan::figures {

/// What a cell counts. Flows count on the day they happen; stocks count +1 on the day a standing
/// begins and -1 on the day it ends, so that their sum through day D is the stock at D's end.
enum class Amount : uint8_t {
  kReceived,              ///< flow
  kFinishedEarly,         ///< flow, refusals included, as in all four
  kFinishedOnTime,        ///< flow
  kFinishedLate,          ///< flow
  kFinishedUnmeasurable,  ///< flow
  kRefusedInTime,         ///< flow, of which
  kRefusedLate,           ///< flow, of which
  kWithdrawn,             ///< flow, overdue ones included
  kWithdrawnOverdue,      ///< flow, of which
  kReopened,              ///< flow: ends taken back
  kSuspended,             ///< stock, open
  kSuspendedAhead,        ///< stock, of which: finishing would still be in time
  kOverdue,               ///< stock, open
  kUnmeasurable,          ///< stock, open
  kWithoutReceipt,        ///< stock, outside the equation
  kCohortInTime,          ///< on the due day: finished in time
  kCohortLate,            ///< on the due day: finished or withdrawn after it, or open past it
  kCohortPending,         ///< on the due day: open, the due still ahead
  // How dossiers count in index 766, whatever the basis (dossier/index766.h).
  kIndexEndedOnTime,        ///< flow
  kIndexEndedLate,          ///< flow
  kIndexEndedUnmeasurable,  ///< flow
  kIndexOpenOnTime,         ///< stock
  kIndexOpenLate,           ///< stock
  kIndexOpenUnmeasurable,   ///< stock
  kIndexLateAhead,          ///< on the day it turns late by time alone, which is still ahead
  // Of those set aside (Measure::kIndexSetAside) the ones of the period asked about: no cell holds
  // them, whoever sums up a period puts them here.
  kIndexAsideOnTime,        ///< stock
  kIndexAsideLate,          ///< stock
  kIndexAsideUnmeasurable,  ///< stock
};
inline constexpr size_t kAmounts = 28;
using Amounts = std::array<int32_t, kAmounts>;
/// Amounts from here on do not depend on the basis: they are contributed, and kept, once, as those
/// of the first one, and stand on both where cells are read.
inline constexpr Amount kFirstOfBoth = Amount::kIndexEndedOnTime;
constexpr bool IsOfBoth(Amount amount) { return amount >= kFirstOfBoth; }
/// Of three amounts by verdict, the one of that verdict.
constexpr Amount ByVerdict(Amount first, dossier::IndexVerdict verdict) {
  return static_cast<Amount>(static_cast<uint8_t>(first) + static_cast<uint8_t>(verdict));
}

/// The finest row figures are kept by.
struct RowKey {
  AgencyCode agency;
  ProcedureCode procedure;
  AgencyCode counter;
  dossier::Channel channel = dossier::Channel::kUnknown;
  friend bool operator==(const RowKey&, const RowKey&) = default;
};

/// One signed amount on one day.
struct Contribution {
  LocalDay day;
  dossier::Basis basis;
  Amount amount;
  int8_t count;
  friend bool operator==(const Contribution&, const Contribution&) = default;
};
using Contributions = boost::container::small_vector<Contribution, 24>;

/// The row of a dossier.
RowKey RowOf(const dossier::Facts& facts);

/// All a dossier contributes, on both bases, in its own local days. What lies ahead by the passing
/// of time alone (overdue from a due still to come) is included, so that nothing need happen then:
/// an open dossier counts as kCohortLate on its due day, whenever that is.
Contributions Contribute(const dossier::Judged& judged);

/// The same as it stands at `now`: standings still ahead are left out, and an open dossier whose
/// due has not passed is kCohortPending on its due day instead of kCohortLate.
Contributions ContributeAt(const dossier::Judged& judged, Instant now);

/// One signed sum on one day, in the row it belongs to: a step counts with the agency that had it.
struct MeasureContribution {
  LocalDay day;
  RowKey row;
  MeasureKey key;
  int64_t amount = 0;
  friend bool operator==(const MeasureContribution&, const MeasureContribution&) = default;
};
using MeasureContributions = std::vector<MeasureContribution>;

/// All measures a dossier contributes, in its own local days. What lies ahead by the passing of
/// time alone (an acceptance limit still to pass) is included.
MeasureContributions MeasuresOf(const dossier::Judged& judged);

/// The same as it stands at `now`: what lies ahead is left out.
MeasureContributions MeasuresAt(const dossier::Judged& judged, Instant now);

/// Of these the ones a live view follows, and hardly more than that to compute: kAccepted* and
/// kDeclined*, kApologised, kIndexSetAside, and kTook and kLimitUsed of what ended on `ended_from`
/// or later.
MeasureContributions LiveMeasuresAt(const dossier::Judged& judged, Instant now,
                                    LocalDay ended_from);

struct CellKey {
  LocalDay day;
  RowKey row;
  friend bool operator==(const CellKey&, const CellKey&) = default;
};
std::size_t hash_value(const RowKey& key);
std::size_t hash_value(const CellKey& key);

/// The amounts of one cell on both bases, and its measures.
struct CellAmounts {
  std::array<Amounts, dossier::kBases> bases{};
  MeasureSums measures;

  /// On its basis, or on both.
  void Add(dossier::Basis basis, Amount amount, int32_t count);

  void Add(const CellAmounts& other, int sign = 1);
  bool IsZero() const;
  friend bool operator==(const CellAmounts&, const CellAmounts&) = default;
};

/// Cells in memory: a delta or a whole.
class Cells {
 public:
  /// Adds (or with sign -1 takes away) a dossier's contributions to its row.
  void Add(const RowKey& row, const Contributions& contributions, int sign);
  void Add(const CellKey& key, const CellAmounts& amounts, int sign = 1);
  void Add(const MeasureContributions& measures, int sign);
  /// Puts `after` in the place of `before` in one row; where both are short, or begin alike, what
  /// both have is not touched.
  void Replace(const RowKey& row, Contributions before, const Contributions& after);
  void Replace(MeasureContributions before, const MeasureContributions& after);

  const boost::unordered_flat_map<CellKey, CellAmounts>& map() const { return map_; }
  void Clear() { map_.clear(); }
  /// Without the cells that came to nothing.
  void DropZeros();

 private:
  boost::unordered_flat_map<CellKey, CellAmounts> map_;
};

}  // namespace dunghan::figures

#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>

#include "days.h"
#include "dunghan/board/snapshot.h"
#include "dunghan/figures/cells.h"
#include "dunghan/figures/figures.h"

namespace dunghan::board {

/// So much of an amount.
struct AmountCount {
  figures::Amount amount = figures::Amount::kReceived;
  int32_t count = 0;
};
using AmountCounts = std::span<const AmountCount>;

/// How a finish stands in results; nothing: no finish.
std::optional<Timeliness> ResultOf(figures::Amount amount);

/// What dossiers of one finest row contribute on one day.
struct Happened {
  dossier::Basis basis = dossier::Basis::kPromised;  ///< the board's
  AmountCounts amounts = {};                         ///< on that
  AmountCounts other = {};                           ///< on the other basis: results alone count
  std::span<const figures::MeasureSums::Sum> measures = {};
};

/// What of an open dossier is counted.
struct OpenState {
  dossier::Standing standing = dossier::Standing::kWithoutReceipt;
  DueBucket bucket = DueBucket::kUnmeasurable;
  dossier::Acceptance acceptance = dossier::Acceptance::kNone;
  bool other_overdue = false;
  bool newly_severe = false;
  std::optional<Instant> overdue_from;
};

/// What a petition is counted as.
struct CountedPetition {
  figures::PetitionFigures month;
  bool due_today = false;
  friend bool operator==(const CountedPetition&, const CountedPetition&) = default;
};

/// The numbers of one row as they are kept: sums of what its dossiers contribute as of now.
class Sums {
 public:
  /// What happened on a day that lies there: to periods, windows and since the ledger began.
  void AddFlows(const DayPlace& place, dossier::Channel channel, const Happened& happened);
  /// Amounts to the current month's figures, flows and stocks.
  void AddToMonth(DayPlace::Part part, AmountCounts amounts);
  /// All that was amassed by the day in the current month on which it passed to, or from, this row.
  void MoveIn(AmountCounts amounts);
  void MoveOut(AmountCounts amounts);

  /// Counts an open dossier in or, with sign -1, out.
  void CountOpen(const OpenState& state, int sign);

  /// Counts a petition in or, with sign -1, out.
  void CountPetition(const CountedPetition& petition, int sign);

  /// `index_open_until`: how long open dossiers are given in index 766; nothing: the month is none
  /// of the portal's.
  Counts ToCounts(std::optional<dossier::IndexOpenUntil> index_open_until) const;

 private:
  void AddAmount(const DayPlace& place, dossier::Channel channel, const AmountCount& amount);
  void AddOther(const DayPlace& place, const AmountCount& amount);
  void AddMeasure(const DayPlace& place, dossier::Basis basis,
                  const figures::MeasureSums::Sum& sum);
  void CountOverdue(Instant since, int sign);

  figures::Tally month_;
  Counts counts_;                              // all but the month's figures, and the next
  std::map<Instant, uint32_t> overdue_since_;  // how many since then; few have an instant each
};

}  // namespace dunghan::board

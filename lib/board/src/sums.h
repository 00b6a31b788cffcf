#pragma once

#include <array>
#include <cstdint>
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

/// What of an open dossier is counted.
struct OpenState {
  dossier::Standing standing = dossier::Standing::kWithoutReceipt;
  DueBucket bucket = DueBucket::kUnmeasurable;
  dossier::Acceptance acceptance = dossier::Acceptance::kNone;
};

/// The numbers of one row as they are kept: sums of what its dossiers contribute as of now.
class Sums {
 public:
  /// What happened on a day that lies there: to the named periods and since the ledger began.
  void AddFlows(const DayPlace& place, dossier::Channel channel, AmountCounts amounts);
  /// The same to the current month's figures, flows and stocks.
  void AddToMonth(DayPlace::Part part, AmountCounts amounts);
  /// All that was amassed by the day in the current month on which it passed to, or from, this row.
  void MoveIn(AmountCounts amounts);
  void MoveOut(AmountCounts amounts);

  /// Counts an open dossier in or, with sign -1, out.
  void CountOpen(const OpenState& state, int sign);

  Counts ToCounts() const;

 private:
  figures::Tally month_;
  Counts counts_;  // all but the month's figures
};

}  // namespace dunghan::board

#pragma once

#include <array>
#include <cstdint>

#include "days.h"
#include "dunghan/board/snapshot.h"
#include "dunghan/figures/cells.h"
#include "dunghan/figures/figures.h"

namespace dunghan::board {

/// The numbers of one row as they are kept: sums of what its dossiers contribute as of now.
class Sums {
 public:
  /// Adds `count` of an amount on a day that lies there.
  void Add(const DayPlace& place, figures::Amount amount, dossier::Channel channel, int32_t count);
  /// Adds a cell, or a sum of cells, of days that lie there.
  void Add(const DayPlace& place, const figures::Amounts& amounts, dossier::Channel channel);

  /// Counts an open dossier in or, with sign -1, out.
  void CountOpen(dossier::Standing standing, DueBucket bucket, int sign);

  Counts ToCounts() const;

 private:
  figures::Tally month_;
  Counts counts_;  // all but the month's figures
};

}  // namespace dunghan::board

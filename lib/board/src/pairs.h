#pragma once

#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <deque>

#include "dunghan/board/snapshot.h"
#include "sums.h"

namespace dunghan::board {

/// The numbers of an agency and a procedure together, by the places of their rows. A pair stays
/// where it is; their number only grows.
class Pairs {
 public:
  struct Pair {
    uint32_t agency = 0;
    uint32_t procedure = 0;
    std::array<int32_t, kTimeliness> results{};  ///< in the current month
    int32_t overdue = 0;
    int32_t pending = 0;

    bool IsZero() const;
  };

  uint32_t PlaceOf(uint32_t agency, uint32_t procedure);
  /// Adds what of the amounts is a result. REQUIRES: they are of the current month.
  void AddResults(uint32_t agency, uint32_t procedure, AmountCounts amounts);
  /// Counts an open dossier in or, with sign -1, out; no other counts.
  void CountOpen(uint32_t place, dossier::Standing standing, int sign);

  /// All numbers are zero; pairs keep their places.
  void Clear();

  const std::deque<Pair>& all() const { return pairs_; }

 private:
  std::deque<Pair> pairs_;
  boost::unordered_flat_map<uint64_t, uint32_t> places_;
};

}  // namespace dunghan::board

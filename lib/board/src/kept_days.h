#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <map>

#include "dunghan/dossier/event.h"
#include "sums.h"

namespace dunghan::board {

/// What was charged, day by day, so that a board can go on into another day: sums of a day that
/// then lies elsewhere are taken from where it lay and added to where it lies.
class KeptDays {
 public:
  /// Who charged: the places of the rows of the agency a dossier came to, and of its procedure.
  struct Source {
    uint32_t agency = 0;
    uint32_t procedure = 0;
    dossier::Channel channel = dossier::Channel::kUnknown;
  };

  void Add(LocalDay day, const Source& source, const Happened& happened);

  /// What is kept of one day: sums by source and by what they count.
  class Sums {
   public:
    /// Calls `visit(source, happened)` once for each sum; `sign` -1: of what takes it away.
    template <class Visit>
    void ForEach(dossier::Basis basis, int sign, Visit visit) const {
      for (const auto& [key, count] : sums_) {
        if (count != 0) VisitOne(basis, key, sign * count, visit);
      }
    }

   private:
    friend class KeptDays;
    template <class Visit>
    static void VisitOne(dossier::Basis basis, uint64_t key, int64_t count, Visit& visit) {
      const Source source = SourceOf(key);
      if (KindOf(key) == Kind::kMeasure) {
        const figures::MeasureSums::Sum sum{MeasureOf(key), count};
        visit(source, Happened{.basis = basis, .measures = {&sum, 1}});
        return;
      }
      const AmountCount amount{AmountOf(key), static_cast<int32_t>(count)};
      const AmountCounts one(&amount, 1);
      KindOf(key) == Kind::kAmount ? visit(source, Happened{.basis = basis, .amounts = one})
                                   : visit(source, Happened{.basis = basis, .other = one});
    }

    boost::unordered_flat_map<uint64_t, int64_t> sums_;
  };
  const std::map<LocalDay, Sums>& days() const { return days_; }

  /// Adds the days from `first` through `last` to the latter. REQUIRES: they will always lie alike.
  void Merge(LocalDay first, LocalDay last);

 private:
  enum class Kind : uint8_t { kAmount, kOther, kMeasure };
  static uint64_t KeyOf(const Source& source, Kind kind, uint64_t what);
  static Source SourceOf(uint64_t key);
  static Kind KindOf(uint64_t key);
  static figures::Amount AmountOf(uint64_t key);
  static figures::MeasureKey MeasureOf(uint64_t key);

  std::map<LocalDay, Sums> days_;
};

}  // namespace dunghan::board

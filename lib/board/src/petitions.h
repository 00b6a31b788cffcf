#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "days.h"
#include "deadlines.h"
#include "dunghan/dossier/judge.h"
#include "dunghan/dossier/petition.h"
#include "rows.h"

namespace dunghan::board {

/// Petitions by their own clocks: those that count in the current month are kept, one by one, and
/// counted in the row of the agency that has them.
class Petitions {
 public:
  /// Rulebook, rows and days have to outlive it.
  Petitions(const rulebook::Rulebook& rulebook, dossier::PetitionPolicy policy, Rows& rows,
            const Days& days);

  /// Whether there can be any.
  bool any() const { return any_; }
  /// REQUIRES: any().
  bool Is(ProcedureCode procedure) { return rows_.procedure(rows_.PlaceOf(procedure)).petition; }
  /// A dossier as it is now; one that is no petition, or counts no longer, is let go of.
  void Put(std::string_view code, const dossier::Judged& judged, Instant now);
  /// Whether any count has changed.
  bool AdvanceTo(Instant now);
  /// Another day has begun; `counted`: rows still hold what was counted before.
  void BeginDay(Instant now, bool counted);
  /// When one next turns by time alone.
  std::optional<Instant> Next() const { return deadlines_.Next(); }

 private:
  struct Entry {
    std::string code;  ///< empty: the place is free
    dossier::PetitionSeen seen;
    std::shared_ptr<const worktime::WorkingCalendar> calendar;
    ProcedureCode procedure;
    uint32_t row = 0;
    CountedPetition counted;
  };

  void Count(uint32_t place, Instant now);
  void Drop(uint32_t place);

  const rulebook::Rulebook& rulebook_;
  dossier::PetitionPolicy policy_;
  Rows& rows_;
  const Days& days_;
  bool any_ = false;
  std::deque<Entry> entries_;
  std::vector<uint32_t> free_;
  struct Hash {
    using is_transparent = void;
    size_t operator()(std::string_view code) const { return std::hash<std::string_view>()(code); }
  };
  boost::unordered_flat_map<std::string, uint32_t, Hash, std::equal_to<>> places_;
  Deadlines deadlines_;
};

}  // namespace dunghan::board

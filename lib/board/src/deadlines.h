#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "dunghan/base/time.h"

namespace dunghan::board {

/// At most one instant for each place, the earliest at hand.
///
/// A binary heap. A place that gets another instant leaves its old one in the heap, to be passed
/// over; once these are more than half, they are thrown out. Setting and popping cost O(log n),
/// looking costs nothing.
class Deadlines {
 public:
  /// Nothing: none.
  void Set(uint32_t place, std::optional<Instant> at);

  std::optional<Instant> Next() const;
  /// Takes out a place whose instant is not after `now`, the earliest first.
  std::optional<uint32_t> PopDue(Instant now);

  /// How many instants the heap holds, those to be passed over included.
  size_t held() const { return heap_.size(); }

 private:
  struct Item {
    Instant at;
    uint32_t place;
    uint32_t generation;
  };
  static constexpr Instant kNone = Instant::max();
  struct Slot {
    Instant at = kNone;
    uint32_t generation = 0;
  };

  static bool Later(const Item& a, const Item& b) { return a.at > b.at; }
  bool IsStale(const Item& item) const { return item.generation != slots_[item.place].generation; }
  void Clear(Slot& slot);
  void Tidy();

  std::vector<Item> heap_;   // its front is never stale
  std::vector<Slot> slots_;  // by place
  size_t live_ = 0;
};

}  // namespace dunghan::board

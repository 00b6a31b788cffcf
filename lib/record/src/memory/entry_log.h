#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/record/entry.h"

namespace dunghan::record::memory {

/// Entries one after the other in large blocks: what is kept of millions of them is little more
/// than their bytes.
class EntryLog {
 public:
  struct Kept {
    Kind kind = Kind::kEvent;
    std::string_view bytes;  ///< stay where they are
  };

  void Add(const Kept& entry);
  Kept At(size_t index) const;
  Kind KindAt(size_t index) const;
  size_t size() const { return places_.size(); }

 private:
  struct Place {
    uint32_t block = 0;
    uint32_t offset = 0;
  };

  std::vector<std::string> blocks_;  // each has its full size from the start on, and never moves
  std::deque<Place> places_;
};

}  // namespace dunghan::record::memory

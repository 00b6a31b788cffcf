#include "deadlines.h"

#include <algorithm>

namespace dunghan::board {
namespace {

/// Heaps below this are not worth throwing anything out of.
constexpr size_t kSmall = 64;

}  // namespace

void Deadlines::Set(uint32_t place, std::optional<Instant> at) {
  if (place >= slots_.size()) slots_.resize(place + 1);
  Slot& slot = slots_[place];
  if (slot.at == at.value_or(kNone)) return;
  Clear(slot);
  if (at) {
    slot.at = *at;
    ++live_;
    heap_.push_back({*at, place, slot.generation});
    std::push_heap(heap_.begin(), heap_.end(), Later);
  }
  Tidy();
}

std::optional<Instant> Deadlines::Next() const {
  if (heap_.empty()) return {};
  return heap_.front().at;
}

std::optional<uint32_t> Deadlines::PopDue(Instant now) {
  if (heap_.empty() || heap_.front().at > now) return {};
  const uint32_t place = heap_.front().place;
  Clear(slots_[place]);
  Tidy();
  return place;
}

/// Makes what the heap holds for the place stale.
void Deadlines::Clear(Slot& slot) {
  if (slot.at == kNone) return;
  slot.at = kNone;
  ++slot.generation;
  --live_;
}

void Deadlines::Tidy() {
  // At least half of what is gone through goes: each that stays is paid for by one that does not.
  if (heap_.size() > 2 * live_ + kSmall) {
    std::erase_if(heap_, [this](const Item& item) { return IsStale(item); });
    std::make_heap(heap_.begin(), heap_.end(), Later);
  }
  while (!heap_.empty() && IsStale(heap_.front())) {
    std::pop_heap(heap_.begin(), heap_.end(), Later);
    heap_.pop_back();
  }
}

}  // namespace dunghan::board

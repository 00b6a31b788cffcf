#include <algorithm>

#include "dunghan/figures/measures.h"

namespace dunghan::figures {

void MeasureSums::Add(const MeasureKey& key, int64_t amount) {
  if (amount == 0) return;
  const auto it =
      std::find_if(sums_.begin(), sums_.end(), [&](const Sum& sum) { return sum.key == key; });
  if (it == sums_.end()) {
    sums_.push_back({key, amount});
  } else if ((it->amount += amount) == 0) {
    // In no order: the last one takes its place.
    *it = sums_.back();
    sums_.pop_back();
  }
}

void MeasureSums::Add(const MeasureSums& other, int sign) {
  for (const Sum& sum : other.sums_) Add(sum.key, sign * sum.amount);
}

int64_t MeasureSums::Of(Measure measure, uint16_t detail) const {
  int64_t total = 0;
  for (const Sum& sum : sums_) {
    if (sum.key.measure == measure && sum.key.detail == detail) total += sum.amount;
  }
  return total;
}

int64_t MeasureSums::Of(const MeasureKey& key) const {
  const auto it =
      std::find_if(sums_.begin(), sums_.end(), [&](const Sum& sum) { return sum.key == key; });
  return it == sums_.end() ? 0 : it->amount;
}

bool operator==(const MeasureSums& a, const MeasureSums& b) {
  return a.sums_.size() == b.sums_.size() &&
         std::is_permutation(a.sums_.begin(), a.sums_.end(), b.sums_.begin());
}

}  // namespace dunghan::figures

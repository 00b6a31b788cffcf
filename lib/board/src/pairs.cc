#include "pairs.h"

#include <algorithm>

namespace dunghan::board {

bool Pairs::Pair::IsZero() const {
  return overdue == 0 && pending == 0 &&
         std::all_of(results.begin(), results.end(), [](int32_t count) { return count == 0; });
}

uint32_t Pairs::PlaceOf(uint32_t agency, uint32_t procedure) {
  const auto next = static_cast<uint32_t>(pairs_.size());
  const auto [found, is_new] = places_.emplace(uint64_t{agency} << 32U | procedure, next);
  if (is_new) pairs_.push_back({.agency = agency, .procedure = procedure});
  return found->second;
}

void Pairs::Clear() {
  // Places stay: open dossiers refer to them.
  for (Pair& pair : pairs_) pair = {.agency = pair.agency, .procedure = pair.procedure};
}

void Pairs::AddResults(uint32_t agency, uint32_t procedure, AmountCounts amounts) {
  for (const auto& [amount, count] : amounts) {
    const auto result = ResultOf(amount);
    if (!result) continue;
    pairs_[PlaceOf(agency, procedure)].results[static_cast<size_t>(*result)] += count;
  }
}

void Pairs::CountOpen(uint32_t place, dossier::Standing standing, int sign) {
  if (!dossier::IsOpen(standing)) return;
  Pair& pair = pairs_[place];
  (standing == dossier::Standing::kOverdue ? pair.overdue : pair.pending) += sign;
}

}  // namespace dunghan::board

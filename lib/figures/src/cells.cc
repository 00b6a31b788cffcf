#include "dunghan/figures/cells.h"

#include <algorithm>
#include <boost/container_hash/hash.hpp>
#include <cstddef>
#include <iterator>

namespace dunghan::figures {
namespace {

/// Removes from `before` what `after` has too, as far as it is worth it; what `after` has beside.
template <class Parts>
Parts TakeAwayCommon(Parts& before, const Parts& after) {
  // What is new mostly comes last: what both begin with needs no search.
  const auto [rest, next] = std::mismatch(before.begin(), before.end(), after.begin(), after.end());
  before.erase(before.begin(), rest);
  Parts gained;
  // A search for each costs more than what it saves once there are many: then all that is left is
  // taken away and added anew.
  constexpr std::ptrdiff_t kSearched = 64;
  if (std::distance(before.begin(), before.end()) > kSearched &&
      std::distance(next, after.end()) > kSearched) {
    gained.assign(next, after.end());
    return gained;
  }
  for (auto it = next; it != after.end(); ++it) {
    const auto same = std::find(before.begin(), before.end(), *it);
    if (same == before.end()) {
      gained.push_back(*it);
    } else {
      // Their order means nothing.
      *same = before.back();
      before.pop_back();
    }
  }
  return gained;
}

}  // namespace

RowKey RowOf(const dossier::Facts& facts) {
  if (!facts.receipt && facts.submission) {
    const auto& submission = *facts.submission;
    return {submission.agency, submission.procedure, submission.counter, submission.channel};
  }
  if (!facts.receipt) return {facts.named_agency, {}, {}, dossier::Channel::kUnknown};
  const auto& receipt = *facts.receipt;
  return {receipt.agency, receipt.procedure, receipt.counter, receipt.channel};
}

std::size_t hash_value(const RowKey& key) {
  std::size_t seed = key.agency.number();
  boost::hash_combine(seed, key.procedure.number());
  boost::hash_combine(seed, key.counter.number());
  boost::hash_combine(seed, static_cast<unsigned>(key.channel));
  return seed;
}

std::size_t hash_value(const CellKey& key) {
  std::size_t seed = hash_value(key.row);
  boost::hash_combine(seed, key.day.time_since_epoch().count());
  return seed;
}

void CellAmounts::Add(dossier::Basis basis, Amount amount, int32_t count) {
  const auto at = static_cast<size_t>(amount);
  bases[static_cast<size_t>(basis)][at] += count;
  if (IsOfBoth(amount)) bases[1 - static_cast<size_t>(basis)][at] += count;
}

void CellAmounts::Add(const CellAmounts& other, int sign) {
  for (size_t basis = 0; basis < bases.size(); ++basis) {
    for (size_t i = 0; i < kAmounts; ++i) bases[basis][i] += sign * other.bases[basis][i];
  }
  measures.Add(other.measures, sign);
}

bool CellAmounts::IsZero() const {
  return measures.empty() && std::all_of(bases.begin(), bases.end(), [](const Amounts& amounts) {
           return std::all_of(amounts.begin(), amounts.end(),
                              [](int32_t value) { return value == 0; });
         });
}

void Cells::Add(const RowKey& row, const Contributions& contributions, int sign) {
  for (const Contribution& part : contributions) {
    map_[CellKey{part.day, row}].Add(part.basis, part.amount, sign * part.count);
  }
}

void Cells::Add(const CellKey& key, const CellAmounts& amounts, int sign) {
  map_[key].Add(amounts, sign);
}

void Cells::Add(const MeasureContributions& measures, int sign) {
  // Those of one cell mostly lie next to each other.
  CellKey key;
  MeasureSums* sums = nullptr;
  for (const MeasureContribution& part : measures) {
    if (const CellKey of{part.day, part.row}; !sums || of != key) {
      key = of;
      sums = &map_[key].measures;
    }
    sums->Add(part.key, sign * part.amount);
  }
}

void Cells::Replace(const RowKey& row, Contributions before, const Contributions& after) {
  const Contributions gained = TakeAwayCommon(before, after);
  Add(row, before, -1);
  Add(row, gained, 1);
}

void Cells::Replace(MeasureContributions before, const MeasureContributions& after) {
  const MeasureContributions gained = TakeAwayCommon(before, after);
  Add(before, -1);
  Add(gained, 1);
}

void Cells::DropZeros() {
  boost::unordered::erase_if(map_, [](const auto& entry) { return entry.second.IsZero(); });
}

}  // namespace dunghan::figures

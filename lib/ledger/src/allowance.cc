#include "allowance.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "dunghan/dossier/event_codes.h"

namespace dunghan::ledger {

uint32_t Allowance::ShareOf(uint32_t source) const {
  return bounds_.sources.contains(dictionary_.TextAt(source)) ? source : 0;
}

void Allowance::Count(uint32_t source, int64_t texts) { texts_[ShareOf(source)] += texts; }

bool Allowance::Admits(const dossier::Event& event) const {
  // ForEachCode visits eight codes. A text that stands in several fields takes one number.
  std::array<uint32_t, 8> fresh{};
  size_t count = 0;
  dossier::ForEachCode(event, [&](auto code) {
    if (dictionary_.Knows(code)) return;
    const auto end = fresh.begin() + static_cast<std::ptrdiff_t>(count);
    if (std::find(fresh.begin(), end, code.number()) == end) fresh[count++] = code.number();
  });
  if (count == 0) return true;
  const bool is_named = bounds_.sources.contains(event.source.text());
  const uint32_t share = is_named ? dictionary_.Find(event.source) : 0;
  // A named source that is new has brought nothing yet.
  const auto it = is_named && share == 0 ? texts_.end() : texts_.find(share);
  const int64_t brought = it == texts_.end() ? 0 : it->second;
  return brought + static_cast<int64_t>(count) <= bounds_.texts_per_source;
}

void Allowance::Take(const dossier::Event& event) {
  const uint32_t known = dictionary_.size();
  dossier::ForEachCode(event, [&](auto code) { dictionary_.Number(code); });
  const uint32_t fresh = dictionary_.size() - known;
  if (fresh == 0) return;
  // One of the codes: it has its number by now, so that none is added here.
  const uint32_t source = dictionary_.Number(event.source);
  brought_.insert(brought_.end(), fresh, source);
  texts_[ShareOf(source)] += fresh;
}

void Allowance::Forget() {
  // Before texts go: ShareOf reads the source's name, which may be one of them.
  for (const uint32_t source : brought_) --texts_[ShareOf(source)];
  dictionary_.Truncate(dictionary_.size() - static_cast<uint32_t>(brought_.size()));
  brought_.clear();
}

}  // namespace dunghan::ledger

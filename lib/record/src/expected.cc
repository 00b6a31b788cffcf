#include "expected.h"

#include <fmt/format.h>

#include "dunghan/dossier/event_codes.h"

namespace dunghan::record {

template <class C>
void Expected::Uses(C code, uint32_t by) {
  const uint32_t number = dictionary_.Find(code);
  if (brought_by_.size() <= number) brought_by_.resize(number + size_t{1});
  if (brought_by_[number] == 0) brought_by_[number] = by;
}

std::optional<std::string> Expected::See(const Entry& entry, Instant recorded_at) {
  if (entry.event) {
    SeeEvent(*entry.event, recorded_at);
    return {};
  }
  if (entry.kind == Kind::kRulebook) ++rulebooks_;
  return entry.kind == Kind::kTally ? SeeTally(entry) : std::nullopt;
}

void Expected::SeeEvent(const dossier::Event& event, Instant recorded_at) {
  const uint32_t source = dictionary_.Find(event.source);
  dossier::ForEachCode(event, [&](auto code) { Uses(code, source); });
  simulated_ = simulated_ || event.source.text() == kSimulator;
  if (event.at > recorded_at) ++ahead_;
}

const std::vector<uint32_t>& Expected::BroughtBy(uint32_t size) {
  brought_by_.resize(size + size_t{1});
  return brought_by_;
}

std::optional<std::string> Expected::SeeTally(const Entry& entry) {
  const auto tally = ReadTally(entry.bytes);
  if (!tally) return fmt::format("entry {} is not a tally of quarantine", entry.seq);
  for (const auto& [key, counts] : *tally) {
    Sum& sum = sums_[key];
    sum.there += counts.added - counts.pruned;
    sum.waiting += counts.added + counts.revived - counts.resolved - counts.discarded;
    if (counts.pruned > 0) {
      // Which rows went is not said: digests of tallies that had them cannot be made anew.
      sum.added.clear();
      sum.comparable = 0;
    }
    if (counts.added > 0 && counts.pruned == 0) {
      sum.added.emplace_back(counts.added, counts.digest);
      sum.comparable += counts.added;
    }
    if (sum.there < 0 || sum.waiting < 0 || sum.waiting > sum.there) {
      return fmt::format("the tally at {} takes more from quarantine than there is", entry.seq);
    }
  }
  return {};
}

std::optional<std::string> Expected::SeeRow(const TalliedRow& row) {
  if (!row.first_field) {
    // Before there were tallies; the first one takes in all of them.
    if (sums_.empty()) return {};
    return fmt::format("quarantine entry {} was never tallied", row.id);
  }
  const auto it = sums_.find({row.source, *row.first_field});
  if (it == sums_.end()) return fmt::format("quarantine entry {} was never tallied", row.id);
  Sum& sum = it->second;
  if (row.waiting) ++sum.found_waiting;
  // By id those whose tallies can still be made anew come last.
  if (sum.found++ < sum.there - sum.comparable || sum.tally == sum.added.size()) return {};
  sum.digests.Add(row.digest);
  const auto& [count, digest] = sum.added[sum.tally];
  if (++sum.of_tally < count) return {};
  ++sum.tally;
  sum.of_tally = 0;
  if (sum.digests.Finish() == digest) return {};
  return fmt::format("quarantine entry {} or one of the {} before it is not what was tallied",
                     row.id, count - 1);
}

std::optional<std::string> Expected::CompareRows() const {
  for (const auto& [of, sum] : sums_) {
    const auto& key = of;  // what clang lets a lambda hold
    const auto differ = [&key](std::string_view what, int64_t found, int64_t tallied) {
      return fmt::format("{} {} entries of source {} for field \"{}\", the tallies say {}", found,
                         what, key.first, key.second, tallied);
    };
    if (sum.found != sum.there) return differ("quarantined", sum.found, sum.there);
    if (sum.found_waiting != sum.waiting) {
      return differ("waiting", sum.found_waiting, sum.waiting);
    }
  }
  return {};
}

}  // namespace dunghan::record

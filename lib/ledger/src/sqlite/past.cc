#include "past.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "../history.h"
#include "rejudge.h"

namespace dunghan::ledger::sqlite {

using dossier::Event;

Past::Past(Store& store, Book& present, const Position& position, const rulebook::Timeline& then,
           const std::function<void(int64_t, int64_t)>& progress)
    : dictionary_(&store.dictionary()) {
  // The event before a dossier's first one since is the last that was known of it then.
  std::map<std::string, int64_t, std::less<>> last_known;
  store.ForEachTouched(position.seq, [&](std::string_view code, int64_t previous) {
    if (!last_known.contains(code)) last_known.emplace(code, previous);
  });
  const auto touch = [&](std::string_view code) {
    if (last_known.contains(code)) return;
    const auto now = present.Load(code);
    last_known.emplace(code, now ? now->last_seq : 0);
  };
  store.ForEachAhead(position.at, position.seq, touch);
  if (RolesDiffer(then, present.timeline(), store.dictionary())) {
    store.ForEachTouched(0, [&](std::string_view code, int64_t) { touch(code); });
  }
  const auto all = static_cast<int64_t>(last_known.size());
  int64_t done = 0;
  for (const auto& [code, last_seq] : last_known) {
    entries_.emplace_hint(entries_.end(), code,
                          last_seq == 0 ? std::string() : FoldAt(store, last_seq, position, then));
    if (progress && (++done % 1'000 == 0 || done == all)) progress(done, all);
  }
}

std::string Past::FoldAt(Store& store, int64_t last_seq, const Position& position,
                         const rulebook::Timeline& then) {
  Entry entry;
  entry.last_seq = last_seq;
  std::vector<Event> events;
  for (auto& [seq, event] : store.Chain(last_seq)) {
    entry.marks.push_back(
        {dossier::IdDigest(event.source, event.id), Prefix64(dossier::ContentDigest(event))});
    events.push_back(std::move(event));
  }
  std::reverse(entry.marks.begin(), entry.marks.end());
  FoldHistory(entry, std::move(events), then, position.at);
  return Encode(entry, store.dictionary());
}

std::optional<Entry> Past::Find(std::string_view code) const {
  const std::string& encoded = entries_.find(code)->second;
  if (encoded.empty()) return {};
  return Decoded(code, encoded, *dictionary_);
}

void Past::ForEach(const std::function<void(std::string_view, const Entry&)>& visit) const {
  for (const auto& [code, encoded] : entries_) {
    if (encoded.empty()) continue;
    visit(code, Decoded(code, encoded, *dictionary_));
  }
}

void Past::ForEachCode(const std::function<void(std::string_view)>& visit) const {
  for (const auto& [code, encoded] : entries_) visit(code);
}

}  // namespace dunghan::ledger::sqlite

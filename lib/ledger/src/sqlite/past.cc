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
  const auto touch = [&](std::string_view code) { entries_.try_emplace(std::string(code)); };
  const bool other_facts = RolesDiffer(then, present.timeline(), store.dictionary());
  store.ForEachTouched(other_facts ? 0 : position.seq, touch);
  store.ForEachAhead(position.at, position.seq, touch);
  const auto all = static_cast<int64_t>(entries_.size());
  int64_t done = 0;
  for (auto& [code, encoded] : entries_) {
    Add(store, present, code, position, then);
    if (progress && (++done % 1'000 == 0 || done == all)) progress(done, all);
  }
}

void Past::Add(Store& store, Book& present, std::string_view code, const Position& position,
               const rulebook::Timeline& then) {
  const auto now = present.Load(code);
  if (!now) return;
  std::vector<std::pair<int64_t, Event>> known = store.Chain(now->last_seq);
  std::erase_if(known, [&](const auto& one) { return one.first > position.seq; });
  if (known.empty()) return;
  Entry entry;
  entry.last_seq = known.front().first;
  std::reverse(known.begin(), known.end());
  std::vector<Event> events;
  for (auto& [seq, event] : known) {
    entry.marks.push_back(
        {dossier::IdDigest(event.source, event.id), Prefix64(dossier::ContentDigest(event))});
    events.push_back(std::move(event));
  }
  FoldHistory(entry, std::move(events), then, position.at);
  entries_.find(code)->second = Encode(entry, store.dictionary());
}

std::optional<Entry> Past::Find(std::string_view code) const {
  const std::string& encoded = entries_.find(code)->second;
  if (encoded.empty()) return {};
  return DecodeEntry(encoded, *dictionary_);
}

void Past::ForEach(const std::function<void(std::string_view, const Entry&)>& visit) const {
  for (const auto& [code, encoded] : entries_) {
    if (encoded.empty()) continue;
    if (const auto entry = DecodeEntry(encoded, *dictionary_)) visit(code, *entry);
  }
}

void Past::ForEachCode(const std::function<void(std::string_view)>& visit) const {
  for (const auto& [code, encoded] : entries_) visit(code);
}

}  // namespace dunghan::ledger::sqlite

#include "book.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "alias_key.h"
#include "telling.h"

namespace dunghan::ledger {

using dossier::Event;

void Book::Hold(std::string_view code, std::string_view encoded) {
  const Folded entry = Decoded(code, encoded, *dictionary_);
  if (entry.wake_at) waking_.Set(code, *entry.wake_at);
  const bool settled = entry.IsSettled();
  open_ += settled ? 0 : 1;
  entries_.emplace(code, encoded, settled);
}

std::optional<Folded> Book::Find(std::string_view code) const {
  const auto it = entries_.find(code);
  if (it == entries_.end()) return {};
  return Decoded(code, it->entry(), *dictionary_);
}

std::optional<Folded> Book::Load(std::string_view code) {
  if (auto entry = Find(code)) return entry;
  const auto kept = shelf_.Load(code);
  if (!kept) return {};
  return Decoded(code, kept->entry, *dictionary_);
}

void Book::Put(std::string_view code, const Folded& entry, std::string_view before,
               bool was_settled) {
  const bool settled = entry.IsSettled();
  auto it = entries_.find(code);
  const bool held = it != entries_.end();
  // The first move since the piece before: its `before` is what that piece has added, and what
  // the next one takes away. Copied, for the bytes may be those that are replaced below.
  if (!held || !it->dirty()) {
    moved_.push_back({std::string(code), std::string(before), {}, was_settled, settled});
  }
  if (held) {
    open_ -= it->settled() ? 0 : 1;
    it->Replace(encoded_, settled);
  } else {
    it = entries_.emplace(code, encoded_, settled).first;
  }
  it->SetDirty(true);
  open_ += settled ? 0 : 1;
  entry.wake_at ? waking_.Set(code, *entry.wake_at) : waking_.Clear(code);
}

std::vector<Event> Book::HistoryOf(std::string_view code, int64_t last_seq) const {
  std::vector<Event> events;
  int64_t seq = last_seq;
  while (seq != 0) {
    auto recent = recent_.Find(seq, code);
    if (!recent) break;
    events.push_back(std::move(recent->event));
    seq = recent->previous;
  }
  if (seq == 0) return events;
  std::vector<Event> older = shelf_.History(seq);
  if (events.empty()) return older;
  std::move(older.begin(), older.end(), std::back_inserter(events));
  return events;
}

void Book::Publish(Group&& group, std::vector<DossierChange>* changes) {
  for (const auto& [event, seq, previous] : group.fresh_) {
    recent_.Push(seq, previous, *event);
    if (!event->alias.empty()) aliases_.insert(AliasKey(event->alias, event->dossier));
  }
  for (Group::Work& work : group.works_) {
    encoded_.clear();
    Encode(work.entry, *dictionary_, encoded_);
    // Equal entries are equal bytes: waking may have changed nothing.
    if (work.before == encoded_) continue;
    std::optional<Folded> was;
    // Before Put, which frees the bytes that `before` looks at.
    if (changes && !work.before.empty()) was = Decoded(work.code, work.before, *dictionary_);
    Put(work.code, work.entry, work.before, work.was_settled);
    if (!changes) continue;
    auto change = ChangeOf(work.code, std::move(was), std::move(work.entry), *timeline_);
    if (change) changes->push_back(std::move(*change));
  }
  group.fresh_.clear();
  group.by_code_.clear();
  group.works_.clear();
}

std::vector<Moved> Book::TakeMoved() {
  for (Moved& moved : moved_) {
    // There for certain: what is dirty is never let go of.
    const auto it = entries_.find(std::string_view(moved.code));
    moved.after = it->entry();
    moved.is_settled = it->settled();
    it->SetDirty(false);
  }
  return std::exchange(moved_, {});
}

void Book::ForEachMoved(const std::function<void(const Moved&)>& visit) const {
  for (Moved moved : moved_) {
    const auto it = entries_.find(std::string_view(moved.code));
    moved.after = it->entry();
    moved.is_settled = it->settled();
    visit(moved);
  }
}

void Book::LetGo(const std::vector<Moved>& written) {
  for (const Moved& moved : written) {
    const auto it = entries_.find(std::string_view(moved.code));
    if (it != entries_.end() && it->settled() && !it->dirty()) entries_.erase(it);
  }
}

void Book::Clear() {
  entries_.clear();
  recent_.Clear();
  waking_ = Alarms();
  aliases_.clear();
  moved_.clear();
  open_ = 0;
}

void Book::ForEachPacked(const std::function<void(const Packed&)>& visit) const {
  for (const Packed& packed : entries_) visit(packed);
}

void Book::ForEach(const std::function<void(std::string_view, const Folded&)>& visit) const {
  for (const Packed& packed : entries_) {
    visit(packed.code(), Decoded(packed.code(), packed.entry(), *dictionary_));
  }
}

}  // namespace dunghan::ledger

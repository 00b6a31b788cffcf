#include "book.h"

#include <algorithm>
#include <utility>

namespace dunghan::ledger {

using dossier::Event;
using dossier::EventType;

namespace {

/// Whether two facts differ in nothing but which event was folded last.
bool SameButForLast(const dossier::Facts& before, dossier::Facts after) {
  after.last_at = before.last_at;
  after.last_type = before.last_type;
  return before == after;
}

}  // namespace

void Book::Hold(std::string_view code, std::string_view encoded) {
  const auto entry = DecodeEntry(encoded, dictionary_);
  if (!entry) return;
  if (entry->wake_at) waking_.Set(code, *entry->wake_at);
  const bool settled = entry->IsSettled();
  open_ += settled ? 0 : 1;
  entries_.emplace(code, encoded, settled);
}

std::optional<Entry> Book::Find(std::string_view code) const {
  const auto it = entries_.find(code);
  if (it == entries_.end()) return {};
  return DecodeEntry(it->entry(), dictionary_);
}

std::optional<Entry> Book::Load(std::string_view code) {
  if (auto entry = Find(code)) return entry;
  return shelf_.Load(code);
}

DossierState Book::StateOf(const Entry& entry) const {
  return {entry.facts, dossier::Judge(entry.facts, rulebook_->TermsFor(entry.facts))};
}

figures::Contributions Book::ContributionsOf(const DossierState& state) const {
  if (!state.facts.first_at) return {};
  const dossier::Terms terms = rulebook_->TermsFor(state.facts);
  return figures::Contribute(state.facts, state.judgement, terms.calendar->zone());
}

/// Most events change little of what a dossier contributes, and many nothing.
void Book::Account(const std::optional<DossierState>& before, const DossierState& after) {
  const figures::RowKey row = figures::RowOf(after.facts);
  const figures::Contributions gained = ContributionsOf(after);
  if (!before) return cells_.Add(row, gained, 1);
  const figures::RowKey row_before = figures::RowOf(before->facts);
  if (row == row_before) return cells_.Replace(row, ContributionsOf(*before), gained);
  cells_.Add(row_before, ContributionsOf(*before), -1);
  cells_.Add(row, gained, 1);
}

void Book::Put(std::string_view code, const Entry& entry) {
  const std::string encoded = Encode(entry, dictionary_);
  const bool settled = entry.IsSettled();
  auto it = entries_.find(code);
  if (it == entries_.end()) {
    it = entries_.emplace(code, encoded, settled).first;
  } else {
    open_ -= it->settled() ? 0 : 1;
    it->Replace(encoded, settled);
  }
  open_ += settled ? 0 : 1;
  if (!it->dirty()) {
    it->SetDirty(true);
    dirty_.emplace_back(code);
  }
  entry.wake_at ? waking_.Set(code, *entry.wake_at) : waking_.Clear(code);
}

void Book::Publish(Group&& group, std::vector<DossierChange>* changes) {
  for (Group::Work& work : group.works_) {
    if (work.before && *work.before == work.entry) continue;
    Put(work.code, work.entry);
    // Events of mirrors, those dated ahead and those that decide nothing (assigned, ready, rated
    // ...) change the entry, but no figure.
    if (work.before && SameButForLast(work.before->facts, work.entry.facts)) continue;
    std::optional<DossierState> before;
    if (work.before) before = StateOf(*work.before);
    DossierState after = StateOf(work.entry);
    Account(before, after);
    if (changes) changes->push_back({std::move(work.code), std::move(before), std::move(after)});
  }
  group.by_code_.clear();
  group.works_.clear();
}

void Book::Settle() {
  for (const std::string& code : dirty_) {
    const auto it = entries_.find(std::string_view(code));
    if (it->settled()) {
      entries_.erase(it);
    } else {
      it->SetDirty(false);
    }
  }
  dirty_.clear();
  cells_.Clear();
}

void Book::ForEach(const std::function<void(std::string_view, const Entry&)>& visit) const {
  for (const Packed& packed : entries_) {
    if (const auto entry = DecodeEntry(packed.entry(), dictionary_)) visit(packed.code(), *entry);
  }
}

Group::Work& Group::WorkOn(std::string_view code) {
  if (const auto it = by_code_.find(code); it != by_code_.end()) return *it->second;
  Work& work = works_.emplace_back();
  work.code = code;
  by_code_.emplace(work.code, &work);
  work.before = book_.Load(code);
  if (work.before) work.entry = *work.before;
  return work;
}

std::optional<int64_t> Group::Add(const Event& event, const Digest& content, int64_t seq) {
  Work& work = WorkOn(event.dossier);
  const Mark mark{dossier::IdDigest(event.source, event.id), Prefix64(content)};
  for (const Mark& known : work.entry.marks) {
    if (known == mark) return {};
    // Two contents under one id: which of them rules is for the fold of all events to say.
    if (known.id == mark.id) work.refold = true;
  }
  const int64_t previous = std::exchange(work.entry.last_seq, seq);
  work.entry.marks.push_back(mark);
  Take(work, event, mark.id);
  return previous;
}

void Group::Take(Work& work, const Event& event, uint64_t id) {
  work.added.push_back(&event);
  if (book_.rulebook().RoleOf(event.source) == rulebook::SourceRole::kMirror) return;
  if (event.at > now_) {
    auto& wake_at = work.entry.wake_at;
    wake_at = wake_at ? std::min(*wake_at, event.at) : event.at;
    // A void dated ahead is in force at its own time, so that the history has to be folded then.
    return;
  }
  const auto& voided = work.entry.voided;
  if (event.type == EventType::kVoided) {
    work.entry.voided.push_back(dossier::IdDigest(event.source, event.voids));
    work.refold = true;
  } else if (std::find(voided.begin(), voided.end(), id) != voided.end()) {
    work.refold = true;
  }
  if (work.refold) return;
  if (dossier::FoldsOnTop(work.entry.facts, event)) {
    dossier::FoldNext(work.entry.facts, event);
  } else {
    work.refold = true;
  }
}

void Group::Wake(std::string_view code) { WorkOn(code).refold = true; }

void Group::Refold(Work& work) {
  std::vector<Event> events;
  if (work.before && work.before->last_seq != 0) {
    events = book_.shelf_.History(work.before->last_seq);
  }
  for (const Event* event : work.added) events.push_back(*event);
  work.entry.wake_at.reset();
  work.entry.voided.clear();
  std::erase_if(events, [&](const Event& event) {
    if (book_.rulebook().RoleOf(event.source) == rulebook::SourceRole::kMirror) return true;
    if (event.at > now_) {
      auto& wake_at = work.entry.wake_at;
      wake_at = wake_at ? std::min(*wake_at, event.at) : event.at;
      return true;
    }
    if (event.type == EventType::kVoided) {
      work.entry.voided.push_back(dossier::IdDigest(event.source, event.voids));
    }
    return false;
  });
  std::sort(work.entry.voided.begin(), work.entry.voided.end());
  work.entry.facts = dossier::Fold(events);
  work.refold = false;
}

void Group::Complete() {
  for (Work& work : works_) {
    if (work.refold) Refold(work);
  }
}

}  // namespace dunghan::ledger

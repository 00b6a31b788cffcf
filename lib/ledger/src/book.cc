#include "book.h"

#include <algorithm>
#include <utility>

namespace dunghan::ledger {

using dossier::Event;
using dossier::EventType;

void Book::Hold(std::string_view code, std::string_view encoded) {
  const auto entry = DecodeEntry(encoded, dictionary_);
  if (!entry) return;
  if (entry->wake_at) waking_[std::string(code)] = *entry->wake_at;
  if (!entry->IsSettled()) ++open_;
  entries_.emplace(code, encoded);
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

std::vector<std::string> Book::Waking(Instant now) const {
  std::vector<std::string> codes;
  for (const auto& [code, at] : waking_) {
    if (at <= now) codes.push_back(code);
  }
  return codes;
}

DossierState Book::StateOf(const Entry& entry) const {
  return {entry.facts, dossier::Judge(entry.facts, rulebook_->TermsFor(entry.facts))};
}

void Book::Account(const DossierState& state, int sign) {
  if (!state.facts.first_at) return;
  const auto& zone = rulebook_->TermsFor(state.facts).calendar->zone();
  cells_.Add(figures::RowOf(state.facts), figures::Contribute(state.facts, state.judgement, zone),
             sign);
}

void Book::Put(std::string_view code, const Entry& entry) {
  const std::string key(code);
  if (const auto it = entries_.find(code); it != entries_.end()) {
    if (!settled_.contains(key)) --open_;
    entries_.erase(it);
  }
  entries_.emplace(code, Encode(entry, dictionary_));
  if (entry.IsSettled()) {
    settled_.insert(key);
  } else {
    settled_.erase(key);
    ++open_;
  }
  if (entry.wake_at) {
    waking_[key] = *entry.wake_at;
  } else {
    waking_.erase(key);
  }
  dirty_.insert(key);
}

void Book::Publish(Group&& group, std::vector<DossierChange>* changes) {
  for (auto& [code, work] : group.works_) {
    if (work.before && *work.before == work.entry) continue;
    Put(code, work.entry);
    // Events of mirrors and those dated ahead change the entry, but no figure.
    if (work.before && work.before->facts == work.entry.facts) continue;
    std::optional<DossierState> before;
    if (work.before) before = StateOf(*work.before);
    DossierState after = StateOf(work.entry);
    if (before) Account(*before, -1);
    Account(after, 1);
    if (changes) changes->push_back({code, std::move(before), std::move(after)});
  }
  group.works_.clear();
}

void Book::Settle() {
  for (const std::string& code : settled_) {
    if (const auto it = entries_.find(std::string_view(code)); it != entries_.end()) {
      entries_.erase(it);
    }
  }
  settled_.clear();
  dirty_.clear();
  cells_.Clear();
}

void Book::ForEach(const std::function<void(std::string_view, const Entry&)>& visit) const {
  for (const Packed& packed : entries_) {
    if (const auto entry = DecodeEntry(packed.entry(), dictionary_)) visit(packed.code(), *entry);
  }
}

Group::Work& Group::WorkOn(std::string_view code) {
  const auto [it, is_new] = works_.try_emplace(std::string(code));
  if (is_new) {
    it->second.before = book_.Load(code);
    if (it->second.before) it->second.entry = *it->second.before;
  }
  return it->second;
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
  for (auto& [code, work] : works_) {
    if (work.refold) Refold(work);
  }
}

}  // namespace dunghan::ledger

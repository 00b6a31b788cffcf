#include <algorithm>
#include <span>
#include <utility>

#include "book.h"
#include "history.h"

namespace dunghan::ledger {

using dossier::Event;
using dossier::EventType;

namespace {

/// The other form has the same id, unless that is derived from the content.
bool MayHaveOtherForm(const Event& event, std::span<const Mark> marks) {
  if (event.id.starts_with('~')) return !marks.empty();
  const uint64_t id = dossier::IdDigest(event.source, event.id);
  return std::any_of(marks.begin(), marks.end(), [&](const Mark& mark) { return mark.id == id; });
}

}  // namespace

Group::Work& Group::WorkOn(std::string_view code) {
  if (const auto it = by_code_.find(code); it != by_code_.end()) return *it->second;
  Work& work = works_.emplace_back();
  work.code = code;
  if (const auto held = book_.entries_.find(code); held != book_.entries_.end()) {
    // The bytes stay where they are while the book's set grows: it moves their owners only.
    work.before = held->entry();
    work.was_settled = held->settled();
  } else if (auto kept = book_.shelf_.Load(code)) {
    work.loaded = std::move(kept->entry);
    work.before = work.loaded;
    work.was_settled = kept->settled;
  }
  by_code_.emplace(code, &work);
  if (work.before.empty()) return work;
  DecodeInto(code, work.before, *book_.dictionary_, work.entry);
  work.last_known = work.entry.last_seq;
  return work;
}

Added Group::Add(const Event& event, const Digest& content, int64_t seq) {
  return AddTo(WorkOn(event.dossier), event, content, seq);
}

Added Group::AddTo(Work& work, const Event& event, const Digest& content, int64_t seq) {
  const Mark mark{dossier::IdDigest(event.source, event.id), Prefix64(content)};
  bool same_id = false;
  for (const Mark& known : work.entry.marks) {
    if (known == mark) return {Added::Kind::kKnown};
    same_id |= known.id == mark.id;
  }
  if (std::cmp_greater_equal(work.entry.marks.size(), most_per_dossier_)) {
    return {Added::Kind::kFull};
  }
  // Two contents under one id: which of them rules is for the fold of all events to say.
  work.refold |= same_id;
  const int64_t previous = std::exchange(work.entry.last_seq, seq);
  work.entry.marks.push_back(mark);
  fresh_.push_back({&event, seq, previous});
  Take(work, event, mark.id);
  return {Added::Kind::kNew, previous, same_id};
}

Added Group::AddNew(const Event& event, const Digest& content, int64_t seq) {
  Work& work = WorkOn(event.dossier);
  const auto& marks = work.entry.marks;
  // Only these have a counter, which is either named or left out where it is the agency's own.
  if (dossier::IsOpening(event.type) && MayHaveOtherForm(event, marks)) {
    const auto knows = [&](const Event& form, const Digest& digest) {
      const Mark mark{dossier::IdDigest(form.source, form.id), Prefix64(digest)};
      return std::find(marks.begin(), marks.end(), mark) != marks.end();
    };
    if (knows(event, content)) return {Added::Kind::kKnown};
    const auto other = dossier::OtherForm(event);
    if (other && knows(*other, dossier::ContentDigest(*other))) return {Added::Kind::kKnown};
  }
  return AddTo(work, event, content, seq);
}

bool Group::HasVoided(const Event& voiding) const {
  const auto& marks = by_code_.find(voiding.dossier)->second->entry.marks;
  const uint64_t id = dossier::IdDigest(voiding.source, voiding.voids);
  return std::any_of(marks.begin(), marks.end(), [&](const Mark& mark) { return mark.id == id; });
}

void Group::Take(Work& work, const Event& event, uint64_t id) {
  // Mirrors' and those ahead as well: folding anew decides for itself what counts.
  work.added.push_back(&event);
  if (event.at > now_) {
    auto& wake_at = work.entry.wake_at;
    wake_at = wake_at ? std::min(*wake_at, event.at) : event.at;
    // A void dated ahead is in force at its own time, so that the history has to be folded then.
    return;
  }
  // Kept to be compared, never folded.
  if (!book_.timeline().IsFolded(event)) return;
  const auto& voided = work.entry.voided;
  if (event.type == EventType::kVoided) {
    // Facts do not say what an event has put into them: to take one out all are folded anew. That
    // also sorts this list.
    work.entry.voided.push_back(dossier::IdDigest(event.source, event.voids));
    work.refold = true;
  } else if (std::find(voided.begin(), voided.end(), id) != voided.end()) {
    // Its void was here first.
    work.refold = true;
  }
  if (work.refold) return;
  if (dossier::FoldsOnTop(work.entry.facts, event)) {
    book_.timeline().FoldNext(work.entry.facts, event);
  } else {
    work.refold = true;
  }
}

void Group::Wake(std::string_view code) { WorkOn(code).refold = true; }

void Group::Refold(Work& work) {
  std::vector<Event> events;
  // What this group has added is not on record yet: the way back begins before it.
  if (work.last_known != 0) events = book_.HistoryOf(work.code, work.last_known);
  for (const Event* event : work.added) events.push_back(*event);
  FoldHistory(work.entry, std::move(events), book_.timeline(), now_);
  work.refold = false;
}

void Group::Complete() {
  for (Work& work : works_) {
    if (work.refold) Refold(work);
  }
}

}  // namespace dunghan::ledger

#include "book.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "history.h"
#include "share.h"

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

/// Most steps of a dossier (assigned, ready, rated ...) move no standing: whoever follows it live
/// need not hear of them.
bool SameOnTheBoard(const Judged& before, const Judged& after) {
  return before.judgement == after.judgement && before.facts.receipt == after.facts.receipt &&
         before.facts.submission == after.facts.submission &&
         before.facts.named_agency == after.facts.named_agency &&
         before.facts.suspensions == after.facts.suspensions &&
         before.facts.reopened_at == after.facts.reopened_at &&
         before.facts.apologised == after.facts.apologised && before.facts.end == after.facts.end;
}

}  // namespace

void Book::Hold(std::string_view code, std::string_view encoded) {
  const Entry entry = Decoded(code, encoded, dictionary_);
  if (entry.wake_at) waking_.Set(code, *entry.wake_at);
  const bool settled = entry.IsSettled();
  open_ += settled ? 0 : 1;
  entries_.emplace(code, encoded, settled);
}

std::optional<Entry> Book::Find(std::string_view code) const {
  const auto it = entries_.find(code);
  if (it == entries_.end()) return {};
  return Decoded(code, it->entry(), dictionary_);
}

std::optional<Entry> Book::Load(std::string_view code) {
  if (auto entry = Find(code)) return entry;
  return shelf_.Load(code);
}

DossierState Book::StateOf(const Entry& entry) const {
  return {entry.facts, dossier::Judge(entry.facts, timeline_->TermsFor(entry.facts))};
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
  for (const auto& [event, seq, previous] : group.fresh_) recent_.Push(seq, previous, *event);
  group.fresh_.clear();
  for (Group::Work& work : group.works_) {
    if (work.before && *work.before == work.entry) continue;
    Put(work.code, work.entry);
    // Events of mirrors and those dated ahead change the entry, but no figure.
    if (work.before && SameButForLast(work.before->facts, work.entry.facts)) continue;
    Judged after(work.entry.facts, *timeline_);
    if (!work.before) {
      Add(cells_, ShareOf(after), 1);
      if (changes) {
        changes->push_back({std::move(work.code), {}, {work.entry.facts, after.judgement}});
      }
      continue;
    }
    Judged before(work.before->facts, *timeline_);
    if (SameOnTheBoard(before, after)) {
      cells_.Replace(figures::MeasuresOf(before.facts, before.judgement, before.terms),
                     figures::MeasuresOf(after.facts, after.judgement, after.terms));
      continue;
    }
    Replace(cells_, ShareOf(before), ShareOf(after));
    if (!changes) continue;
    changes->push_back({std::move(work.code),
                        DossierState{work.before->facts, std::move(before.judgement)},
                        {work.entry.facts, std::move(after.judgement)}});
  }
  group.by_code_.clear();
  group.works_.clear();
}

void Book::Clear() {
  entries_.clear();
  recent_.Clear();
  waking_ = Alarms();
  dirty_.clear();
  cells_.Clear();
  open_ = 0;
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
    visit(packed.code(), Decoded(packed.code(), packed.entry(), dictionary_));
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

Added Group::Add(const Event& event, const Digest& content, int64_t seq) {
  Work& work = WorkOn(event.dossier);
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
  if (!dossier::IsOpening(event.type)) return Add(event, content, seq);
  const auto& marks = WorkOn(event.dossier).entry.marks;
  const auto knows = [&](const Event& form, const Digest& digest) {
    const Mark mark{dossier::IdDigest(form.source, form.id), Prefix64(digest)};
    return std::find(marks.begin(), marks.end(), mark) != marks.end();
  };
  if (!marks.empty()) {
    if (knows(event, content)) return {Added::Kind::kKnown};
    const auto other = dossier::OtherForm(event);
    if (other && knows(*other, dossier::ContentDigest(*other))) return {Added::Kind::kKnown};
  }
  return Add(event, content, seq);
}

bool Group::HasVoided(const Event& voiding) const {
  const auto& marks = by_code_.find(voiding.dossier)->second->entry.marks;
  const uint64_t id = dossier::IdDigest(voiding.source, voiding.voids);
  return std::any_of(marks.begin(), marks.end(), [&](const Mark& mark) { return mark.id == id; });
}

void Group::Take(Work& work, const Event& event, uint64_t id) {
  work.added.push_back(&event);
  if (event.at > now_) {
    auto& wake_at = work.entry.wake_at;
    wake_at = wake_at ? std::min(*wake_at, event.at) : event.at;
    // A void dated ahead is in force at its own time, so that the history has to be folded then.
    return;
  }
  if (book_.timeline().RoleOf(event.source, event.at) == rulebook::SourceRole::kMirror) return;
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
    events = book_.HistoryOf(work.code, work.before->last_seq);
  }
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

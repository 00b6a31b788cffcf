#include "memory_store.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "dunghan/record/chain.h"
#include "dunghan/record/failure.h"

namespace dunghan::record::memory {

void Draft::Close(const Head& before, Instant recorded_at) {
  ChainLink chain(before.chain, link.first, recorded_at);
  for (const Item& item : items) chain.Add(item.content);
  link.head = {link.first + static_cast<int64_t>(items.size()) - 1, recorded_at, chain.Close()};
}

MemoryStore::MemoryStore(std::shared_ptr<CodeTable> codes)
    : codes_(std::move(codes)), dictionary_(std::make_unique<Dictionary>(*codes_)) {}

void MemoryStore::ReloadDictionary() {
  // The same one: others hold it.
  dictionary_->Truncate(static_cast<uint32_t>(texts_.size()));
  for (size_t number = dictionary_->size(); number < texts_.size(); ++number) {
    dictionary_->Load(codes_->At<AgencyCode>(texts_[number]).text());
  }
}

void MemoryStore::ForEachTextOfSource(const std::function<void(uint32_t, int64_t)>& visit) const {
  std::map<uint32_t, int64_t> texts;
  for (const uint32_t source : brought_by_) ++texts[source];
  for (const auto& [source, count] : texts) visit(source, count);
}

void MemoryStore::Commit(const Batch& batch, const Draft& draft) {
  uint32_t number = batch.texts_from;
  for (const uint32_t source : batch.brought_by) {
    texts_.push_back(dictionary_->At<AgencyCode>(++number).number());
    brought_by_.push_back(source);
  }
  if (draft.items.empty()) return;
  if (links_.empty()) first_ = draft.link.first;
  int64_t seq = draft.link.first;
  for (const Draft::Item& item : draft.items) {
    entries_.Add({item.kind, item.bytes});
    if (IsApart(item.kind)) apart_.push_back(seq);
    ++seq;
  }
  seq = draft.link.first;
  for (const NewEvent& one : batch.events) {
    const dossier::Event& event = *one.event;
    if (event.at > batch.recorded_at) ahead_.emplace(event.at, seq);
    last_of_source_[event.source.number()] = seq++;
    simulated_ |= event.source.text() == kSimulator;
  }
  if (batch.rulebook) rulebooks_.push_back(*batch.rulebook);
  links_.push_back(draft.link);
}

std::optional<Head> MemoryStore::HeadAt(int64_t seq) const {
  const auto after =
      std::upper_bound(links_.begin(), links_.end(), seq,
                       [](int64_t position, const Link& link) { return position < link.head.seq; });
  if (after == links_.begin()) return {};
  return std::prev(after)->head;
}

std::optional<Head> MemoryStore::HeadAt(Instant at) const {
  const auto after = std::upper_bound(
      links_.begin(), links_.end(), at,
      [](Instant instant, const Link& link) { return instant < link.head.recorded_at; });
  if (after == links_.begin()) return {};
  return std::prev(after)->head;
}

void MemoryStore::ForEachLink(int64_t after, const std::function<bool(const Link&)>& visit) const {
  auto link = std::upper_bound(links_.begin(), links_.end(), after,
                               [](int64_t seq, const Link& each) { return seq < each.head.seq; });
  while (link != links_.end() && visit(*link)) ++link;
}

bool MemoryStore::IsOnRecord(int64_t seq) const {
  return seq >= first_ && static_cast<size_t>(seq - first_) < entries_.size();
}

EntryLog::Kept MemoryStore::KeptAt(int64_t seq) const {
  return entries_.At(static_cast<size_t>(seq - first_));
}

DecodedEvent MemoryStore::EventAt(int64_t seq) const {
  if (!IsOnRecord(seq) || KeptAt(seq).kind != Kind::kEvent) {
    ThrowDamaged(fmt::format("there is no event {}", seq));
  }
  return DecodeEvent(KeptAt(seq).bytes, PlaceOf(seq), *dictionary_);
}

void MemoryStore::ForEachEntry(int64_t after, int64_t through,
                               const Reading::EntryVisitor& visit) const {
  int64_t seq = std::max(after, first_ - 1);
  while (seq < through && IsOnRecord(++seq)) {
    const EntryLog::Kept kept = KeptAt(seq);
    Entry entry;
    entry.seq = seq;
    entry.kind = kept.kind;
    DecodedEvent decoded;
    if (kept.kind == Kind::kEvent) {
      decoded = EventAt(seq);
      entry.previous = decoded.previous;
      entry.event = &decoded.event;
    } else {
      entry.bytes = kept.bytes;
    }
    if (!visit(entry)) return;
  }
}

void MemoryStore::ForEachApart(int64_t after, int64_t through,
                               const Reading::ApartVisitor& visit) const {
  for (auto it = std::upper_bound(apart_.begin(), apart_.end(), after);
       it != apart_.end() && *it <= through; ++it) {
    const EntryLog::Kept kept = KeptAt(*it);
    const Entry entry{.seq = *it, .kind = kept.kind, .bytes = kept.bytes};
    if (!visit(entry, RecordedAt(*it))) return;
  }
}

Instant MemoryStore::RecordedAt(int64_t seq) const {
  const auto link =
      std::lower_bound(links_.begin(), links_.end(), seq,
                       [](const Link& each, int64_t position) { return each.head.seq < position; });
  return link->head.recorded_at;
}

std::vector<StoredEvent> MemoryStore::EventsAt(std::span<const int64_t> seqs) const {
  std::vector<StoredEvent> events;
  events.reserve(seqs.size());
  for (const int64_t seq : seqs) {
    DecodedEvent decoded = EventAt(seq);
    events.push_back({seq, RecordedAt(seq), std::move(decoded.event)});
  }
  return events;
}

std::vector<StoredEvent> MemoryStore::History(int64_t last) const {
  std::vector<StoredEvent> events;
  for (int64_t seq = last; seq != 0;) {
    DecodedEvent decoded = EventAt(seq);
    events.push_back({seq, RecordedAt(seq), std::move(decoded.event)});
    seq = decoded.previous;
  }
  std::reverse(events.begin(), events.end());
  return events;
}

void MemoryStore::ForEachAhead(Instant at, int64_t seq,
                               const std::function<void(std::string_view)>& visit) const {
  // Behind all of that instant: dated after it, not at it.
  for (auto it = ahead_.upper_bound({at, INT64_MAX}); it != ahead_.end(); ++it) {
    if (it->second <= seq) visit(EventAt(it->second).event.dossier);
  }
}

std::vector<rulebook::Version> MemoryStore::Rulebooks(int64_t through,
                                                      const Reading::KnownRulebooks& known) const {
  std::vector<rulebook::Version> versions;
  for (const rulebook::Version& version : rulebooks_) {
    if (version.seq > through) break;
    const auto same = std::find_if(known.begin(), known.end(), [&](const auto& each) {
      return each && each->digest() == version.rulebook->digest();
    });
    versions.push_back(version);
    if (same != known.end()) versions.back().rulebook = *same;
  }
  return versions;
}

int64_t MemoryStore::EarliestOf(int64_t within) const {
  int64_t earliest = 0;
  int64_t seen = 0;
  for (int64_t seq = head().seq; seq >= 1; --seq) {
    if (entries_.KindAt(static_cast<size_t>(seq - first_)) != Kind::kEvent) continue;
    if (seen++ == within) return earliest;
    earliest = seq;
  }
  return 0;
}

std::vector<std::optional<Instant>> MemoryStore::LastHeard(std::span<const std::string> sources,
                                                           int64_t within) const {
  const int64_t earliest = EarliestOf(within);
  std::vector<std::optional<Instant>> heard(sources.size());
  for (size_t i = 0; i < sources.size(); ++i) {
    const auto it = last_of_source_.find(codes_->Find<SourceName>(sources[i]).number());
    if (it != last_of_source_.end()) heard[i] = RecordedAt(std::max(it->second, earliest));
  }
  return heard;
}

std::optional<std::string> MemoryStore::Compare(Expected& expected) const {
  if (simulated_ != expected.simulated()) return "the mark of simulated records is wrong";
  if (std::ssize(ahead_) != expected.ahead()) {
    return fmt::format("{} events are listed as dated ahead, {} are", ahead_.size(),
                       expected.ahead());
  }
  if (std::ssize(rulebooks_) != expected.rulebooks()) {
    return fmt::format("there are {} rulebooks, the chain holds {}", rulebooks_.size(),
                       expected.rulebooks());
  }
  const auto& brought_by = expected.BroughtBy(static_cast<uint32_t>(texts_.size()));
  // Here the list begins with text 1, there with 0, which is no text.
  if (!std::equal(brought_by_.begin(), brought_by_.end(), brought_by.begin() + 1,
                  brought_by.end())) {
    return "the texts of the dictionary were brought by others";
  }
  return {};
}

}  // namespace dunghan::record::memory

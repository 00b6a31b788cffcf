#include "past.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "history.h"
#include "patience.h"
#include "rejudge.h"

namespace dunghan::ledger {

using dossier::Event;

namespace {

constexpr size_t kReadAtOnce = 1'000;  // histories: bounds memory

}  // namespace

Past::Past(record::Reading& reading, Book& present, const Position& position,
           const rulebook::Timeline& then, const Options& options)
    : dictionary_(&reading.dictionary()) {
  // The event before a dossier's first one since is the last that was known of it then.
  std::map<std::string, int64_t, std::less<>> last_known;
  const int64_t newest = reading.head().seq;
  Patience patience(options.stop);
  reading.ForEachEntry(position.seq, newest, [&](record::Entry& entry) {
    patience.Ask();
    if (entry.event && !last_known.contains(entry.event->dossier)) {
      last_known.emplace(std::move(entry.event->dossier), entry.previous);
    }
    return true;
  });
  const auto touch = [&](std::string_view code) {
    if (last_known.contains(code)) return;
    // Not among those with an event since: its last event now is its last one then.
    const auto now = present.Load(code);
    last_known.emplace(code, now ? now->last_seq : 0);
  };
  reading.ForEachAhead(position.at, position.seq, touch);
  if (SourcesDiffer(then, present.timeline(), reading.dictionary())) {
    reading.ForEachEntry(0, newest, [&](record::Entry& entry) {
      if (entry.event) touch(entry.event->dossier);
      return true;
    });
  }
  // Histories are read many at once, in the order in which they lie in the record.
  std::vector<std::pair<int64_t, const std::string*>> heads;
  for (const auto& [code, last_seq] : last_known) {
    if (last_seq != 0) heads.emplace_back(last_seq, &code);
    entries_.emplace_hint(entries_.end(), code, std::string());
  }
  std::sort(heads.begin(), heads.end());
  const auto all = static_cast<int64_t>(heads.size());
  for (size_t first = 0; first < heads.size(); first += kReadAtOnce) {
    const size_t last = std::min(heads.size(), first + kReadAtOnce);
    std::vector<int64_t> seqs;
    for (size_t i = first; i < last; ++i) seqs.push_back(heads[i].first);
    auto histories = reading.Histories(seqs);
    for (size_t i = first; i < last; ++i) {
      patience.Ask();
      entries_.find(*heads[i].second)->second =
          FoldAt(std::move(histories[i - first]), position, then);
    }
    if (options.progress) options.progress(static_cast<int64_t>(last), all);
  }
}

/// The events are by position: the marks of an entry are in that order.
std::string Past::FoldAt(std::vector<record::StoredEvent> history, const Position& position,
                         const rulebook::Timeline& then) const {
  Folded entry;
  entry.last_seq = history.back().seq;
  std::vector<Event> events;
  events.reserve(history.size());
  for (auto& [seq, recorded_at, event] : history) {
    entry.marks.push_back(
        {dossier::IdDigest(event.source, event.id), Prefix64(dossier::ContentDigest(event))});
    events.push_back(std::move(event));
  }
  FoldHistory(entry, std::move(events), then, position.at);
  return Encode(entry, *dictionary_);
}

std::optional<Folded> Past::Find(std::string_view code) const {
  const std::string& encoded = entries_.find(code)->second;
  if (encoded.empty()) return {};
  return Decoded(code, encoded, *dictionary_);
}

void Past::ForEach(const std::function<void(std::string_view, const Folded&)>& visit) const {
  for (const auto& [code, encoded] : entries_) {
    if (encoded.empty()) continue;
    visit(code, Decoded(code, encoded, *dictionary_));
  }
}

void Past::ForEachCode(const std::function<void(std::string_view)>& visit) const {
  for (const auto& [code, encoded] : entries_) visit(code);
}

}  // namespace dunghan::ledger

#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "../event_codec.h"
#include "../expected.h"
#include "dunghan/record/storage.h"
#include "entry_log.h"

namespace dunghan::record::memory {

/// What a batch is about to add, in the order of positions.
struct Draft {
  struct Item {
    Kind kind = Kind::kEvent;
    std::string bytes;
    Digest content{};
  };
  std::vector<Item> items;
  Link link;

  /// An entry that is no event.
  void Add(Kind kind, std::string bytes) {
    const Digest content = ContentOf(kind, bytes);
    items.push_back({kind, std::move(bytes), content});
  }
  /// Links them to what is on record.
  void Close(const Head& before, Instant recorded_at);
};

/// Where events are encoded to lie: each by itself, so that any one can be read alone.
inline EventPlace PlaceOf(int64_t seq) { return {seq, Instant{}}; }

/// Entries with their links, and what is looked up beside them. Throws Failure where a question
/// cannot be answered.
class MemoryStore {
 public:
  explicit MemoryStore(std::shared_ptr<CodeTable> codes);

  /// The dictionary, of which the writer may hold more than is on record.
  Dictionary& dictionary() { return *dictionary_; }
  /// Makes it anew as it is on record.
  void ReloadDictionary();
  void ForEachTextOfSource(const std::function<void(uint32_t source, int64_t texts)>& visit) const;

  /// Puts on record what was drafted of a batch.
  void Commit(const Batch& batch, const Draft& draft);

  Head head() const { return links_.empty() ? Head{} : links_.back().head; }
  bool simulated() const { return simulated_; }
  std::optional<Head> HeadAt(int64_t seq) const;
  std::optional<Head> HeadAt(Instant at) const;
  void ForEachLink(int64_t after, const std::function<bool(const Link&)>& visit) const;
  void ForEachEntry(int64_t after, int64_t through, const Reading::EntryVisitor& visit) const;
  void ForEachApart(int64_t after, int64_t through, const Reading::ApartVisitor& visit) const;
  std::vector<StoredEvent> EventsAt(std::span<const int64_t> seqs) const;
  std::vector<StoredEvent> History(int64_t last) const;
  void ForEachAhead(Instant at, int64_t seq,
                    const std::function<void(std::string_view code)>& visit) const;
  std::vector<rulebook::Version> Rulebooks(int64_t through,
                                           const Reading::KnownRulebooks& known) const;
  /// See Reading::LastHeard, of the events alone.
  std::vector<std::optional<Instant>> LastHeard(std::span<const std::string> sources,
                                                int64_t within) const;
  /// Holds what lies beside the entries against them.
  std::optional<std::string> Compare(Expected& expected) const;

 private:
  bool IsOnRecord(int64_t seq) const;
  EntryLog::Kept KeptAt(int64_t seq) const;
  /// @throws Failure kInternal: there is none
  DecodedEvent EventAt(int64_t seq) const;
  Instant RecordedAt(int64_t seq) const;
  /// Position of the earliest of the newest `within` events; 0: there are none before it.
  int64_t EarliestOf(int64_t within) const;

  std::shared_ptr<CodeTable> codes_;
  std::unique_ptr<Dictionary> dictionary_;
  std::vector<uint32_t> texts_;       // on record, by number: their numbers in the table
  std::vector<uint32_t> brought_by_;  // ... and the numbers of the sources that brought them

  EntryLog entries_;
  int64_t first_ = 1;           // position of the first entry: 0 where a rulebook took it
  std::vector<int64_t> apart_;  // positions
  std::vector<Link> links_;
  std::set<std::pair<Instant, int64_t>> ahead_;
  std::vector<rulebook::Version> rulebooks_;
  std::unordered_map<uint32_t, int64_t> last_of_source_;  // by number in the table: position
  bool simulated_ = false;
};

}  // namespace dunghan::record::memory

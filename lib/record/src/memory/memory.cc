#include <utility>

#include "../rulebook_record.h"
#include "dunghan/record/chain.h"
#include "dunghan/record/failure.h"
#include "dunghan/record/storage.h"
#include "memory_notices.h"
#include "memory_quarantine.h"
#include "memory_store.h"

namespace dunghan::record {
namespace memory {
namespace {

/// All of a record; its readings keep it alive.
struct Contents {
  explicit Contents(const Place& place) : store(place.codes), quarantine(place.bounds) {}

  MemoryStore store;
  MemoryQuarantine quarantine;
  MemoryNotices notices;
};

/// Nobody can have changed what lies in memory but the program, whose slips are looked for.
class MemoryCheck final : public Check {
 public:
  explicit MemoryCheck(std::shared_ptr<Contents> contents)
      : contents_(std::move(contents)), expected_(contents_->store.dictionary()) {}

  std::optional<std::string> See(const Entry& entry, Instant recorded_at) override {
    return expected_.See(entry, recorded_at);
  }
  std::optional<std::string> Compare() override {
    if (auto wrong = contents_->store.Compare(expected_)) return wrong;
    return contents_->quarantine.Compare(expected_);
  }

 private:
  std::shared_ptr<Contents> contents_;
  Expected expected_;
};

class MemoryReading final : public Reading {
 public:
  explicit MemoryReading(std::shared_ptr<Contents> contents) : contents_(std::move(contents)) {}

  Head head() override { return store().head(); }
  bool simulated() override { return store().simulated(); }
  Dictionary& dictionary() override { return store().dictionary(); }
  std::optional<Head> HeadAt(int64_t seq) override { return store().HeadAt(seq); }
  std::optional<Head> HeadAt(Instant at) override { return store().HeadAt(at); }
  void ForEachLink(int64_t after, const std::function<bool(const Link&)>& visit) override {
    store().ForEachLink(after, visit);
  }
  void ForEachEntry(int64_t after, int64_t through, const EntryVisitor& visit) override {
    store().ForEachEntry(after, through, visit);
  }
  void ForEachApart(int64_t after, int64_t through, const ApartVisitor& visit) override {
    store().ForEachApart(after, through, visit);
  }
  std::vector<StoredEvent> EventsAt(std::span<const int64_t> seqs) override {
    return store().EventsAt(seqs);
  }
  std::vector<std::vector<StoredEvent>> Histories(std::span<const int64_t> last) override {
    std::vector<std::vector<StoredEvent>> histories;
    histories.reserve(last.size());
    for (const int64_t seq : last) histories.push_back(store().History(seq));
    return histories;
  }
  void ForEachAhead(Instant at, int64_t seq,
                    const std::function<void(std::string_view)>& visit) override {
    store().ForEachAhead(at, seq, visit);
  }
  std::vector<rulebook::Version> Rulebooks(int64_t through, const KnownRulebooks& known) override {
    return store().Rulebooks(through, known);
  }
  std::vector<std::optional<Instant>> LastHeard(std::span<const std::string> sources,
                                                int64_t within) override {
    auto heard = store().LastHeard(sources, within);
    for (size_t i = 0; i < sources.size(); ++i) {
      const auto waiting = quarantine().LastHeard(sources[i]);
      if (waiting) heard[i] = std::max(heard[i].value_or(*waiting), *waiting);
    }
    return heard;
  }
  std::vector<QuarantineEntry> WaitingAfter(int64_t id, int64_t most) override {
    return quarantine().WaitingAfter(id, most);
  }
  std::optional<QuarantineEntry> FindQuarantine(int64_t id) override {
    return quarantine().FindEntry(id);
  }
  int64_t CountWaiting() override { return quarantine().CountWaiting(); }
  void ForEachWaiting(const std::function<void(std::string_view, int64_t)>& visit) override {
    quarantine().CountBySource(visit);
  }
  std::string RawBytes(const QuarantineEntry& entry) override {
    return quarantine().RawBytes(entry);
  }
  void Release() override {}
  void Hold() override {}
  std::unique_ptr<Check> BeginCheck() override { return std::make_unique<MemoryCheck>(contents_); }

 private:
  MemoryStore& store() { return contents_->store; }
  MemoryQuarantine& quarantine() { return contents_->quarantine; }

  std::shared_ptr<Contents> contents_;
};

class MemoryStorage final : public Storage {
 public:
  explicit MemoryStorage(const Place& place)
      : contents_(std::make_shared<Contents>(place)), now_(contents_) {}

  Written Write(const Batch& batch, const Head& expected) override;
  void Reopen() override {
    if (closed_) throw Failure(*closed_);
    contents_->store.ReloadDictionary();
  }
  std::optional<Error> Watch() override { return closed_; }
  Reading& Now() override { return now_; }
  std::unique_ptr<Reading> Read() override { return std::make_unique<MemoryReading>(contents_); }
  void ForEachTextOfSource(const std::function<void(uint32_t, int64_t)>& visit) override {
    contents_->store.ForEachTextOfSource(visit);
  }
  int64_t Purge(Instant now) override { return contents_->quarantine.Purge(now); }
  NoticeLog& notices() override { return contents_->notices; }

 private:
  std::shared_ptr<Contents> contents_;
  MemoryReading now_;
  std::optional<Error> closed_;
};

/// The entries of a batch, as they will lie; all but the tally.
Draft DraftOf(const Batch& batch, const Head& before, Dictionary& dictionary) {
  Draft draft;
  draft.link.first = batch.rulebook ? batch.rulebook->seq : before.seq + 1;
  int64_t seq = draft.link.first;
  for (const NewEvent& one : batch.events) {
    Draft::Item& item = draft.items.emplace_back();
    EncodeEvent(*one.event, one.previous, PlaceOf(seq++), dictionary, item.bytes);
    item.content = one.content;
  }
  for (const NewEntry& entry : batch.entries) draft.Add(entry.kind, entry.bytes);
  if (batch.rulebook) draft.Add(Kind::kRulebook, TextOf(RecordOf(*batch.rulebook)));
  return draft;
}

Written MemoryStorage::Write(const Batch& batch, const Head& expected) {
  MemoryStore& store = contents_->store;
  const Head before = store.head();
  if (!closed_ && !(before == expected)) {
    closed_ = Unavailable("somebody else has written to the ledger; nothing more is recorded");
  }
  if (closed_) throw Failure(*closed_);
  Draft draft = DraftOf(batch, before, store.dictionary());
  // The tally comes last, as in every store: the chain is the same.
  auto outcome = contents_->quarantine.Take(batch);
  if (!outcome.tally.empty()) draft.Add(Kind::kTally, WriteTally(outcome.tally));
  draft.Close(before, batch.recorded_at);
  store.Commit(batch, draft);
  return {store.head(), std::move(outcome.aside), outcome.discarded, outcome.pruned};
}

class MemoryBackend final : public Backend {
 public:
  Result<std::unique_ptr<Storage>> Open(const Place& place) const override {
    return std::unique_ptr<Storage>(std::make_unique<MemoryStorage>(place));
  }
  Result<std::unique_ptr<Reading>> Read(const Place&) const override {
    return NotFound("there is no ledger in memory but the one that is being written");
  }
};

}  // namespace
}  // namespace memory

std::shared_ptr<const Backend> InMemory() { return std::make_shared<memory::MemoryBackend>(); }

}  // namespace dunghan::record

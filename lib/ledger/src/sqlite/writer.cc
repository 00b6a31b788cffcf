#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "../chain.h"
#include "../orphans.h"
#include "../side_files.h"
#include "../writer_lock.h"
#include "application.h"
#include "notices.h"
#include "rejudge.h"
#include "replay.h"
#include "store.h"
#include "view.h"
#include "write_behind.h"

namespace dunghan::ledger::sqlite {
namespace {

using dossier::Event;

/// Events from this source mark a ledger as simulated, for good.
constexpr std::string_view kSimulator = "simulate";

/// The writer's book holds every open dossier: only finished ones have to be looked up.
class WriterShelf final : public Shelf {
 public:
  explicit WriterShelf(Store& store) : store_(store) {}
  std::optional<Entry> Load(std::string_view code) override { return store_.LoadFinished(code); }
  std::vector<Event> History(int64_t last_seq) override { return store_.History(last_seq); }

 private:
  Store& store_;
};

class Writer final : public Ledger {
 public:
  Writer(Options options, std::unique_ptr<WriterLock> lock, const std::string& path)
      : options_(std::move(options)),
        lock_(std::move(lock)),
        store_(std::make_shared<Store>(path, Database::Mode::kReadWrite, options_.codes)),
        side_files_(std::make_shared<SideFiles>(
            options_.folder.empty() ? "" : options_.folder / "unparsed")),
        notices_(store_->database()),
        shelf_(*store_),
        book_(nullptr, store_->dictionary(), shelf_) {}

  /// Brings states and cells up to the last event, as after a crash.
  void Recover() {
    store_->Prepare();
    notices_.Prepare();
    store_->RefreshDictionary();
    meta_ = store_->ReadMeta();
    head_ = store_->ReadHead();
    side_files_->Purge(options_.clock->Now());
    auto versions = store_->ReadRulebooks(head_.seq, Known(options_));
    if (versions.empty()) versions.push_back(RecordFirst());
    SetTimeline(std::make_shared<rulebook::Timeline>(std::move(versions)));
    if (meta_.rulebook != DerivedKey(*timeline_)) ForgetDerived();
    store_->ForEachOpen({}, [this](auto code, auto entry) { book_.Hold(code, entry); });
    CatchUp();
  }

  ~Writer() override {
    // A destructor has nobody to tell: what is not written behind now is recovered at the next
    // start.
    if (meta_.watermark < head_.seq) (void)Flush();
  }

  Result<Appended> Append(std::span<const Item> items) override {
    auto appended = Guard([&] { return DoAppend(items); });
    // The events are durable: that they cannot be written behind just now is no failure of theirs.
    if (appended && head_.seq - meta_.watermark >= options_.flush_every) (void)Flush();
    return appended;
  }

  Result<std::vector<DossierChange>> Advance() override {
    auto appended = Append({});
    if (!appended) return appended.error();
    return std::move(appended->changes);
  }

  std::optional<Instant> NextWake() const override { return book_.NextWake(); }

  Result<void> Flush() override {
    return Guard([&] { half_folded_ ? FoldAnew() : WriteBehind(head_.seq); });
  }

  Result<Applied> Apply(const Application& application) override {
    return Guard([&] { return DoApply(application); });
  }
  std::shared_ptr<const rulebook::Timeline> timeline() const override { return timeline_; }

  Result<int64_t> Discard(std::span<const int64_t> ids) override {
    return Guard([&] {
      Transaction transaction(store_->database(), Transaction::Kind::kWrite);
      int64_t count = 0;
      for (const int64_t id : ids) count += store_->Discard(id, Now()) ? 1 : 0;
      transaction.Commit();
      return count;
    });
  }

  Position position() const override { return {head_.seq, Now(), head_.chain}; }
  int64_t quarantine_waiting() override {
    const auto count = Guard([&] { return store_->CountWaiting(); });
    return count ? *count : -1;
  }
  bool simulated() const override { return meta_.simulated; }
  int64_t open_dossiers() const override { return book_.open(); }
  NoticeLog& notices() override { return notices_; }

  Result<std::unique_ptr<View>> OpenView(const std::optional<AsOf>& as_of) override {
    Options options = options_;
    options.as_of = as_of;
    if (!options.folder.empty()) return ledger::OpenView(std::move(options));
    return Guard(
        [&] { return MakeView(std::move(options), store_, side_files_, Snapshot::kNone); });
  }

 private:
  struct Fresh {
    const Event* event;
    int64_t seq;
    int64_t previous;
  };

  /// The clock may step back; what was recorded never does.
  Instant Now() const { return std::max(options_.clock->Now(), head_.recorded_at); }

  Appended DoAppend(std::span<const Item> items) {
    if (half_folded_) FoldAnew();
    const Instant now = Now();
    Appended appended;
    // Begun before folding: look-ups inside it take no locks of their own.
    Transaction transaction(store_->database(), Transaction::Kind::kWrite);
    Group group(book_, now);
    for (const std::string& code : book_.Waking(now)) group.Wake(code);
    Head head = head_;
    ChainLink link(head_.chain, head_.seq + 1, now);
    std::vector<Fresh> fresh;
    std::vector<size_t> voids;
    bool writes = false;
    for (const Item& item : items) {
      const auto* event = std::get_if<Event>(&item.content);
      if (!event) {
        appended.items.push_back({Outcome::kQuarantined, 0});
        writes = true;
        continue;
      }
      const Digest content = dossier::ContentDigest(*event);
      writes |= item.retry_of.has_value();
      if (const auto added = group.Add(*event, content, head.seq + 1)) {
        fresh.push_back({event, ++head.seq, added->previous});
        link.Add(content);
        if (event->type == dossier::EventType::kVoided) voids.push_back(appended.items.size());
        appended.items.push_back({Outcome::kStored, head.seq, added->other_content});
      } else {
        appended.items.push_back({Outcome::kDuplicate, 0});
      }
    }
    group.Complete();
    for (const size_t i : voids) {
      appended.items[i].voids_nothing = !group.HasVoided(std::get<Event>(items[i].content));
    }
    head.recorded_at = now;
    if (!fresh.empty()) head.chain = link.Close();
    if (writes || !fresh.empty()) Commit(transaction, items, fresh, head, appended);
    if (!fresh.empty()) head_ = head;
    book_.Publish(std::move(group), options_.tell_changes ? &appended.changes : nullptr);
    appended.position = {head_.seq, now, head_.chain};
    return appended;
  }

  void Commit(Transaction& transaction, std::span<const Item> items,
              const std::vector<Fresh>& fresh, const Head& head, Appended& appended) {
    const uint32_t known = store_->dictionary().size();
    Meta meta = meta_;
    try {
      for (const Fresh& one : fresh) {
        store_->InsertEvent(one.seq, one.previous, *one.event);
        if (one.event->at > head.recorded_at) {
          store_->InsertAhead(one.event->at, one.seq, one.event->dossier);
        }
        meta.simulated |= one.event->source.text() == kSimulator;
      }
      store_->SaveDictionary(known);
      if (!fresh.empty()) store_->InsertCommit(fresh.front().seq, head);
      SetAside(items, head.recorded_at, appended);
      if (meta.simulated != meta_.simulated) store_->WriteMeta(meta);
      transaction.Commit();
    } catch (const StoreError&) {
      store_->dictionary().Truncate(known);
      throw;
    }
    meta_ = meta;
  }

  /// Quarantine, and what comes out of it.
  void SetAside(std::span<const Item> items, Instant now, Appended& appended) {
    const auto keep_raw = [&](std::string_view bytes) {
      auto place = side_files_->Keep(bytes, now);
      if (!place) throw StoreError(place.error());
      return Store::RawPlace{place->file, place->offset, place->size};
    };
    for (size_t i = 0; i < items.size(); ++i) {
      if (const auto* reject = std::get_if<Reject>(&items[i].content)) {
        appended.items[i].seq =
            items[i].retry_of ? *items[i].retry_of : store_->Quarantine(*reject, now, keep_raw);
      } else if (items[i].retry_of) {
        store_->Resolve(*items[i].retry_of, now);
      }
    }
  }

  void WriteBehind(int64_t through) {
    Transaction transaction(store_->database(), Transaction::Kind::kWrite);
    WriteStates(*store_, book_, book_.dirty(), head_.recorded_at);
    WriteCells(*store_, book_.cells());
    Meta meta = meta_;
    meta.watermark = through;
    store_->WriteMeta(meta);
    transaction.Commit();
    meta_ = meta;
    book_.Settle();
  }

  void SetTimeline(std::shared_ptr<const rulebook::Timeline> timeline) {
    timeline_ = std::move(timeline);
    book_.JudgeBy(timeline_);
  }

  /// States and cells are to be made anew from the events.
  void ForgetDerived() {
    Transaction transaction(store_->database(), Transaction::Kind::kWrite);
    store_->ClearDerived();
    Meta meta = meta_;
    meta.watermark = 0;
    meta.rulebook = DerivedKey(*timeline_);
    store_->WriteMeta(meta);
    transaction.Commit();
    meta_ = meta;
  }

  /// Folds the events after the watermark.
  void CatchUp() {
    const int64_t start = meta_.watermark;
    Replay(*store_, book_, start + 1, head_.seq, Now(), [&](int64_t done) {
      if (options_.progress) options_.progress(done - start, head_.seq - start);
      if (done - meta_.watermark >= options_.flush_every) WriteBehind(done);
    });
  }

  /// The rulebook a ledger begins with: in force always. It takes position 0, or the next one in a
  /// ledger that began before rulebooks were recorded.
  rulebook::Version RecordFirst() {
    if (!options_.rulebook) throw StoreError(InvalidArgument("a ledger needs a rulebook"));
    const bool fresh = !store_->HeadAt(std::numeric_limits<int64_t>::max());
    rulebook::Version first{fresh ? 0 : head_.seq + 1, Now(), {},
                            options_.operator_name,    {},    options_.rulebook};
    Transaction transaction(store_->database(), Transaction::Kind::kWrite);
    const Head head = Record(first);
    transaction.Commit();
    head_ = head;
    return first;
  }

  /// Inside a transaction: the version and its link of the chain.
  Head Record(const rulebook::Version& version) {
    const std::string manifest = rulebook::WriteManifest(version.rulebook->bundle());
    ChainLink link(head_.chain, version.seq, version.recorded_at);
    link.Add(Store::RecordDigest(version, manifest));
    const Head head{version.seq, version.recorded_at, link.Close()};
    store_->InsertRulebook(version);
    store_->InsertCommit(version.seq, head);
    return head;
  }

  Applied DoApply(const Application& application) {
    const Instant now = Now();
    if (auto objection = ObjectTo(application, now)) throw StoreError(*objection);
    if (half_folded_) FoldAnew();
    if (IsInForce(application, timeline_->newest_version())) {
      return {timeline_->newest_version(), false, 0};
    }
    Orphans orphans(*application.rulebook, now);
    book_.ForEach([&](std::string_view code, const Entry& entry) {
      if (!entry.IsSettled()) orphans.See(code, entry.facts);
    });
    if (auto objection = orphans.Objection()) throw StoreError(*objection);
    const rulebook::Version version = VersionOf(application, head_.seq + 1, now);
    const auto next = std::make_shared<rulebook::Timeline>(timeline_->With(version));
    return RolesDiffer(*timeline_, *next, store_->dictionary()) ? ApplyAnew(version, next)
                                                                : ApplyByMoves(version, next);
  }

  /// Sources change sides in the past: facts are other ones, and are folded anew.
  Applied ApplyAnew(const rulebook::Version& version,
                    const std::shared_ptr<const rulebook::Timeline>& next) {
    Transaction transaction(store_->database(), Transaction::Kind::kWrite);
    const Head head = Record(version);
    transaction.Commit();
    head_ = head;
    const int64_t before = book_.size();
    SetTimeline(next);
    FoldAnew();
    return {version, true, std::max(before, book_.size())};
  }

  /// Should the store fail half-way, whatever is asked of the writer next begins with it again.
  void FoldAnew() {
    half_folded_ = true;
    ForgetDerived();
    book_.Clear();
    CatchUp();
    half_folded_ = false;
  }

  /// Facts stay; what is open, and of what has ended what the version is backdated to, is judged
  /// anew. One transaction puts version, states and cells in force together.
  Applied ApplyByMoves(const rulebook::Version& version,
                       const std::shared_ptr<const rulebook::Timeline>& next) {
    WriteBehind(head_.seq);  // the book then holds what is not settled, and nothing else
    const Moves moves = Rejudge(*store_, book_, *next, [this](int64_t done) { Tell(done); });
    Transaction transaction(store_->database(), Transaction::Kind::kWrite);
    const Head head = Record(version);
    const auto before = timeline_;
    SetTimeline(next);
    Meta meta = meta_;
    try {
      WriteStates(*store_, book_, moves.open, head_.recorded_at);
      WriteCells(*store_, moves.cells);
      meta.watermark = head.seq;
      meta.rulebook = DerivedKey(*next);
      store_->WriteMeta(meta);
      transaction.Commit();
    } catch (const StoreError&) {
      SetTimeline(before);
      throw;
    }
    meta_ = meta;
    head_ = head;
    return {version, true, static_cast<int64_t>(moves.open.size()) + moves.ended};
  }

  void Tell(int64_t done) const {
    constexpr int64_t kStep = 10'000;
    if (options_.progress && done % kStep == 0) {
      options_.progress(done, std::max(done, book_.size()));
    }
  }

  Options options_;
  std::unique_ptr<WriterLock> lock_;
  std::shared_ptr<Store> store_;
  std::shared_ptr<SideFiles> side_files_;
  SqliteNotices notices_;
  WriterShelf shelf_;
  std::shared_ptr<const rulebook::Timeline> timeline_;
  Book book_;
  Meta meta_;
  Head head_;
  bool half_folded_ = false;
};

}  // namespace
}  // namespace dunghan::ledger::sqlite

namespace dunghan::ledger {

Result<std::unique_ptr<Ledger>> Open(Options options) {
  using sqlite::Writer;
  std::unique_ptr<WriterLock> lock;
  std::string path(sqlite::Database::kMemory);
  if (!options.folder.empty()) {
    std::error_code error;
    std::filesystem::create_directories(options.folder, error);
    if (error) {
      return Unavailable(fmt::format("the data folder {} cannot be made: {}",
                                     options.folder.string(), error.message()));
    }
    auto taken = WriterLock::Take(options.folder);
    if (!taken) return taken.error();
    lock = std::move(*taken);
    path = (options.folder / kFileName).string();
  }
  return sqlite::Guard([&]() -> std::unique_ptr<Ledger> {
    auto writer = std::make_unique<Writer>(std::move(options), std::move(lock), path);
    writer->Recover();
    return writer;
  });
}

}  // namespace dunghan::ledger

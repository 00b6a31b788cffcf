#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "../allowance.h"
#include "../chain.h"
#include "../orphans.h"
#include "application.h"
#include "commit_group.h"
#include "fence.h"
#include "notices.h"
#include "rejudge.h"
#include "replay.h"
#include "store.h"
#include "view.h"
#include "write_behind.h"

namespace dunghan::ledger::sqlite {
namespace {

using dossier::Event;

constexpr int64_t kPruned = 5'000;  // entries removed in one transaction

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
        fence_(*store_),
        allowance_(store_->dictionary(), options_.bounds),
        set_aside_(*store_, *side_files_, options_.bounds),
        shelf_(*store_),
        book_(nullptr, store_->dictionary(), shelf_, options_.recent_bytes) {
    if (options_.scratch) store_->database().Execute("PRAGMA synchronous=OFF");
  }

  /// Brings states and cells up to the last event, as after a crash.
  void Recover() {
    store_->Prepare();
    notices_.Prepare();
    meta_ = store_->ReadMeta();
    head_ = store_->ReadHead();
    store_->Refuse(meta_, head_);
    store_->RefreshDictionary();
    store_->ForEachTextOfSource(
        [this](uint32_t source, int64_t texts) { allowance_.Count(source, texts); });
    if (lock_) fence_.Watch(*lock_, options_.folder / kFileName);
    auto versions = store_->ReadRulebooks(head_.seq, Known(options_));
    if (versions.empty()) versions.push_back(RecordFirst());
    SetTimeline(std::make_shared<rulebook::Timeline>(std::move(versions)));
    if (meta_.rulebook != DerivedKey(*timeline_)) ForgetDerived();
    store_->ForEachOpen({}, [this](auto code, auto entry) { book_.Hold(code, entry); });
    CatchUp();
    (void)Tidy();  // what stays too long does no harm to the record
    if (lock_) lock_->NoteRecord();
  }

  ~Writer() override {
    // A destructor has nobody to tell: what is not written behind now is recovered at the next
    // start.
    if (meta_.watermark < head_.seq) (void)Flush();
  }

  Result<Appended> Append(std::span<const Item> items) override {
    auto appended = Writing([&] { return DoAppend(items); });
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
    return Writing([&] { half_folded_ ? FoldAnew() : WriteBehind(head_.seq); });
  }

  Result<Applied> Apply(const Application& application) override {
    return Writing([&] { return DoApply(application); });
  }
  std::shared_ptr<const rulebook::Timeline> timeline() const override { return timeline_; }

  Result<std::vector<QuarantineEntry>> QuarantineAfter(int64_t id, int64_t most) override {
    return Guard([&] { return store_->WaitingAfter(id, most); });
  }
  Result<int64_t> Discard(std::span<const int64_t> ids) override {
    return Writing([&] {
      Transaction transaction(store_->database(), Transaction::Kind::kWrite);
      fence_.Enter(head_, meta_);
      set_aside_.Recount();
      int64_t count = 0;
      for (const int64_t id : ids) count += store_->Discard(id, Now()) ? 1 : 0;
      transaction.Commit();
      return count;
    });
  }

  Result<void> Tidy() override {
    const auto today = std::chrono::floor<std::chrono::days>(Now());
    // Tried once a day, whatever comes of it: a disk that refuses it is told of by what it is for.
    if (std::exchange(tidied_, today) == today) return Watch();
    side_files_->Purge(Now());
    return Writing([&] {
      while (Prune() == kPruned) {
      }
    });
  }

  Position position() const override { return {head_.seq, Now(), head_.chain}; }
  int64_t quarantine_waiting() override {
    const auto count = Guard([&] { return store_->CountWaiting(); });
    return count ? *count : -1;
  }
  bool simulated() const override { return meta_.simulated; }
  int64_t open_dossiers() const override { return book_.open(); }
  Result<std::vector<std::optional<Instant>>> LastHeard(std::span<const std::string> sources,
                                                        int64_t within) override {
    return Guard([&] { return store_->LastHeard(sources, within); });
  }
  NoticeLog& notices() override { return notices_; }

  Result<std::unique_ptr<View>> OpenView(const std::optional<AsOf>& as_of) override {
    Options options = options_;
    options.as_of = as_of;
    if (!options.folder.empty()) return ledger::OpenView(std::move(options));
    return Guard(
        [&] { return MakeView(std::move(options), store_, side_files_, Snapshot::kNone); });
  }

 private:
  /// Whether lock and files are the ledger's own still, though nobody writes.
  Result<void> Watch() {
    if (const auto fault = fence_.Before()) return *fault;
    if (const auto fault = fence_.After()) return *fault;
    return {};
  }

  /// Runs what writes. Nobody is told that it went well where the files it went to are not the
  /// ledger's any more.
  template <class F>
  auto Writing(F&& run) -> Result<decltype(run())> {
    if (const auto fault = fence_.Before()) return *fault;
    auto result = Guard(std::forward<F>(run));
    if (const auto fault = fence_.After()) return *fault;
    return result;
  }

  /// The clock may step back; what was recorded never does.
  Instant Now() const { return std::max(options_.clock->Now(), head_.recorded_at); }

  Appended DoAppend(std::span<const Item> items) {
    if (half_folded_) FoldAnew();
    const Instant now = Now();
    // Begun before folding: look-ups inside it take no locks of their own.
    Transaction transaction(store_->database(), Transaction::Kind::kWrite);
    fence_.Enter(head_, meta_);
    Group group(book_, now, options_.bounds.events_per_dossier);
    for (const std::string& code : book_.Waking(now)) group.Wake(code);
    CommitGroup commit(*store_, allowance_, set_aside_, options_.bounds, head_, now);
    try {
      commit.Take(items, group);
      group.Complete();
      if (commit.writes()) Commit(transaction, commit);
    } catch (const StoreError&) {
      allowance_.Forget();
      set_aside_.Recount();
      throw;
    }
    allowance_.Settle();
    if (commit.has_events()) head_ = commit.head();
    Appended appended;
    appended.items = commit.TakeOutcomes();
    book_.Publish(std::move(group), options_.tell_changes ? &appended.changes : nullptr);
    appended.position = {head_.seq, now, head_.chain};
    return appended;
  }

  void Commit(Transaction& transaction, CommitGroup& commit) {
    Meta meta = meta_;
    commit.Write(meta);
    if (meta.simulated != meta_.simulated) store_->WriteMeta(meta);
    transaction.Commit();
    meta_ = meta;
  }

  int64_t Prune() {
    Transaction transaction(store_->database(), Transaction::Kind::kWrite);
    fence_.Enter(head_, meta_);
    const int64_t pruned = store_->PruneSettled(Now() - options_.bounds.settled_for, kPruned);
    transaction.Commit();
    return pruned;
  }

  void WriteBehind(int64_t through) {
    Transaction transaction(store_->database(), Transaction::Kind::kWrite);
    fence_.Enter(head_, meta_);
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
    fence_.Enter(head_, meta_);
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
    fence_.Enter(head_, meta_);
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
    DoAppend({});            // what has come due is in the states from the version's instant on
    WriteBehind(head_.seq);  // the book then holds what is not settled, and nothing else
    const Moves moves = Rejudge(*store_, book_, *next, [this](int64_t done) { Tell(done); });
    Transaction transaction(store_->database(), Transaction::Kind::kWrite);
    fence_.Enter(head_, meta_);
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
  Fence fence_;
  Allowance allowance_;
  SetAside set_aside_;
  std::optional<std::chrono::sys_days> tidied_;  // the day of the last Tidy
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
    path = (options.folder / kFileName).string();
    // Looked at before the file is made, and judged once nobody else can be making it.
    const bool is_empty = IsEmpty(path);
    if (auto made = MakePrivate(options.folder, path); !made) return made.error();
    auto taken = WriterLock::Take(options.folder);
    if (!taken) return taken.error();
    lock = std::move(*taken);
    if (is_empty && IsEmpty(path)) {
      if (auto gone = FindLoss(options.folder, lock->had_record())) return *gone;
    }
  }
  return sqlite::Guard([&]() -> std::unique_ptr<Ledger> {
    auto writer = std::make_unique<Writer>(std::move(options), std::move(lock), path);
    writer->Recover();
    return writer;
  });
}

}  // namespace dunghan::ledger

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "allowance.h"
#include "application.h"
#include "behind.h"
#include "commit_group.h"
#include "dunghan/record/failure.h"
#include "opening.h"
#include "orphans.h"
#include "rejudge.h"
#include "replay.h"
#include "shelves.h"
#include "telling.h"
#include "whole_view.h"

namespace dunghan::ledger {
namespace {

using record::Failure;
using record::Guard;
using record::Head;

constexpr std::chrono::milliseconds kOneMoment{1};

/// Runs what may throw, and hands that back as a value.
template <class F>
auto Guarded(F&& run) -> Result<decltype(run())> {
  try {
    return Guard(std::forward<F>(run));
  } catch (const runs::Damaged& damaged) {
    return Unavailable("states and figures have to be made anew", damaged.what());
  } catch (const runs::FileError& error) {
    return Unavailable("states and figures cannot be read or written", error.what());
  }
}

class LedgerWriter final : public Ledger {
 public:
  LedgerWriter(Options options, std::unique_ptr<record::Storage> storage)
      : options_(std::move(options)),
        storage_(std::move(storage)),
        behind_(options_, *storage_),
        allowance_(storage_->Now().dictionary(), options_.bounds),
        shelf_(*storage_, behind_),
        book_(nullptr, storage_->Now().dictionary(), shelf_, options_.recent_bytes) {}

  /// Brings states and cells up to the last event, as after a crash.
  void Recover() {
    head_ = storage_->Now().head();
    simulated_ = storage_->Now().simulated();
    CountTexts();
    auto versions = storage_->Now().Rulebooks(head_.seq, Known(options_));
    if (versions.empty()) versions.push_back(RecordFirst());
    SetTimeline(std::make_shared<rulebook::Timeline>(std::move(versions)));
    const Head kept = behind_.Open(*timeline_);
    try {
      HoldOpen();
      CatchUp(kept);
    } catch (const runs::Damaged& damaged) {
      MakeAnew(damaged.what());
    } catch (const runs::FileError& error) {
      MakeAnew(error.what());
    }
    ready_ = true;
    PurgeAll();
  }

  ~LedgerWriter() override {
    // A destructor has nobody to tell: what is not written behind now is recovered at the next
    // start, and nothing is made anew on the way out.
    if (!ready_ || half_folded_ || doubtful_ || behind_.IsDamaged()) return;
    (void)Guarded([&] { behind_.Finish(book_, head_); });
  }

  Result<Appended> Append(std::span<const Item> items) override {
    return Writing([&] { return DoAppend(items); });
  }

  std::optional<Instant> NextWake() const override { return book_.NextWake(); }

  Result<void> Flush() override {
    return Writing([&] { Mending([&] { behind_.Finish(book_, head_); }); });
  }
  Result<void> FlushBehind() override {
    return Writing([&] { Mending([&] { behind_.Offer(book_, head_, 1); }); });
  }
  Result<void> Probe() override {
    return Writing([&] { (void)Write({.recorded_at = Now()}); });
  }

  Result<Applied> Apply(const Application& application, const ChangeTeller& tell) override {
    return Writing([&] { return DoApply(application, tell); });
  }
  std::shared_ptr<const rulebook::Timeline> timeline() const override { return timeline_; }

  Result<std::vector<QuarantineEntry>> QuarantineAfter(int64_t id, int64_t most) override {
    return Guard([&] { return storage_->Now().WaitingAfter(id, most); });
  }
  Result<QuarantineEntry> FindQuarantine(int64_t id) override {
    auto found = Guard([&] { return storage_->Now().FindQuarantine(id); });
    if (!found) return found.error();
    if (!*found) return NotFound(fmt::format("no quarantine entry {}", id));
    return std::move(**found);
  }
  Result<int64_t> Discard(std::span<const int64_t> ids) override {
    return Writing([&] {
      Wake();
      return Write({.recorded_at = Now(), .discarded = ids}).discarded;
    });
  }

  Result<void> Watch() override {
    if (const auto fault = storage_->Watch()) return *fault;
    if (!behind_.IsDamaged()) return {};
    return Writing([&] { Mending([] {}); });
  }
  Result<Purged> Purge() override {
    return Writing([&] {
      Wake();
      Purged purged{.entries = Write({.recorded_at = Now(), .prune = true}).pruned};
      purged.days = storage_->Purge(Now());
      return purged;
    });
  }

  Position position() const override { return {head_.seq, Now(), head_.chain}; }
  int64_t quarantine_waiting() override {
    const auto count = Guard([&] { return storage_->Now().CountWaiting(); });
    return count ? *count : -1;
  }
  bool simulated() const override { return simulated_; }
  int64_t open_dossiers() const override { return book_.open(); }
  Result<std::vector<std::optional<Instant>>> LastHeard(std::span<const std::string> sources,
                                                        int64_t within) override {
    return Guard([&] { return storage_->Now().LastHeard(sources, within); });
  }
  NoticeLog& notices() override { return storage_->notices(); }

  Result<std::unique_ptr<View>> OpenView(const std::optional<AsOf>& as_of) override {
    Options options = options_;
    options.as_of = as_of;
    if (!options.folder.empty()) return ledger::OpenView(std::move(options));
    return Guarded([&] {
      Derived derived = behind_.derived();
      return MakeView(std::move(options), storage_->Read(), std::move(derived));
    });
  }

 private:
  /// What stays too long does no harm to the record: whoever runs for long tries it again.
  void PurgeAll() {
    auto purged = Purge();
    while (purged && purged->entries > 0) purged = Purge();
  }

  /// Runs what writes, once it is certain what is on record.
  template <class F>
  auto Writing(F&& run) -> Result<decltype(run())> {
    return Guarded([&] {
      MakeSure();
      return run();
    });
  }

  /// Runs what reads settled dossiers. Where they cannot be read all is made anew, and it is run
  /// once more.
  template <class F>
  auto Mending(F&& run) -> decltype(run()) {
    try {
      if (half_folded_ || behind_.IsDamaged()) throw runs::Damaged("it was not finished");
      return run();
    } catch (const runs::FileError& error) {
      throw Failure(Unavailable("settled dossiers cannot be read", error.what()));
    } catch (const runs::Damaged& damaged) {
      MakeAnew(damaged.what());
    }
    return run();
  }

  /// The clock may step back; what was recorded never does.
  Instant Now() const { return std::max(options_.clock->Now(), head_.recorded_at); }

  /// Whether a batch is on record is not certain when writing it fails.
  record::Written Write(record::Batch batch) {
    if (batch.events.empty()) batch.texts_from = storage_->Now().dictionary().size();
    return Write(batch, head_);
  }
  record::Written Write(const record::Batch& batch, const Head& expected) {
    try {
      record::Written written = storage_->Write(batch, expected);
      head_ = written.head;
      return written;
    } catch (const Failure&) {
      doubtful_ = true;
      throw;
    }
  }

  /// What is on record after a failure: what was, or the batch whose answer was lost.
  void MakeSure() {
    if (!doubtful_) return;
    storage_->Reopen();
    const Head found = storage_->Now().head();
    if (found != head_) TakeInLost(found);
    doubtful_ = false;
  }

  /// Until it is folded, the head is the one before: should that fail it is done once more.
  void TakeInLost(const Head& found) {
    record::Reading& record = storage_->Now();
    if (!HasLink(record, head_)) {
      throw Failure(Unavailable("the record is not the one that was written to",
                                "another head than this writer left"));
    }
    CountTexts();
    auto versions = record.Rulebooks(found.seq, Known(options_));
    const Head before = std::exchange(head_, found);
    try {
      if (versions.size() == timeline_->versions().size()) {
        Mending([&] { CatchUp(before, &untold_); });
      } else {
        SetTimeline(std::make_shared<rulebook::Timeline>(std::move(versions)));
        MakeAnew("a rulebook was recorded whose answer was lost");
      }
    } catch (...) {
      head_ = before;
      throw;
    }
    simulated_ = record.simulated();
  }

  Appended DoAppend(std::span<const Item> items) {
    if (auto refusal = behind_.Refusal(head_)) throw Failure(*refusal);
    return Mending([&] { return AppendOnce(items); });
  }

  Appended AppendOnce(std::span<const Item> items) {
    const Instant now = Now();
    shelf_.Look();
    const std::vector<std::string> waking = book_.Waking(now);
    Group group(book_, now, options_.bounds.events_per_dossier);
    for (const std::string& code : waking) group.Wake(code);
    CommitGroup commit(allowance_, options_.bounds, head_, now);
    record::Written written;
    try {
      commit.Take(items, group);
      group.Complete();
      if (commit.writes()) written = Write(commit.batch(), head_);
    } catch (...) {
      allowance_.Forget();
      throw;
    }
    allowance_.Settle();
    if (commit.has_events()) simulated_ = simulated_ || commit.is_simulated();
    Appended appended;
    appended.items = commit.TakeOutcomes(written);
    appended.changes = std::exchange(untold_, {});
    try {
      book_.Publish(std::move(group), options_.tell_changes ? &appended.changes : nullptr);
      behind_.Offer(book_, head_, options_.flush_every);
    } catch (...) {
      half_folded_ = true;  // it is on record, and not in the book
      throw;
    }
    appended.position = {head_.seq, now, head_.chain};
    return appended;
  }

  /// Lets what has come due take effect: nothing may be recorded past it.
  void Wake() {
    Mending([&] { WakeAt(Now(), &untold_); });
  }
  void WakeAt(Instant now, std::vector<DossierChange>* changes) {
    const std::vector<std::string> waking = book_.Waking(now);
    if (waking.empty()) return;
    shelf_.Look();
    Group group(book_, now);
    for (const std::string& code : waking) group.Wake(code);
    group.Complete();
    book_.Publish(std::move(group), options_.tell_changes ? changes : nullptr);
  }

  record::Dictionary& dictionary() { return storage_->Now().dictionary(); }

  /// What is derived; `whole`: up to the last event.
  Derived WrittenOut(bool whole) {
    if (whole) behind_.Finish(book_, head_);
    return behind_.derived();
  }

  void SetTimeline(std::shared_ptr<const rulebook::Timeline> timeline) {
    timeline_ = std::move(timeline);
    book_.JudgeBy(timeline_);
    behind_.JudgeBy(timeline_);
  }

  void CountTexts() {
    allowance_.Clear();
    storage_->ForEachTextOfSource(
        [this](uint32_t source, int64_t texts) { allowance_.Count(source, texts); });
  }

  void HoldOpen() {
    behind_.derived().ForEachOpen({},
                                  [this](auto code, auto, auto entry) { book_.Hold(code, entry); });
  }

  /// Folds the events after a link, and lets what has come due by now take effect.
  void CatchUp(const Head& from, std::vector<DossierChange>* changes = nullptr) {
    shelf_.Look();
    const Instant now = Now();
    WakeAt(now, changes);
    Replay(
        storage_->Now(), book_, from.seq, head_, now,
        [&](const Head& done) {
          if (options_.progress) options_.progress(done.seq - from.seq, head_.seq - from.seq);
          if (const auto refusal = behind_.Refusal(done)) throw Failure(*refusal);
          behind_.Offer(book_, done, options_.flush_every);
          shelf_.Look();
        },
        options_.tell_changes ? changes : nullptr);
  }

  /// Makes states and cells anew from the record. Should it fail half-way, whatever is asked of the
  /// writer next begins with it again.
  void MakeAnew(const std::string& why) {
    if (options_.note && !why.empty() && !half_folded_) {
      options_.note(fmt::format("{} is made anew from the record: {}", kDerivedFile, why));
    }
    half_folded_ = true;
    behind_.Begin(*timeline_);
    book_.Clear();
    CatchUp({});
    half_folded_ = false;
  }

  /// The rulebook a ledger begins with: in force always. It takes position 0, or the next one in a
  /// ledger that began before rulebooks were recorded.
  rulebook::Version RecordFirst() {
    if (!options_.rulebook) throw Failure(InvalidArgument("a ledger needs a rulebook"));
    const bool fresh = head_ == Head{};
    rulebook::Version first{fresh ? 0 : head_.seq + 1, Now(), {},
                            options_.operator_name,    {},    options_.rulebook};
    Record(first);
    return first;
  }

  void Record(const rulebook::Version& version) {
    (void)Write({.recorded_at = version.recorded_at, .rulebook = &version});
  }

  Applied DoApply(const Application& application, const ChangeTeller& tell) {
    const Instant now = Now();
    if (auto objection = ObjectTo(application, now)) throw Failure(*objection);
    if (IsInForce(application, timeline_->newest_version())) {
      return {timeline_->newest_version(), false, 0};
    }
    Mending([] {});
    Orphans orphans(*application.rulebook, now);
    book_.ForEach([&](std::string_view code, const Folded& entry) {
      if (!entry.IsSettled()) orphans.See(code, entry.facts);
    });
    if (auto objection = orphans.Objection()) throw Failure(*objection);
    const rulebook::Version version = VersionOf(application, head_.seq + 1, now);
    const auto next = std::make_shared<rulebook::Timeline>(timeline_->With(version));
    return RolesDiffer(*timeline_, *next, storage_->Now().dictionary())
               ? ApplyAnew(version, next, tell)
               : ApplyByMoves(application, tell);
  }

  /// Sources change sides in the past: facts are other ones, and are folded anew.
  Applied ApplyAnew(const rulebook::Version& version,
                    const std::shared_ptr<const rulebook::Timeline>& next,
                    const ChangeTeller& tell) {
    const auto before = timeline_;
    const Derived was = Mending([&] { return WrittenOut(static_cast<bool>(tell)); });
    Record(version);
    const int64_t held = book_.size();
    SetTimeline(next);
    bool made = false;
    try {
      MakeAnew({});
      made = true;
    } catch (const Failure&) {
      // The version is in force; states and cells are made anew with whatever is asked next.
    }
    Applied applied{version, true, std::max(held, book_.size())};
    applied.told = !tell || (made && TryToTell([&] {
                               const Derived is = WrittenOut(true);
                               TellDifferences({was, *before}, {is, *next}, dictionary(), tell);
                             }));
    return applied;
  }

  /// Facts stay; what is open, and of what has ended what the version is backdated to, is judged
  /// anew.
  Applied ApplyByMoves(const Application& application, const ChangeTeller& tell) {
    // What has come due by then is in the states, judged as before.
    Appended woken = DoAppend({});
    std::move(woken.changes.begin(), woken.changes.end(), std::back_inserter(untold_));
    const Instant now = Mending([&] { return AfterEnds(woken.position.at); });
    const rulebook::Version version = VersionOf(application, head_.seq + 1, now);
    const auto next = std::make_shared<rulebook::Timeline>(timeline_->With(version));
    // The book then holds what is not settled, and nothing else.
    Moves moves = Mending([&] {
      return Rejudge(WrittenOut(true), dictionary(), book_, *next,
                     [this](int64_t done) { Tell(done); });
    });
    const auto before = timeline_;
    const Derived states = behind_.derived();
    Record(version);
    SetTimeline(next);
    const auto moved = static_cast<int64_t>(moves.open.size()) + moves.ended;
    try {
      behind_.Rejudged(std::move(moves.open), std::move(moves.cells), head_);
    } catch (const runs::Damaged& damaged) {
      MakeAnew(damaged.what());
    } catch (const Failure&) {
      // The version is in force; what it has changed is written as soon as the disk takes it.
    }
    const bool told = !tell || TryToTell([&] {
      TellDifferences({states, *before}, {states, *next}, dictionary(), tell);
    });
    return {version, true, moved, told};
  }

  /// Runs what tells of changes that are in force already: should what it reads be damaged, it
  /// ends.
  template <class F>
  bool TryToTell(F&& run) {
    try {
      run();
      return true;
    } catch (const Failure&) {
    } catch (const runs::Damaged&) {
    } catch (const runs::FileError&) {
    }
    return false;
  }

  /// The instant, or the first one after it if a dossier has ended at it by the rulebooks before:
  /// an end is judged by the version that is in force at it. Asked of the record, for who ended may
  /// be out of the book by now.
  Instant AfterEnds(Instant now) {
    record::Reading& record = storage_->Now();
    shelf_.Look();
    bool ended = false;
    const auto ask = [&](std::string_view code) {
      const auto entry = ended ? std::nullopt : book_.Load(code);
      ended |= entry && entry->facts.end && entry->facts.end->at >= now;
    };
    // What is in force by now and not dated before was recorded at this instant or dated ahead.
    const auto before = record.HeadAt(now - kOneMoment);
    record.ForEachEntry(before ? before->seq : 0, head_.seq, [&](record::Entry& entry) {
      if (entry.event && entry.event->at >= now) ask(entry.event->dossier);
      return !ended;
    });
    record.ForEachAhead(now - kOneMoment, head_.seq, ask);
    return ended ? now + kOneMoment : now;
  }

  void Tell(int64_t done) const {
    constexpr int64_t kStep = 10'000;
    if (options_.progress && done % kStep == 0) {
      options_.progress(done, std::max(done, book_.size()));
    }
  }

  Options options_;
  std::unique_ptr<record::Storage> storage_;
  Behind behind_;
  Allowance allowance_;
  WriterShelf shelf_;
  std::shared_ptr<const rulebook::Timeline> timeline_;
  Book book_;
  Head head_;
  bool simulated_ = false;
  /// What whoever follows live has not been told of yet: with the next append.
  std::vector<DossierChange> untold_;
  bool ready_ = false;        // recovered
  bool half_folded_ = false;  // states and cells are being made anew
  bool doubtful_ = false;     // what is on record after a failure has not been asked yet
};

}  // namespace

Result<std::unique_ptr<Ledger>> Open(Options options) {
  if (!options.backend) options.backend = record::InMemory();
  auto storage = options.backend->Open(PlaceOf(options));
  if (!storage) return storage.error();
  return Guarded([&]() -> std::unique_ptr<Ledger> {
    auto writer = std::make_unique<LedgerWriter>(std::move(options), std::move(*storage));
    writer->Recover();
    return writer;
  });
}

}  // namespace dunghan::ledger

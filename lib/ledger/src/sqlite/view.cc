#include "view.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <utility>

#include "../orphans.h"
#include "../share.h"
#include "application.h"
#include "past.h"
#include "rejudge.h"
#include "replay.h"
#include "verify.h"

namespace dunghan::ledger::sqlite {
namespace {

/// Where a reader's book finds what it has not touched: nowhere, if what is kept was computed under
/// another rulebook.
class ReaderShelf final : public ledger::Shelf {
 public:
  ReaderShelf(Store& store, bool usable) : store_(store), usable_(usable) {}
  std::optional<Entry> Load(std::string_view code) override {
    return usable_ ? store_.Load(code) : std::nullopt;
  }
  std::vector<dossier::Event> History(int64_t last_seq) override {
    return store_.History(last_seq);
  }

 private:
  Store& store_;
  bool usable_;
};

/// The position that is asked for. @throws StoreError kInvalidArgument
Position Resolve(Store& store, const AsOf& as_of, const Position& present) {
  if (as_of.at && *as_of.at > present.at) {
    throw StoreError(InvalidArgument("as of: that instant lies in the future"));
  }
  if (as_of.seq && (*as_of.seq < 0 || *as_of.seq > present.seq)) {
    throw StoreError(InvalidArgument(fmt::format(
        "as of: position {} is not on record, the newest is {}", *as_of.seq, present.seq)));
  }
  const auto head = as_of.seq ? store.HeadAt(*as_of.seq) : store.HeadAt(*as_of.at);
  if (!head) throw StoreError(InvalidArgument("as of: nothing was on record by then"));
  if (as_of.seq && head->seq != *as_of.seq) {
    throw StoreError(InvalidArgument(
        fmt::format("as of: {} is in the middle of what was recorded together; the position before "
                    "it is {}",
                    *as_of.seq, head->seq)));
  }
  return {head->seq, std::max(as_of.at.value_or(head->recorded_at), head->recorded_at),
          head->chain};
}

class SqliteView final : public View {
 public:
  SqliteView(Options options, std::shared_ptr<Store> store, std::shared_ptr<SideFiles> side_files,
             Snapshot snapshot)
      : options_(std::move(options)), store_(std::move(store)), side_files_(std::move(side_files)) {
    if (snapshot == Snapshot::kHeld) {
      transaction_ = std::make_unique<Transaction>(store_->database(), Transaction::Kind::kRead);
    }
    meta_ = store_->ReadMeta();
    store_->RefreshDictionary();
    const Head head = store_->ReadHead();
    present_ = {head.seq, std::max(options_.clock->Now(), head.recorded_at), head.chain};
    position_ = options_.as_of ? Resolve(*store_, *options_.as_of, present_) : present_;
    ReadTimelines();
    derived_usable_ = meta_.rulebook == DerivedKey(*present_rules_);
    shelf_ = std::make_unique<ReaderShelf>(*store_, derived_usable_);
    book_ = std::make_unique<Book>(present_rules_, store_->dictionary(), *shelf_);
    Complete();
    if (options_.as_of) past_ = Past(*store_, *book_, position_, *rules_, options_.progress);
  }

  const Position& position() const override { return position_; }
  const rulebook::Timeline& timeline() const override { return *rules_; }
  bool simulated() const override { return meta_.simulated; }

  Result<void> SumCells(const DayRange& range, const CellVisitor& visit) override {
    return Guard([&] {
      CorrectCells();
      if (derived_usable_) SumPages(range, visit);
      for (const figures::Cells* cells : {&book_->cells(), &std::as_const(correction_)}) {
        for (const auto& [key, amounts] : cells->map()) {
          if (range.from && key.day < *range.from) continue;
          if (range.to && key.day > *range.to) continue;
          visit(key.row, amounts);
        }
      }
    });
  }

  Result<DossierRecord> Find(std::string_view code) override {
    auto found = Guard([&]() -> std::optional<DossierRecord> {
      const auto entry = past_.Covers(code) ? past_.Find(code) : book_->Load(code);
      if (!entry) return {};
      DossierRecord record{std::string(code), {}, StateOf(*entry)};
      for (auto& [seq, event] : store_->Chain(entry->last_seq)) {
        record.events.push_back({seq, store_->RecordedAt(seq), std::move(event)});
      }
      std::reverse(record.events.begin(), record.events.end());
      return record;
    });
    if (!found) return found.error();
    if (!*found) {
      return NotFound(fmt::format("no dossier {} in the ledger{}", code,
                                  options_.as_of ? " as of that position" : ""));
    }
    return std::move(**found);
  }

  Result<void> ForEachOpen(const StateVisitor& visit) override {
    return Guard([&] {
      ForEachEntry(Shelf::kOpen, "", [&](std::string_view code, const Entry& entry) {
        visit(code, StateOf(entry));
        return true;
      });
    });
  }

  Result<void> ForEachSettled(std::string_view after, const SettledVisitor& visit) override {
    return Guard([&] {
      ForEachEntry(Shelf::kSettled, after, [&](std::string_view code, const Entry& entry) {
        return visit(code, StateOf(entry));
      });
    });
  }

  Result<void> Foresee(const Application& application, const MoveVisitor& visit) override {
    return Guard([&] {
      if (auto objection = ObjectTo(application, position_.at)) throw StoreError(*objection);
      const rulebook::Timeline next =
          rules_->With(VersionOf(application, position_.seq + 1, position_.at));
      Orphans orphans(*application.rulebook, position_.at);
      const auto judge = [&](std::string_view code, const Entry& entry) {
        const DossierState before = StateOf(entry);
        const auto after = dossier::Judge(entry.facts, next.TermsFor(entry.facts));
        if (!(before.judgement == after)) visit({code, before, after});
        return true;
      };
      ForEachEntry(Shelf::kOpen, "", [&](std::string_view code, const Entry& entry) {
        orphans.See(code, entry.facts);
        return judge(code, entry);
      });
      if (auto objection = orphans.Objection()) throw StoreError(*objection);
      const auto ends_from = EndsAffectedFrom(*rules_, next);
      if (!ends_from) return;
      ForEachEntry(Shelf::kSettled, "", [&](std::string_view code, const Entry& entry) {
        return MayDiffer(entry, ends_from) ? judge(code, entry) : true;
      });
    });
  }

  Result<void> ForEachChange(const ChangeVisitor& visit) override {
    return Guard([&] {
      for (const std::string& code : CodesThatMayDiffer()) {
        const auto now = book_->Load(code);
        if (!now) continue;
        const auto then = past_.Covers(code) ? past_.Find(code) : now;
        if (const auto change = Compare(code, then, *now)) visit(*change);
      }
    });
  }

  Result<std::vector<QuarantineEntry>> Quarantine() override {
    return Guard([&] { return store_->Waiting(); });
  }

  Result<QuarantineEntry> FindQuarantine(int64_t id) override {
    auto found = Guard([&] { return store_->FindQuarantine(id); });
    if (!found) return found.error();
    if (!*found) return NotFound(fmt::format("no quarantine entry {}", id));
    return std::move(**found);
  }

  Result<std::string> RawBytes(const QuarantineEntry& entry) override {
    if (entry.raw_file.empty()) return NotFound("the entry has no unparsed bytes");
    return side_files_->Read({entry.raw_file, entry.raw_offset, entry.raw_size});
  }

  Result<Verification> Verify(const std::function<void(int64_t, int64_t)>& progress) override {
    return Guard([&] {
      const bool held = transaction_ != nullptr;
      // The long walk reads in short transactions of its own.
      transaction_.reset();
      return VerifyStore(*store_, options_, held, progress);
    });
  }

  void Release() override { transaction_.reset(); }

  Result<std::optional<Digest>> ChainAt(int64_t seq) override {
    return Guard([&] { return store_->ChainAt(seq); });
  }

 private:
  enum class Shelf { kOpen, kSettled };
  using EntryVisitor = std::function<bool(std::string_view code, const Entry& entry)>;

  DossierState StateOf(const Entry& entry) const {
    return {entry.facts, dossier::Judge(entry.facts, rules_->TermsFor(entry.facts))};
  }

  void ReadTimelines() {
    auto versions = store_->ReadRulebooks(present_.seq, Known(options_));
    // Made by a writer that died before it had recorded any, or by an older one.
    if (versions.empty()) versions.push_back({0, {}, {}, {}, {}, options_.rulebook});
    present_rules_ = std::make_shared<rulebook::Timeline>(versions);
    const auto later = [&](const auto& version) { return version.seq > position_.seq; };
    const auto end = std::find_if(std::next(versions.begin()), versions.end(), later);
    versions.erase(end, versions.end());
    rules_ = versions.size() == present_rules_->versions().size()
                 ? present_rules_
                 : std::make_shared<rulebook::Timeline>(std::move(versions));
  }

  Entry Decoded(std::string_view code, std::string_view bytes) {
    auto entry = DecodeEntry(bytes, store_->dictionary());
    if (!entry) {
      throw StoreError(
          Internal("the ledger's file is damaged", fmt::format("the state of dossier {}", code)));
    }
    return std::move(*entry);
  }

  /// Open or settled dossiers as of the position, with a code after `after`, by code, until `visit`
  /// says false. What was touched since the tables were written stands in the book, what was
  /// touched since the position in the past.
  void ForEachEntry(Shelf shelf, std::string_view after, const EntryVisitor& visit) {
    const bool settled = shelf == Shelf::kSettled;
    std::map<std::string, Entry, std::less<>> apart;
    const auto take = [&](std::string_view code, const Entry& entry) {
      if (entry.IsSettled() == settled && code > after) apart.emplace(code, entry);
    };
    past_.ForEach(take);
    book_->ForEach([&](std::string_view code, const Entry& entry) {
      if (!past_.Covers(code)) take(code, entry);
    });
    auto next = apart.begin();
    bool more = true;
    const auto catch_up = [&](const std::string_view* until) {
      for (; more && next != apart.end() && (!until || next->first < *until); ++next) {
        more = visit(next->first, next->second);
      }
    };
    const auto from_table = [&](std::string_view code, std::string_view bytes) {
      catch_up(&code);
      if (more && !book_->Holds(code) && !past_.Covers(code)) {
        more = visit(code, Decoded(code, bytes));
      }
      return more;
    };
    if (derived_usable_ && settled) store_->ForEachFinished(after, from_table);
    if (derived_usable_ && !settled) {
      store_->ForEachOpen({}, [&](auto code, auto bytes) { from_table(code, bytes); });
    }
    catch_up(nullptr);
  }

  /// Folds in the events after the watermark, and lets what has come due take effect.
  void Complete() {
    const int64_t from = derived_usable_ ? meta_.watermark + 1 : 1;
    Replay(*store_, *book_, from, present_.seq, present_.at, [&](int64_t done) {
      if (options_.progress) options_.progress(done - from + 1, present_.seq - from + 1);
    });
    Wake();
  }

  void Wake() {
    std::vector<std::string> codes = book_->Waking(present_.at);
    if (derived_usable_) {
      store_->ForEachOpen(present_.at, [&](auto code, auto bytes) {
        const auto entry = DecodeEntry(bytes, store_->dictionary());
        if (book_->Holds(code) || !entry || !entry->wake_at) return;
        if (*entry->wake_at <= present_.at) codes.emplace_back(code);
      });
    }
    Group group(*book_, present_.at);
    for (const std::string& code : codes) group.Wake(code);
    group.Complete();
    book_->Publish(std::move(group), nullptr);
  }

  /// What cells say of the present is put right for the position: dossiers touched since, those
  /// that rulebooks recorded since judge otherwise, and what lay ahead on its day.
  void CorrectCells() {
    if (std::exchange(corrected_, true)) return;
    const bool looks_back = options_.as_of.has_value();
    const auto correct = [&](std::string_view code, const Entry& entry) {
      if (!past_.Covers(code)) Correct(entry, entry);
    };
    if (derived_usable_) {
      // Two days ahead holds the end of today in every zone. Looking back, what is ahead of the
      // position may be behind the present, and is not found by its time.
      const auto until = looks_back ? std::nullopt : std::optional(position_.at + two_days);
      store_->ForEachOpen(until, [&](auto code, auto bytes) {
        if (!book_->Holds(code)) correct(code, Decoded(code, bytes));
      });
    }
    const auto ends_from = EndsAffectedFrom(*rules_, *present_rules_);
    book_->ForEach([&](std::string_view code, const Entry& entry) {
      if (!entry.IsSettled() || MayDiffer(entry, ends_from)) correct(code, entry);
    });
    if (ends_from && derived_usable_) {
      store_->ForEachFinished("", [&](std::string_view code, std::string_view bytes) {
        if (book_->Holds(code) || past_.Covers(code)) return true;
        const Entry entry = Decoded(code, bytes);
        if (MayDiffer(entry, ends_from)) Correct(entry, entry);
        return true;
      });
    }
    past_.ForEachCode([&](std::string_view code) {
      if (const auto now = book_->Load(code)) Correct(*now, past_.Find(code));
    });
  }

  /// Puts what the dossier was at the position in the place of what it is now.
  void Correct(const Entry& now, const std::optional<Entry>& then) {
    const auto& zone = rules_->newest().default_calendar().zone();
    const Judged present(now.facts, *present_rules_);
    if (!then) return Add(correction_, ShareOf(present), -1);
    const bool same = &now == &*then || now.facts == then->facts;
    if (same && rules_ == present_rules_ && !ChangesLaterToday(present, zone, position_.at)) return;
    const Judged past(then->facts, *rules_);
    Replace(correction_, ShareOf(present), ShareSeenAt(past, zone, position_.at));
  }

  /// Those touched since the position, and those that rulebooks recorded since may judge otherwise.
  std::set<std::string> CodesThatMayDiffer() {
    std::set<std::string> codes;
    past_.ForEachCode([&](std::string_view code) { codes.emplace(code); });
    if (rules_ == present_rules_) return codes;
    const auto ends_from = EndsAffectedFrom(*rules_, *present_rules_);
    const auto take = [&](std::string_view code, const Entry& entry) {
      if (MayDiffer(entry, ends_from)) codes.emplace(code);
      return true;
    };
    ForEachEntry(Shelf::kOpen, "", take);
    if (ends_from) ForEachEntry(Shelf::kSettled, "", take);
    return codes;
  }

  std::optional<Change> Compare(std::string_view code, const std::optional<Entry>& then,
                                const Entry& now) {
    if (!then && !now.facts.first_at) return {};  // only a mirror, or the future, speaks of it
    const Judged after(now.facts, *present_rules_);
    Change change{code, {}, {now.facts, after.judgement}, {}, {}, {}};
    if (then) {
      const Judged before(then->facts, *rules_);
      if (then->facts == now.facts && before.judgement == after.judgement) return {};
      change.before = DossierState{then->facts, before.judgement};
      Add(change.difference, ShareOf(before), -1);
      if (!(Judged(then->facts, *present_rules_).judgement == before.judgement)) {
        change.rulebooks = RulebooksSince();
      }
    }
    Add(change.difference, ShareOf(after), 1);
    change.difference.DropZeros();
    change.events = EventsSince(now.last_seq);
    // Nothing was heard: a source that has become a mirror is not listened to any more.
    if (change.events.empty()) change.rulebooks = RulebooksSince();
    return change;
  }

  std::vector<int64_t> RulebooksSince() const {
    std::vector<int64_t> positions;
    for (const rulebook::Version& version : present_rules_->versions()) {
      if (version.seq > position_.seq) positions.push_back(version.seq);
    }
    return positions;
  }

  std::vector<StoredEvent> EventsSince(int64_t last_seq) {
    std::vector<StoredEvent> events;
    for (auto& [seq, event] : store_->Chain(last_seq)) {
      if (seq <= position_.seq && event.at <= position_.at) continue;
      const auto role = present_rules_->RoleOf(event.source, event.at);
      if (event.at > present_.at || role == rulebook::SourceRole::kMirror) continue;
      events.push_back({seq, store_->RecordedAt(seq), std::move(event)});
    }
    std::reverse(events.begin(), events.end());
    return events;
  }

  void SumPages(const DayRange& range, const CellVisitor& visit) {
    const auto days = store_->PageDays();
    if (!days) return;
    const LocalDay from = range.from ? std::max(*range.from, days->first) : days->first;
    const LocalDay to = range.to ? std::min(*range.to, days->second) : days->second;
    for (const PageKey& key : Cover(from, to)) {
      if (!DecodePage(store_->ReadPage(key), store_->dictionary(), visit)) {
        throw StoreError(Internal("the ledger's file is damaged", "a page of cells"));
      }
    }
  }

  static constexpr std::chrono::days two_days{2};

  Options options_;
  std::shared_ptr<Store> store_;
  std::shared_ptr<SideFiles> side_files_;
  std::unique_ptr<Transaction> transaction_;
  Meta meta_;
  Position present_;   // the newest event, at the clock's time
  Position position_;  // what is asked about: the same, or as of earlier
  std::shared_ptr<const rulebook::Timeline> present_rules_;
  std::shared_ptr<const rulebook::Timeline> rules_;  // on record at the position
  bool derived_usable_ = false;
  std::unique_ptr<ReaderShelf> shelf_;
  std::unique_ptr<Book> book_;  // in the present
  Past past_;
  bool corrected_ = false;
  figures::Cells correction_;
};

/// Whether nothing waits in the write-ahead log to be taken into the file.
bool NothingPending(const std::filesystem::path& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path.string() + "-wal", error);
  return error || size == 0;
}

}  // namespace

std::unique_ptr<View> MakeView(Options options, std::shared_ptr<Store> store,
                               std::shared_ptr<SideFiles> side_files, Snapshot snapshot) {
  return std::make_unique<SqliteView>(std::move(options), std::move(store), std::move(side_files),
                                      snapshot);
}

}  // namespace dunghan::ledger::sqlite

namespace dunghan::ledger {

Result<std::unique_ptr<View>> OpenView(Options options) {
  using namespace sqlite;
  const auto path = options.folder / kFileName;
  std::error_code error;
  const auto none = [&] {
    return NotFound(fmt::format("there is no ledger in {}", options.folder.string()));
  };
  if (!std::filesystem::exists(path, error)) return none();
  auto side_files = std::make_shared<SideFiles>(options.folder / "unparsed");
  const auto open = [&](Database::Mode mode) {
    return Guard([&] {
      auto store = std::make_shared<Store>(path.string(), mode, options.codes);
      // A writer that died while it made the file leaves one without tables.
      if (!store->IsPrepared()) throw StoreError(none());
      return MakeView(options, std::move(store), side_files, Snapshot::kHeld);
    });
  };
  auto view = open(Database::Mode::kReadOnly);
  // A folder that cannot be written has no room for a reader's lock either. Then nobody else can be
  // writing, and the file is read as it is.
  if (!view && view.error().code == ErrorCode::kUnavailable && NothingPending(path))
    view = open(Database::Mode::kImmutable);
  return view;
}

}  // namespace dunghan::ledger

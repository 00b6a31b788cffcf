#include "view.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "replay.h"
#include "verify.h"

namespace dunghan::ledger::sqlite {
namespace {

/// Where a reader's book finds what it has not touched: nowhere, if what is kept was computed under
/// another rulebook.
class ReaderShelf final : public Shelf {
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
    position_ = {head.seq, std::max(options_.clock->Now(), head.recorded_at), head.chain};
    derived_usable_ = meta_.rulebook == ToHex(options_.rulebook->digest());
    shelf_ = std::make_unique<ReaderShelf>(*store_, derived_usable_);
    book_ = std::make_unique<Book>(options_.rulebook, store_->dictionary(), *shelf_);
    Complete();
  }

  const Position& position() const override { return position_; }
  const rulebook::Rulebook& rulebook() const override { return *options_.rulebook; }
  bool simulated() const override { return meta_.simulated; }

  Result<void> SumCells(const DayRange& range, const CellVisitor& visit) override {
    return Guard([&] {
      CorrectToday();
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
      const auto entry = book_->Load(code);
      if (!entry) return {};
      DossierRecord record{std::string(code), {}, book_->StateOf(*entry)};
      for (auto& [seq, event] : store_->Chain(entry->last_seq)) {
        record.events.push_back({seq, store_->RecordedAt(seq), std::move(event)});
      }
      std::reverse(record.events.begin(), record.events.end());
      return record;
    });
    if (!found) return found.error();
    if (!*found) return NotFound(fmt::format("no dossier {} in the ledger", code));
    return std::move(**found);
  }

  Result<void> ForEachOpen(const StateVisitor& visit) override {
    return Guard([&] {
      if (derived_usable_) {
        store_->ForEachOpen({}, [&](auto code, auto bytes) {
          if (!book_->Holds(code)) visit(code, book_->StateOf(Decoded(code, bytes)));
        });
      }
      book_->ForEach([&](std::string_view code, const Entry& entry) {
        if (!entry.IsSettled()) visit(code, book_->StateOf(entry));
      });
    });
  }

  Result<void> ForEachSettled(std::string_view after, const SettledVisitor& visit) override {
    return Guard([&] {
      // Those settled since the tables were written stand in the book, in no order.
      std::map<std::string, Entry, std::less<>> lately;
      book_->ForEach([&](std::string_view code, const Entry& entry) {
        if (entry.IsSettled() && code > after) lately.emplace(code, entry);
      });
      auto next = lately.begin();
      bool more = true;
      const auto catch_up = [&](const std::string_view* until) {
        for (; more && next != lately.end() && (!until || next->first < *until); ++next) {
          more = visit(next->first, book_->StateOf(next->second));
        }
      };
      if (derived_usable_) {
        store_->ForEachFinished(after, [&](std::string_view code, std::string_view bytes) {
          catch_up(&code);
          if (more && !book_->Holds(code)) more = visit(code, book_->StateOf(Decoded(code, bytes)));
          return more;
        });
      }
      catch_up(nullptr);
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
  Entry Decoded(std::string_view code, std::string_view bytes) {
    auto entry = DecodeEntry(bytes, store_->dictionary());
    if (!entry) {
      throw StoreError(
          Internal("the ledger's file is damaged", fmt::format("the state of dossier {}", code)));
    }
    return std::move(*entry);
  }

  /// Folds in the events after the watermark, and lets what has come due take effect.
  void Complete() {
    const int64_t from = derived_usable_ ? meta_.watermark + 1 : 1;
    Replay(*store_, *book_, from, position_.seq, position_.at, [&](int64_t done) {
      if (options_.progress) options_.progress(done - from + 1, position_.seq - from + 1);
    });
    Wake();
  }

  /// Cells hold all of today: what still lies ahead of the position is taken back.
  void CorrectToday() {
    if (std::exchange(corrected_, true)) return;
    if (derived_usable_) {
      // Two days ahead holds the end of today in every zone.
      store_->ForEachOpen(position_.at + std::chrono::days{2}, [&](auto code, auto bytes) {
        if (book_->Holds(code)) return;
        if (const auto entry = DecodeEntry(bytes, store_->dictionary())) Correct(*entry);
      });
    }
    book_->ForEach([&](std::string_view, const Entry& entry) {
      if (!entry.IsSettled()) Correct(entry);
    });
  }

  void Wake() {
    std::vector<std::string> codes = book_->Waking(position_.at);
    if (derived_usable_) {
      store_->ForEachOpen(position_.at, [&](auto code, auto bytes) {
        const auto entry = DecodeEntry(bytes, store_->dictionary());
        if (book_->Holds(code) || !entry || !entry->wake_at) return;
        if (*entry->wake_at <= position_.at) codes.emplace_back(code);
      });
    }
    Group group(*book_, position_.at);
    for (const std::string& code : codes) group.Wake(code);
    group.Complete();
    book_->Publish(std::move(group), nullptr);
  }

  /// Cells answer for ends of days. Of today, what still lies ahead of the position is taken back.
  void Correct(const Entry& entry) {
    const DossierState state = book_->StateOf(entry);
    const auto& zone = options_.rulebook->TermsFor(state.facts).calendar->zone();
    // Statements go through today by the default calendar, which may be a day ahead.
    const LocalDay today = std::max(
        zone.DayOf(position_.at), options_.rulebook->default_calendar().zone().DayOf(position_.at));
    const Instant end_of_today = zone.StartOf(today + std::chrono::days{1});
    const bool ahead = std::any_of(
        std::begin(state.judgement.bases), std::end(state.judgement.bases), [&](const auto& basis) {
          return basis.overdue_from && *basis.overdue_from > position_.at &&
                 *basis.overdue_from <= end_of_today;
        });
    if (!ahead) return;
    const figures::RowKey row = figures::RowOf(state.facts);
    correction_.Add(row, figures::Contribute(state.facts, state.judgement, zone), -1);
    correction_.Add(row, figures::ContributeAt(state.facts, state.judgement, zone, position_.at),
                    1);
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

  Options options_;
  std::shared_ptr<Store> store_;
  std::shared_ptr<SideFiles> side_files_;
  std::unique_ptr<Transaction> transaction_;
  Meta meta_;
  Position position_;
  bool derived_usable_ = false;
  std::unique_ptr<ReaderShelf> shelf_;
  std::unique_ptr<Book> book_;
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
      auto store = std::make_shared<Store>(path.string(), mode, *options.codes);
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

#include "view.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "../folder.h"
#include "../orphans.h"
#include "../writer_lock.h"
#include "application.h"
#include "changes.h"
#include "rejudge.h"
#include "standpoint.h"
#include "verify.h"

namespace dunghan::ledger::sqlite {
namespace {

class SqliteView final : public View {
 public:
  SqliteView(Options options, std::shared_ptr<Store> store, std::shared_ptr<SideFiles> side_files,
             Snapshot snapshot)
      : options_(std::move(options)), store_(std::move(store)), side_files_(std::move(side_files)) {
    if (snapshot == Snapshot::kHeld) {
      transaction_ = std::make_unique<Transaction>(store_->database(), Transaction::Kind::kRead);
    }
    seen_ = std::make_unique<Standpoint>(options_, *store_);
  }

  const Position& position() const override { return seen_->position(); }
  const rulebook::Timeline& timeline() const override { return seen_->rules(); }
  bool simulated() const override { return seen_->meta().simulated; }

  Result<void> SumCells(const DayRange& range, const CellVisitor& visit) override {
    return Guard([&] { seen_->SumCells(range, visit); });
  }

  Result<DossierRecord> Find(std::string_view code) override {
    auto found = Guard([&]() -> std::optional<DossierRecord> {
      const auto entry = seen_->Load(code);
      if (!entry) return {};
      DossierRecord record{std::string(code), {}, seen_->StateOf(*entry)};
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
      seen_->ForEachEntry(Standpoint::Kind::kOpen, "",
                          [&](std::string_view code, const Entry& entry) {
                            visit(code, seen_->StateOf(entry));
                            return true;
                          });
    });
  }

  Result<void> ForEachSettled(std::string_view after, const SettledVisitor& visit) override {
    return Guard([&] { seen_->ForEachSettled(after, visit); });
  }

  Result<void> Foresee(const Application& application, const MoveVisitor& visit) override {
    return Guard([&] {
      if (auto objection = ObjectTo(application, seen_->position().at))
        throw StoreError(*objection);
      const rulebook::Timeline next = seen_->rules().With(
          VersionOf(application, seen_->position().seq + 1, seen_->position().at));
      Orphans orphans(*application.rulebook, seen_->position().at);
      const auto judge = [&](std::string_view code, const Entry& entry) {
        const DossierState before = seen_->StateOf(entry);
        const auto after = dossier::Judge(entry.facts, next.TermsFor(entry.facts));
        if (!(before.judgement == after)) visit({code, before, after});
        return true;
      };
      seen_->ForEachEntry(Standpoint::Kind::kOpen, "",
                          [&](std::string_view code, const Entry& entry) {
                            orphans.See(code, entry.facts);
                            return judge(code, entry);
                          });
      if (auto objection = orphans.Objection()) throw StoreError(*objection);
      const auto ends_from = EndsAffectedFrom(seen_->rules(), next);
      if (!ends_from) return;
      seen_->ForEachEntry(Standpoint::Kind::kSettled, "",
                          [&](std::string_view code, const Entry& entry) {
                            return MayDiffer(entry, ends_from) ? judge(code, entry) : true;
                          });
    });
  }

  Result<void> ForEachChange(const ChangeVisitor& visit) override {
    return Guard([&] { sqlite::ForEachChange(*store_, *seen_, visit); });
  }

  Result<void> ForEachEvent(EventOrder order, const EventVisitor& visit) override {
    return Guard([&] {
      switch (order) {
        case EventOrder::kRecorded:
          return ForEachRecorded(visit);
        case EventOrder::kHappened:
          return ForEachHappened(visit);
      }
    });
  }

  Result<std::vector<StoredEvent>> LastEvents(int64_t most) override {
    return Guard([&] {
      std::vector<StoredEvent> last;
      const int64_t through = position().seq;
      int64_t after = std::max<int64_t>(0, through - most);
      while (true) {
        auto piece = store_->EventsAfter(after, through);
        if (piece.empty()) return last;
        after = piece.back().seq;
        std::move(piece.begin(), piece.end(), std::back_inserter(last));
      }
    });
  }

  Result<std::vector<QuarantineEntry>> QuarantineAfter(int64_t id, int64_t most) override {
    return Guard([&] { return store_->WaitingAfter(id, most); });
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
  void ForEachRecorded(const EventVisitor& visit) {
    int64_t after = 0;
    while (true) {
      auto piece = store_->EventsAfter(after, position().seq);
      if (piece.empty()) return;
      after = piece.back().seq;
      for (StoredEvent& event : piece) {
        if (!visit(std::move(event))) return;
      }
    }
  }

  void ForEachHappened(const EventVisitor& visit) {
    store_->BeginHappened(position().seq);
    std::optional<StoredEvent> last;
    bool more = true;
    while (more) {
      auto piece = store_->EventsHappenedAfter(last);
      if (piece.empty()) break;
      last = piece.back();
      for (StoredEvent& event : piece) {
        more = visit(std::move(event));
        if (!more) break;
      }
    }
    store_->EndHappened();
  }

  Options options_;
  std::shared_ptr<Store> store_;
  std::shared_ptr<SideFiles> side_files_;
  std::unique_ptr<Transaction> transaction_;
  std::unique_ptr<Standpoint> seen_;
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
  // Before SQLite opens it, which takes away a log that belongs to nothing.
  if (IsEmpty(path)) {
    if (auto lost = FindLoss(options.folder, WriterLock::HadRecord(options.folder))) return *lost;
  }
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
      store->database().StopWhen(options.stop);
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

#include "whole_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "application.h"
#include "dunghan/record/failure.h"
#include "opening.h"
#include "orphans.h"
#include "past_changes.h"
#include "patience.h"
#include "rejudge.h"
#include "replay.h"
#include "sorted_places.h"
#include "source_keeper.h"
#include "standpoint.h"
#include "stored_events.h"
#include "verify_record.h"

namespace dunghan::ledger {
namespace {

constexpr uintmax_t kCheckedBytes = uintmax_t{64} << 20U;

/// Runs what reads. Half an answer may have been given: what is damaged is an error then.
template <class F>
auto ReadGuarded(F&& run) -> Result<decltype(run())> {
  try {
    return record::Guard(std::forward<F>(run));
  } catch (const runs::Damaged& damaged) {
    return Internal(
        "the file of states and figures is damaged; it is made anew from the record when the "
        "ledger is next opened for writing, or deleted by hand",
        fmt::format("{}: {}", kDerivedFile, damaged.what()));
  } catch (const runs::FileError& error) {
    return Unavailable("the file of states and figures cannot be read", error.what());
  }
}

/// What is kept in the ledger's folder. @throws runs::FileError
Looked LookAt(const Options& options) {
  const auto files = runs::DiskFiles();
  try {
    auto kept = runs::OpenForReading(*files, options.folder / kDerivedFile, DerivedTables(false));
    if (!kept) return {{}, "is not there", false};
    Looked looked{Derived(std::move(kept)), {}, false};
    looked.derived->StopWhen(options.stop);
    // Whoever has time to find out whether all of it is sound does so before half an answer is
    // given.
    std::error_code error;
    const auto bytes = std::filesystem::file_size(options.folder / kDerivedFile, error);
    if (!options.stop && !error && bytes <= kCheckedBytes) looked.derived->CheckAll();
    return looked;
  } catch (const runs::Damaged& failed) {
    return {{}, std::string("is damaged: ") + failed.what(), true};
  }
}

/// Dossiers whose events are read together, in the order in which they lie in the record.
class RecordsAtOnce {
 public:
  RecordsAtOnce(record::Reading& reading, const rulebook::Timeline& rules)
      : reading_(reading), rules_(rules) {}

  void Add(std::string_view code, const Folded& entry) {
    records_.emplace_back(entry.last_seq,
                          DossierRecord{std::string(code), {}, {entry.facts, {}, {}}});
  }
  bool full() const { return records_.size() >= kAtOnce; }

  /// Tells of those that were added, until `visit` says false: whether it has not.
  bool Tell(const DossiersView::RecordVisitor& visit) {
    std::sort(records_.begin(), records_.end(),
              [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<int64_t> heads;
    for (const auto& [last_seq, record] : records_) heads.push_back(last_seq);
    auto histories = reading_.Histories(heads);
    auto records = std::exchange(records_, {});
    for (size_t i = 0; i < records.size(); ++i) {
      DossierRecord& record = records[i].second;
      record.events = std::move(histories[i]);
      record.judged = rules_.Judge(std::move(record.judged.facts));
      if (!visit(std::move(record))) return false;
    }
    return true;
  }

 private:
  static constexpr size_t kAtOnce = 1'000;  // bounds memory

  record::Reading& reading_;
  const rulebook::Timeline& rules_;
  std::vector<std::pair<int64_t, DossierRecord>> records_;
};

class WholeView final : public View {
 public:
  WholeView(Options options, std::unique_ptr<record::Reading> reading,
            std::optional<Derived> derived)
      : options_(std::move(options)), reading_(std::move(reading)), derived_(std::move(derived)) {
    try {
      seen_ = std::make_unique<Standpoint>(options_, *reading_, derived_);
    } catch (const runs::Damaged& damaged) {
      if (options_.note) {
        options_.note(fmt::format("{} is left aside, and all is made from the record: {}",
                                  kDerivedFile, damaged.what()));
      }
      derived_.reset();
      seen_ = std::make_unique<Standpoint>(options_, *reading_, derived_);
    }
    simulated_ = reading_->simulated();
  }

  const Position& position() const override { return seen_->position(); }
  const rulebook::Timeline& timeline() const override { return seen_->rules(); }
  bool simulated() const override { return simulated_; }

  Result<void> SumCells(const DayRange& range, const CellVisitor& visit) override {
    return ReadGuarded([&] { seen_->SumCells(range, visit); });
  }

  Result<DossierRecord> Find(std::string_view code) override {
    auto found = ReadGuarded([&] { return RecordOf(code); });
    if (!found) return found.error();
    if (!*found) {
      return NotFound(fmt::format("no dossier {} in the ledger{}", code,
                                  options_.as_of ? " as of that position" : ""));
    }
    return std::move(**found);
  }

  Result<void> ForEachAliased(std::string_view alias, const RecordVisitor& visit) override {
    return ReadGuarded([&] {
      Patience patience(options_.stop);
      seen_->ForEachAliased(alias, [&](std::string_view code) {
        patience.Ask();
        auto record = RecordOf(code);
        // The table is that of now: not every one was there, or called so, at the position.
        const auto says = [&](const StoredEvent& stored) { return stored.event.alias == alias; };
        if (!record || std::none_of(record->events.begin(), record->events.end(), says))
          return true;
        return visit(std::move(*record));
      });
    });
  }

  Result<void> ForEachOpen(const OpenVisitor& visit) override {
    return ReadGuarded([&] {
      seen_->ForEachEntry(Standpoint::Kind::kOpen, "",
                          [&](std::string_view code, const Folded& entry) {
                            visit(code, seen_->JudgedOf(entry));
                            return true;
                          });
    });
  }

  Result<void> ForEachSettled(std::string_view after, const SettledVisitor& visit) override {
    return ReadGuarded([&] { seen_->ForEachSettled(after, visit); });
  }

  Result<void> ForEachRecord(const RecordVisitor& visit) override {
    return ReadGuarded([&] {
      RecordsAtOnce records(*reading_, seen_->rules());
      bool more = true;
      const auto take = [&](std::string_view code, const Folded& entry) {
        records.Add(code, entry);
        if (records.full()) more = records.Tell(visit);
        return more;
      };
      for (const auto kind : {Standpoint::Kind::kOpen, Standpoint::Kind::kSettled}) {
        if (more) seen_->ForEachEntry(kind, "", take);
      }
      if (more) (void)records.Tell(visit);
    });
  }

  Result<void> Foresee(const Application& application, const ChangeTeller& tell) override {
    return ReadGuarded([&] {
      if (auto objection = ObjectTo(application, seen_->position().at))
        throw record::Failure(*objection);
      const rulebook::Timeline next = seen_->rules().With(
          VersionOf(application, seen_->position().seq + 1, seen_->position().at));
      Orphans orphans(*application.rulebook, seen_->position().at);
      const auto judge = [&](std::string_view code, const Folded& entry) {
        dossier::Judged before = seen_->JudgedOf(entry);
        dossier::Judged after = next.Judge(entry.facts);
        if (before.judgement == after.judgement) return true;
        tell({std::string(code), std::move(before), std::move(after)});
        return true;
      };
      seen_->ForEachEntry(Standpoint::Kind::kOpen, "",
                          [&](std::string_view code, const Folded& entry) {
                            orphans.See(code, entry.facts);
                            return judge(code, entry);
                          });
      if (auto objection = orphans.Objection()) throw record::Failure(*objection);
      const auto ends_from = EndsAffectedFrom(seen_->rules(), next);
      if (!ends_from) return;
      seen_->ForEachEntry(Standpoint::Kind::kSettled, "",
                          [&](std::string_view code, const Folded& entry) {
                            return MayDiffer(entry, ends_from) ? judge(code, entry) : true;
                          });
    });
  }

  Result<void> ForEachChange(const PastChangeVisitor& visit) override {
    return ReadGuarded([&] { ForEachPastChange(*reading_, *seen_, visit); });
  }

  Result<void> ForEachEvent(EventOrder order, const EventVisitor& visit) override {
    return ReadGuarded([&] {
      switch (order) {
        case EventOrder::kRecorded:
          return ForEachRecorded(visit);
        case EventOrder::kHappened:
          return ForEachHappened(visit);
      }
    });
  }

  Result<std::vector<StoredEvent>> LastEvents(int64_t most) override {
    return ReadGuarded([&] {
      std::vector<StoredEvent> newest;
      const int64_t through = position().seq;
      ForEachStored(*reading_, std::max<int64_t>(0, through - most), through,
                    [&](StoredEvent&& event) {
                      newest.push_back(std::move(event));
                      return true;
                    });
      return newest;
    });
  }

  Result<void> ForEachAct(const ActVisitor& visit) override {
    return ReadGuarded([&] {
      reading_->ForEachApart(0, position().seq, [&](const record::Entry& entry, Instant at) {
        return visit({entry.seq, at, entry.kind, std::string(entry.bytes)});
      });
    });
  }

  Result<std::vector<QuarantineEntry>> QuarantineAfter(int64_t id, int64_t most) override {
    return ReadGuarded([&] { return reading_->WaitingAfter(id, most); });
  }

  Result<WaitingBySource> CountWaiting() override {
    return ReadGuarded([&] { return ledger::CountWaiting(*reading_); });
  }

  Result<QuarantineEntry> FindQuarantine(int64_t id) override {
    auto found = ReadGuarded([&] { return reading_->FindQuarantine(id); });
    if (!found) return found.error();
    if (!*found) return NotFound(fmt::format("no quarantine entry {}", id));
    return std::move(**found);
  }

  Result<std::string> RawBytes(const QuarantineEntry& entry) override {
    if (entry.raw_file.empty()) return NotFound("the entry has no unparsed bytes");
    return ReadGuarded([&] { return reading_->RawBytes(entry); });
  }

  Result<Sources> ReadSources() override {
    return ReadGuarded([&] {
      const record::Head head = reading_->head();
      std::optional<SourcesOnFile> kept;
      const auto files = runs::DiskFiles();
      if (!options_.folder.empty()) kept = ReadSourcesFile(*files, options_.folder / kSourcesFile);
      // The writer may have gone on since the snapshot was taken.
      const bool is_ahead = kept && kept->book.through().seq > head.seq;
      const bool usable = is_ahead || (kept && HasLink(*reading_, kept->book.through()));
      SourceBook book = usable ? std::move(kept->book) : SourceBook(head.recorded_at);
      if (!is_ahead) CountFromRecord(*reading_, seen_->present_rules(), head, book);
      return book.ToSources();
    });
  }

  Result<Verification> Verify(const std::function<void(int64_t, int64_t)>& progress) override {
    return ReadGuarded([&] {
      return VerifyRecord(
          *reading_, options_, [this] { return Look(); }, progress);
    });
  }

  void Release() override { reading_->Release(); }

  Result<std::optional<Digest>> ChainAt(int64_t seq) override {
    return ReadGuarded([&]() -> std::optional<Digest> {
      const auto head = reading_->HeadAt(seq);
      if (!head || head->seq != seq) return {};
      return head->chain;
    });
  }

 private:
  /// In memory nothing is written while the view lives: what it has is what there is.
  Looked Look() const {
    if (options_.folder.empty()) return {derived_, "is not there", false};
    return LookAt(options_);
  }

  std::optional<DossierRecord> RecordOf(std::string_view code) {
    const auto entry = seen_->Load(code);
    if (!entry) return {};
    std::optional<DossierRecord> record;
    RecordsAtOnce records(*reading_, seen_->rules());
    records.Add(code, *entry);
    records.Tell([&](DossierRecord&& read) {
      record = std::move(read);
      return true;
    });
    return record;
  }

  void ForEachRecorded(const EventVisitor& visit) {
    ForEachStored(*reading_, 0, position().seq, visit);
  }

  void ForEachHappened(const EventVisitor& visit) {
    SortedPlaces order;
    reading_->ForEachEntry(0, position().seq, [&](record::Entry& entry) {
      if (entry.event) order.Add(SortedPlaces::KeyOf(entry.event->at), entry.seq);
      return true;
    });
    // By time the positions jump about in the record: so many are looked up together, in its order.
    constexpr size_t kAtOnce = 5'000;
    std::vector<int64_t> places;
    const auto tell = [&] {
      std::vector<StoredEvent> events = EventsInOrder(*reading_, places);
      places.clear();
      for (StoredEvent& event : events) {
        if (!visit(std::move(event))) return false;
      }
      return true;
    };
    bool more = true;
    order.ForEach([&](std::string_view, int64_t seq) {
      places.push_back(seq);
      if (places.size() == kAtOnce) more = tell();
      return more;
    });
    if (more) (void)tell();
  }

  Options options_;
  std::unique_ptr<record::Reading> reading_;
  std::optional<Derived> derived_;
  std::unique_ptr<Standpoint> seen_;
  bool simulated_ = false;
};

}  // namespace

std::unique_ptr<View> MakeView(Options options, std::unique_ptr<record::Reading> reading,
                               std::optional<Derived> derived) {
  return std::make_unique<WholeView>(std::move(options), std::move(reading), std::move(derived));
}

Result<std::unique_ptr<View>> OpenView(Options options) {
  if (!options.backend) options.backend = record::InMemory();
  // Before the record, so that what is kept is never ahead of it.
  Looked looked;
  try {
    looked = LookAt(options);
  } catch (const runs::FileError& error) {
    looked.why = std::string("cannot be read: ") + error.what();
  }
  auto reading = options.backend->Read(PlaceOf(options));
  if (!reading) return reading.error();
  if (!looked.derived && options.note && (*reading)->head().seq > 0) {
    options.note(fmt::format("all is made from the record: {} {}", kDerivedFile, looked.why));
  }
  return ReadGuarded(
      [&] { return MakeView(std::move(options), std::move(*reading), std::move(looked.derived)); });
}

}  // namespace dunghan::ledger

#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "allowance.h"
#include "behind.h"
#include "book.h"
#include "dunghan/ledger/ledger.h"
#include "dunghan/record/failure.h"
#include "shelves.h"
#include "source_keeper.h"

namespace dunghan::ledger {

/// Runs what may throw, and hands that back as a value.
template <class F>
auto GuardedWrite(F&& run) -> Result<decltype(run())> {
  try {
    return record::Guard(std::forward<F>(run));
  } catch (const runs::Damaged& damaged) {
    return Unavailable("states and figures have to be made anew", damaged.what());
  } catch (const runs::FileError& error) {
    return Unavailable("states and figures cannot be read or written", error.what());
  }
}

/// The writer over a storage: what is recorded goes into the book, and from there behind. Appending
/// is in ledger_writer.cc, rulebooks in apply_rulebook.cc, and in recovery.cc what finds out where
/// it stands: at the start, after a failure, and where what is kept cannot be read.
class LedgerWriter final : public Ledger {
 public:
  LedgerWriter(Options options, std::unique_ptr<record::Storage> storage);
  ~LedgerWriter() override;

  /// Brings states and cells up to the last event, as after a crash. To be called once, first.
  void Recover();

  Result<Appended> Append(std::span<const Item> items) override;
  std::optional<Instant> NextWake() const override {
    // What took effect on the way of something else waits to be told: at once.
    return untold_.empty() ? book_.NextWake() : std::optional(Instant::min());
  }
  Result<void> Flush() override;
  Result<void> FlushBehind() override;
  Result<void> Probe() override;
  Result<Position> Record(const Acts& acts) override;
  Result<Applied> Apply(const Application& application, const ChangeTeller& tell) override;
  std::shared_ptr<const rulebook::Timeline> timeline() const override { return timeline_; }
  Result<std::vector<QuarantineEntry>> QuarantineAfter(int64_t id, int64_t most) override;
  Result<QuarantineEntry> FindQuarantine(int64_t id) override;
  Result<int64_t> Discard(std::span<const int64_t> ids, const record::NewEntry& act) override;
  Result<void> Watch() override;
  Result<Purged> Purge() override;
  Position position() const override { return {head_.seq, Now(), head_.chain}; }
  int64_t quarantine_waiting() override;
  Result<WaitingBySource> quarantine_by_source() override;
  Sources sources() const override { return sources_.ToSources(); }
  bool simulated() const override { return simulated_; }
  int64_t open_dossiers() const override { return book_.open(); }
  Result<std::vector<std::optional<Instant>>> LastHeard(std::span<const std::string> sources,
                                                        int64_t within) override;
  NoticeLog& notices() override { return storage_->notices(); }
  Result<std::unique_ptr<View>> OpenView(const std::optional<AsOf>& as_of) override;

 private:
  // What follows throws record::Failure, and runs::Damaged where what is kept cannot be read.

  /// Runs what writes, once it is certain what is on record.
  template <class F>
  auto Writing(F&& run) -> Result<decltype(run())> {
    return GuardedWrite([&] {
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
      throw record::Failure(Unavailable("settled dossiers cannot be read", error.what()));
    } catch (const runs::Damaged& damaged) {
      MakeAnew(damaged.what());
    }
    return run();
  }

  /// The clock may step back; what was recorded never does.
  Instant Now() const { return std::max(options_.clock->Now(), head_.recorded_at); }
  record::Dictionary& dictionary() { return storage_->Now().dictionary(); }

  /// Whether a batch is on record is not certain when writing it fails.
  record::Written Write(record::Batch batch);
  record::Written Write(const record::Batch& batch, const record::Head& expected);
  Appended DoAppend(std::span<const Item> items);
  Appended AppendOnce(std::span<const Item> items);
  /// Lets what has come due take effect: nothing may be recorded past it.
  void Wake();
  void WakeAt(Instant now, std::vector<DossierChange>* changes);
  /// What is derived; `whole`: up to the last event.
  Derived WrittenOut(bool whole);

  void MakeSure();
  void TakeInLost(const record::Head& found);
  void SetTimeline(std::shared_ptr<const rulebook::Timeline> timeline);
  void CountTexts();
  void HoldOpen();
  /// Folds the events after a link, and lets what has come due by now take effect.
  void CatchUp(const record::Head& from, std::vector<DossierChange>* changes = nullptr);
  void MakeAnew(const std::string& why);

  rulebook::Version RecordFirst();
  void Record(const rulebook::Version& version);
  Applied DoApply(const Application& application, const ChangeTeller& tell);
  Applied ApplyAnew(const rulebook::Version& version,
                    const std::shared_ptr<const rulebook::Timeline>& next,
                    const ChangeTeller& tell);
  Applied ApplyByMoves(const Application& application, const ChangeTeller& tell);
  Instant AfterEnds(Instant now);
  void TellProgress(int64_t done) const;

  Options options_;
  std::unique_ptr<record::Storage> storage_;
  Behind behind_;
  Allowance allowance_;
  WriterShelf shelf_;
  std::shared_ptr<const rulebook::Timeline> timeline_;
  Book book_;
  record::Head head_;
  SourceKeeper sources_;
  bool simulated_ = false;
  /// What whoever follows live has not been told of yet: with the next append.
  std::vector<DossierChange> untold_;
  bool ready_ = false;        // recovered
  bool half_folded_ = false;  // states and cells are being made anew
  bool doubtful_ = false;     // what is on record after a failure has not been asked yet
};

}  // namespace dunghan::ledger

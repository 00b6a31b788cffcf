#include <fmt/format.h>

#include <utility>

#include "ledger_writer.h"
#include "opening.h"
#include "replay.h"

/// What finds out where the writer stands: at the start, after a failure, and where what is kept
/// cannot be read.
namespace dunghan::ledger {

using record::Failure;
using record::Head;

void LedgerWriter::Recover() {
  head_ = storage_->Now().head();
  simulated_ = storage_->Now().simulated();
  CountTexts();
  auto versions = storage_->Now().Rulebooks(head_.seq, Known(options_));
  if (versions.empty()) versions.push_back(RecordFirst());
  SetTimeline(std::make_shared<rulebook::Timeline>(std::move(versions)));
  const Head kept = behind_.Open(*timeline_);
  try {
    // Before events are folded on top: what the writer's book does not hold is looked for among the
    // settled ones alone.
    HoldOpen();
    CatchUp(kept);
  } catch (const runs::Damaged& damaged) {
    MakeAnew(damaged.what());
  } catch (const runs::FileError& error) {
    MakeAnew(error.what());
  }
  sources_.Open(*timeline_, head_, Now());
  ready_ = true;
  // What stays too long does no harm to the record: whoever runs for long tries it again.
  auto purged = Purge();
  while (purged && purged->entries > 0) purged = Purge();
}

/// What is on record after a failure: what was, or the batch whose answer was lost.
void LedgerWriter::MakeSure() {
  if (!doubtful_) return;
  // Only a store opened anew says what is on record, and not what was about to be.
  storage_->Reopen();
  const Head found = storage_->Now().head();
  if (found != head_) TakeInLost(found);
  doubtful_ = false;
}

/// Until it is folded, the head is the one before: should that fail it is done once more.
void LedgerWriter::TakeInLost(const Head& found) {
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

void LedgerWriter::SetTimeline(std::shared_ptr<const rulebook::Timeline> timeline) {
  timeline_ = std::move(timeline);
  book_.JudgeBy(timeline_);
  behind_.JudgeBy(timeline_);
  sources_.JudgeBy(*timeline_);
}

void LedgerWriter::CountTexts() {
  allowance_.Clear();
  storage_->ForEachTextOfSource(
      [this](uint32_t source, int64_t texts) { allowance_.Count(source, texts); });
}

void LedgerWriter::HoldOpen() {
  behind_.derived().ForEachOpen({},
                                [this](auto code, auto, auto entry) { book_.Hold(code, entry); });
}

void LedgerWriter::CatchUp(const Head& from, std::vector<DossierChange>* changes) {
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
void LedgerWriter::MakeAnew(const std::string& why) {
  // Said once: where it fails half-way every further call begins with it again.
  if (options_.note && !why.empty() && !half_folded_) {
    options_.note(fmt::format("{} is made anew from the record: {}", kDerivedFile, why));
  }
  half_folded_ = true;
  behind_.Begin(*timeline_);
  book_.Clear();
  CatchUp({});
  half_folded_ = false;
}

}  // namespace dunghan::ledger

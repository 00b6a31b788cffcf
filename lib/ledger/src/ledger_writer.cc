#include "ledger_writer.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "commit_group.h"
#include "derivation.h"
#include "dunghan/ledger/operator_acts.h"
#include "dunghan/ledger/quarantine_acts.h"
#include "opening.h"
#include "whole_view.h"

namespace dunghan::ledger {

using record::Failure;
using record::Guard;
using record::Head;

namespace {

/// Nothing that is to be recorded depends on what they did beside it.
bool IsOfOperators(const record::Entry& entry) {
  return entry.kind == record::Kind::kAct &&
         (ReadOperatorAct(entry.bytes) || ReadDiscarding(entry.bytes));
}

}  // namespace

LedgerWriter::LedgerWriter(Options options, std::unique_ptr<record::Storage> storage)
    : options_(std::move(options)),
      storage_(std::move(storage)),
      behind_(options_, *storage_),
      allowance_(storage_->Now().dictionary(), options_.bounds),
      shelf_(*storage_, behind_),
      book_(nullptr, storage_->Now().dictionary(), shelf_, options_.recent_bytes),
      sources_(options_, *storage_) {}

LedgerWriter::~LedgerWriter() {
  // A destructor has nobody to tell: what is not written behind now is recovered at the next
  // start, and nothing is made anew on the way out.
  if (!ready_ || half_folded_ || doubtful_ || behind_.IsDamaged()) return;
  (void)GuardedWrite([&] { behind_.Finish(book_, head_); });
}

Result<Appended> LedgerWriter::Append(std::span<const Item> items) {
  return Writing([&] { return DoAppend(items); });
}

Result<void> LedgerWriter::Flush() {
  return Writing([&] { Mending([&] { behind_.Finish(book_, head_); }); });
}
Result<void> LedgerWriter::FlushBehind() {
  return Writing([&] { Mending([&] { behind_.Offer(book_, head_, 1); }); });
}
Result<void> LedgerWriter::Probe() {
  return Writing([&] { (void)Write({.recorded_at = Now()}); });
}

Result<std::vector<QuarantineEntry>> LedgerWriter::QuarantineAfter(int64_t id, int64_t most) {
  return Guard([&] { return storage_->Now().WaitingAfter(id, most); });
}
Result<QuarantineEntry> LedgerWriter::FindQuarantine(int64_t id) {
  auto found = Guard([&] { return storage_->Now().FindQuarantine(id); });
  if (!found) return found.error();
  if (!*found) return NotFound(fmt::format("no quarantine entry {}", id));
  return std::move(**found);
}
Result<int64_t> LedgerWriter::Discard(std::span<const int64_t> ids, const record::NewEntry& act) {
  return Writing([&]() -> int64_t {
    if (!record::IsApart(act.kind)) {
      throw Failure(Internal("the ledger failed", "no act is of that kind"));
    }
    const bool any_waits = std::any_of(ids.begin(), ids.end(), [&](int64_t id) {
      const auto entry = storage_->Now().FindQuarantine(id);
      return entry && entry->state == QuarantineState::kWaiting;
    });
    if (!any_waits) return 0;
    Wake();
    return Write({.recorded_at = Now(), .entries = {act}, .discarded = ids}).discarded;
  });
}

Result<Position> LedgerWriter::Record(const Acts& acts) {
  return Writing([&] {
    bool known = true;
    storage_->Now().ForEachApart(
        acts.seen, head_.seq,
        [&known](const record::Entry& entry, Instant) { return known = IsOfOperators(entry); });
    if (!known) {
      throw Failure(Conflict("another statement was put on record or sent meanwhile; ask again"));
    }
    for (const record::NewEntry& entry : acts.entries) {
      if (record::IsApart(entry.kind)) continue;
      throw Failure(Internal("the ledger failed", "no act is of that kind"));
    }
    Wake();
    (void)Write({.recorded_at = Now(), .entries = acts.entries});
    return position();
  });
}

Result<void> LedgerWriter::Watch() {
  if (const auto fault = storage_->Watch()) return *fault;
  if (!behind_.IsDamaged()) return {};
  return Writing([&] { Mending([] {}); });
}
Result<Purged> LedgerWriter::Purge() {
  return Writing([&] {
    Wake();
    Purged purged{.entries = Write({.recorded_at = Now(), .prune = true}).pruned};
    purged.days = storage_->Purge(Now());
    return purged;
  });
}

int64_t LedgerWriter::quarantine_waiting() {
  const auto count = Guard([&] { return storage_->Now().CountWaiting(); });
  return count ? *count : -1;
}

Result<WaitingBySource> LedgerWriter::quarantine_by_source() {
  return Guard([&] { return CountWaiting(storage_->Now()); });
}

Result<std::vector<std::optional<Instant>>> LedgerWriter::LastHeard(
    std::span<const std::string> sources, int64_t within) {
  return Guard([&] { return storage_->Now().LastHeard(sources, within); });
}

Result<std::unique_ptr<View>> LedgerWriter::OpenView(const std::optional<AsOf>& as_of) {
  Options options = options_;
  options.as_of = as_of;
  if (!options.folder.empty()) return ledger::OpenView(std::move(options));
  return GuardedWrite([&] {
    Derived derived = behind_.derived();
    return MakeView(std::move(options), storage_->Read(), std::move(derived));
  });
}

record::Written LedgerWriter::Write(record::Batch batch) {
  // Nothing new, which the record holds against its dictionary where a tally is written.
  if (batch.events.empty()) batch.texts_from = storage_->Now().dictionary().size();
  return Write(batch, head_);
}
record::Written LedgerWriter::Write(const record::Batch& batch, const Head& expected) {
  try {
    record::Written written = storage_->Write(batch, expected);
    head_ = written.head;
    return written;
  } catch (const Failure&) {
    // The answer may be lost and the batch on record all the same: MakeSure asks before anything
    // else is done.
    doubtful_ = true;
    throw;
  }
}

Appended LedgerWriter::DoAppend(std::span<const Item> items) {
  if (auto refusal = behind_.Refusal(head_)) throw Failure(*refusal);
  return Mending([&] { return AppendOnce(items); });
}

Appended LedgerWriter::AppendOnce(std::span<const Item> items) {
  const Instant now = Now();
  shelf_.Look();
  // Held here: the group keeps views of them.
  const std::vector<std::string> waking = book_.Waking(now);
  Group group(book_, now, options_.bounds.events_per_dossier);
  for (const std::string& code : waking) group.Wake(code);
  CommitGroup commit(allowance_, options_.bounds, head_, now);
  const Head before = head_;
  record::Written written;
  try {
    // Folded on copies, then written, then published: where writing fails the book is as it was.
    commit.Take(items, group);
    group.Complete();
    if (commit.writes()) written = Write(commit.batch(), head_);
  } catch (...) {
    // The texts of this group have numbers that are not on record.
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
    // Last: what is handed over has to be in the book, and on record.
    behind_.Offer(book_, head_, options_.flush_every);
  } catch (...) {
    half_folded_ = true;  // it is on record, and not in the book
    throw;
  }
  sources_.Took(items, appended.items, *timeline_, before, head_, now);
  appended.position = {head_.seq, now, head_.chain};
  return appended;
}

void LedgerWriter::Wake() {
  Mending([&] { WakeAt(Now(), &untold_); });
}
void LedgerWriter::WakeAt(Instant now, std::vector<DossierChange>* changes) {
  const std::vector<std::string> waking = book_.Waking(now);
  if (waking.empty()) return;
  shelf_.Look();
  Group group(book_, now);
  for (const std::string& code : waking) group.Wake(code);
  group.Complete();
  book_.Publish(std::move(group), options_.tell_changes ? changes : nullptr);
}

Derived LedgerWriter::WrittenOut(bool whole) {
  if (whole) behind_.Finish(book_, head_);
  return behind_.derived();
}

int DerivationVersion() { return kDerivationVersion; }

Result<std::unique_ptr<Ledger>> Open(Options options) {
  if (!options.backend) options.backend = record::InMemory();
  auto storage = options.backend->Open(PlaceOf(options));
  if (!storage) return storage.error();
  return GuardedWrite([&]() -> std::unique_ptr<Ledger> {
    auto writer = std::make_unique<LedgerWriter>(std::move(options), std::move(*storage));
    writer->Recover();
    return writer;
  });
}

}  // namespace dunghan::ledger

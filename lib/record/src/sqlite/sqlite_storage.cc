#include "sqlite_storage.h"

#include <utility>

#include "../expected.h"
#include "dunghan/record/chain.h"
#include "dunghan/record/sqlite.h"

namespace dunghan::record::sqlite {
namespace {

std::string PathOf(const Place& place) {
  if (place.folder.empty()) return std::string(Database::kMemory);
  return (place.folder / kRecordFile).string();
}

std::shared_ptr<Store> MakeStore(const Place& place) {
  auto store = std::make_shared<Store>(
      PathOf(place),
      Store::Way{.mode = Database::Mode::kReadWrite, .scratch = place.scratch, .stop = {}},
      place.codes);
  store->Prepare();
  store->Look();
  store->Refuse();
  store->OpenDictionary();
  return store;
}

std::filesystem::path UnparsedOf(const Place& place) {
  return place.folder.empty() ? std::filesystem::path() : place.folder / "unparsed";
}

}  // namespace

SqliteStorage::SqliteStorage(Place place, std::unique_ptr<WriterLock> lock)
    : place_(std::move(place)),
      lock_(std::move(lock)),
      side_files_(std::make_shared<SideFiles>(UnparsedOf(place_))),
      store_(MakeStore(place_)),
      notices_(*store_),
      now_(store_, side_files_, Connection::kShared),
      rows_(*store_),
      keeper_(rows_, *side_files_, place_.bounds),
      fence_(*store_) {
  notices_.Prepare();
  if (lock_) fence_.Watch(*lock_, PathOf(place_));
  StartCheckpoints();
  // The first rulebook stands at position 0, which is also what an empty record says.
  if (store_->HeadAt(int64_t{0}) || store_->ReadHead().seq > 0) NoteRecord();
}

void SqliteStorage::StartCheckpoints() {
  // What need not reach the disk is not worth a thread.
  if (store_->in_memory() || place_.scratch) return;
  store_->database().CountLogPages();
  checkpointer_ = std::make_unique<Checkpointer>(PathOf(place_));
}

void SqliteStorage::NoteRecord() {
  if (lock_) lock_->NoteRecord();
}

Written SqliteStorage::Write(const Batch& batch, const Head& expected) {
  if (auto fault = fence_.Before()) throw Failure(std::move(*fault));
  if (unsure_) {
    throw Failure(Unavailable("the ledger is to be opened anew before it is written to",
                              "what became of the last write is not known"));
  }
  Written written;
  try {
    written = WriteAll(batch, expected);
  } catch (const Failure&) {
    keeper_.Forget();
    // It failed before COMMIT: nothing of it can be found on record.
    if (!unsure_) unsure_ = Attempt{expected, expected};
    throw;
  }
  unsure_.reset();
  fence_.Leave(written.head);
  // A file that was replaced meanwhile has taken the commit with it: nobody may be told of it then.
  if (auto fault = fence_.After()) throw Failure(std::move(*fault));
  if (written.head.seq > 0 || batch.rulebook) NoteRecord();
  if (checkpointer_) checkpointer_->Committed(store_->database());
  return written;
}

Written SqliteStorage::WriteAll(const Batch& batch, const Head& expected) {
  Transaction transaction(store_->database(), Transaction::Kind::kWrite);
  fence_.Enter(expected);
  if (batch.recorded_at < expected.recorded_at) {
    throw Failure(Internal("the ledger failed", "a batch is recorded before the one it follows"));
  }
  if (batch.rulebook &&
      (!batch.events.empty() || !batch.entries.empty() || QuarantineKeeper::Concerns(batch))) {
    throw Failure(Internal("the ledger failed", "a rulebook does not come alone"));
  }
  Written written;
  Tally tally;
  if (QuarantineKeeper::Concerns(batch)) {
    auto outcome = keeper_.Take(batch);
    written.aside = std::move(outcome.aside);
    written.discarded = outcome.discarded;
    written.pruned = outcome.pruned;
    tally = std::move(outcome.tally);
  }
  written.head =
      batch.rulebook ? WriteRulebook(batch, expected) : WriteEntries(batch, tally, expected);
  // Asks the disk all the same.
  if (written.head == expected && !QuarantineKeeper::Concerns(batch)) store_->TouchMeta();
  const bool simulated = !store_->simulated() && IsSimulated(batch);
  if (simulated) store_->MarkSimulated();
  // From here on either may be found: an error of COMMIT does not say which.
  unsure_ = Attempt{expected, written.head};
  transaction.Commit();
  return written;
}

Head SqliteStorage::WriteRulebook(const Batch& batch, const Head& before) {
  const rulebook::Version& version = *batch.rulebook;
  const RulebookRecord record = RecordOf(version);
  ChainLink link(before.chain, version.seq, version.recorded_at);
  link.Add(ContentOf(Kind::kRulebook, TextOf(record)));
  const Head head{version.seq, version.recorded_at, link.Close()};
  store_->InsertRulebook(version, record);
  store_->InsertCommit(version.seq, head);
  return head;
}

Head SqliteStorage::WriteEntries(const Batch& batch, const Tally& tally, const Head& before) {
  const int64_t first = before.seq + 1;
  ChainLink link(before.chain, first, batch.recorded_at);
  PageWriter pages(first, store_->dictionary(),
                   [this](int64_t seq, std::string_view page) { store_->InsertPage(seq, page); });
  for (const NewEvent& event : batch.events) {
    link.Add(event.content);
    pages.Add(*event.event, event.previous);
  }
  const auto add = [&](const NewEntry& entry) {
    link.Add(ContentOf(entry.kind, entry.bytes));
    pages.Add(entry);
  };
  for (const NewEntry& entry : batch.entries) add(entry);
  if (!tally.empty()) add({Kind::kTally, WriteTally(tally)});
  if (pages.next() == first) return before;
  const Head head{pages.next() - 1, batch.recorded_at, link.Close()};
  pages.Finish();
  WriteBeside(batch, first);
  store_->InsertCommit(first, head);
  return head;
}

void SqliteStorage::WriteBeside(const Batch& batch, int64_t first) {
  for (size_t i = 0; i < batch.events.size(); ++i) {
    const dossier::Event& event = *batch.events[i].event;
    if (event.at <= batch.recorded_at) continue;
    store_->InsertAhead(event.at, first + static_cast<int64_t>(i), event.dossier);
  }
  store_->SaveDictionary(batch.texts_from, batch.brought_by);
  if (store_->dictionary().size() != batch.texts_from + batch.brought_by.size()) {
    throw Failure(Internal("the ledger failed", "an event names a text that was given no number"));
  }
}

bool SqliteStorage::IsSimulated(const Batch& batch) {
  SourceName last;
  for (const NewEvent& event : batch.events) {
    if (event.event->source == last) continue;
    last = event.event->source;
    if (last.text() == kSimulator) return true;
  }
  return false;
}

void SqliteStorage::Reopen() {
  if (auto fault = Watch()) throw Failure(std::move(*fault));
  checkpointer_.reset();
  store_->Reopen();
  StartCheckpoints();
  fence_.WatchAnew();
  keeper_.Forget();
  const Head found = store_->ReadHead();
  if (unsure_ && found != unsure_->before && found != unsure_->after) {
    throw Failure(fence_.Close("another process has written to the ledger"));
  }
  // What was read back may never have reached the disk: it is written once more, elsewhere.
  if (unsure_ && found != unsure_->before) store_->TakeInLog();
  unsure_.reset();
}

std::optional<Error> SqliteStorage::Watch() {
  if (auto fault = fence_.Before()) return fault;
  return fence_.After();
}

std::unique_ptr<Reading> SqliteStorage::Read() {
  if (store_->in_memory()) {
    return std::make_unique<SqliteReading>(store_, side_files_, Connection::kShared);
  }
  auto reading = Sqlite()->Read(place_);
  if (!reading) throw Failure(reading.error());
  return std::move(*reading);
}

}  // namespace dunghan::record::sqlite

#include "scribe.h"

#include <algorithm>
#include <deque>
#include <exception>
#include <utility>

#include "dunghan/figures/share.h"
#include "replay.h"

namespace dunghan::ledger {
namespace {

/// What a piece comes to: changes of all tables, and the texts they refer to.
class Sheet {
 public:
  Sheet(const Piece& piece, record::Dictionary& dictionary, CellSums& sums, Stamp stamp)
      : piece_(piece), dictionary_(dictionary), sums_(sums), stamp_(std::move(stamp)) {
    stamp_.through = piece.through;
  }

  void Fill() {
    std::vector<const Moved*> sorted;
    sorted.reserve(piece_.moved.size());
    for (const Moved& moved : piece_.moved) sorted.push_back(&moved);
    std::sort(sorted.begin(), sorted.end(),
              [](const Moved* a, const Moved* b) { return a->code < b->code; });
    for (const Moved* moved : sorted) Put(*moved);
    for (const std::string& alias : piece_.aliases) Change(DerivedTable::kAliases, alias, "");
    if (piece_.rejudged) sums_.Add(*piece_.rejudged);
    sums_.TakePages([this](const PageKey& key, std::string&& page) {
      if (key.span == PageSpan::kDay) {
        stamp_.first_day = std::min(stamp_.first_day.value_or(key.first), key.first);
        stamp_.last_day = std::max(stamp_.last_day.value_or(key.first), key.first);
      }
      const std::string_view bytes = values_.emplace_back(key.ToBytes());
      Change(DerivedTable::kCells, bytes, values_.emplace_back(std::move(page)));
    });
  }

  std::span<const std::vector<runs::Change>> changes() const { return changes_; }
  const Stamp& stamp() const { return stamp_; }

 private:
  void Change(DerivedTable table, std::string_view key, std::optional<std::string_view> value) {
    changes_[static_cast<size_t>(table)].push_back({key, value});
  }

  void Put(const Moved& moved) {
    DecodeInto(moved.code, moved.after, dictionary_, after_);
    dossier::Judged after = piece_.timeline->Judge(std::move(after_.facts));
    if (!piece_.rejudged) Contribute(moved, after);
    const bool was_open = !moved.before.empty() && !moved.was_settled;
    const bool was_settled = !moved.before.empty() && moved.was_settled;
    if (moved.is_settled) {
      Change(DerivedTable::kSettled, moved.code, moved.after);
      if (was_open) Change(DerivedTable::kOpen, moved.code, {});
    } else {
      const auto next_at = NextAt(after_, after.judgement, piece_.through.recorded_at);
      Change(DerivedTable::kOpen, moved.code,
             values_.emplace_back(OpenValue(next_at, moved.after)));
      if (was_settled) Change(DerivedTable::kSettled, moved.code, {});
    }
    stamp_.open += (moved.is_settled ? 0 : 1) - (was_open ? 1 : 0);
    stamp_.settled += (moved.is_settled ? 1 : 0) - (was_settled ? 1 : 0);
    after_.facts = std::move(after.facts);  // their memory is used again
  }

  void Contribute(const Moved& moved, const dossier::Judged& after) {
    if (moved.before.empty()) return sums_.Add(figures::ShareOf(after), 1);
    DecodeInto(moved.code, moved.before, dictionary_, before_);
    // Events of mirrors and those dated ahead change the entry, but no figure.
    if (before_.facts == after.facts) return;
    // By the timeline that it was added under: where rulebooks change, a piece of its own
    // (`rejudged`) says what that moves.
    dossier::Judged before = piece_.timeline->Judge(std::move(before_.facts));
    sums_.Replace(figures::ShareOf(before), figures::ShareOf(after));
    before_.facts = std::move(before.facts);
  }

  const Piece& piece_;
  record::Dictionary& dictionary_;
  CellSums& sums_;
  Stamp stamp_;
  std::vector<std::vector<runs::Change>> changes_{kDerivedTables};
  std::deque<std::string> values_;  // a deque: changes refer to its elements
  Folded before_;
  Folded after_;
};

}  // namespace

Scribe::Scribe(runs::FileSystem& files, std::filesystem::path path, CodeTable& codes)
    : files_(files), path_(std::move(path)), dictionary_(codes), sums_(dictionary_) {}

Scribe::~Scribe() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

std::optional<Derived> Scribe::Open() {
  file_ = runs::OpenForWriting(files_, path_, DerivedTables(true));
  if (!file_) return {};
  Derived found(file_->snapshot());
  stamp_ = found.stamp();
  key_ = stamp_.key;
  return found;
}

void Scribe::Begin(const std::string& key) {
  {
    // What is being written is not wanted any more, nor what waits to be tried again; but its texts
    // have their numbers.
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return !writing_; });
    if (piece_) TakeTexts(*piece_);
    piece_.reset();
    sums_.Clear();
    written_.clear();
    failure_.reset();
    damaged_ = false;
    unchecked_ = false;
  }
  file_.reset();
  key_ = key;
  stamp_ = Stamp{.key = key, .through = {}};
  file_ = runs::Create(files_, path_, DerivedTables(true), {}, stamp_.ToBytes());
}

void Scribe::Start() {
  if (!thread_.joinable()) thread_ = std::thread([this] { Work(); });
}

void Scribe::Check() {
  Start();
  {
    const std::lock_guard lock(mutex_);
    unchecked_ = true;
  }
  changed_.notify_all();
}

void Scribe::Hand(Piece piece) {
  Start();
  {
    const std::lock_guard lock(mutex_);
    piece_ = std::move(piece);
  }
  changed_.notify_all();
}

bool Scribe::IsFree() const {
  const std::lock_guard lock(mutex_);
  return !piece_;
}

std::vector<Moved> Scribe::TakeWritten() {
  const std::lock_guard lock(mutex_);
  return std::exchange(written_, {});
}

void Scribe::Wait() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return (!piece_ && !unchecked_) || failure_ || damaged_; });
}

std::optional<std::string> Scribe::failure() const {
  const std::lock_guard lock(mutex_);
  return failure_;
}

bool Scribe::IsDamaged() const {
  const std::lock_guard lock(mutex_);
  return damaged_;
}

void Scribe::Retry() {
  {
    const std::lock_guard lock(mutex_);
    failure_.reset();
  }
  changed_.notify_all();
}

void Scribe::Mind() {
  if (IsFree() && !file_->IsInPlace()) file_->WriteAnew();
}

int64_t Scribe::bytes() const { return file_->bytes(); }

void Scribe::Work() {
  std::unique_lock lock(mutex_);
  while (true) {
    const auto has_work = [this] { return (piece_ || unchecked_) && !failure_ && !damaged_; };
    changed_.wait(lock, [&] { return stopping_ || has_work(); });
    // What is left to write is written before the end; what is left to check is not.
    if (!has_work() || (stopping_ && !piece_)) return;
    const bool checks = unchecked_;
    writing_ = true;
    lock.unlock();
    std::optional<std::string> failure;
    bool damaged = false;
    try {
      checks ? file_->snapshot()->CheckAll() : Write(*piece_);
    } catch (const runs::FileError& error) {
      // The disk may take it later: the piece stays, for Retry.
      failure = error.what();
    } catch (const std::exception& error) {
      // Whatever it was, what is kept is not what it should be.
      damaged = true;
      failure = error.what();
    }
    lock.lock();
    writing_ = false;
    if (checks) unchecked_ = false;
    failure_ = std::move(failure);
    damaged_ = damaged;
    if (!failure_ && !checks) {
      written_.insert(written_.end(), std::make_move_iterator(piece_->moved.begin()),
                      std::make_move_iterator(piece_->moved.end()));
      piece_.reset();
    }
    changed_.notify_all();
  }
}

void Scribe::TakeTexts(Piece& piece) {
  // Once: a piece that is tried again has none left.
  for (const std::string& text : std::exchange(piece.texts, {})) dictionary_.Load(text);
}

void Scribe::Write(Piece& piece) {
  TakeTexts(piece);
  if (!file_->IsInPlace()) file_->WriteAnew();
  Stamp stamp = stamp_;
  stamp.key = key_;
  Sheet sheet(piece, dictionary_, sums_, std::move(stamp));
  sheet.Fill();
  file_->Commit(sheet.changes(), sheet.stamp().ToBytes());
  // Not before: what was not committed is counted again when it is tried again.
  stamp_ = sheet.stamp();
}

}  // namespace dunghan::ledger

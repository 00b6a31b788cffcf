#include "sqlite_reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <queue>
#include <utility>

#include "check.h"

namespace dunghan::record::sqlite {

SqliteReading::SqliteReading(std::shared_ptr<Store> store,
                             std::shared_ptr<const SideFiles> side_files, Connection connection)
    : store_(std::move(store)), side_files_(std::move(side_files)), connection_(connection) {
  Hold();
}

void SqliteReading::Hold() {
  if (connection_ == Connection::kShared) return;
  snapshot_.reset();
  snapshot_ = std::make_unique<Transaction>(store_->database(), Transaction::Kind::kRead);
  store_->Look();
  store_->Refuse();
  store_->OpenDictionary();
}

template <class F>
auto SqliteReading::AtOnce(F&& run) {
  if (!IsReleased()) return run();
  const Transaction at_once(store_->database(), Transaction::Kind::kRead);
  store_->Look();
  store_->OpenDictionary();
  return run();
}

void SqliteReading::ForEachLink(int64_t after, const std::function<bool(const Link&)>& visit) {
  while (true) {
    const auto links = store_->LinksAfter(after);
    if (links.empty()) return;
    for (const Link& link : links) {
      if (!visit(link)) return;
    }
    after = links.back().head.seq;
  }
}

void SqliteReading::ForEachEntry(int64_t after, int64_t through, const EntryVisitor& visit) {
  while (after < through) {
    // Only the reading of a piece is in a transaction: what is done with it may take long.
    auto piece = AtOnce([&] { return store_->ReadPiece(after, through); });
    if (!store_->Visit(piece, after, visit)) return;
    after = piece.through;
  }
}

void SqliteReading::ForEachApart(int64_t after, int64_t through, const ApartVisitor& visit) {
  while (after < through) {
    const auto piece = AtOnce([&] { return store_->ReadApart(after, through); });
    if (piece.empty()) return;
    for (const Store::Apart& one : piece) {
      const PageReader page(one.seq, one.page);
      const Entry entry{
          .seq = one.seq, .kind = page.KindAt(one.seq), .bytes = page.BytesAt(one.seq)};
      if (!visit(entry, one.recorded_at)) return;
    }
    after = piece.back().seq;
  }
}

std::vector<StoredEvent> SqliteReading::EventsAt(std::span<const int64_t> seqs) {
  return AtOnce([&] {
    std::vector<StoredEvent> events;
    events.reserve(seqs.size());
    for (const int64_t seq : seqs) {
      events.push_back({seq, store_->RecordedAt(seq), store_->EventAt(seq).event});
    }
    return events;
  });
}

/// From the newest position of all backwards, so that events that lie together are read together,
/// whosever they are.
std::vector<std::vector<StoredEvent>> SqliteReading::Histories(std::span<const int64_t> last) {
  return AtOnce([&] {
    std::vector<std::vector<StoredEvent>> histories(last.size());
    std::priority_queue<std::pair<int64_t, size_t>> next;
    for (size_t i = 0; i < last.size(); ++i) {
      if (last[i] != 0) next.emplace(last[i], i);
    }
    while (!next.empty()) {
      const auto [seq, i] = next.top();
      next.pop();
      DecodedEvent found = store_->EventAt(seq);
      auto& history = histories[i];
      if (!history.empty() && history.back().event.dossier != found.event.dossier) {
        ThrowDamaged(fmt::format("event {} is of dossier {}, the one after it of {}", seq,
                                 found.event.dossier, history.back().event.dossier));
      }
      history.push_back({seq, store_->RecordedAt(seq), std::move(found.event)});
      if (found.previous != 0) next.emplace(found.previous, i);
    }
    for (auto& history : histories) std::reverse(history.begin(), history.end());
    return histories;
  });
}

void SqliteReading::ForEachAhead(Instant at, int64_t seq,
                                 const std::function<void(std::string_view)>& visit) {
  store_->ForEachAhead(at, seq, visit);
}

std::vector<rulebook::Version> SqliteReading::Rulebooks(int64_t through,
                                                        const KnownRulebooks& known) {
  return AtOnce([&] { return store_->ReadRulebooks(through, known); });
}

std::vector<std::optional<Instant>> SqliteReading::LastHeard(std::span<const std::string> sources,
                                                             int64_t within) {
  return AtOnce([&] { return store_->LastHeard(sources, within); });
}

std::string SqliteReading::RawBytes(const QuarantineEntry& entry) {
  if (entry.raw_file.empty()) throw Failure(NotFound("the entry has no unparsed bytes"));
  auto bytes = side_files_->Read({entry.raw_file, entry.raw_offset, entry.raw_size});
  if (!bytes) throw Failure(bytes.error());
  return std::move(*bytes);
}

std::unique_ptr<Check> SqliteReading::BeginCheck() {
  store_->OpenDictionary();
  return std::make_unique<TableCheck>(*store_);
}

}  // namespace dunghan::record::sqlite

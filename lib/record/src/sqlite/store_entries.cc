#include <fmt/format.h>

#include <algorithm>

#include "store.h"

/// Entries in pages, and together with what lies in tables of its own.
namespace dunghan::record::sqlite {
namespace {

constexpr int64_t kPagesAtATime = 64;  // bounds memory

}  // namespace

void Store::InsertPage(int64_t first, std::string_view page) {
  Cached("INSERT INTO pages (first, entries) VALUES (?, ?)").Bind(1, first).BindBlob(2, page).Run();
}

void Store::TakeInLog() {
  if (in_memory()) return;
  Statement take = database().Prepare("PRAGMA wal_checkpoint(FULL)");
  // It answers whether it was held up, how many frames the log has, and how many are in the file.
  if (take.Step() && take.Int(0) == 0 && take.Int(1) == take.Int(2)) return;
  throw Failure(Unavailable("what was last written is not yet safe on disk",
                            "the write-ahead log could not be taken in"));
}

void Store::TouchMeta() { Cached("UPDATE meta SET value = value WHERE name = 'form'").Run(); }

Store::Piece Store::ReadPiece(int64_t after, int64_t through) {
  OpenDictionary();
  Piece piece{.through = through};
  if (last_row_ > 0 && after < last_row_) {
    ReadRows(after, through, piece);
  } else if (has_pages()) {
    ReadPages(after, through, piece);
  }
  Statement& read = Cached(
      "SELECT seq, effective_from, operator, reason, digest, manifest FROM rulebooks "
      "WHERE seq > ? AND seq <= ? ORDER BY seq");
  read.Bind(1, after).Bind(2, piece.through);
  while (read.Step()) piece.rulebooks.emplace_back(read.Int(0), ReadRulebookRecord(read));
  read.Reset();
  return piece;
}

void Store::ReadPages(int64_t after, int64_t through, Piece& piece) {
  // From the page on that may hold the first of them.
  Statement& read = Cached(
      "SELECT first, entries FROM pages WHERE first >= coalesce("
      "(SELECT max(first) FROM pages WHERE first <= ?1), ?1) AND first <= ?2 "
      "ORDER BY first LIMIT ?3");
  read.Bind(1, after + 1).Bind(2, through).Bind(3, kPagesAtATime);
  while (read.Step()) piece.pages.emplace_back(read.Int(0), read.Blob(1));
  read.Reset();
  // Fewer: there are no more up to `through`, even if its last positions are rulebooks.
  if (static_cast<int64_t>(piece.pages.size()) < kPagesAtATime) return;
  const auto& [first, bytes] = piece.pages.back();
  piece.through = std::min(through, PageReader(first, bytes).last());
}

bool Store::Visit(Piece& piece, int64_t after, const Reading::EntryVisitor& visit) {
  auto rulebook = piece.rulebooks.begin();
  const auto visit_rulebooks = [&](int64_t through) {
    for (; rulebook != piece.rulebooks.end() && rulebook->first <= through; ++rulebook) {
      const std::string text = TextOf(rulebook->second);
      Entry entry{.seq = rulebook->first, .kind = Kind::kRulebook, .bytes = text};
      if (!visit(entry)) return false;
    }
    return true;
  };
  for (Row& row : piece.rows) {
    if (!visit_rulebooks(row.seq)) return false;
    Entry entry{.seq = row.seq,
                .kind = Kind::kEvent,
                .previous = row.decoded.previous,
                .event = &row.decoded.event,
                .bytes = {}};
    if (!visit(entry)) return false;
  }
  for (const auto& [first, bytes] : piece.pages) {
    const PageReader page(first, bytes);
    if (!VisitPage(page, after, piece.through, visit_rulebooks, visit)) return false;
  }
  return visit_rulebooks(piece.through);
}

bool Store::VisitPage(const PageReader& page, int64_t after, int64_t through,
                      const std::function<bool(int64_t)>& before,
                      const Reading::EntryVisitor& visit) {
  const int64_t last = std::min(page.last(), through);
  for (int64_t seq = std::max(page.first(), after + 1); seq <= last; ++seq) {
    if (!before(seq)) return false;
    Entry entry{.seq = seq, .kind = page.KindAt(seq), .bytes = page.BytesAt(seq)};
    DecodedEvent decoded;
    if (entry.kind == Kind::kEvent) {
      decoded = page.EventAt(seq, dictionary_);
      entry.previous = decoded.previous;
      entry.event = &decoded.event;
      entry.bytes = {};
    }
    if (!visit(entry)) return false;
  }
  return true;
}

const PageReader* Store::FindPage(int64_t seq) {
  if (!has_pages()) return nullptr;
  if (page_ && page_->Holds(seq)) return &*page_;
  Statement& read =
      Cached("SELECT first, entries FROM pages WHERE first <= ? ORDER BY first DESC LIMIT 1");
  page_.reset();
  if (read.Bind(1, seq).Step()) {
    page_bytes_ = read.Blob(1);
    page_.emplace(read.Int(0), page_bytes_);
  }
  read.Reset();
  return page_ ? &*page_ : nullptr;
}

DecodedEvent Store::EventAt(int64_t seq) {
  if (seq <= last_row_) return RowAt(seq);
  const PageReader* page = FindPage(seq);
  if (!page || !page->Holds(seq) || page->KindAt(seq) != Kind::kEvent) {
    ThrowDamaged(fmt::format("event {} is missing", seq));
  }
  return page->EventAt(seq, dictionary_);
}

std::vector<Store::Apart> Store::ReadApart(int64_t after, int64_t through) {
  std::vector<Apart> found;
  if (!has_apart()) return found;
  Statement& read = Cached(
      "SELECT first, entries FROM pages INDEXED BY pages_apart "
      "WHERE substr(entries, 1, 3) IN (x'010004', x'010005') AND first > ? AND first <= ? "
      "ORDER BY first LIMIT 16");
  read.Bind(1, after).Bind(2, through);
  while (read.Step()) found.push_back({.seq = read.Int(0), .page = std::string(read.Blob(1))});
  read.Reset();
  for (Apart& one : found) one.recorded_at = RecordedAt(one.seq);
  return found;
}

void Store::ForEachSource(const std::function<bool(int64_t, uint64_t)>& visit) {
  if (has_pages()) {
    Statement read = database().Prepare("SELECT first, entries FROM pages ORDER BY first DESC");
    while (read.Step()) {
      const PageReader page(read.Int(0), read.Blob(1));
      for (int64_t seq = page.last(); seq >= page.first(); --seq) {
        if (page.KindAt(seq) != Kind::kEvent) continue;
        if (!visit(seq, page.FrontAt(seq).source)) return;
      }
    }
  }
  if (!has_rows_) return;
  Statement read = database().Prepare("SELECT seq, source FROM events ORDER BY seq DESC");
  while (read.Step()) {
    if (!visit(read.Int(0), static_cast<uint64_t>(read.Int(1)))) return;
  }
}

void Store::InsertAhead(Instant at, int64_t seq, std::string_view code) {
  Cached("INSERT INTO ahead (at, seq, dossier) VALUES (?, ?, ?)")
      .Bind(1, ToMs(at))
      .Bind(2, seq)
      .Bind(3, code)
      .Run();
}

void Store::ForEachAhead(Instant at, int64_t seq,
                         const std::function<void(std::string_view)>& visit) {
  Statement read = database().Prepare("SELECT dossier FROM ahead WHERE at > ? AND seq <= ?");
  read.Bind(1, ToMs(at)).Bind(2, seq);
  while (read.Step()) visit(read.Text(0));
}

}  // namespace dunghan::record::sqlite

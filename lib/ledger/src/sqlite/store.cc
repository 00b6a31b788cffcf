#include "store.h"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "schema.h"
#include "shape.h"

namespace dunghan::ledger::sqlite {
namespace {

Digest ToDigest(std::string_view bytes) {
  Digest digest{};
  if (bytes.size() == digest.size()) std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

}  // namespace

Store::Store(const std::string& path, Database::Mode mode, std::shared_ptr<CodeTable> codes)
    : mode_(mode),
      database_(path, mode),
      shared_codes_(std::move(codes)),
      dictionary_(*shared_codes_) {
  if (mode == Database::Mode::kReadWrite) {
    // Page size first: it is fixed with the first write. Durable means synced: FULL.
    database_.Execute(
        "PRAGMA page_size=16384; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "PRAGMA wal_autocheckpoint=512; PRAGMA journal_size_limit=67108864;"
        "PRAGMA cache_size=-65536; PRAGMA secure_delete=OFF;");
  } else {
    database_.Execute("PRAGMA temp_store=FILE; PRAGMA cache_size=-65536;");
  }
}

Statement& Store::Cached(const char* sql) {
  auto& slot = statements_[sql];
  if (!slot) slot = std::make_unique<Statement>(database_.handle(), sql);
  slot->Reset();
  return *slot;
}

bool Store::IsPrepared() {
  Statement find = database_.Prepare("SELECT 1 FROM sqlite_master WHERE name = 'meta'");
  return find.Step();
}

void Store::Prepare() {
  if (!IsPrepared()) {
    Transaction transaction(database_, Transaction::Kind::kWrite);
    database_.Execute(kSchema);
    database_.Execute(kRulebookTables);
    database_.Execute(kWaitingIndex);
    WriteMeta({.form = kForm, .simulated = false, .watermark = 0, .rulebook = {}});
    transaction.Commit();
  }
  const int64_t form = ReadMeta().form;
  RefuseNewer(form);
  if (form < kForm) Upgrade(form);
}

void Store::Upgrade(int64_t form) {
  Transaction transaction(database_, Transaction::Kind::kWrite);
  if (form < 2) RecordRulebooks();
  database_.Execute(kSourceColumn);
  database_.Execute(kWaitingIndex);
  Meta meta = ReadMeta();
  meta.form = kForm;
  WriteMeta(meta);
  transaction.Commit();
}

void Store::RefuseNewer(int64_t form) {
  if (form <= kForm) return;
  throw StoreError(InvalidArgument(
      fmt::format("the ledger has form {}, made by a newer version; this one knows forms up to {}",
                  form, kForm)));
}

void Store::Refuse(const Meta& meta, const Head& head) {
  RefuseNewer(meta.form);
  if (meta.form < kFirstRead) {
    throw StoreError(InvalidArgument(
        fmt::format("the ledger has form {}, made by an older version; it is taken up when it is "
                    "opened for writing, by serve or import",
                    meta.form)));
  }
  CheckTables(database_, meta.form);
  CheckPositions(database_, meta, head);
}

/// Form 1 knew one rulebook and kept no record of it.
void Store::RecordRulebooks() {
  database_.Execute(kRulebookTables);
  database_.Execute(
      "INSERT INTO ahead SELECT at, seq, dossier FROM events JOIN commits ON last_seq = "
      "(SELECT min(last_seq) FROM commits WHERE last_seq >= seq) WHERE at > recorded_at;");
  ClearDerived();
  WriteMeta({.form = 2, .simulated = ReadMeta().simulated, .watermark = 0, .rulebook = {}});
}

Meta Store::ReadMeta() {
  Meta meta;
  Statement& read = Cached("SELECT name, value FROM meta");
  while (read.Step()) {
    const std::string_view name = read.Text(0);
    if (name == "form") meta.form = read.Int(1);
    if (name == "simulated") meta.simulated = read.Int(1) != 0;
    if (name == "watermark") meta.watermark = read.Int(1);
    if (name == "rulebook") meta.rulebook = read.Text(1);
  }
  read.Reset();
  return meta;
}

void Store::WriteMeta(const Meta& meta) {
  Statement& write = Cached("INSERT OR REPLACE INTO meta (name, value) VALUES (?, ?)");
  write.Bind(1, std::string_view("form")).Bind(2, meta.form).Run();
  write.Bind(1, std::string_view("simulated")).Bind(2, int64_t{meta.simulated}).Run();
  write.Bind(1, std::string_view("watermark")).Bind(2, meta.watermark).Run();
  write.Bind(1, std::string_view("rulebook")).Bind(2, std::string_view(meta.rulebook)).Run();
}

std::optional<Head> Store::OneHead(const char* sql, int64_t parameter) {
  Statement& read = Cached(sql);
  std::optional<Head> head;
  if (read.Bind(1, parameter).Step()) {
    head = Head{read.Int(0), FromMs(read.Int(1)), ToDigest(read.Blob(2))};
  }
  read.Reset();
  return head;
}

Head Store::ReadHead() { return HeadAt(std::numeric_limits<int64_t>::max()).value_or(Head{}); }

int64_t Store::DataVersion() {
  Statement& read = Cached("PRAGMA data_version");
  const int64_t version = read.Step() ? read.Int(0) : 0;
  read.Reset();
  return version;
}

std::optional<Digest> Store::ChainAt(int64_t seq) {
  Statement& read = Cached("SELECT chain FROM commits WHERE last_seq = ?");
  std::optional<Digest> chain;
  if (read.Bind(1, seq).Step()) chain = ToDigest(read.Blob(0));
  read.Reset();
  return chain;
}

void Store::OpenDictionary() {
  // So many are read faster at once than one by one; hardly any ledger has more.
  constexpr int64_t kAtOnce = 10'000;
  if (mode_ == Database::Mode::kReadWrite) return RefreshDictionary();
  Statement& count = Cached("SELECT coalesce(max(number), 0) FROM dictionary");
  const int64_t size = count.Step() ? count.Int(0) : 0;
  count.Reset();
  if (size <= kAtOnce) return RefreshDictionary();
  dictionary_.Extend(static_cast<uint32_t>(size), [this](uint32_t number) {
    Statement& read = Cached("SELECT text FROM dictionary WHERE number = ?");
    std::string text(read.Bind(1, int64_t{number}).Step() ? read.Text(0) : "");
    read.Reset();
    if (text.empty()) ThrowDamaged("the dictionary has a gap or an empty text");
    return text;
  });
}

void Store::RefreshDictionary() {
  dictionary_.TakeInAll();
  Statement& read = Cached("SELECT number, text FROM dictionary WHERE number > ? ORDER BY number");
  read.Bind(1, int64_t{dictionary_.size()});
  while (read.Step()) {
    if (read.Int(0) != dictionary_.size() + 1) ThrowDamaged("the dictionary has a gap");
    if (read.Text(1).empty()) ThrowDamaged("the dictionary has an empty text");
    dictionary_.Load(read.Text(1));
  }
  read.Reset();
}

void Store::SaveDictionary(uint32_t known, std::span<const uint32_t> sources) {
  Statement& write = Cached("INSERT INTO dictionary (number, text, source) VALUES (?, ?, ?)");
  for (uint32_t number = known + 1; number <= dictionary_.size(); ++number) {
    write.Bind(1, int64_t{number}).Bind(2, dictionary_.TextAt(number));
    write.Bind(3, int64_t{sources[number - known - 1]}).Run();
  }
}

void Store::ForEachTextOfSource(const std::function<void(uint32_t, int64_t)>& visit) {
  Statement read = database_.Prepare(
      "SELECT source, count(*) FROM dictionary WHERE source IS NOT NULL GROUP BY source");
  while (read.Step()) visit(static_cast<uint32_t>(read.Int(0)), read.Int(1));
}

void Store::InsertCommit(int64_t first, const Head& head) {
  Cached("INSERT INTO commits (last_seq, first_seq, recorded_at, chain) VALUES (?, ?, ?, ?)")
      .Bind(1, head.seq)
      .Bind(2, first)
      .Bind(3, ToMs(head.recorded_at))
      .BindBlob(4, AsBytes(head.chain))
      .Run();
}

void Store::ForEachCommit(int64_t from, const std::function<bool(int64_t, const Head&)>& visit) {
  Statement read = database_.Prepare(
      "SELECT last_seq, first_seq, recorded_at, chain FROM commits WHERE last_seq >= ? "
      "ORDER BY last_seq");
  read.Bind(1, from);
  while (read.Step()) {
    if (!visit(read.Int(1), {read.Int(0), FromMs(read.Int(2)), ToDigest(read.Blob(3))})) return;
  }
}

Instant Store::RecordedAt(int64_t seq) {
  Statement& read =
      Cached("SELECT recorded_at FROM commits WHERE last_seq >= ? ORDER BY last_seq LIMIT 1");
  Instant at{};
  if (read.Bind(1, seq).Step()) at = FromMs(read.Int(0));
  read.Reset();
  return at;
}

std::optional<Entry> Store::LoadBy(const char* sql, std::string_view code) {
  Statement& read = Cached(sql);
  std::optional<Entry> entry;
  if (read.Bind(1, code).Step()) entry = Decoded(code, read.Blob(0), dictionary_);
  read.Reset();
  return entry;
}

std::optional<Entry> Store::LoadFinished(std::string_view code) {
  return LoadBy("SELECT entry FROM finished WHERE code = ?", code);
}

std::optional<Entry> Store::Load(std::string_view code) {
  if (auto open = LoadBy("SELECT entry FROM open WHERE code = ?", code)) return open;
  return LoadFinished(code);
}

void Store::PutOpen(std::string_view code, const Entry& entry, std::optional<Instant> next_at) {
  const std::string bytes = Encode(entry, dictionary_);
  Cached("DELETE FROM finished WHERE code = ?").Bind(1, code).Run();
  Statement& write = Cached("INSERT OR REPLACE INTO open (code, next_at, entry) VALUES (?, ?, ?)");
  write.Bind(1, code).BindBlob(3, bytes);
  next_at ? write.Bind(2, ToMs(*next_at)) : write.BindNull(2);
  write.Run();
}

void Store::PutFinished(std::string_view code, const Entry& entry) {
  const std::string bytes = Encode(entry, dictionary_);
  Cached("DELETE FROM open WHERE code = ?").Bind(1, code).Run();
  Cached("INSERT OR REPLACE INTO finished (code, entry) VALUES (?, ?)")
      .Bind(1, code)
      .BindBlob(2, bytes)
      .Run();
}

void Store::ForEachOpen(std::optional<Instant> next_before,
                        const std::function<void(std::string_view, std::string_view)>& visit) {
  Statement read = database_.Prepare(
      // Without an order, so that the index on next_at is used.
      next_before ? "SELECT code, entry FROM open WHERE next_at <= ?"
                  : "SELECT code, entry FROM open ORDER BY code");
  if (next_before) read.Bind(1, ToMs(*next_before));
  while (read.Step()) visit(read.Text(0), read.Blob(1));
}

void Store::ForEachFinished(std::string_view after,
                            const std::function<bool(std::string_view, std::string_view)>& visit) {
  Statement read =
      database_.Prepare("SELECT code, entry FROM finished WHERE code > ? ORDER BY code");
  read.Bind(1, after);
  while (read.Step() && visit(read.Text(0), read.Blob(1))) {
  }
}

int64_t Store::CountStates() {
  Statement& read = Cached("SELECT (SELECT count(*) FROM open) + (SELECT count(*) FROM finished)");
  const int64_t count = read.Step() ? read.Int(0) : 0;
  read.Reset();
  return count;
}

void Store::ClearDerived() {
  database_.Execute("DELETE FROM open; DELETE FROM finished; DELETE FROM cells;");
}

std::string Store::ReadPage(const PageKey& key) {
  Statement& read = Cached("SELECT rows FROM cells WHERE page = ?");
  std::string page;
  if (read.Bind(1, key.ToNumber()).Step()) page = read.Blob(0);
  read.Reset();
  return page;
}

void Store::WritePage(const PageKey& key, std::string_view page) {
  Cached("INSERT OR REPLACE INTO cells (page, rows) VALUES (?, ?)")
      .Bind(1, key.ToNumber())
      .BindBlob(2, page)
      .Run();
}

void Store::ForEachPage(const std::function<void(const PageKey&, std::string_view)>& visit) {
  Statement read = database_.Prepare("SELECT page, rows FROM cells ORDER BY page");
  while (read.Step()) visit(PageKey::FromNumber(read.Int(0)), read.Blob(1));
}

std::optional<std::pair<LocalDay, LocalDay>> Store::PageDays() {
  Statement& read = Cached("SELECT min(page), max(page) FROM cells WHERE page < ?");
  read.Bind(1, PageKey::FirstOf(PageSpan::kMonth));
  std::optional<std::pair<LocalDay, LocalDay>> days;
  if (read.Step() && !read.IsNull(0)) {
    // No event and no due lies outside: a range of days is gone through page by page.
    constexpr PageKey kFirst{PageSpan::kDay, LocalDay{std::chrono::year{1900} / 1 / 1}};
    constexpr PageKey kLast{PageSpan::kDay, LocalDay{std::chrono::year{2400} / 1 / 1}};
    if (read.Int(0) < kFirst.ToNumber() || read.Int(1) > kLast.ToNumber()) {
      ThrowDamaged("a page of cells for a day that nothing can lie on");
    }
    days.emplace(PageKey::FromNumber(read.Int(0)).first, PageKey::FromNumber(read.Int(1)).first);
  }
  read.Reset();
  return days;
}

}  // namespace dunghan::ledger::sqlite

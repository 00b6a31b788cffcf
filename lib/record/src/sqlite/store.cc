#include "store.h"

#include <fmt/format.h>

#include <limits>

#include "schema.h"
#include "shape.h"

namespace dunghan::record::sqlite {
namespace {

constexpr int64_t kLinksAtATime = 2'000;

Link ReadLink(const Statement& row) {
  return {row.Int(1), {row.Int(0), FromMs(row.Int(2)), ToDigest(row.Blob(3))}};
}

}  // namespace

Store::Store(std::string path, Way way, std::shared_ptr<CodeTable> codes)
    : path_(std::move(path)), way_(std::move(way)), codes_(std::move(codes)), dictionary_(*codes_) {
  Open();
}

void Store::Open() {
  database_.emplace(path_, way_.mode);
  if (way_.mode == Database::Mode::kReadWrite) {
    // Page size first: it is fixed with the first write. Durable means synced: FULL. A negative
    // cache is in KiB: 64 MiB. Debian's SQLite overwrites what is deleted with zeros unless it is
    // told not to, which writes pages for nothing here.
    database_->Execute(
        "PRAGMA page_size=4096; PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        "PRAGMA wal_autocheckpoint=512; PRAGMA journal_size_limit=67108864;"
        "PRAGMA cache_size=-65536; PRAGMA secure_delete=OFF;");
    if (way_.scratch) database_->Execute("PRAGMA synchronous=OFF");
  } else {
    database_->Execute("PRAGMA cache_size=-65536;");
  }
  database_->StopWhen(way_.stop);
}

void Store::Reopen() {
  if (!in_memory()) {
    statements_.clear();
    database_.reset();
    Open();
  }
  page_.reset();
  link_ = {};
  Look();
  const auto size = Number("SELECT max(number) FROM dictionary").value_or(0);
  dictionary_.Truncate(static_cast<uint32_t>(size));
  OpenDictionary();
}

Database& Store::database() {
  if (!database_) throw Failure(Unavailable("the ledger's file is not open"));
  return *database_;
}

Statement& Store::Cached(const char* sql) {
  auto& slot = statements_[sql];
  if (!slot) slot = std::make_unique<Statement>(database().handle(), sql);
  slot->Reset();
  return *slot;
}

std::optional<int64_t> Store::Number(const char* sql) {
  Statement& read = Cached(sql);
  std::optional<int64_t> number;
  if (read.Step() && !read.IsNull(0)) number = read.Int(0);
  read.Reset();
  return number;
}

bool Store::IsPrepared() {
  Statement find = database().Prepare("SELECT 1 FROM sqlite_master WHERE name = 'meta'");
  return find.Step();
}

void Store::Look() {
  form_ = Number("SELECT value FROM meta WHERE name = 'form'").value_or(0);
  simulated_ = Number("SELECT value FROM meta WHERE name = 'simulated'").value_or(0) != 0;
  has_rows_ =
      Number("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'events'").has_value();
  last_row_ = has_rows_ ? Number("SELECT max(seq) FROM events").value_or(0) : 0;
}

void Store::Refuse() {
  if (form_ > kForm) {
    throw Failure(InvalidArgument(fmt::format(
        "the ledger has form {}, made by a newer version; this one knows forms up to {}", form_,
        kForm)));
  }
  if (form_ < kFirstRead) {
    throw Failure(InvalidArgument(
        fmt::format("the ledger has form {}, made by an older version; it is taken up when it is "
                    "opened for writing, by serve or import",
                    form_)));
  }
  CheckTables(database(), form_);
  CheckPositions(database(), *this, ReadHead());
}

void Store::MarkSimulated() {
  Cached("UPDATE meta SET value = 1 WHERE name = 'simulated'").Run();
  simulated_ = true;
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

std::optional<Head> Store::HeadAt(int64_t seq) {
  return OneHead(
      "SELECT last_seq, recorded_at, chain FROM commits WHERE last_seq <= ? "
      "ORDER BY last_seq DESC LIMIT 1",
      seq);
}

std::optional<Head> Store::HeadAt(Instant at) {
  // From the end backwards: the time of recording never decreases.
  return OneHead(
      "SELECT last_seq, recorded_at, chain FROM commits WHERE recorded_at <= ? "
      "ORDER BY last_seq DESC LIMIT 1",
      ToMs(at));
}

std::vector<Link> Store::LinksAfter(int64_t after) {
  Statement& read = Cached(
      "SELECT last_seq, first_seq, recorded_at, chain FROM commits WHERE last_seq > ? "
      "ORDER BY last_seq LIMIT ?");
  read.Bind(1, after).Bind(2, kLinksAtATime);
  std::vector<Link> links;
  while (read.Step()) links.push_back(ReadLink(read));
  read.Reset();
  return links;
}

void Store::InsertCommit(int64_t first, const Head& head) {
  Cached("INSERT INTO commits (last_seq, first_seq, recorded_at, chain) VALUES (?, ?, ?, ?)")
      .Bind(1, head.seq)
      .Bind(2, first)
      .Bind(3, ToMs(head.recorded_at))
      .BindBlob(4, AsBytes(head.chain))
      .Run();
}

Instant Store::RecordedAt(int64_t seq) {
  const bool remembered = link_.first <= seq && seq <= link_.head.seq && link_.head.seq > 0;
  if (remembered) return link_.head.recorded_at;
  Statement& read = Cached(
      "SELECT last_seq, first_seq, recorded_at, chain FROM commits WHERE last_seq >= ? "
      "ORDER BY last_seq LIMIT 1");
  const bool found = read.Bind(1, seq).Step();
  if (found) link_ = ReadLink(read);
  read.Reset();
  if (!found) ThrowDamaged(fmt::format("entry {} belongs to no commit", seq));
  return link_.head.recorded_at;
}

int64_t Store::DataVersion() { return Number("PRAGMA data_version").value_or(0); }

void Store::OpenDictionary() {
  // So many are read faster at once than one by one; hardly any ledger has more.
  constexpr int64_t kAtOnce = 10'000;
  const int64_t size = Number("SELECT max(number) FROM dictionary").value_or(0);
  if (size <= int64_t{dictionary_.size()}) return;
  if (way_.mode == Database::Mode::kReadWrite || size <= kAtOnce) return LoadDictionary();
  dictionary_.Extend(static_cast<uint32_t>(size), [this](uint32_t number) {
    Statement& read = Cached("SELECT text FROM dictionary WHERE number = ?");
    std::string text(read.Bind(1, int64_t{number}).Step() ? read.Text(0) : "");
    read.Reset();
    if (text.empty()) ThrowDamaged("the dictionary has a gap or an empty text");
    return text;
  });
}

void Store::LoadDictionary() {
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
  if (sources.empty()) return;
  Statement& write = Cached("INSERT INTO dictionary (number, text, source) VALUES (?, ?, ?)");
  for (uint32_t i = 0; i < sources.size(); ++i) {
    const uint32_t number = known + i + 1;
    write.Bind(1, int64_t{number}).Bind(2, dictionary_.TextAt(number));
    write.Bind(3, int64_t{sources[i]}).Run();
  }
}

void Store::ForEachTextOfSource(const std::function<void(uint32_t, int64_t)>& visit) {
  Statement read = database().Prepare(
      "SELECT source, count(*) FROM dictionary WHERE source IS NOT NULL GROUP BY source");
  while (read.Step()) visit(static_cast<uint32_t>(read.Int(0)), read.Int(1));
}

}  // namespace dunghan::record::sqlite

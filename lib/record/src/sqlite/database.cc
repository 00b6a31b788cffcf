#include "database.h"

#include <fmt/format.h>

namespace dunghan::record::sqlite {
namespace {

[[noreturn]] void Throw(sqlite3* database, int code, std::string_view doing) {
  const std::string log = fmt::format(
      "{}: {} ({})", doing, database ? sqlite3_errmsg(database) : sqlite3_errstr(code), code);
  // An extended code has the primary one in its lowest byte.
  switch (code & 0xFF) {
    case SQLITE_FULL:
      throw Failure(Unavailable("the disk of the ledger is full", log));
    case SQLITE_READONLY:
    case SQLITE_CANTOPEN:
    case SQLITE_PERM:
      throw Failure(Unavailable("the ledger cannot be opened or written", log));
    case SQLITE_IOERR:
      throw Failure(Unavailable("the ledger's disk reports an error", log));
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      throw Failure(Unavailable("the ledger is busy", log));
    case SQLITE_INTERRUPT:
      throw Failure(Unavailable("reading the ledger took too long", log));
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
      throw Failure(Internal("the ledger's file is damaged", log));
    default:
      throw Failure(Internal("the ledger failed", log));
  }
}

/// A path that SQLite takes for nothing else: Debian's reads "file:..." as an address without being
/// asked to, and an empty or ":memory:" one is no file.
std::string PlainName(const std::string& path) {
  return path.starts_with('/') ? path : "./" + path;
}

/// The address of a path: but for letters, digits and a few marks every byte is spelled out, so
/// that no '?', '#' or '%' of a folder's name means anything.
std::string AddressOf(std::string_view plain_name) {
  std::string address = plain_name.starts_with('/') ? "file://" : "file:";
  for (const char c : plain_name) {
    const bool plain = (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                       c == '/' || c == '.' || c == '_' || c == '-';
    address += plain ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
  }
  return address;
}

}  // namespace

Statement::Statement(sqlite3* database, std::string_view sql) {
  sqlite3_stmt* statement = nullptr;
  const int code = sqlite3_prepare_v3(database, sql.data(), static_cast<int>(sql.size()),
                                      SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
  if (code != SQLITE_OK) Throw(database, code, sql);
  statement_.reset(statement);
}

Statement& Statement::Bind(int parameter, int64_t value) {
  sqlite3_bind_int64(statement_.get(), parameter, value);
  return *this;
}

Statement& Statement::Bind(int parameter, std::string_view text) {
  // An empty view may point nowhere, which SQLite takes for NULL.
  sqlite3_bind_text(statement_.get(), parameter, text.empty() ? "" : text.data(),
                    static_cast<int>(text.size()), SQLITE_STATIC);
  return *this;
}

Statement& Statement::BindBlob(int parameter, std::string_view bytes) {
  sqlite3_bind_blob(statement_.get(), parameter, bytes.data(), static_cast<int>(bytes.size()),
                    SQLITE_STATIC);
  return *this;
}

Statement& Statement::BindNull(int parameter) {
  sqlite3_bind_null(statement_.get(), parameter);
  return *this;
}

bool Statement::Step() {
  const int code = sqlite3_step(statement_.get());
  if (code == SQLITE_ROW) return true;
  if (code == SQLITE_DONE) return false;
  sqlite3* database = sqlite3_db_handle(statement_.get());
  sqlite3_reset(statement_.get());
  Throw(database, sqlite3_extended_errcode(database), sqlite3_sql(statement_.get()));
}

void Statement::Run() {
  while (Step()) {
  }
  Reset();
}

void Statement::Reset() { sqlite3_reset(statement_.get()); }

std::string_view Statement::Text(int column) const {
  // The text first: asking for it may convert the value, and with it the number of bytes.
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_.get(), column));
  if (!text) return {};
  return {text, static_cast<size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

std::string_view Statement::Blob(int column) const {
  const auto* bytes = static_cast<const char*>(sqlite3_column_blob(statement_.get(), column));
  if (!bytes) return {};
  return {bytes, static_cast<size_t>(sqlite3_column_bytes(statement_.get(), column))};
}

Database::Database(const std::string& path, Mode mode) {
  // A connection has one thread at a time.
  int flags = SQLITE_OPEN_NOMUTEX;
  flags |=
      mode == Mode::kReadWrite ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  std::string name = path == kMemory ? path : PlainName(path);
  if (mode == Mode::kImmutable) {
    flags |= SQLITE_OPEN_URI;
    name = AddressOf(name) + "?immutable=1";
  }
  sqlite3* database = nullptr;
  const int code = sqlite3_open_v2(name.c_str(), &database, flags, nullptr);
  database_.reset(database);
  if (code != SQLITE_OK) Throw(database, code, "open " + path);
  sqlite3_extended_result_codes(database, 1);
  sqlite3_busy_timeout(database, 5000);
}

void Database::StopWhen(std::function<bool()> stop) {
  // Some microseconds of work.
  constexpr int kOperations = 200;
  if (!stop) return;
  stop_ = std::make_unique<std::function<bool()>>(std::move(stop));
  const auto ask = [](void* of) { return (*static_cast<std::function<bool()>*>(of))() ? 1 : 0; };
  sqlite3_progress_handler(database_.get(), kOperations, ask, stop_.get());
}

void Database::CountLogPages() {
  const auto note = [](void* count, sqlite3*, const char*, int pages) {
    *static_cast<int64_t*>(count) = pages;
    return SQLITE_OK;
  };
  // SQLite has room for one hook: this one takes the place of its own automatic checkpoints.
  sqlite3_wal_hook(database_.get(), note, log_pages_.get());
}

bool Database::Checkpoint() {
  int in_log = 0;
  int taken = 0;
  const int code = sqlite3_wal_checkpoint_v2(database_.get(), nullptr, SQLITE_CHECKPOINT_PASSIVE,
                                             &in_log, &taken);
  // Busy: somebody else is at it. Any other failure is met again by whoever writes next.
  return code == SQLITE_OK && in_log == taken;
}

void Database::Execute(const char* sql) {
  const int code = sqlite3_exec(database_.get(), sql, nullptr, nullptr, nullptr);
  if (code != SQLITE_OK) Throw(database_.get(), sqlite3_extended_errcode(database_.get()), sql);
}

Transaction::Transaction(Database& database, Kind kind) : database_(database) {
  database_.Execute(kind == Kind::kWrite ? "BEGIN IMMEDIATE" : "BEGIN");
}

Transaction::~Transaction() {
  // A failed statement may have rolled back already; then there is nothing left to undo.
  if (open_ && !sqlite3_get_autocommit(database_.handle())) {
    sqlite3_exec(database_.handle(), "ROLLBACK", nullptr, nullptr, nullptr);
  }
}

void Transaction::Commit() {
  database_.Execute("COMMIT");
  open_ = false;
}

}  // namespace dunghan::record::sqlite

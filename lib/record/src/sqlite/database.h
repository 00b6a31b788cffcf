#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "../digest_bytes.h"
#include "dunghan/base/time.h"
#include "dunghan/record/failure.h"

/// SQLite behind RAII. A failing statement throws Failure.
namespace dunghan::record::sqlite {

/// Values as they lie in a column.
inline int64_t ToMs(Instant at) { return at.time_since_epoch().count(); }
inline Instant FromMs(int64_t ms) { return Instant{std::chrono::milliseconds{ms}}; }
/// A prepared statement. Columns count from 0, parameters from 1.
class Statement {
 public:
  Statement(sqlite3* database, std::string_view sql);

  Statement& Bind(int parameter, int64_t value);
  Statement& Bind(int parameter, std::string_view text);  ///< must outlive the next Step
  Statement& BindBlob(int parameter, std::string_view bytes);
  Statement& BindNull(int parameter);

  /// Advances; false at the end.
  bool Step();
  /// Runs to the end and makes ready for the next use.
  void Run();
  void Reset();

  int64_t Int(int column) const { return sqlite3_column_int64(statement_.get(), column); }
  std::string_view Text(int column) const;
  std::string_view Blob(int column) const;
  bool IsNull(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_NULL;
  }
  bool IsInt(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_INTEGER;
  }
  bool IsText(int column) const {
    return sqlite3_column_type(statement_.get(), column) == SQLITE_TEXT;
  }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> statement_;
};

/// One connection; one thread at a time.
class Database {
 public:
  enum class Mode { kReadWrite, kReadOnly, kImmutable };
  static constexpr std::string_view kMemory = ":memory:";
  Database(const std::string& path, Mode mode);

  /// Statements end with kUnavailable once `stop` says true, which they ask all the time.
  void StopWhen(std::function<bool()> stop);

  /// How many pages are in the write-ahead log, as of the last commit of this connection.
  int64_t log_pages() const { return *log_pages_; }
  /// Counts them from now on; SQLite then takes nothing into the file by itself.
  void CountLogPages();
  /// Takes the log into the file as far as nobody reads it, and never waits for anybody. Whether
  /// nothing of it is left.
  bool Checkpoint();

  void Execute(const char* sql);
  Statement Prepare(std::string_view sql) { return {database_.get(), sql}; }
  sqlite3* handle() const { return database_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
  };
  // Both outlive the connection, which holds them.
  std::unique_ptr<std::function<bool()>> stop_;
  std::unique_ptr<int64_t> log_pages_ = std::make_unique<int64_t>(0);
  std::unique_ptr<sqlite3, Close> database_;
};

/// Begun on construction, rolled back unless committed.
class Transaction {
 public:
  enum class Kind {
    kWrite,  ///< IMMEDIATE: SQLite refuses at once to turn a reading transaction into a writing one
    kRead,
  };
  Transaction(Database& database, Kind kind);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

  void Commit();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace dunghan::record::sqlite

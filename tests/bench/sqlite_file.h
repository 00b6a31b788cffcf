#pragma once

#include <sqlite3.h>

#include <cstdint>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

/// As much of SQLite as the baselines need. Failures throw and end the program.
namespace dunghan::bench {

class SqliteFile {
 public:
  explicit SqliteFile(const std::filesystem::path& path) {
    sqlite3* database = nullptr;
    const int code = sqlite3_open(path.c_str(), &database);
    database_.reset(database);
    if (code != SQLITE_OK) throw std::runtime_error("cannot open " + path.string());
  }
  void Execute(const std::string& sql) const {
    if (sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) {
      throw std::runtime_error(sqlite3_errmsg(database_.get()));
    }
  }
  int Changes() const { return sqlite3_changes(database_.get()); }
  sqlite3* handle() const { return database_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* database) const { sqlite3_close(database); }
  };
  std::unique_ptr<sqlite3, Close> database_;
};

class SqliteQuery {
 public:
  SqliteQuery(const SqliteFile& file, const char* sql) {
    sqlite3_stmt* query = nullptr;
    if (sqlite3_prepare_v2(file.handle(), sql, -1, &query, nullptr) != SQLITE_OK) {
      throw std::runtime_error(sqlite3_errmsg(file.handle()));
    }
    query_.reset(query);
  }
  /// Parameters count from 1.
  void Bind(int parameter, int64_t value) { sqlite3_bind_int64(query_.get(), parameter, value); }
  /// The text must outlive the next Run. An empty one is NULL.
  void Bind(int parameter, std::string_view text) {
    if (text.empty()) return BindNull(parameter);
    sqlite3_bind_text(query_.get(), parameter, text.data(), static_cast<int>(text.size()),
                      SQLITE_STATIC);
  }
  void BindNull(int parameter) { sqlite3_bind_null(query_.get(), parameter); }
  bool Step() {
    const int code = sqlite3_step(query_.get());
    if (code != SQLITE_ROW && code != SQLITE_DONE) {
      throw std::runtime_error(sqlite3_errmsg(sqlite3_db_handle(query_.get())));
    }
    return code == SQLITE_ROW;
  }
  void Run() {
    while (Step()) {
    }
    sqlite3_reset(query_.get());
  }
  int64_t Int(int column) const { return sqlite3_column_int64(query_.get(), column); }
  int Bytes(int column) const {
    sqlite3_column_blob(query_.get(), column);
    return sqlite3_column_bytes(query_.get(), column);
  }

 private:
  struct Finalize {
    void operator()(sqlite3_stmt* query) const { sqlite3_finalize(query); }
  };
  std::unique_ptr<sqlite3_stmt, Finalize> query_;
};

}  // namespace dunghan::bench

#pragma once

#include <libpq-fe.h>

#include <array>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "postgres.h"

/// What postgres.cc is made of.
namespace dunghan::bench {

/// A connection; every failure throws with the server's words.
class PgConnection {
 public:
  explicit PgConnection(const std::string& address);

  void Execute(const std::string& sql);
  void Prepare(const char* name, const char* sql);
  template <size_t kCount>
  void RunPrepared(const char* name, const std::array<const char*, kCount>& texts) {
    RunPrepared(name, std::span<const char* const>(texts));
  }
  /// Rows of whole numbers.
  std::vector<std::vector<int64_t>> Query(const std::string& sql,
                                          const std::vector<std::string>& texts);
  void CopyIn(const std::string& sql, std::string_view rows);

 private:
  struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
  };
  using Result = std::unique_ptr<PGresult, Clear>;
  void RunPrepared(const char* name, std::span<const char* const> texts);
  Result Check(PGresult* result) const;

  std::unique_ptr<PGconn, Finish> connection_;
};

/// Fresh tables and prepared statements.
void PrepareAppend(PgConnection& connection);
void AppendToPostgres(PgConnection& connection, std::span<const dossier::Event> events,
                      size_t batch);
void LoadMonth(PgConnection& connection, const Workload& workload, int64_t dossiers,
               const worktime::WorkingCalendar& calendar);
Postgres::Answer QueryMonth(PgConnection& connection, Postgres::Query query, LocalDay from,
                            LocalDay to);

}  // namespace dunghan::bench

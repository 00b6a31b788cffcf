#include "postgres.h"

#include <charconv>
#include <cstring>
#include <stdexcept>

#include "postgres_work.h"

namespace dunghan::bench {
namespace {

class LibpqPostgres final : public Postgres {
 public:
  explicit LibpqPostgres(const std::string& address) : connection_(address) {
    // Compiling the queries takes longer here than it saves.
    connection_.Execute("SET jit = off; SET client_min_messages = warning");
  }

  Spent Append(std::span<const dossier::Event> events, size_t batch) override {
    PrepareAppend(connection_);
    connection_.Execute("CHECKPOINT");
    return Time([&] { AppendToPostgres(connection_, events, batch); });
  }

  void LoadDossiers(const Workload& workload, int64_t dossiers,
                    const worktime::WorkingCalendar& calendar) override {
    LoadMonth(connection_, workload, dossiers, calendar);
  }

  Answer Month(Query query, LocalDay from, LocalDay to) override {
    return QueryMonth(connection_, query, from, to);
  }

 private:
  PgConnection connection_;
};

}  // namespace

std::unique_ptr<Postgres> Postgres::Connect(const std::string& address) {
  if (address.empty()) return nullptr;
  return std::make_unique<LibpqPostgres>(address);
}

PgConnection::PgConnection(const std::string& address) : connection_(PQconnectdb(address.c_str())) {
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    throw std::runtime_error(PQerrorMessage(connection_.get()));
  }
}

PgConnection::Result PgConnection::Check(PGresult* result) const {
  Result owned(result);
  const auto status = PQresultStatus(result);
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_COPY_IN) {
    throw std::runtime_error(PQerrorMessage(connection_.get()));
  }
  return owned;
}

void PgConnection::Execute(const std::string& sql) {
  Check(PQexec(connection_.get(), sql.c_str()));
}

void PgConnection::Prepare(const char* name, const char* sql) {
  Check(PQprepare(connection_.get(), name, sql, 0, nullptr));
}

void PgConnection::RunPrepared(const char* name, std::span<const char* const> texts) {
  Check(PQexecPrepared(connection_.get(), name, static_cast<int>(texts.size()), texts.data(),
                       nullptr, nullptr, 0));
}

std::vector<std::vector<int64_t>> PgConnection::Query(const std::string& sql,
                                                      const std::vector<std::string>& texts) {
  std::vector<const char*> values;
  for (const std::string& text : texts) values.push_back(text.c_str());
  const Result result =
      Check(PQexecParams(connection_.get(), sql.c_str(), static_cast<int>(values.size()), nullptr,
                         values.data(), nullptr, nullptr, 0));
  std::vector<std::vector<int64_t>> rows(static_cast<size_t>(PQntuples(result.get())));
  for (size_t row = 0; row < rows.size(); ++row) {
    for (int column = 0; column < PQnfields(result.get()); ++column) {
      const char* text = PQgetvalue(result.get(), static_cast<int>(row), column);
      int64_t value = 0;
      std::from_chars(text, text + std::strlen(text), value);
      rows[row].push_back(value);
    }
  }
  return rows;
}

void PgConnection::CopyIn(const std::string& sql, std::string_view rows) {
  Check(PQexec(connection_.get(), sql.c_str()));
  if (PQputCopyData(connection_.get(), rows.data(), static_cast<int>(rows.size())) != 1 ||
      PQputCopyEnd(connection_.get(), nullptr) != 1) {
    throw std::runtime_error(PQerrorMessage(connection_.get()));
  }
  while (PGresult* result = PQgetResult(connection_.get())) Check(result);
}

}  // namespace dunghan::bench

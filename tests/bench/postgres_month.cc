#include <fmt/format.h>

#include <array>
#include <string>

#include "postgres_work.h"

namespace dunghan::bench {
namespace {

using std::chrono::days;

constexpr int64_t kRowsAtOnce = 10'000;

constexpr const char* kMonthTables =
    "DROP TABLE IF EXISTS dossier, calendar;"
    "CREATE TABLE dossier (code text PRIMARY KEY, agency int, procedure int, received date,"
    " limit_days int, finished date);"
    "CREATE TABLE calendar (day date PRIMARY KEY, number int, working boolean);";
constexpr std::array kMonthIndexes = {"CREATE INDEX ON dossier (finished)",
                                      "CREATE INDEX ON dossier (received)",
                                      "CREATE UNIQUE INDEX ON calendar (number) WHERE working",
                                      "VACUUM ANALYZE dossier", "VACUUM ANALYZE calendar"};

/// $1 = first day, $2 = last day. The due is the working day whose number is the limit higher.
constexpr const char* kJudged =
    "WITH judged AS (SELECT d.agency, d.procedure, d.received, d.finished, due.day AS due"
    " FROM dossier d JOIN calendar c ON c.day = d.received"
    " JOIN calendar due ON due.working AND due.number = c.number + d.limit_days) ";
constexpr const char* kFinished =
    "count(*) FILTER (WHERE finished BETWEEN $1::date AND $2::date AND finished < due),"
    "count(*) FILTER (WHERE finished BETWEEN $1::date AND $2::date AND finished = due),"
    "count(*) FILTER (WHERE finished BETWEEN $1::date AND $2::date AND finished > due)";

std::string MonthSql(Postgres::Query query) {
  if (query == Postgres::Query::kOnTime) {
    return fmt::format(
        "{} SELECT agency, procedure, 0, {} FROM judged WHERE finished BETWEEN $1::date AND "
        "$2::date "
        "GROUP BY agency, procedure",
        kJudged, kFinished);
  }
  return fmt::format(
      "{} SELECT agency, procedure, count(*) FILTER (WHERE received >= $1::date), {},"
      "count(*) FILTER (WHERE received < $1::date),"
      "count(*) FILTER (WHERE (finished IS NULL OR finished > $2::date) AND due > $2::date),"
      "count(*) FILTER (WHERE (finished IS NULL OR finished > $2::date) AND due <= $2::date)"
      " FROM judged WHERE received <= $2::date AND (finished IS NULL OR finished >= $1::date) "
      "GROUP BY agency, procedure",
      kJudged, kFinished);
}

void LoadCalendar(PgConnection& connection, const worktime::WorkingCalendar& calendar) {
  std::string rows;
  int number = 0;
  for (LocalDay day = calendar.valid_from(); day <= calendar.valid_to(); day += days{1}) {
    const bool working = calendar.IsWorkingDay(day).value();
    number += working ? 1 : 0;
    rows += fmt::format("{}\t{}\t{}\n", FormatDate(day), number, working ? "t" : "f");
  }
  connection.CopyIn("COPY calendar FROM STDIN", rows);
}

}  // namespace

void LoadMonth(PgConnection& connection, const Workload& workload, int64_t dossiers,
               const worktime::WorkingCalendar& calendar) {
  connection.Execute(kMonthTables);
  LoadCalendar(connection, calendar);
  std::string rows;
  for (int64_t number = 0; number < dossiers; ++number) {
    const Workload::Row row = workload.RowOf(number);
    rows += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\n", row.code, row.agency, row.procedure,
                        FormatDate(row.received), LimitOf(row.procedure),
                        row.finished ? FormatDate(*row.finished) : "\\N");
    if ((number + 1) % kRowsAtOnce != 0 && number + 1 != dossiers) continue;
    connection.CopyIn("COPY dossier FROM STDIN", rows);
    rows.clear();
  }
  for (const char* sql : kMonthIndexes) connection.Execute(sql);
}

Postgres::Answer QueryMonth(PgConnection& connection, Postgres::Query query, LocalDay from,
                            LocalDay to) {
  std::string sql = MonthSql(query);
  Postgres::Answer answer;
  answer.spent = Time([&] {
    const auto rows = connection.Query(sql, {FormatDate(from), FormatDate(to)});
    for (const auto& row : rows) {
      answer.totals.received += row[2];
      answer.totals.early += row[3];
      answer.totals.on_time += row[4];
      answer.totals.late += row[5];
    }
  });
  return answer;
}

}  // namespace dunghan::bench

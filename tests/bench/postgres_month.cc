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
    "CREATE TABLE dossier (code text PRIMARY KEY, agency text, procedure text,"
    " received timestamptz, limit_days int, finished timestamptz);"
    "CREATE TABLE calendar (day date PRIMARY KEY, number int, working boolean);";
constexpr std::array kMonthIndexes = {"CREATE INDEX ON dossier (finished)",
                                      "CREATE INDEX ON dossier (received)",
                                      "CREATE UNIQUE INDEX ON calendar (number) WHERE working",
                                      "VACUUM ANALYZE dossier", "VACUUM ANALYZE calendar"};

/// $1 = first day, $2 = the day after the last. The due is the working day whose number is the
/// limit higher. `finished_on` is a local day, as the due is.
constexpr const char* kJudged =
    "WITH judged AS (SELECT d.agency, d.procedure, d.received, d.finished, due.day AS due,"
    " (d.finished AT TIME ZONE 'Asia/Ho_Chi_Minh')::date AS finished_on,"
    " d.finished >= a.first AND d.finished < a.next AS ended, a.first, a.next,"
    " d.finished IS NULL OR d.finished >= a.next AS open"
    " FROM (SELECT $1::date::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' AS first,"
    "       $2::date::timestamp AT TIME ZONE 'Asia/Ho_Chi_Minh' AS next) a, dossier d"
    " JOIN calendar c ON c.day = (d.received AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"
    " JOIN calendar due ON due.working AND due.number = c.number + d.limit_days {}) "
    "SELECT agency, procedure, count(*) FILTER (WHERE received >= first AND received < next),"
    " count(*) FILTER (WHERE ended AND finished_on < due),"
    " count(*) FILTER (WHERE ended AND finished_on = due),"
    " count(*) FILTER (WHERE ended AND finished_on > due)";
constexpr const char* kStocks =
    ", count(*) FILTER (WHERE received < first AND (open OR ended)),"
    " count(*) FILTER (WHERE open AND received < next AND due >= $2::date),"
    " count(*) FILTER (WHERE open AND received < next AND due < $2::date)";

constexpr const char* kInMonth =
    " WHERE d.received < a.next AND (d.finished IS NULL OR d.finished >= a.first)";
constexpr const char* kEndedInMonth = " WHERE d.finished >= a.first AND d.finished < a.next";

std::string MonthSql(Postgres::Query query) {
  constexpr const char* kGroups = " FROM judged GROUP BY agency, procedure";
  switch (query) {
    case Postgres::Query::kStatement:
      return fmt::format(kJudged, kInMonth) + kStocks + kGroups;
    case Postgres::Query::kUnpruned:
      return fmt::format(kJudged, "") + kStocks + kGroups;
    case Postgres::Query::kOnTime:
      return fmt::format(kJudged, kEndedInMonth) + kGroups;
  }
  return {};
}

std::string InstantText(Instant at) { return FormatRfc3339(at, std::chrono::hours{7}); }

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
    rows += fmt::format("{}\t{}\t{}\t{}\t{}\t{}\n", row.code, AgencyText(row.agency),
                        ProcedureText(row.procedure), InstantText(row.received),
                        LimitOf(row.procedure), row.finished ? InstantText(*row.finished) : "\\N");
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
    const auto rows = connection.Query(sql, {FormatDate(from), FormatDate(to + days{1})});
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

#include <string>
#include <string_view>

#include "baselines.h"
#include "sqlite_file.h"

namespace dunghan::bench {
namespace {

using dossier::EventType;

constexpr const char* kTables =
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-65536;"
    "CREATE TABLE events (id TEXT PRIMARY KEY, dossier TEXT, type TEXT, at INTEGER, source TEXT,"
    " agency TEXT, procedure TEXT, channel TEXT, due TEXT, unit TEXT, step TEXT,"
    " step_due INTEGER, to_agency TEXT, rating INTEGER);"
    "CREATE INDEX events_dossier ON events (dossier);"
    "CREATE TABLE dossiers (code TEXT PRIMARY KEY, agency TEXT, procedure TEXT, received INTEGER,"
    " due TEXT, finished INTEGER, last_type TEXT, events INTEGER);"
    "CREATE INDEX dossiers_due ON dossiers (due)";

constexpr const char* kInsert =
    "INSERT INTO events VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?) ON CONFLICT DO NOTHING";

constexpr const char* kUpsert =
    "INSERT INTO dossiers VALUES (?,?,?,?,?,?,?,1) ON CONFLICT (code) DO UPDATE SET "
    "agency = coalesce(excluded.agency, agency), "
    "procedure = coalesce(excluded.procedure, procedure), "
    "received = coalesce(received, excluded.received), due = coalesce(due, excluded.due), "
    "finished = coalesce(finished, excluded.finished), last_type = excluded.last_type, "
    "events = events + 1";

/// The dates of the workload; empty for instants, which only steps have.
std::string DateText(const std::optional<dossier::DueClaim>& due) {
  const auto* day = due ? std::get_if<LocalDay>(&*due) : nullptr;
  return day ? FormatDate(*day) : std::string();
}

void BindInstant(SqliteQuery& query, int parameter, const dossier::Event& event, bool there) {
  there ? query.Bind(parameter, int64_t{event.at.time_since_epoch().count()})
        : query.BindNull(parameter);
}

void BindEvent(SqliteQuery& insert, const dossier::Event& event, const std::string& due) {
  insert.Bind(1, std::string_view(event.id));
  insert.Bind(2, std::string_view(event.dossier));
  insert.Bind(3, dossier::ToString(event.type));
  BindInstant(insert, 4, event, true);
  insert.Bind(5, event.source.text());
  insert.Bind(6, event.agency.text());
  insert.Bind(7, event.procedure.text());
  insert.Bind(8, dossier::ToString(event.channel));
  insert.Bind(9, std::string_view(due));
  insert.Bind(10, event.unit.text());
  insert.Bind(11, event.step.text());
  const auto* step_due = event.step_due ? std::get_if<Instant>(&*event.step_due) : nullptr;
  step_due ? insert.Bind(12, int64_t{step_due->time_since_epoch().count()}) : insert.BindNull(12);
  insert.Bind(13, event.to_agency.text());
  event.rating != 0 ? insert.Bind(14, int64_t{event.rating}) : insert.BindNull(14);
}

void BindDossier(SqliteQuery& upsert, const dossier::Event& event, const std::string& due) {
  const bool received = event.type == EventType::kReceived;
  const bool finished = event.type == EventType::kCompleted || event.type == EventType::kRefused;
  upsert.Bind(1, std::string_view(event.dossier));
  upsert.Bind(2, event.agency.text());
  upsert.Bind(3, event.procedure.text());
  BindInstant(upsert, 4, event, received);
  upsert.Bind(5, std::string_view(due));
  BindInstant(upsert, 6, event, finished);
  upsert.Bind(7, dossier::ToString(event.type));
}

}  // namespace

void RunNaive(const std::filesystem::path& path, std::span<const dossier::Event> events,
              size_t batch) {
  const SqliteFile file(path);
  file.Execute(kTables);
  SqliteQuery insert(file, kInsert);
  SqliteQuery upsert(file, kUpsert);
  for (size_t i = 0; i < events.size(); ++i) {
    if (i % batch == 0) file.Execute("BEGIN IMMEDIATE");
    const std::string due = DateText(events[i].due);
    BindEvent(insert, events[i], due);
    insert.Run();
    if (file.Changes() > 0) {
      BindDossier(upsert, events[i], due);
      upsert.Run();
    }
    if ((i + 1) % batch == 0 || i + 1 == events.size()) file.Execute("COMMIT");
  }
}

}  // namespace dunghan::bench

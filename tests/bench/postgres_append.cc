#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/unordered/unordered_flat_map.hpp>
#include <string_view>

#include "postgres_work.h"

namespace dunghan::bench {
namespace {

using dossier::EventType;

constexpr const char* kEventTables =
    "DROP TABLE IF EXISTS events, dossiers;"
    "CREATE TABLE events (id text PRIMARY KEY, dossier text, type text, at bigint, source text,"
    " agency text, procedure text, channel text, due text, unit text, step text,"
    " step_due bigint, to_agency text, rating int);"
    "CREATE INDEX ON events (dossier);"
    "CREATE TABLE dossiers (code text PRIMARY KEY, agency text, procedure text, received bigint,"
    " due text, finished bigint, last_type text, events int);"
    "CREATE INDEX ON dossiers (due);";

constexpr const char* kInsert =
    "INSERT INTO events SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::bigint[],"
    " $5::text[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[], $11::text[],"
    " $12::bigint[], $13::text[], $14::int[]) ON CONFLICT DO NOTHING";
constexpr size_t kEventColumns = 14;

constexpr const char* kUpsert =
    "INSERT INTO dossiers AS d SELECT * FROM unnest($1::text[], $2::text[], $3::text[],"
    " $4::bigint[], $5::text[], $6::bigint[], $7::text[], $8::int[]) "
    "ON CONFLICT (code) DO UPDATE SET agency = coalesce(excluded.agency, d.agency),"
    " procedure = coalesce(excluded.procedure, d.procedure),"
    " received = coalesce(d.received, excluded.received), due = coalesce(d.due, excluded.due),"
    " finished = coalesce(d.finished, excluded.finished), last_type = excluded.last_type,"
    " events = d.events + excluded.events";
constexpr size_t kDossierColumns = 8;

/// The text form of an array parameter.
class ArrayText {
 public:
  void Add(std::string_view value) {
    if (value.empty()) return AddNull();
    Separate();
    // Quotes and backslashes do not occur in the workload.
    text_ += '"';
    text_ += value;
    text_ += '"';
  }
  void Add(int64_t value) {
    Separate();
    fmt::format_to(std::back_inserter(text_), "{}", value);
  }
  void AddNull() {
    Separate();
    text_ += "NULL";
  }
  const char* Close() {
    text_ += '}';
    return text_.c_str();
  }

 private:
  void Separate() {
    if (text_.size() > 1) text_ += ',';
  }
  std::string text_{"{"};
};

template <size_t kColumns>
class ArrayTexts {
 public:
  ArrayText& operator[](size_t column) { return columns_[column]; }
  std::array<const char*, kColumns> Close() {
    std::array<const char*, kColumns> texts{};
    for (size_t i = 0; i < kColumns; ++i) texts[i] = columns_[i].Close();
    return texts;
  }

 private:
  std::array<ArrayText, kColumns> columns_;
};

int64_t Milliseconds(Instant at) { return at.time_since_epoch().count(); }

std::string DateText(const std::optional<dossier::DueClaim>& due) {
  const auto* day = due ? std::get_if<LocalDay>(&*due) : nullptr;
  return day ? FormatDate(*day) : std::string();
}

void AddEvent(ArrayTexts<kEventColumns>& rows, const dossier::Event& event) {
  rows[0].Add(event.id);
  rows[1].Add(event.dossier);
  rows[2].Add(dossier::ToString(event.type));
  rows[3].Add(Milliseconds(event.at));
  rows[4].Add(event.source.text());
  rows[5].Add(event.agency.text());
  rows[6].Add(event.procedure.text());
  rows[7].Add(dossier::ToString(event.channel));
  rows[8].Add(DateText(event.due));
  rows[9].Add(event.unit.text());
  rows[10].Add(event.step.text());
  const auto* step_due = event.step_due ? std::get_if<Instant>(&*event.step_due) : nullptr;
  step_due ? rows[11].Add(Milliseconds(*step_due)) : rows[11].AddNull();
  rows[12].Add(event.to_agency.text());
  event.rating != 0 ? rows[13].Add(int64_t{event.rating}) : rows[13].AddNull();
}

/// What one batch says of one dossier: an upsert may meet a row only once.
struct DossierRow {
  std::string_view agency;
  std::string_view procedure;
  std::optional<Instant> received;
  std::string due;
  std::optional<Instant> finished;
  EventType last_type{};
  int64_t events = 0;

  void Add(const dossier::Event& event) {
    if (event.agency) agency = event.agency.text();
    if (event.procedure) procedure = event.procedure.text();
    if (event.type == EventType::kReceived) received = event.at;
    if (event.due) due = DateText(event.due);
    if (event.type == EventType::kCompleted || event.type == EventType::kRefused) {
      finished = event.at;
    }
    last_type = event.type;
    ++events;
  }
  void AppendTo(ArrayTexts<kDossierColumns>& rows, std::string_view code) const {
    rows[0].Add(code);
    rows[1].Add(agency);
    rows[2].Add(procedure);
    received ? rows[3].Add(Milliseconds(*received)) : rows[3].AddNull();
    rows[4].Add(due);
    finished ? rows[5].Add(Milliseconds(*finished)) : rows[5].AddNull();
    rows[6].Add(dossier::ToString(last_type));
    rows[7].Add(events);
  }
};

void AppendBatch(PgConnection& connection, std::span<const dossier::Event> batch) {
  ArrayTexts<kEventColumns> events;
  boost::unordered_flat_map<std::string_view, DossierRow> touched;
  for (const dossier::Event& event : batch) {
    AddEvent(events, event);
    touched[event.dossier].Add(event);
  }
  ArrayTexts<kDossierColumns> dossiers;
  for (const auto& [code, row] : touched) row.AppendTo(dossiers, code);
  connection.Execute("BEGIN");
  connection.RunPrepared("insert_events", events.Close());
  connection.RunPrepared("upsert_dossiers", dossiers.Close());
  connection.Execute("COMMIT");
}

}  // namespace

void AppendToPostgres(PgConnection& connection, std::span<const dossier::Event> events,
                      size_t batch) {
  for (size_t first = 0; first < events.size(); first += batch) {
    AppendBatch(connection, events.subspan(first, std::min(batch, events.size() - first)));
  }
}

void PrepareAppend(PgConnection& connection) {
  connection.Execute(kEventTables);
  connection.Execute("DEALLOCATE ALL");
  connection.Prepare("insert_events", kInsert);
  connection.Prepare("upsert_dossiers", kUpsert);
}

}  // namespace dunghan::bench

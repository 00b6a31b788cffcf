#include <fmt/format.h>

#include <limits>

#include "store.h"

/// Events to rows and back.
namespace dunghan::ledger::sqlite {
namespace {

using dossier::DueClaim;
using dossier::Event;

#define DUNGHAN_EVENT_COLUMNS                                                                  \
  "seq, prev, dossier, type, at, source, id, agency, procedure, counter, channel, due, unit, " \
  "step, step_due, to_agency, reason, rating, voids"

#define DUNGHAN_STORED_COLUMNS \
  DUNGHAN_EVENT_COLUMNS        \
  ", (SELECT recorded_at FROM commits WHERE last_seq >= seq ORDER BY last_seq LIMIT 1)"

constexpr int kSeq = 0;
constexpr int kPrev = 1;
constexpr int kRecordedAt = 19;
constexpr int64_t kEventsAtATime = 5'000;  // events read at a time: bounds memory

/// Binds what is there, NULL for the rest.
class RowBinder {
 public:
  RowBinder(Statement& statement, Dictionary& dictionary)
      : statement_(statement), dictionary_(dictionary) {}

  template <class C>
  void Code(int parameter, C code) {
    Number(parameter, dictionary_.Number(code));
  }
  void Number(int parameter, int64_t value) {
    value != 0 ? statement_.Bind(parameter, value) : statement_.BindNull(parameter);
  }
  void Due(int parameter, const std::optional<DueClaim>& due, std::string& text) {
    if (!due) {
      statement_.BindNull(parameter);
    } else if (const auto* day = std::get_if<LocalDay>(&*due)) {
      text = FormatDate(*day);
      statement_.Bind(parameter, std::string_view(text));
    } else {
      statement_.Bind(parameter, int64_t{std::get<Instant>(*due).time_since_epoch().count()});
    }
  }

 private:
  Statement& statement_;
  Dictionary& dictionary_;
};

std::optional<DueClaim> ReadDue(const Statement& row, int column) {
  if (row.IsNull(column)) return {};
  if (row.IsText(column)) {
    const auto day = ParseDate(row.Text(column));
    if (!day) ThrowDamaged(fmt::format("event {} has a due that is no date", row.Int(kSeq)));
    return *day;
  }
  if (!row.IsInt(column)) ThrowDamaged(fmt::format("event {} has a due of no kind", row.Int(kSeq)));
  return Instant{std::chrono::milliseconds{row.Int(column)}};
}

/// A number from 1 to `most`, 0 where there is none. Only what InsertEvent writes: no two rows may
/// be read alike.
uint64_t ReadNumber(const Statement& row, int column, int64_t most) {
  if (row.IsNull(column)) return 0;
  const int64_t value = row.Int(column);
  if (value < 1 || value > most) {
    ThrowDamaged(fmt::format("event {} has {} in column {}", row.Int(kSeq), value, column));
  }
  return static_cast<uint64_t>(value);
}

Event ReadEvent(const Statement& row, const Dictionary& dictionary) {
  const auto number = [&](int column) { return ReadNumber(row, column, dictionary.size()); };
  const int64_t type = row.Int(3);
  if (type < 0 || type >= dossier::kEventTypes) {
    ThrowDamaged(fmt::format("event {} has type {}", row.Int(kSeq), type));
  }
  Event event;
  event.dossier = row.Text(2);
  event.type = static_cast<dossier::EventType>(type);
  event.at = Instant{std::chrono::milliseconds{row.Int(4)}};
  event.source = dictionary.At<SourceName>(number(5));
  event.id = row.Text(6);
  event.agency = dictionary.At<AgencyCode>(number(7));
  event.procedure = dictionary.At<ProcedureCode>(number(8));
  event.counter = dictionary.At<AgencyCode>(number(9));
  event.channel = static_cast<dossier::Channel>(ReadNumber(row, 10, 3));
  event.due = ReadDue(row, 11);
  event.unit = dictionary.At<UnitName>(number(12));
  event.step = dictionary.At<StepName>(number(13));
  event.step_due = ReadDue(row, 14);
  event.to_agency = dictionary.At<AgencyCode>(number(15));
  event.reason = dictionary.At<ReasonCode>(number(16));
  event.rating = static_cast<uint8_t>(ReadNumber(row, 17, 5));
  event.voids = row.Text(18);
  if (event.voids.empty() && !row.IsNull(18)) {
    ThrowDamaged(fmt::format("event {} voids an event without an id", row.Int(kSeq)));
  }
  return event;
}

}  // namespace

void Store::InsertEvent(int64_t seq, int64_t previous, const Event& event) {
  Statement& insert = Cached("INSERT INTO events (" DUNGHAN_EVENT_COLUMNS
                             ") VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
  RowBinder bind(insert, dictionary_);
  std::string due;
  std::string step_due;
  insert.Bind(1, seq).Bind(2, previous).Bind(3, std::string_view(event.dossier));
  insert.Bind(4, static_cast<int64_t>(event.type));
  insert.Bind(5, int64_t{event.at.time_since_epoch().count()});
  bind.Code(6, event.source);
  insert.Bind(7, std::string_view(event.id));
  bind.Code(8, event.agency);
  bind.Code(9, event.procedure);
  bind.Code(10, event.counter);
  bind.Number(11, static_cast<int64_t>(event.channel));
  bind.Due(12, event.due, due);
  bind.Code(13, event.unit);
  bind.Code(14, event.step);
  bind.Due(15, event.step_due, step_due);
  bind.Code(16, event.to_agency);
  bind.Code(17, event.reason);
  bind.Number(18, event.rating);
  event.voids.empty() ? insert.BindNull(19) : insert.Bind(19, std::string_view(event.voids));
  insert.Run();
}

void Store::ForEachEvent(int64_t from, int64_t to,
                         const std::function<void(int64_t, Event&&)>& visit) {
  Statement& read =
      Cached("SELECT " DUNGHAN_EVENT_COLUMNS " FROM events WHERE seq BETWEEN ? AND ? ORDER BY seq");
  read.Bind(1, from).Bind(2, to);
  while (read.Step()) visit(read.Int(kSeq), ReadEvent(read, dictionary_));
  read.Reset();
}

std::vector<StoredEvent> Store::ReadPiece(Statement& read) {
  std::vector<StoredEvent> piece;
  while (read.Step()) {
    piece.push_back({read.Int(kSeq), Instant{std::chrono::milliseconds{read.Int(kRecordedAt)}},
                     ReadEvent(read, dictionary_)});
  }
  read.Reset();
  return piece;
}

std::vector<StoredEvent> Store::EventsAfter(int64_t after, int64_t through) {
  Statement& read = Cached("SELECT " DUNGHAN_STORED_COLUMNS
                           " FROM events WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?");
  return ReadPiece(read.Bind(1, after).Bind(2, through).Bind(3, kEventsAtATime));
}

void Store::BeginHappened(int64_t through) {
  database_.Execute(
      "DROP TABLE IF EXISTS temp.happened;"
      "CREATE TEMP TABLE happened (happened_at INTEGER, position INTEGER, "
      "PRIMARY KEY (happened_at, position)) WITHOUT ROWID;");
  database_
      .Prepare(
          "INSERT INTO temp.happened SELECT at, seq FROM events WHERE seq <= ? ORDER BY at, seq")
      .Bind(1, through)
      .Run();
}

std::vector<StoredEvent> Store::EventsHappenedAfter(const std::optional<StoredEvent>& last) {
  Statement read = database_.Prepare(
      "SELECT " DUNGHAN_STORED_COLUMNS
      " FROM temp.happened CROSS JOIN events ON seq = position "
      "WHERE (happened_at, position) > (?, ?) ORDER BY happened_at, position LIMIT ?");
  read.Bind(1, last ? int64_t{last->event.at.time_since_epoch().count()}
                    : std::numeric_limits<int64_t>::min());
  return ReadPiece(read.Bind(2, last ? last->seq : 0).Bind(3, kEventsAtATime));
}

void Store::EndHappened() { database_.Execute("DROP TABLE temp.happened"); }

int64_t Store::LastSeq() {
  Statement& read = Cached(
      "SELECT max(coalesce((SELECT max(seq) FROM events), 0), "
      "coalesce((SELECT max(seq) FROM rulebooks), 0))");
  const int64_t seq = read.Step() ? read.Int(0) : 0;
  read.Reset();
  return seq;
}

void Store::BeginWalk() {
  database_.Execute(
      "DROP TABLE IF EXISTS temp.walk;"
      "CREATE TEMP TABLE walk (position INTEGER PRIMARY KEY, code TEXT);");
}

void Store::AddToWalk(int64_t seq, std::string_view code) {
  Cached("INSERT INTO temp.walk (position, code) VALUES (?, ?)").Bind(1, seq).Bind(2, code).Run();
}

void Store::ForEachWalked(const std::function<void(int64_t, int64_t, Event&&)>& visit) {
  // With the index the walk is read in order; sorting would carry the events through a file.
  database_.Execute("CREATE INDEX IF NOT EXISTS temp.walk_order ON walk (code, position)");
  Statement read = database_.Prepare("SELECT " DUNGHAN_EVENT_COLUMNS
                                     " FROM temp.walk CROSS JOIN events ON seq = position "
                                     "ORDER BY code, position");
  while (read.Step()) visit(read.Int(kSeq), read.Int(kPrev), ReadEvent(read, dictionary_));
}

void Store::EndWalk() { database_.Execute("DROP TABLE temp.walk"); }

std::vector<std::pair<int64_t, Event>> Store::Chain(int64_t last_seq) {
  Statement& read = Cached("SELECT " DUNGHAN_EVENT_COLUMNS " FROM events WHERE seq = ?");
  std::vector<std::pair<int64_t, Event>> events;
  for (int64_t seq = last_seq; seq != 0;) {
    if (!read.Bind(1, seq).Step()) {
      ThrowDamaged(fmt::format("event {} of a dossier's chain is missing", seq));
    }
    events.emplace_back(seq, ReadEvent(read, dictionary_));
    const int64_t previous = read.Int(kPrev);
    read.Reset();
    if (previous >= seq || previous < 0) {
      ThrowDamaged(fmt::format("event {} has prev {}", seq, previous));
    }
    seq = previous;
  }
  return events;
}

std::vector<Event> Store::History(int64_t last_seq) {
  std::vector<Event> events;
  for (auto& [seq, event] : Chain(last_seq)) events.push_back(std::move(event));
  return events;
}

}  // namespace dunghan::ledger::sqlite

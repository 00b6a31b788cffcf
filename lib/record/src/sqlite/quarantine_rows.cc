#include "quarantine_rows.h"

/// What could not be used.
namespace dunghan::record::sqlite {
namespace {

#define DUNGHAN_QUARANTINE_COLUMNS                                                     \
  "id, first_seen, last_seen, count, source, place, field, reason, fields, raw_file, " \
  "raw_offset, raw_size, state"

QuarantineState StateOf(std::string_view text) {
  if (text == "resolved") return QuarantineState::kResolved;
  return text == "discarded" ? QuarantineState::kDiscarded : QuarantineState::kWaiting;
}

std::string_view TextOfState(QuarantineState state) {
  switch (state) {
    case QuarantineState::kWaiting:
      return "waiting";
    case QuarantineState::kResolved:
      return "resolved";
    case QuarantineState::kDiscarded:
      return "discarded";
  }
  return {};
}

QuarantineEntry ReadEntry(const Statement& row) {
  QuarantineEntry entry;
  entry.id = row.Int(0);
  entry.first_seen = FromMs(row.Int(1));
  entry.last_seen = FromMs(row.Int(2));
  entry.count = row.Int(3);
  entry.source = row.Text(4);
  entry.place = row.Text(5);
  entry.field = row.Text(6);
  entry.reason = row.Text(7);
  entry.fields = row.Text(8);
  entry.raw_file = row.Text(9);
  entry.raw_offset = row.Int(10);
  entry.raw_size = row.Int(11);
  entry.state = StateOf(row.Text(12));
  return entry;
}

// What of an entry is kept; in bytes, where length() of a text counts characters.
#define DUNGHAN_QUARANTINE_BYTES "length(CAST(fields AS BLOB)) + raw_size"
#define DUNGHAN_QUARANTINE_KEY "source, first_field, " DUNGHAN_QUARANTINE_BYTES

QuarantineKey ReadKey(const Statement& row, int column) {
  QuarantineKey key{std::string(row.Text(column))};
  if (!row.IsNull(column + 1)) key.first_field = row.Text(column + 1);
  key.bytes = row.Int(column + 2);
  return key;
}

}  // namespace

std::optional<QuarantineTable::Found> QuarantineRows::Find(const Digest& digest) {
  Statement& find = store_.Cached("SELECT id, state = 'waiting', " DUNGHAN_QUARANTINE_KEY
                                  " FROM quarantine WHERE digest = ?");
  std::optional<Found> found;
  if (find.BindBlob(1, AsBytes(digest)).Step()) {
    found = Found{find.Int(0), find.Int(1) != 0, ReadKey(find, 2)};
  }
  find.Reset();
  return found;
}

void QuarantineRows::CountUp(int64_t id, const Reject& reject, Instant now) {
  store_
      .Cached(
          "UPDATE quarantine SET count = count + 1, last_seen = ?2, state = 'waiting', place = ?3, "
          "field = ?4, reason = ?5 WHERE id = ?1")
      .Bind(1, id)
      .Bind(2, ToMs(now))
      .Bind(3, std::string_view(reject.place))
      .Bind(4, std::string_view(reject.field))
      .Bind(5, std::string_view(reject.reason))
      .Run();
}

int64_t QuarantineRows::Insert(const Digest& digest, const Reject& reject, Instant now,
                               const SideFiles::Place& raw) {
  Statement& insert = store_.Cached(
      "INSERT INTO quarantine (digest, state, first_seen, last_seen, count, source, place, field, "
      "first_field, reason, fields, raw_file, raw_offset, raw_size) "
      "VALUES (?1, 'waiting', ?2, ?2, 1, ?3, ?4, ?5, ?5, ?6, ?7, ?8, ?9, ?10) RETURNING id");
  insert.BindBlob(1, AsBytes(digest)).Bind(2, ToMs(now)).Bind(3, std::string_view(reject.source));
  insert.Bind(4, std::string_view(reject.place)).Bind(5, std::string_view(reject.field));
  insert.Bind(6, std::string_view(reject.reason)).Bind(7, std::string_view(reject.fields));
  insert.Bind(8, std::string_view(raw.file)).Bind(9, raw.offset).Bind(10, raw.size);
  insert.Step();
  const int64_t id = insert.Int(0);
  insert.Run();
  return id;
}

std::optional<QuarantineKey> QuarantineRows::Settle(int64_t id, QuarantineState state,
                                                    Instant now) {
  Statement& settle = store_.Cached(
      "UPDATE quarantine SET state = ?, last_seen = ? WHERE id = ? AND state = 'waiting' "
      "RETURNING " DUNGHAN_QUARANTINE_KEY);
  settle.Bind(1, TextOfState(state)).Bind(2, ToMs(now)).Bind(3, id);
  std::optional<QuarantineKey> key;
  if (settle.Step()) key = ReadKey(settle, 0);
  key ? settle.Run() : settle.Reset();
  return key;
}

void QuarantineRows::Prune(Instant before, int64_t most,
                           const std::function<void(const QuarantineKey&)>& visit) {
  Statement& prune = store_.Cached(
      "DELETE FROM quarantine WHERE id IN (SELECT id FROM quarantine WHERE state <> 'waiting' AND "
      "last_seen < ? LIMIT ?) RETURNING " DUNGHAN_QUARANTINE_KEY);
  prune.Bind(1, ToMs(before)).Bind(2, most);
  while (prune.Step()) visit(ReadKey(prune, 0));
  prune.Reset();
}

void QuarantineRows::TakeUntallied(
    const std::function<void(const QuarantineKey&, QuarantineState, const Digest&)>& visit) {
  if (!store_.may_have_untallied()) return;
  Statement& read =
      store_.Cached("SELECT source, field, " DUNGHAN_QUARANTINE_BYTES
                    ", state, digest FROM quarantine WHERE first_field IS NULL ORDER BY id");
  while (read.Step()) visit(ReadKey(read, 0), StateOf(read.Text(3)), ToDigest(read.Blob(4)));
  read.Reset();
  store_.Cached("UPDATE quarantine SET first_field = field WHERE first_field IS NULL").Run();
}

void QuarantineRows::ForEachWaiting(
    const std::function<void(std::string_view, const Waiting&)>& visit) {
  Statement& read = store_.Cached("SELECT source, count(*), sum(" DUNGHAN_QUARANTINE_BYTES
                                  ") FROM quarantine WHERE state = 'waiting' GROUP BY source");
  while (read.Step()) visit(read.Text(0), {read.Int(1), read.Int(2)});
  read.Reset();
}

void Store::ForEachWaiting(const std::function<void(std::string_view, int64_t)>& visit) {
  Statement& read =
      Cached("SELECT source, count(*) FROM quarantine WHERE state = 'waiting' GROUP BY source");
  while (read.Step()) visit(read.Text(0), read.Int(1));
  read.Reset();
}

std::vector<QuarantineEntry> Store::WaitingAfter(int64_t id, int64_t most) {
  // By id: sorting what the index on the source finds would read all of it for each piece.
  Statement& read =
      Cached("SELECT " DUNGHAN_QUARANTINE_COLUMNS
             " FROM quarantine NOT INDEXED WHERE state = 'waiting' AND id > ? ORDER BY id LIMIT ?");
  read.Bind(1, id).Bind(2, most);
  std::vector<QuarantineEntry> entries;
  while (read.Step()) entries.push_back(ReadEntry(read));
  read.Reset();
  return entries;
}

std::optional<QuarantineEntry> Store::FindQuarantine(int64_t id) {
  Statement& read = Cached("SELECT " DUNGHAN_QUARANTINE_COLUMNS " FROM quarantine WHERE id = ?");
  std::optional<QuarantineEntry> entry;
  if (read.Bind(1, id).Step()) entry = ReadEntry(read);
  read.Reset();
  return entry;
}

int64_t Store::CountWaiting() {
  return Number("SELECT count(*) FROM quarantine WHERE state = 'waiting'").value_or(0);
}

}  // namespace dunghan::record::sqlite

#include "store.h"

/// What could not be used.
namespace dunghan::ledger::sqlite {
namespace {

#define DUNGHAN_QUARANTINE_COLUMNS                                                     \
  "id, first_seen, last_seen, count, source, place, field, reason, fields, raw_file, " \
  "raw_offset, raw_size, state"

QuarantineState StateOf(std::string_view text) {
  if (text == "resolved") return QuarantineState::kResolved;
  return text == "discarded" ? QuarantineState::kDiscarded : QuarantineState::kWaiting;
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

}  // namespace

std::optional<Store::Kept> Store::FindKept(const Digest& digest) {
  Statement& find = Cached("SELECT id, state = 'waiting' FROM quarantine WHERE digest = ?");
  std::optional<Kept> kept;
  if (find.BindBlob(1, AsBytes(digest)).Step()) kept = Kept{find.Int(0), find.Int(1) != 0};
  find.Reset();
  return kept;
}

void Store::CountUp(int64_t id, const Reject& reject, Instant now) {
  Cached(
      "UPDATE quarantine SET count = count + 1, last_seen = ?2, state = 'waiting', place = ?3, "
      "field = ?4, reason = ?5 WHERE id = ?1")
      .Bind(1, id)
      .Bind(2, ToMs(now))
      .Bind(3, std::string_view(reject.place))
      .Bind(4, std::string_view(reject.field))
      .Bind(5, std::string_view(reject.reason))
      .Run();
}

int64_t Store::InsertQuarantined(const Digest& digest, const Reject& reject, Instant now,
                                 const RawPlace& raw) {
  Statement& insert = Cached(
      "INSERT INTO quarantine (digest, state, first_seen, last_seen, count, source, place, field, "
      "reason, fields, raw_file, raw_offset, raw_size) "
      "VALUES (?1, 'waiting', ?2, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) RETURNING id");
  insert.BindBlob(1, AsBytes(digest)).Bind(2, ToMs(now)).Bind(3, std::string_view(reject.source));
  insert.Bind(4, std::string_view(reject.place)).Bind(5, std::string_view(reject.field));
  insert.Bind(6, std::string_view(reject.reason)).Bind(7, std::string_view(reject.fields));
  insert.Bind(8, std::string_view(raw.file)).Bind(9, raw.offset).Bind(10, raw.size);
  insert.Step();
  const int64_t id = insert.Int(0);
  insert.Run();
  return id;
}

void Store::Resolve(int64_t id, Instant now) {
  Cached("UPDATE quarantine SET state = 'resolved', last_seen = ? WHERE id = ?")
      .Bind(1, ToMs(now))
      .Bind(2, id)
      .Run();
}

bool Store::Discard(int64_t id, Instant now) {
  Statement& discard = Cached(
      "UPDATE quarantine SET state = 'discarded', last_seen = ? WHERE id = ? AND state = 'waiting' "
      "RETURNING id");
  const bool found = discard.Bind(1, ToMs(now)).Bind(2, id).Step();
  found ? discard.Run() : discard.Reset();
  return found;
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

void Store::ForEachSource(const std::function<void(std::string_view, int64_t)>& visit) {
  Statement& read =
      Cached("SELECT source, count(*) FROM quarantine WHERE state = 'waiting' GROUP BY source");
  while (read.Step()) visit(read.Text(0), read.Int(1));
  read.Reset();
}

int64_t Store::PruneSettled(Instant before, int64_t most) {
  Statement& prune = Cached(
      "DELETE FROM quarantine WHERE id IN (SELECT id FROM quarantine WHERE state <> 'waiting' AND "
      "last_seen < ? LIMIT ?)");
  prune.Bind(1, ToMs(before)).Bind(2, most).Run();
  return sqlite3_changes64(database_.handle());
}

int64_t Store::CountWaiting() {
  Statement& read = Cached("SELECT count(*) FROM quarantine WHERE state = 'waiting'");
  const int64_t count = read.Step() ? read.Int(0) : 0;
  read.Reset();
  return count;
}

std::optional<QuarantineEntry> Store::FindQuarantine(int64_t id) {
  Statement read =
      database_.Prepare("SELECT " DUNGHAN_QUARANTINE_COLUMNS " FROM quarantine WHERE id = ?");
  read.Bind(1, id);
  if (!read.Step()) return {};
  return ReadEntry(read);
}

}  // namespace dunghan::ledger::sqlite

#include "store.h"

/// What could not be used.
namespace dunghan::ledger::sqlite {
namespace {

#define DUNGHAN_QUARANTINE_COLUMNS                                                     \
  "id, first_seen, last_seen, count, source, place, field, reason, fields, raw_file, " \
  "raw_offset, raw_size"

int64_t ToMs(Instant at) { return at.time_since_epoch().count(); }
Instant FromMs(int64_t ms) { return Instant{std::chrono::milliseconds{ms}}; }

/// The same thing sent again has the same digest, wherever it stood and why ever it was refused. Of
/// bytes that were too many to keep, the reason tells the digest of the whole.
Digest Identify(const Reject& reject) {
  Sha256Stream stream;
  stream.Add(reject.source);
  stream.Add(std::string_view("\0", 1));
  if (reject.fields.empty()) {
    stream.Add(std::string_view("raw\0", 4));
    stream.Add(reject.reason);
    stream.Add(std::string_view("\0", 1));
    stream.Add(reject.raw);
  } else {
    stream.Add(std::string_view("fields\0", 7));
    stream.Add(reject.fields);
  }
  return stream.Finish();
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
  return entry;
}

}  // namespace

int64_t Store::Quarantine(const Reject& reject, Instant now,
                          const std::function<RawPlace(std::string_view)>& keep_raw) {
  const Digest digest = Identify(reject);
  const std::string_view key(reinterpret_cast<const char*>(digest.data()), digest.size());
  Statement& again = Cached(
      "UPDATE quarantine SET count = count + 1, last_seen = ?2, state = 'waiting', place = ?3, "
      "field = ?4, reason = ?5 WHERE digest = ?1 RETURNING id");
  again.BindBlob(1, key).Bind(2, ToMs(now)).Bind(3, std::string_view(reject.place));
  again.Bind(4, std::string_view(reject.field)).Bind(5, std::string_view(reject.reason));
  if (again.Step()) {
    const int64_t id = again.Int(0);
    again.Run();
    return id;
  }
  again.Reset();
  const RawPlace raw = reject.raw.empty() ? RawPlace{} : keep_raw(reject.raw);
  Statement& insert = Cached(
      "INSERT INTO quarantine (digest, state, first_seen, last_seen, count, source, place, field, "
      "reason, fields, raw_file, raw_offset, raw_size) "
      "VALUES (?1, 'waiting', ?2, ?2, 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) RETURNING id");
  insert.BindBlob(1, key).Bind(2, ToMs(now)).Bind(3, std::string_view(reject.source));
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

std::vector<QuarantineEntry> Store::Waiting() {
  Statement read = database_.Prepare("SELECT " DUNGHAN_QUARANTINE_COLUMNS
                                     " FROM quarantine WHERE state = 'waiting' ORDER BY id");
  std::vector<QuarantineEntry> entries;
  while (read.Step()) entries.push_back(ReadEntry(read));
  return entries;
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

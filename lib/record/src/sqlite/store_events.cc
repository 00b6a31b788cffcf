#include <fmt/format.h>

#include "store.h"

/// Events of ledgers older than form 4, a row each. They are read only: nothing writes them any
/// more.
namespace dunghan::record::sqlite {
namespace {

using dossier::DueClaim;
using dossier::Event;

#define DUNGHAN_EVENT_COLUMNS                                                                  \
  "seq, prev, dossier, type, at, source, id, agency, procedure, counter, channel, due, unit, " \
  "step, step_due, to_agency, reason, rating, voids"

constexpr int kSeq = 0;
constexpr int kPrev = 1;
constexpr int64_t kRowsAtATime = 5'000;  // bounds memory

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

/// A number from 1 to `most`, 0 where there is none. Only what was written: no two rows may be read
/// alike.
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
  // Snapshots came later than these tables.
  if (type < 0 || type >= static_cast<int64_t>(dossier::EventType::kSnapshot)) {
    ThrowDamaged(fmt::format("event {} has type {}", row.Int(kSeq), type));
  }
  Event event;
  event.dossier = row.Text(2);
  event.type = static_cast<dossier::EventType>(type);
  event.at = FromMs(row.Int(4));
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

DecodedEvent ReadRow(const Statement& row, const Dictionary& dictionary) {
  return {row.Int(kPrev), ReadEvent(row, dictionary)};
}

}  // namespace

void Store::ReadRows(int64_t after, int64_t through, Piece& piece) {
  piece.through = std::min(through, last_row_);
  Statement& read = Cached("SELECT " DUNGHAN_EVENT_COLUMNS
                           " FROM events WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT ?");
  read.Bind(1, after).Bind(2, piece.through).Bind(3, kRowsAtATime);
  while (read.Step()) piece.rows.push_back({read.Int(kSeq), ReadRow(read, dictionary_)});
  read.Reset();
  if (static_cast<int64_t>(piece.rows.size()) == kRowsAtATime) {
    piece.through = piece.rows.back().seq;
  }
}

DecodedEvent Store::RowAt(int64_t seq) {
  Statement& read = Cached("SELECT " DUNGHAN_EVENT_COLUMNS " FROM events WHERE seq = ?");
  if (!read.Bind(1, seq).Step()) ThrowDamaged(fmt::format("event {} is missing", seq));
  DecodedEvent decoded = ReadRow(read, dictionary_);
  read.Reset();
  if (decoded.previous < 0 || decoded.previous >= seq) {
    ThrowDamaged(fmt::format("event {} has prev {}", seq, decoded.previous));
  }
  return decoded;
}

}  // namespace dunghan::record::sqlite

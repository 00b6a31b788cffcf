#pragma once

#include <cstdint>

namespace dunghan::ledger::sqlite {

/// What is kept for ever: dictionary, events, commits, rulebooks and their files, quarantine. What
/// is derived and may be made anew at any time: open, finished, cells.
///
/// Events are appended by position; there is no index beside it. A dossier's events form a chain
/// through `prev`, whose head is in its open or finished row. `due` and `step_due` are milliseconds
/// since 1970 for an instant, text YYYY-MM-DD for a date. Codes are numbers of `dictionary`.
///
/// A rulebook takes a position like an event and has a commit of its own; the first one takes 0.
/// `ahead` lists the events that were dated ahead of their recording, so that looking back knows
/// which were not in force yet. `dictionary.source` is the number of the source whose event brought
/// the text, nothing where it came before form 3: it counts for the source's bound.
inline constexpr const char* kSchema = R"sql(
CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;
CREATE TABLE dictionary (
  number INTEGER PRIMARY KEY, text TEXT NOT NULL, source INTEGER) STRICT;
CREATE TABLE events (
  seq INTEGER PRIMARY KEY, prev INTEGER NOT NULL, dossier TEXT NOT NULL, type INTEGER NOT NULL,
  at INTEGER NOT NULL, source INTEGER NOT NULL, id TEXT NOT NULL, agency INTEGER,
  procedure INTEGER, counter INTEGER, channel INTEGER, due ANY, unit INTEGER, step INTEGER,
  step_due ANY, to_agency INTEGER, reason INTEGER, rating INTEGER, voids TEXT) STRICT;
CREATE TABLE commits (
  last_seq INTEGER PRIMARY KEY, first_seq INTEGER NOT NULL, recorded_at INTEGER NOT NULL,
  chain BLOB NOT NULL) STRICT;
CREATE TABLE quarantine (
  id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, state TEXT NOT NULL,
  first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, count INTEGER NOT NULL,
  source TEXT NOT NULL, place TEXT NOT NULL, field TEXT NOT NULL, reason TEXT NOT NULL,
  fields TEXT NOT NULL, raw_file TEXT NOT NULL, raw_offset INTEGER NOT NULL,
  raw_size INTEGER NOT NULL) STRICT;
CREATE TABLE open (code TEXT PRIMARY KEY, next_at INTEGER, entry BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX open_next ON open (next_at) WHERE next_at IS NOT NULL;
CREATE TABLE finished (code TEXT PRIMARY KEY, entry BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE cells (page INTEGER PRIMARY KEY, rows BLOB NOT NULL) STRICT;
)sql";

/// Since form 2.
inline constexpr const char* kRulebookTables = R"sql(
CREATE TABLE rulebooks (
  seq INTEGER PRIMARY KEY, effective_from INTEGER, operator TEXT NOT NULL, reason TEXT NOT NULL,
  digest BLOB NOT NULL, manifest TEXT NOT NULL) STRICT;
CREATE TABLE files (digest BLOB PRIMARY KEY, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE ahead (
  at INTEGER NOT NULL, seq INTEGER NOT NULL, dossier TEXT NOT NULL,
  PRIMARY KEY (at, seq)) STRICT, WITHOUT ROWID;
)sql";

/// Since form 3, in an older ledger.
inline constexpr int64_t kSourceColumnSince = 3;
inline constexpr const char* kSourceColumn = "ALTER TABLE dictionary ADD COLUMN source INTEGER;";

/// Since form 3: what waits, by source, so that it is counted without reading the entries.
inline constexpr const char* kWaitingIndex = R"sql(
CREATE INDEX quarantine_waiting ON quarantine (source, state) WHERE state = 'waiting';
)sql";

/// Beside any form, made where it is missing: what was announced, which is no part of the record.
/// Rounds grow with the id, so that the newest are found from the end, without an index.
inline constexpr const char* kNoticesTable = R"sql(
CREATE TABLE IF NOT EXISTS notices (
  id INTEGER PRIMARY KEY, dossier TEXT NOT NULL, tier TEXT NOT NULL, version INTEGER NOT NULL,
  round INTEGER NOT NULL, agency TEXT NOT NULL, procedure TEXT NOT NULL, named INTEGER NOT NULL,
  sent INTEGER, ended INTEGER, UNIQUE (dossier, tier, version)) STRICT;
)sql";

}  // namespace dunghan::ledger::sqlite

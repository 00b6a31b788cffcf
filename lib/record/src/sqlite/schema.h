#pragma once

#include <cstdint>

namespace dunghan::record::sqlite {

/// Version of the schema. Older ones are taken up by the writer; readers understand those from
/// kFirstRead on as they are.
inline constexpr int64_t kForm = 5;
inline constexpr int64_t kFirstRead = 2;

/// What is kept for ever: dictionary, pages of entries, commits, rulebooks and their files,
/// quarantine. README.md says who holds which column.
///
/// Entries are appended by position, those of one commit in pages (see page.h); there is no index
/// beside them. A dossier's events form a chain by the position of the one before. A rulebook takes
/// a position like them, has a commit of its own, and lies in a table of its own; the first one
/// takes 0. `ahead` lists the events that were dated ahead of their recording, so that looking back
/// knows which were not in force yet.
inline constexpr const char* kSchema = R"sql(
CREATE TABLE meta (name TEXT PRIMARY KEY, value ANY) STRICT, WITHOUT ROWID;
CREATE TABLE dictionary (
  number INTEGER PRIMARY KEY, text TEXT NOT NULL, source INTEGER) STRICT;
CREATE TABLE commits (
  last_seq INTEGER PRIMARY KEY, first_seq INTEGER NOT NULL, recorded_at INTEGER NOT NULL,
  chain BLOB NOT NULL) STRICT;
CREATE TABLE quarantine (
  id INTEGER PRIMARY KEY, digest BLOB NOT NULL UNIQUE, state TEXT NOT NULL,
  first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL, count INTEGER NOT NULL,
  source TEXT NOT NULL, place TEXT NOT NULL, field TEXT NOT NULL, reason TEXT NOT NULL,
  fields TEXT NOT NULL, raw_file TEXT NOT NULL, raw_offset INTEGER NOT NULL,
  raw_size INTEGER NOT NULL) STRICT;
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

/// Since form 3: who brought a text, as the number of the source whose event was first to use it;
/// nothing where it came before form 3, and counts for no source's bound.
inline constexpr int64_t kSourceColumnSince = 3;
inline constexpr const char* kSourceColumn = "ALTER TABLE dictionary ADD COLUMN source INTEGER;";

/// Since form 3: what waits, by source, so that it is counted without reading the entries.
inline constexpr const char* kWaitingIndex = R"sql(
CREATE INDEX quarantine_waiting ON quarantine (source, state) WHERE state = 'waiting';
)sql";

/// Since form 4: entries in pages, and the field by which an entry of quarantine is tallied, which
/// stays when it is sent again and refused for another. Nothing: it came before form 4, and no
/// commit since has tallied any.
inline constexpr int64_t kPagesSince = 4;
inline constexpr const char* kPagesTable = R"sql(
CREATE TABLE pages (first INTEGER PRIMARY KEY, entries BLOB NOT NULL) STRICT;
)sql";
inline constexpr const char* kFirstFieldColumn =
    "ALTER TABLE quarantine ADD COLUMN first_field TEXT;";

/// Since form 5: where entries lie that are looked for by themselves, by the first bytes of their
/// pages, see page.h. What an index says, SQLite's own check holds against its table.
inline constexpr int64_t kApartSince = 5;
inline constexpr const char* kApartIndex = R"sql(
CREATE INDEX pages_apart ON pages (first) WHERE substr(entries, 1, 3) IN (x'010004', x'010005');
)sql";

/// Up to form 3 each event had a row. A ledger that has some keeps them: its later ones are in
/// pages. `due` and `step_due` are milliseconds since 1970 for an instant, text YYYY-MM-DD for a
/// date.
inline constexpr const char* kEventsTable = R"sql(
CREATE TABLE events (
  seq INTEGER PRIMARY KEY, prev INTEGER NOT NULL, dossier TEXT NOT NULL, type INTEGER NOT NULL,
  at INTEGER NOT NULL, source INTEGER NOT NULL, id TEXT NOT NULL, agency INTEGER,
  procedure INTEGER, counter INTEGER, channel INTEGER, due ANY, unit INTEGER, step INTEGER,
  step_due ANY, to_agency INTEGER, reason INTEGER, rating INTEGER, voids TEXT) STRICT;
)sql";

/// Up to form 3, made of the record and not looked at any more.
inline constexpr const char* kDerivedTables = R"sql(
CREATE TABLE open (code TEXT PRIMARY KEY, next_at INTEGER, entry BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE INDEX open_next ON open (next_at) WHERE next_at IS NOT NULL;
CREATE TABLE finished (code TEXT PRIMARY KEY, entry BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE cells (page INTEGER PRIMARY KEY, rows BLOB NOT NULL) STRICT;
)sql";

/// Beside any form, made where it is missing: what was announced, which is no part of the record.
/// Rounds grow with the id, so that the newest are found from the end, without an index.
inline constexpr const char* kNoticesTable = R"sql(
CREATE TABLE IF NOT EXISTS notices (
  id INTEGER PRIMARY KEY, dossier TEXT NOT NULL, tier TEXT NOT NULL, version INTEGER NOT NULL,
  round INTEGER NOT NULL, agency TEXT NOT NULL, procedure TEXT NOT NULL, named INTEGER NOT NULL,
  sent INTEGER, ended INTEGER, UNIQUE (dossier, tier, version)) STRICT;
)sql";

}  // namespace dunghan::record::sqlite

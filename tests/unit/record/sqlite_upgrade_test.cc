#include <fmt/format.h>

#include <array>
#include <span>

#include "sqlite_record.h"

namespace dunghan::record {
namespace {

using dossier::EventType;

/// Heads that version 3 of the form had after the same entries, in this order.
constexpr std::array<std::string_view, 4> kHeads = {
    "7870f646ba980b64287b0437736c60639454914967e39510ca2d4321364a9028",
    "58d39dcc051c62111615ef44b0954cc21c2223854453ea17aa48a4a3a8795276",
    "f8c2191c0dbf2b011b0aa860ee41797e7ece2476aed7df8f3d25aa0269ffef21",
    "3f2e7238f8f3b4174959ac076812d190234e829f3d476206efa04af002d2b504"};

/// The tables of form 3, as it made them.
constexpr const char* kFormThree = R"sql(
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
CREATE TABLE rulebooks (
  seq INTEGER PRIMARY KEY, effective_from INTEGER, operator TEXT NOT NULL, reason TEXT NOT NULL,
  digest BLOB NOT NULL, manifest TEXT NOT NULL) STRICT;
CREATE TABLE files (digest BLOB PRIMARY KEY, bytes BLOB NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE ahead (
  at INTEGER NOT NULL, seq INTEGER NOT NULL, dossier TEXT NOT NULL,
  PRIMARY KEY (at, seq)) STRICT, WITHOUT ROWID;
CREATE INDEX quarantine_waiting ON quarantine (source, state) WHERE state = 'waiting';
INSERT INTO meta VALUES ('form', 3), ('simulated', 0), ('watermark', 6), ('rulebook', '5:00');
INSERT INTO dictionary VALUES (1, 'mot-cua', 1), (2, 'A', 1), (3, 'P', 1), (4, 'B', 1),
  (5, 'Một cửa', 1), (6, 'Thẩm định', 1), (7, 'citizen', 1);
INSERT INTO events VALUES
  (1, 0, 'H-1', 2, 1622509200000, 1, 'e1', 2, 3, 4, 1, '2021-06-08', 5, 6, 1622714400000, 4, 7,
   NULL, NULL),
  (2, 0, 'H-2', 2, 1622595600000, 1, '123e4567-e89b-12d3-a456-426614174000', 2, 3, NULL, NULL,
   1623232800000, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  (3, 1, 'H-1', 22, 1624150800000, 1, 'e2', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
   NULL, 4, NULL),
  (4, 2, 'H-2', 23, 1624154400000, 1, 'e3', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
   NULL, NULL, '123e4567-e89b-12d3-a456-426614174001'),
  (5, 4, 'H-2', 13, 1629424800000, 1, 'e4', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
   NULL, NULL, NULL);
INSERT INTO ahead VALUES (1629424800000, 5, 'H-2');
INSERT INTO quarantine VALUES
  (1, x'AD3E6CC7068848F34E7B4487C516D670557871833514509DB5EAD7D2108DDDDA', 'discarded',
   1625115600000, 1625115600000, 1, 'mot-cua', 'index 3', 'at', 'no instant',
   '{"dossier":"H-9"}', '', 0, 0),
  (2, x'8D2CE9FEBA40AC4AAA6A15162B8EA89237D68D746ED4E057F99A5A77915B61C2', 'waiting',
   1625115600000, 1625115600000, 1, 'mot-cua', 'index 4', 'at', 'no instant',
   '{"dossier":"H-8"}', '', 0, 0),
  (3, x'CD6C2CDB286C5FEB3BB2E92781EBCF24A2CC1703FC80A82F42BE31E31B0FD1D0', 'waiting',
   1625115600000, 1625115600000, 1, 'khac', 'line 3', '', 'not JSON', '', '2021-07-01.bin', 0, 5);
INSERT INTO open VALUES ('H-1', 1, x'00');
)sql";

class SqliteUpgrade : public SqliteRecord {
 protected:
  /// The same as is in that file.
  std::vector<dossier::Event> Five() {
    dossier::Event full = FullEvent(events_);
    // That form had no snapshots and no aliases.
    full.alias.clear();
    full.received.reset();
    full.ended.reset();
    full.state = {};
    full.to_agency = events_.Code<AgencyCode>("B");
    full.rating = 0;
    full.voids.clear();
    dossier::Event two = events_.Received("H-2", "2021-06-02 08:00", test::At("2021-06-09 17:00"));
    two.id = "123e4567-e89b-12d3-a456-426614174000";
    dossier::Event rated = events_.Make("H-1", EventType::kRated, "2021-06-20 08:00");
    rated.id = "e2";
    rated.rating = 4;
    dossier::Event voided = events_.Make("H-2", EventType::kVoided, "2021-06-20 09:00");
    voided.id = "e3";
    voided.voids = "123e4567-e89b-12d3-a456-426614174001";
    dossier::Event ahead = events_.Make("H-2", EventType::kCompleted, "2021-08-20 09:00");
    ahead.id = "e4";
    return {full, two, rated, voided, ahead};
  }
  /// The file of form 3, without a program that could make it.
  void MakeFormThree(const std::string& more = "") {
    std::filesystem::create_directories(File().parent_path());
    Tamper(File(), "PRAGMA journal_mode = WAL");
    Tamper(File(), kFormThree);
    constexpr std::array<std::array<int64_t, 3>, 4> kCommits = {{{0, 0, 1625029200000},
                                                                 {2, 1, 1625029200000},
                                                                 {5, 3, 1625115600000},
                                                                 {6, 6, 1625202000000}}};
    for (size_t i = 0; i < kCommits.size(); ++i) {
      const auto& [last, first, at] = kCommits[i];
      Tamper(File(), fmt::format("INSERT INTO commits VALUES ({}, {}, {}, x'{}')", last, first, at,
                                 kHeads[i]));
    }
    InsertRules(0, "5wd", "NULL", "");
    InsertRules(6, "6wd", "1625202000000", "why");
    Tamper(File(), more);
  }
  void InsertRules(int64_t seq, const std::string& limit, std::string_view from,
                   std::string_view why) {
    const auto rules = Rules(events_.codes(), limit);
    for (const auto& file : rules->bundle().files) {
      const std::span bytes(reinterpret_cast<const unsigned char*>(file.bytes.data()),
                            file.bytes.size());
      Tamper(File(), fmt::format("INSERT OR IGNORE INTO files VALUES (x'{}', x'{}')",
                                 ToHex(Sha256(file.bytes)), ToHex(bytes)));
    }
    Tamper(File(),
           fmt::format("INSERT INTO rulebooks VALUES ({}, {}, 'op', '{}', x'{}', '{}')", seq, from,
                       why, ToHex(rules->digest()), rulebook::WriteManifest(rules->bundle())));
  }
  int64_t Count(const std::string& sql) {
    sqlite3* database = nullptr;
    sqlite3_open(File().c_str(), &database);
    sqlite3_stmt* statement = nullptr;
    EXPECT_EQ(sqlite3_prepare_v2(database, sql.c_str(), -1, &statement, nullptr), SQLITE_OK);
    EXPECT_EQ(sqlite3_step(statement), SQLITE_ROW);
    const int64_t count = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    sqlite3_close(database);
    return count;
  }
};

TEST_F(SqliteUpgrade, ChainsAsFormThreeDid) {
  Open();
  const auto five = Five();
  WriteRules("5wd", 0, "2021-06-30 12:00");
  EXPECT_EQ(ToHex(head_.chain), kHeads[0]);
  Write(At("2021-06-30 12:00"), {five[0], five[1]});
  EXPECT_EQ(ToHex(head_.chain), kHeads[1]);
  Write(At("2021-07-01 12:00"), {five[2], five[3], five[4]});
  EXPECT_EQ(ToHex(head_.chain), kHeads[2]);
  WriteRules("6wd", 6, "2021-07-02 12:00", test::At("2021-07-02 12:00"));
  EXPECT_EQ(ToHex(head_.chain), kHeads[3]);
}

TEST_F(SqliteUpgrade, ReadsFormThreeAsItIs) {
  MakeFormThree();
  auto reading = Read();
  EXPECT_EQ(EventsOf(*reading), Five());
  EXPECT_EQ(reading->head().seq, 6);
  EXPECT_EQ(reading->CountWaiting(), 2);
  EXPECT_EQ(reading->Histories(std::vector<int64_t>{5})[0].size(), 3);
  EXPECT_EQ(reading->Rulebooks(6, {}).size(), 2);
  EXPECT_EQ(Verify(*reading), "");
  EXPECT_EQ(Count("SELECT value FROM meta WHERE name = 'form'"), 3);
}

TEST_F(SqliteUpgrade, TakesUpFormThree) {
  MakeFormThree();
  Open();
  EXPECT_EQ(head_.seq, 6) << "the chain stays as it was";
  EXPECT_EQ(head_.recorded_at, test::At("2021-07-02 12:00"));
  EXPECT_EQ(Count("SELECT count(*) FROM sqlite_master WHERE name IN "
                  "('open', 'open_next', 'finished', 'cells')"),
            0);
  EXPECT_EQ(Count("SELECT count(*) FROM meta"), 2);
  auto all = Five();
  EXPECT_EQ(EventsOf(storage_->Now()), all);
  EXPECT_EQ(Verify(*Read()), "");
  dossier::Event later = events_.Received("H-1", "2021-07-03 08:00");
  Write(At("2021-07-03 12:00"), {later});
  EXPECT_EQ(head_.seq, 7);
  all.push_back(later);
  EXPECT_EQ(EventsOf(*Read()), all);
  EXPECT_EQ(Verify(*Read()), "");
  EXPECT_EQ(Count("SELECT count(*) FROM events"), 5);
}

/// What lay in quarantine before there were tallies is in the first of them.
TEST_F(SqliteUpgrade, TalliesWhatWasThereWithTheFirstThatComesOrGoes) {
  MakeFormThree();
  Open();
  Batch batch = At("2021-07-03 12:00");
  batch.resolved = {2};
  Write(batch, {});
  EXPECT_EQ(head_.seq, 7);
  std::optional<Tally> tally;
  storage_->Now().ForEachEntry(6, 7, [&](Entry& entry) {
    tally = ReadTally(entry.bytes);
    return true;
  });
  ASSERT_TRUE(tally);
  EXPECT_EQ(tally->size(), 2);
  EXPECT_EQ(tally->at({"mot-cua", "at"}).added, 2);
  EXPECT_EQ(tally->at({"mot-cua", "at"}).discarded, 1);
  EXPECT_EQ(tally->at({"khac", ""}).added, 1);
  EXPECT_EQ(Count("SELECT count(*) FROM quarantine WHERE first_field IS NULL"), 0);
  EXPECT_EQ(Verify(*Read()), "");
}

TEST_F(SqliteUpgrade, FollowsADossierFromPagesBackToRows) {
  MakeFormThree();
  Open();
  const dossier::Event later = events_.Received("H-2", "2021-07-03 08:00");
  Batch batch = At("2021-07-03 12:00");
  batch.events = {{&later, dossier::ContentDigest(later), 5}};
  batch.texts_from = storage_->Now().dictionary().size();
  head_ = storage_->Write(batch, head_).head;
  const auto history = Read()->Histories(std::vector<int64_t>{7})[0];
  ASSERT_EQ(history.size(), 4);
  EXPECT_EQ(history[0].seq, 2);
  EXPECT_EQ(history[0].recorded_at, test::At("2021-06-30 12:00"));
  EXPECT_EQ(history[3].event, later);
  EXPECT_EQ(Read()->LastHeard(std::vector<std::string>{"mot-cua"}, 3)[0],
            test::At("2021-07-03 12:00"));
  EXPECT_EQ(Verify(*Read()), "");
}

TEST_F(SqliteUpgrade, TakesUpALedgerWithoutEventsAndQuarantine) {
  MakeFormThree(
      "DELETE FROM events; DELETE FROM quarantine; DELETE FROM dictionary; DELETE FROM ahead;"
      "DELETE FROM commits WHERE last_seq > 0; DELETE FROM rulebooks WHERE seq > 0");
  Open();
  EXPECT_EQ(head_.seq, 0);
  EXPECT_EQ(Count("SELECT count(*) FROM sqlite_master WHERE name = 'events'"), 0);
  Write(At("2021-07-03 12:00"), Five());
  EXPECT_EQ(EventsOf(*Read()), Five());
}

TEST_F(SqliteUpgrade, ReadsAndTakesUpFormFourWhichHadNothingFrozen) {
  Open();
  WriteRules("5wd", 0, "2021-06-30 12:00");
  Write(At("2021-06-30 12:00"), Five());
  storage_.reset();
  Tamper(File(), "DROP INDEX pages_apart");
  Tamper(File(), "UPDATE meta SET value = 4 WHERE name = 'form'");
  const auto apart = [](Reading& reading) {
    std::vector<std::string> found;
    reading.ForEachApart(0, 1'000, [&](const Entry& entry, Instant) {
      found.emplace_back(entry.bytes);
      return true;
    });
    return found;
  };
  {
    auto reading = Read();
    EXPECT_EQ(EventsOf(*reading), Five());
    EXPECT_EQ(apart(*reading), std::vector<std::string>());
    EXPECT_EQ(Verify(*reading), "");
  }
  EXPECT_EQ(Count("SELECT value FROM meta WHERE name = 'form'"), 4) << "a reader changes nothing";
  Open();
  EXPECT_EQ(Count("SELECT value FROM meta WHERE name = 'form'"), 5);
  EXPECT_EQ(EventsOf(storage_->Now()), Five());
  Batch batch = At("2021-07-03 12:00");
  batch.entries = {{Kind::kFrozen, "statement"}};
  Write(batch, {});
  EXPECT_EQ(apart(*Read()), std::vector<std::string>{"statement"});
  EXPECT_EQ(Verify(*Read()), "");
}

TEST_F(SqliteUpgrade, LeavesWhatIsNotAsItShouldBe) {
  MakeFormThree("CREATE VIEW v AS SELECT 1");
  const auto opened = TryOpen();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().for_log, "view v has no place in a ledger");
  EXPECT_EQ(Count("SELECT value FROM meta WHERE name = 'form'"), 3);
}

TEST_F(SqliteUpgrade, RefusesANewerForm) {
  MakeFormThree("UPDATE meta SET value = 6 WHERE name = 'form'");
  constexpr const char* kText =
      "the ledger has form 6, made by a newer version; this one knows forms up to 5";
  const auto opened = TryOpen();
  ASSERT_FALSE(opened);
  EXPECT_EQ(opened.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(opened.error().for_client, kText);
  const auto reading = Sqlite()->Read(MakePlace());
  ASSERT_FALSE(reading);
  EXPECT_EQ(reading.error().for_client, kText);
  EXPECT_EQ(Count("SELECT value FROM meta WHERE name = 'form'"), 6);
  EXPECT_EQ(Count("SELECT count(*) FROM sqlite_master WHERE name = 'pages'"), 0);
}

}  // namespace
}  // namespace dunghan::record

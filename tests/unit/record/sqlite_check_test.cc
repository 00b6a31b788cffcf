#include "sqlite_record.h"

namespace dunghan::record {
namespace {

/// A record with something in every table, and what verify says once somebody has changed it.
class SqliteCheck : public SqliteRecord {
 protected:
  SqliteCheck() {
    Open();
    WriteRules("5wd", 0, "2021-05-01 08:00");
    Batch batch = At("2021-06-01 08:00");
    batch.aside = {{"s", "index 0", "at", "no good", "{1}", ""},
                   {"s", "index 1", "at", "no good", "{2}", ""},
                   {"s", "index 1", "due", "no good", "{3}", ""}};
    Write(batch,
          {FullEvent(events_), events_.Make("D-2", dossier::EventType::kPaid, "2021-07-01 08:00")});
    storage_.reset();
  }
  std::string After(const std::string& sql) {
    Tamper(File(), sql);
    auto reading = Sqlite()->Read(MakePlace());
    return reading ? Verify(**reading) : reading.error().for_log;
  }
};

TEST_F(SqliteCheck, FindsNothingWhereNothingWasChanged) { EXPECT_EQ(After(""), ""); }

TEST_F(SqliteCheck, NamesAnEntryOfQuarantineThatIsMissing) {
  EXPECT_EQ(After("DELETE FROM quarantine WHERE id = 2"),
            "1 quarantined entries of source s for field \"at\", the tallies say 2");
}

TEST_F(SqliteCheck, NamesAnEntryOfQuarantineThatWasSlippedIn) {
  EXPECT_EQ(After("INSERT INTO quarantine SELECT 9, randomblob(32), state, first_seen, last_seen, "
                  "count, source, place, field, reason, '', '', 0, 0, first_field FROM quarantine "
                  "WHERE id = 3"),
            "quarantine entry 9 is not what was sent");
}

TEST_F(SqliteCheck, NamesAnEntryOfQuarantineThatWasSettledByHand) {
  EXPECT_EQ(After("UPDATE quarantine SET state = 'discarded' WHERE id = 1"),
            "1 waiting entries of source s for field \"at\", the tallies say 2");
}

TEST_F(SqliteCheck, NamesWhatElseIsChangedInQuarantine) {
  EXPECT_EQ(After("UPDATE quarantine SET field = 'x' WHERE id = 1"),
            "quarantine entry 1 was never put there so");
  EXPECT_EQ(After("UPDATE quarantine SET field = 'at', first_field = 'due' WHERE id = 1"),
            "quarantine entry 1 was never put there so");
  EXPECT_EQ(After("UPDATE quarantine SET field = 'due' WHERE id = 1"),
            "quarantine entry 1 or one of the 0 before it is not what was tallied");
  EXPECT_EQ(After("UPDATE quarantine SET field = 'at', first_field = 'at', source = 'x' "
                  "WHERE id = 1"),
            "quarantine entry 1 is not what was sent");
}

TEST_F(SqliteCheck, NamesADictionaryThatSaysOtherwise) {
  EXPECT_EQ(After("UPDATE dictionary SET source = 2 WHERE number = 3"),
            "entry 3 of the dictionary is said to be brought by 2, not 1");
}

TEST_F(SqliteCheck, NamesEventsDatedAhead) {
  EXPECT_EQ(After("DELETE FROM ahead"), "event 2 is not listed as dated ahead");
  EXPECT_EQ(After("INSERT INTO ahead VALUES (1625101200000, 2, 'D-2'), (1, 1, 'H-1')"),
            "2 events are listed as dated ahead, 1 are");
}

TEST_F(SqliteCheck, NamesAMarkThatWasSet) {
  EXPECT_EQ(After("UPDATE meta SET value = 1 WHERE name = 'simulated'"),
            "the ledger is marked as simulated, its events are not");
}

TEST_F(SqliteCheck, NamesFilesThatNoRulebookNames) {
  EXPECT_EQ(After("INSERT INTO files VALUES (randomblob(32), x'00')"),
            "there are 4 files of rulebooks, the rulebooks name 3");
}

TEST_F(SqliteCheck, NamesAPageWithoutACommit) {
  EXPECT_EQ(After("INSERT INTO pages SELECT 50, entries FROM pages"), "entry 50 is in no commit");
}

TEST_F(SqliteCheck, NamesPagesThatAreMissingOrMoved) {
  EXPECT_EQ(After("UPDATE pages SET first = 3"), "entry 1 is missing");
  EXPECT_EQ(After("DELETE FROM pages"), "an entry is missing");
}

TEST_F(SqliteCheck, RefusesTablesThatAreNotTheRecords) {
  EXPECT_EQ(After("CREATE VIEW v AS SELECT 1"), "view v has no place in a ledger");
}

TEST_F(SqliteCheck, RefusesPagesBeforeTheFirstPosition) {
  EXPECT_EQ(After("UPDATE pages SET first = 0"), "pages has a row at position 0");
}

}  // namespace
}  // namespace dunghan::record

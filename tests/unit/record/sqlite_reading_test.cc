#include "dunghan/record/bytes.h"
#include "sqlite_record.h"

namespace dunghan::record {
namespace {

using dossier::Event;
using dossier::EventType;

class SqliteReadingTest : public SqliteRecord {
 protected:
  SqliteReadingTest() {
    Open();
    WriteRules("5wd", 0, "2021-05-01 08:00");
  }
  /// So many, of dossiers D-0 ... D-4 in turn.
  std::vector<Event> Many(int count) {
    std::vector<Event> events;
    for (int i = 0; i < count; ++i) {
      Event event = events_.Received("D-" + std::to_string(i % 5), "2021-06-01 08:00");
      event.id = "e" + std::to_string(made_++);
      events.push_back(event);
    }
    return events;
  }
  int made_ = 0;
};

TEST_F(SqliteReadingTest, GivesBackWhatWasWrittenInOrder) {
  auto all = Variants(events_);
  Write(At("2021-06-02 08:00"), all);
  const auto more = Many(300);
  Write(At("2021-06-03 08:00"), more);
  all.insert(all.end(), more.begin(), more.end());
  EXPECT_EQ(EventsOf(storage_->Now()), all);
  EXPECT_EQ(EventsOf(*Read()), all);
  EXPECT_EQ(EventsOf(*storage_->Read()), all);
  EXPECT_EQ(Verify(*Read()), "");
  const auto half = EventsOf(*Read(), 200);
  EXPECT_EQ(half, std::vector<Event>(all.begin() + 200, all.end()));
  Open();
  EXPECT_EQ(EventsOf(storage_->Now()), all);
  EXPECT_EQ(head_.seq, static_cast<int64_t>(all.size()));
}

TEST_F(SqliteReadingTest, StopsWhereItIsTold) {
  Write(At("2021-06-02 08:00"), Many(200));
  std::vector<int64_t> seen;
  Read()->ForEachEntry(60, 150, [&](Entry& entry) {
    seen.push_back(entry.seq);
    return entry.seq < 70;
  });
  EXPECT_EQ(seen.front(), 61);
  EXPECT_EQ(seen.back(), 70);
  seen.clear();
  Read()->ForEachEntry(60, 150, [&](Entry& entry) {
    seen.push_back(entry.seq);
    return true;
  });
  EXPECT_EQ(seen.back(), 150);
  EXPECT_EQ(seen.size(), 90);
}

TEST_F(SqliteReadingTest, FindsTheHistoriesOfManyDossiersAtOnce) {
  for (int day = 2; day <= 9; ++day) {
    Write(At("2021-06-0" + std::to_string(day) + " 08:00"), Many(100));
  }
  auto reading = Read();
  const auto histories = reading->Histories(std::vector<int64_t>{800, 0, 3, 796});
  ASSERT_EQ(histories.size(), 4);
  EXPECT_EQ(histories[0].size(), 160);
  EXPECT_TRUE(histories[1].empty());
  ASSERT_EQ(histories[2].size(), 1);
  EXPECT_EQ(histories[2][0].seq, 3);
  EXPECT_EQ(histories[2][0].event.dossier, "D-2");
  EXPECT_EQ(histories[3].size(), 160);
  for (size_t i = 1; i < histories[0].size(); ++i) {
    EXPECT_EQ(histories[0][i].seq, histories[0][i - 1].seq + 5);
    EXPECT_EQ(histories[0][i].event.dossier, "D-4");
  }
  EXPECT_EQ(histories[0].front().recorded_at, test::At("2021-06-02 08:00"));
  EXPECT_EQ(histories[0].back().recorded_at, test::At("2021-06-09 08:00"));
  const auto events = reading->EventsAt(std::vector<int64_t>{1, 2, 799});
  ASSERT_EQ(events.size(), 3);
  EXPECT_EQ(events[1].event.id, "e1");
  EXPECT_EQ(events[2].event.id, "e798");
  EXPECT_EQ(events[2].recorded_at, test::At("2021-06-09 08:00"));
  EXPECT_THROW(reading->EventsAt(std::vector<int64_t>{801}), Failure);
  EXPECT_THROW(reading->Histories(std::vector<int64_t>{900}), Failure);
}

TEST_F(SqliteReadingTest, HoldsItsSnapshotUntilItIsReleased) {
  Write(At("2021-06-02 08:00"), Many(3));
  auto reading = Read();
  Event other = events_.Received("E-1", "2021-06-01 08:00", {}, "A-new-agency");
  Write(At("2021-06-03 08:00"), {other});
  EXPECT_EQ(reading->head().seq, 3);
  EXPECT_EQ(EventsOf(*reading).size(), 3);
  reading->Release();
  EXPECT_EQ(reading->head().seq, 4);
  EXPECT_EQ(EventsOf(*reading).back(), other);
  reading->Hold();
  Write(At("2021-06-04 08:00"), Many(1));
  EXPECT_EQ(reading->head().seq, 4);
  reading->Hold();
  EXPECT_EQ(reading->head().seq, 5);
}

TEST_F(SqliteReadingTest, KnowsRulebooksAheadEventsAndWhoWasHeard) {
  Event ahead = events_.Make("D-9", EventType::kCompleted, "2021-07-01 08:00");
  Write(At("2021-06-02 08:00"), {Many(1)[0], ahead});
  WriteRules("6wd", 3, "2021-06-03 08:00", test::At("2021-06-03 08:00"));
  Write(At("2021-06-04 08:00"), Many(2));
  auto reading = Read();
  EXPECT_EQ(reading->Rulebooks(2, {}).size(), 1);
  const auto versions = reading->Rulebooks(99, {});
  ASSERT_EQ(versions.size(), 2);
  EXPECT_EQ(versions[1].seq, 3);
  EXPECT_EQ(versions[1].reason, "why");
  EXPECT_EQ(versions[1].rulebook->digest(), Rules(events_.codes(), "6wd")->digest());
  std::vector<std::string> dossiers;
  const auto note = [&](std::string_view code) { dossiers.emplace_back(code); };
  reading->ForEachAhead(test::At("2021-06-30 08:00"), 2, note);
  EXPECT_EQ(dossiers, std::vector<std::string>{"D-9"});
  reading->ForEachAhead(test::At("2021-07-01 08:00"), 2, note);
  reading->ForEachAhead(test::At("2021-06-30 08:00"), 1, note);
  EXPECT_EQ(dossiers.size(), 1);
  const std::vector<std::string> sources = {"mot-cua", "khac", "D-9"};
  const auto heard = reading->LastHeard(sources, 1);
  EXPECT_EQ(heard[0], test::At("2021-06-04 08:00"));
  EXPECT_FALSE(heard[1] || heard[2]);
  EXPECT_EQ(Verify(*reading), "");
  EXPECT_EQ(reading->HeadAt(int64_t{2})->seq, 2);
  EXPECT_EQ(reading->HeadAt(test::At("2021-06-03 12:00"))->seq, 3);
  EXPECT_FALSE(reading->HeadAt(test::At("2021-04-01 12:00")));
}

TEST_F(SqliteReadingTest, IsRefusedWithoutARecord) {
  const auto none = Sqlite()->Read({.folder = folder_.path() / "none", .codes = events_.codes()});
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(none.error().for_client, "there is no ledger in " + (folder_.path() / "none").string());
}

TEST_F(SqliteReadingTest, KnowsWhetherASimulatorFedIt) {
  EXPECT_FALSE(storage_->Now().simulated());
  Event event = Many(1)[0];
  event.source = events_.Code<SourceName>("simulate");
  Write(At("2021-06-02 08:00"), {Many(1)[0], event});
  EXPECT_TRUE(storage_->Now().simulated());
  EXPECT_TRUE(Read()->simulated());
  EXPECT_EQ(Verify(*Read()), "");
}

class SqliteWriting : public SqliteReadingTest {};

TEST_F(SqliteWriting, IsFencedOffFromARecordThatWentOn) {
  Write(At("2021-06-02 08:00"), Many(3));
  head_.seq = 2;
  EXPECT_THROW(Write(At("2021-06-03 08:00"), Many(1)), Failure);
  const auto fault = storage_->Watch();
  ASSERT_TRUE(fault);
  EXPECT_EQ(fault->code, ErrorCode::kUnavailable);
  EXPECT_EQ(fault->for_log, "another process has written to the ledger");
  EXPECT_THROW(storage_->Reopen(), Failure);
}

TEST_F(SqliteWriting, NoticesThatAnotherHasWritten) {
  Write(At("2021-06-02 08:00"), Many(3));
  Tamper(File(), "INSERT INTO commits SELECT 4, 4, recorded_at, chain FROM commits LIMIT 1");
  EXPECT_THROW(Write(At("2021-06-03 08:00"), Many(1)), Failure);
  EXPECT_TRUE(storage_->Watch());
}

TEST_F(SqliteWriting, TakesTheCheckpointsOfOthersForWhatTheyAre) {
  Write(At("2021-06-02 08:00"), Many(3));
  Tamper(File(), "PRAGMA wal_checkpoint(TRUNCATE)");
  Write(At("2021-06-03 08:00"), Many(3));
  EXPECT_EQ(head_.seq, 6);
}

TEST_F(SqliteWriting, GoesOnAfterAFailureOnceItIsOpenedAnew) {
  Write(At("2021-06-02 08:00"), Many(3));
  const auto four = Many(1);
  Batch batch = At("2021-06-01 08:00");  // before the last one
  EXPECT_THROW(storage_->Write(batch, head_), Failure);
  EXPECT_THROW(Write(At("2021-06-03 08:00"), four), Failure);
  storage_->Reopen();
  EXPECT_EQ(storage_->Now().head(), head_);
  made_ = 100;
  const NewEvent again{&four[0], dossier::ContentDigest(four[0]), 1};
  batch = At("2021-06-03 08:00");
  batch.events = {again};
  batch.texts_from = storage_->Now().dictionary().size();
  head_ = storage_->Write(batch, head_).head;
  EXPECT_EQ(head_.seq, 4);
  EXPECT_EQ(Verify(*Read()), "");
}

TEST_F(SqliteWriting, RefusesATextWithoutANumber) {
  Write(At("2021-06-02 08:00"), Many(1));
  Event event = Many(1)[0];
  event.unit = events_.Code<UnitName>("new");
  Batch batch = At("2021-06-03 08:00");
  batch.events = {{&event, dossier::ContentDigest(event), 1}};
  batch.texts_from = storage_->Now().dictionary().size();
  EXPECT_THROW(storage_->Write(batch, head_), Failure);
  storage_->Reopen();
  EXPECT_EQ(storage_->Now().dictionary().size(), batch.texts_from);
  EXPECT_EQ(EventsOf(storage_->Now()).size(), 1);
}

TEST_F(SqliteWriting, KeepsEntriesOfKindsItDoesNotKnow) {
  Batch batch = At("2021-06-02 08:00");
  batch.entries = {{static_cast<Kind>(77), "of a later version"}};
  Write(batch, Many(2));
  EXPECT_EQ(head_.seq, 3);
  std::string found;
  Read()->ForEachEntry(2, 3, [&](Entry& entry) {
    found = std::to_string(static_cast<int>(entry.kind)) + " " + std::string(entry.bytes);
    return true;
  });
  EXPECT_EQ(found, "77 of a later version");
  EXPECT_EQ(Verify(*Read()), "");
}

TEST_F(SqliteWriting, LetsOnlyOneWrite) {
  const auto second = TryOpen();
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kConflict);
}

TEST_F(SqliteWriting, WorksInMemory) {
  storage_ = Sqlite()->Open({.folder = {}, .codes = events_.codes()}).value();
  head_ = storage_->Now().head();
  WriteRules("5wd", 0, "2021-05-01 08:00");
  Write(At("2021-06-02 08:00"), Many(100));
  EXPECT_EQ(EventsOf(*storage_->Read()).size(), 100);
  storage_->Reopen();
  EXPECT_EQ(EventsOf(storage_->Now()).size(), 100);
}

TEST_F(SqliteWriting, KeepsNotices) {
  const Notice notice{.dossier = "D-1",
                      .tier = "3wd",
                      .version = test::At("2021-06-08 00:00"),
                      .round = test::At("2021-06-05 08:00"),
                      .agency = "A",
                      .procedure = "P"};
  storage_->notices().Add(std::vector{notice}).value();
  EXPECT_TRUE(storage_->notices().FindNew(std::vector{notice}).value().empty());
  storage_->Reopen();
  EXPECT_EQ(storage_->notices().Since(notice.round).value(), std::vector{notice});
}

}  // namespace
}  // namespace dunghan::record

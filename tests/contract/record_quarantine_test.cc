#include <gmock/gmock.h>
#include <sqlite3.h>

#include "dunghan/record/sqlite.h"
#include "dunghan/record/tally.h"
#include "record_fixture.h"

/// What could not be used, and the tallies of it.
namespace dunghan::record {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class RecordQuarantine : public RecordContract {
 protected:
  /// The tally of the last commit.
  Tally LastTally() {
    const auto entries = Entries(now(), head().seq - 1);
    if (entries.empty() || entries[0].kind != Kind::kTally) return {};
    const auto tally = ReadTally(entries[0].bytes);
    EXPECT_TRUE(tally);
    return tally.value_or(Tally{});
  }
  TallyCounts LastOf(const std::string& source, const std::string& field = "agency") {
    const Tally tally = LastTally();
    EXPECT_THAT(tally, SizeIs(1));
    const auto it = tally.find({source, field});
    EXPECT_TRUE(it != tally.end()) << source << " " << field;
    return it == tally.end() ? TallyCounts{} : it->second;
  }
  std::vector<int64_t> Waiting() {
    std::vector<int64_t> ids;
    for (const QuarantineEntry& entry : now().WaitingAfter(0, 1000)) ids.push_back(entry.id);
    return ids;
  }
};

INSTANTIATE_TEST_SUITE_P(Stores, RecordQuarantine,
                         ::testing::Values(Store::kFile, Store::kSqliteMemory, Store::kMemory,
                                           Store::kFaulty),
                         NameOf);

/// The digest of a tally that these were new in.
Digest NewOnes(const std::vector<Reject>& rejects) {
  Sha256Stream stream;
  for (const Reject& each : rejects) {
    stream.Add(IdentifyReject(each.source, each.reason, each.fields, each.raw));
  }
  return stream.Finish();
}

TEST_P(RecordQuarantine, KeepsWhatCouldNotBeUsedAndTalliesIt) {
  Open();
  const Reject one = Unusable("{\"a\":1}");
  const Reject two = Unusable("{\"a\":2}");
  const Reject other = Unusable("{\"a\":3}", "cong", "procedure");
  const Written written = Write({.aside = {one, other, two}});
  EXPECT_EQ(written.head.seq, 1);
  EXPECT_THAT(written.aside, ElementsAre(1, 2, 3));
  EXPECT_EQ(now().CountWaiting(), 3);
  EXPECT_THAT(Waiting(), ElementsAre(1, 2, 3));
  const auto entry = now().FindQuarantine(3);
  ASSERT_TRUE(entry);
  EXPECT_EQ(entry->id, 3);
  EXPECT_EQ(entry->state, QuarantineState::kWaiting);
  EXPECT_EQ(entry->first_seen, at_);
  EXPECT_EQ(entry->last_seen, at_);
  EXPECT_EQ(entry->count, 1);
  EXPECT_EQ(entry->source, "mot-cua");
  EXPECT_EQ(entry->place, "events.ndjson:1");
  EXPECT_EQ(entry->field, "agency");
  EXPECT_EQ(entry->reason, "unknown agency");
  EXPECT_EQ(entry->fields, "{\"a\":2}");
  EXPECT_EQ(entry->raw_file, "");
  EXPECT_EQ(now().FindQuarantine(4), std::nullopt);
  const Tally expected = {
      {{"mot-cua", "agency"}, TallyCounts{.added = 2, .digest = NewOnes({one, two})}},
      {{"cong", "procedure"}, TallyCounts{.added = 1, .digest = NewOnes({other})}}};
  EXPECT_EQ(LastTally(), expected);
  EXPECT_EQ(Verify(now()), std::nullopt);
}

TEST_P(RecordQuarantine, TheSameAgainIsCountedAndTakesNoPosition) {
  Open();
  Reject again = Unusable("{\"a\":1}");
  const Head before = Write({.aside = {again}}).head;
  at_ += std::chrono::minutes{1};
  again.place = "index 7";
  again.reason = "another reason";
  again.field = "procedure";
  const Written written = Write({.aside = {again, again}});
  EXPECT_THAT(written.aside, ElementsAre(1, 1));
  EXPECT_EQ(written.head, before);
  const auto entry = now().FindQuarantine(1);
  EXPECT_EQ(entry->count, 3);
  EXPECT_EQ(entry->place, "index 7");
  EXPECT_EQ(entry->reason, "another reason");
  EXPECT_EQ(entry->field, "procedure");
  EXPECT_EQ(entry->last_seen, at_);
  EXPECT_EQ(entry->first_seen, at_ - std::chrono::minutes{1});
  EXPECT_EQ(Verify(now()), std::nullopt);
  // Tallied by the field it was refused for first.
  Write({.discarded = {1}});
  EXPECT_EQ(LastOf("mot-cua").discarded, 1);
  EXPECT_EQ(Verify(now()), std::nullopt);
}

TEST_P(RecordQuarantine, TwiceInOneBatchIsOneEntry) {
  Open();
  const Reject one = Unusable("{\"a\":1}");
  const Written written = Write({.aside = {one, one}});
  EXPECT_THAT(written.aside, ElementsAre(1, 1));
  EXPECT_EQ(now().FindQuarantine(1)->count, 2);
  EXPECT_EQ(LastOf("mot-cua"), (TallyCounts{.added = 1, .digest = NewOnes({one})}));
}

TEST_P(RecordQuarantine, BeyondTheBoundIsCountedByField) {
  bounds_.waiting_per_source = 2;
  bounds_.sources = {"named"};
  Open();
  Write({.aside = {Unusable("1", "a"), Unusable("2", "b")}});  // one portion together
  const Written written =
      Write({.aside = {Unusable("3", "a"), Unusable("4", "b"), Unusable("5", "a", "procedure"),
                       Unusable("6", "named"), Unusable("7", "named"), Unusable("8", "named")}});
  EXPECT_THAT(written.aside, ElementsAre(3, 3, 4, 5, 6, 7));
  const auto shared = now().FindQuarantine(3);
  ASSERT_TRUE(shared);
  EXPECT_EQ(shared->source, "other");
  EXPECT_EQ(shared->field, "agency");
  EXPECT_EQ(shared->count, 2);
  EXPECT_EQ(shared->fields, "");
  EXPECT_EQ(shared->reason,
            "bound: 2 entries of the source wait already ([ledger] max_quarantine); what comes "
            "beyond is only counted, here for agency");
  EXPECT_EQ(now().FindQuarantine(7)->source, "named");
  EXPECT_EQ(now().FindQuarantine(4)->field, "procedure");
  EXPECT_EQ(Verify(now()), std::nullopt);
  // What is known already is counted where it is, and room is room again.
  EXPECT_THAT(Write({.aside = {Unusable("1", "a")}}).aside, ElementsAre(1));
  Write({.resolved = {1, 2, 3, 4}});
  EXPECT_THAT(Write({.aside = {Unusable("9", "a")}}).aside, ElementsAre(8));
  EXPECT_EQ(now().FindQuarantine(8)->source, "a");
  EXPECT_EQ(Verify(now()), std::nullopt);
}

TEST_P(RecordQuarantine, WhatWasDealtWithAndIsSentAgainWaitsAgain) {
  Open();
  const Reject one = Unusable("{\"a\":1}");
  Write({.aside = {one, Unusable("{\"a\":2}")}});
  at_ += std::chrono::minutes{1};
  Write({.resolved = {1}});
  EXPECT_EQ(LastOf("mot-cua"), TallyCounts{.resolved = 1});
  EXPECT_EQ(now().FindQuarantine(1)->state, QuarantineState::kResolved);
  EXPECT_EQ(now().FindQuarantine(1)->last_seen, at_);
  EXPECT_THAT(Waiting(), ElementsAre(2));
  EXPECT_EQ(Verify(now()), std::nullopt);
  Write({.aside = {one}});
  EXPECT_EQ(LastOf("mot-cua"), TallyCounts{.revived = 1});
  EXPECT_THAT(Waiting(), ElementsAre(1, 2));
  EXPECT_EQ(now().FindQuarantine(1)->count, 2);
  EXPECT_EQ(Verify(now()), std::nullopt);
}

TEST_P(RecordQuarantine, OnlyWhatWaitsIsDiscardedOrResolved) {
  Open();
  Write({.aside = {Unusable("1"), Unusable("2"), Unusable("3")}});
  const std::vector<int64_t> ids = {1, 99, 1, 3};
  const Written written = Write({.discarded = ids});
  EXPECT_EQ(written.discarded, 2);
  EXPECT_EQ(LastOf("mot-cua"), TallyCounts{.discarded = 2});
  EXPECT_EQ(now().FindQuarantine(3)->state, QuarantineState::kDiscarded);
  const Head before = head();
  EXPECT_EQ(Write({.discarded = ids}).head, before) << "nothing is left to be discarded";
  EXPECT_EQ(Write({.resolved = {1, 99}}).head, before);
  EXPECT_EQ(now().FindQuarantine(1)->state, QuarantineState::kDiscarded);
  EXPECT_THAT(Waiting(), ElementsAre(2));
  EXPECT_EQ(Verify(now()), std::nullopt);
}

TEST_P(RecordQuarantine, WhatWasDealtWithLongAgoIsPruned) {
  bounds_.settled_for = std::chrono::days{90};
  Open();
  Write({.aside = {Unusable("1"), Unusable("2"), Unusable("3"), Unusable("4")}});
  Write({.resolved = {1}, .discarded = {2}});
  at_ += std::chrono::days{90};
  Write({.discarded = {3}});
  EXPECT_EQ(Write({.prune = true}).pruned, 0);
  at_ += std::chrono::milliseconds{1};
  EXPECT_EQ(Write({.prune = true}).pruned, 2);
  EXPECT_EQ(LastOf("mot-cua"), TallyCounts{.pruned = 2});
  EXPECT_EQ(now().FindQuarantine(1), std::nullopt);
  EXPECT_EQ(now().FindQuarantine(2), std::nullopt);
  ASSERT_TRUE(now().FindQuarantine(3));
  EXPECT_THAT(Waiting(), ElementsAre(4));
  EXPECT_EQ(Verify(now()), std::nullopt);
  EXPECT_THAT(Write({.aside = {Unusable("1")}}).aside, ElementsAre(5)) << "forgotten";
  EXPECT_EQ(Verify(now()), std::nullopt);
}

TEST_P(RecordQuarantine, IsListedInPieces) {
  Open();
  std::vector<Reject> rejects;
  for (int i = 0; i < 7; ++i) rejects.push_back(Unusable(std::to_string(i)));
  Write({.aside = rejects});
  Write({.discarded = {2, 5}});
  const auto ids = [&](int64_t after, int64_t most) {
    std::vector<int64_t> found;
    for (const QuarantineEntry& entry : now().WaitingAfter(after, most)) found.push_back(entry.id);
    return found;
  };
  EXPECT_THAT(ids(0, 3), ElementsAre(1, 3, 4));
  EXPECT_THAT(ids(4, 3), ElementsAre(6, 7));
  EXPECT_THAT(ids(7, 3), IsEmpty());
  EXPECT_EQ(now().CountWaiting(), 5);
}

TEST_P(RecordQuarantine, UnparsedBytesLieBesideForATime) {
  Open();
  Reject raw = Unusable("");
  raw.raw = std::string("half a {\0 line", 14);
  Reject second = raw;
  second.raw = "another";
  Write({.aside = {raw, Unusable("{}"), second}});
  Write({.aside = {raw}});  // known again
  EXPECT_EQ(now().CountWaiting(), 3);
  EXPECT_EQ(now().RawBytes(*now().FindQuarantine(1)), raw.raw);
  EXPECT_EQ(now().RawBytes(*now().FindQuarantine(3)), "another");
  EXPECT_EQ(ThrownCode([&] { (void)now().RawBytes(*now().FindQuarantine(2)); }),
            ErrorCode::kNotFound);
  EXPECT_EQ(Verify(now()), std::nullopt);
  scribe_->storage().Purge(at_ + std::chrono::days{30});
  EXPECT_EQ(now().RawBytes(*now().FindQuarantine(1)), raw.raw);
  scribe_->storage().Purge(at_ + std::chrono::days{31});
  EXPECT_EQ(ThrownCode([&] { (void)now().RawBytes(*now().FindQuarantine(1)); }),
            ErrorCode::kNotFound);
  EXPECT_EQ(Verify(now()), std::nullopt);
}

TEST_P(RecordQuarantine, IsTheSameAfterReopening) {
  bounds_.waiting_per_source = 3;
  Open();
  Reject raw = Unusable("");
  raw.raw = "bytes";
  Write({.aside = {Unusable("1"), raw, Unusable("2")}});
  Write({.resolved = {1}});
  const std::string before = Dump(scribe_->storage());
  scribe_->TakeUp();
  EXPECT_EQ(Dump(scribe_->storage()), before);
  // How many wait is counted anew.
  EXPECT_THAT(Write({.aside = {Unusable("3"), Unusable("4")}}).aside, ElementsAre(4, 5));
  EXPECT_EQ(now().FindQuarantine(5)->source, "other");
  EXPECT_EQ(Verify(now()), std::nullopt);
}

/// Whoever can write the file changes quarantine past the program.
class RecordQuarantineFile : public RecordQuarantine {
 protected:
  void Fill() {
    Open();
    Write({.rulebook = MakeRulebook()});
    Write({.aside = {Unusable("{\"a\":1}"), Unusable("{\"a\":2}"), Unusable("{\"b\":1}", "cong")}});
    Write({.aside = {Unusable("{\"a\":3}"), Unusable("{\"a\":4}")}, .resolved = {1}});
    scribe_.reset();
  }
  /// What Check finds once this was done to the file.
  std::string AfterRunning(const std::string& sql) {
    sqlite3* database = nullptr;
    EXPECT_EQ(sqlite3_open((folder() / kRecordFile).c_str(), &database), SQLITE_OK);
    EXPECT_EQ(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr), SQLITE_OK)
        << sqlite3_errmsg(database);
    EXPECT_GT(sqlite3_total_changes(database), 0) << sql;
    sqlite3_close(database);
    auto reading = Sqlite()->Read(MakePlace());
    if (!reading) return reading.error().for_client + ": " + reading.error().for_log;
    return Verify(**reading).value_or("");
  }
};

INSTANTIATE_TEST_SUITE_P(Stores, RecordQuarantineFile, ::testing::Values(Store::kFile), NameOf);

TEST_P(RecordQuarantineFile, IsSoundWhereNothingWasChanged) {
  Fill();
  EXPECT_EQ(AfterRunning("UPDATE quarantine SET place = 'elsewhere' WHERE id = 1"), "");
}

TEST_P(RecordQuarantineFile, AChangedRowIsNamed) {
  Fill();
  EXPECT_THAT(AfterRunning("UPDATE quarantine SET fields = '{\"a\":9}' WHERE id = 2"),
              HasSubstr("quarantine entry 2"));
}

TEST_P(RecordQuarantineFile, ARowThatWasMadeFromAnotherIsNamed) {
  Fill();
  // Consistent in itself: fields and digest changed together.
  const Digest digest = IdentifyReject("mot-cua", "unknown agency", "{\"a\":9}", {});
  EXPECT_THAT(AfterRunning("UPDATE quarantine SET fields = '{\"a\":9}', digest = x'" +
                           ToHex(digest) + "' WHERE id = 5"),
              HasSubstr("quarantine entry 5"));
}

TEST_P(RecordQuarantineFile, AnAddedRowIsNamed) {
  Fill();
  const Digest digest = IdentifyReject("new", "unknown agency", "{\"a\":9}", {});
  EXPECT_THAT(
      AfterRunning("CREATE TEMP TABLE one AS SELECT * FROM quarantine WHERE id = 2;"
                   "UPDATE one SET id = 77, source = 'new', fields = '{\"a\":9}', digest = x'" +
                   ToHex(digest) + "'; INSERT INTO quarantine SELECT * FROM one"),
      HasSubstr("quarantine entry 77"));
}

TEST_P(RecordQuarantineFile, AnAddedRowOfAKnownSourceIsMissedByNobody) {
  Fill();
  const Digest digest = IdentifyReject("mot-cua", "unknown agency", "{\"a\":9}", {});
  EXPECT_THAT(AfterRunning("CREATE TEMP TABLE one AS SELECT * FROM quarantine WHERE id = 2;"
                           "UPDATE one SET id = 77, fields = '{\"a\":9}', digest = x'" +
                           ToHex(digest) + "'; INSERT INTO quarantine SELECT * FROM one"),
              HasSubstr("5 quarantined entries of source mot-cua"));
}

TEST_P(RecordQuarantineFile, ARemovedRowIsMissed) {
  Fill();
  EXPECT_NE(AfterRunning("DELETE FROM quarantine WHERE id = 5"), "");
  EXPECT_NE(AfterRunning("DELETE FROM quarantine WHERE id = 3"), "");
}

TEST_P(RecordQuarantineFile, WhatWaitsCannotBeSettledInSilence) {
  Fill();
  EXPECT_THAT(AfterRunning("UPDATE quarantine SET state = 'discarded' WHERE id = 2"),
              HasSubstr("waiting"));
}

TEST_P(RecordQuarantineFile, NorMayItBeGivenToAnotherField) {
  Fill();
  EXPECT_NE(AfterRunning("UPDATE quarantine SET source = 'cong' WHERE id = 2"), "");
}

}  // namespace
}  // namespace dunghan::record

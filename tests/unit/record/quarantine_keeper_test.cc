#include "quarantine_keeper.h"

#include "sqlite_record.h"

namespace dunghan::record {
namespace {

/// The keeper at work in a record, and what it has tallied there.
class Quarantine : public SqliteRecord {
 protected:
  Quarantine() {
    Open();
    WriteRules("5wd", 0, "2021-05-01 08:00");
  }
  static Reject Of(const std::string& source, const std::string& field, const std::string& fields) {
    return {source, "index 0", field, "no good", fields, ""};
  }
  Written Put(std::string_view at, std::vector<Reject> rejects) {
    Batch batch = At(at);
    batch.aside = std::move(rejects);
    return Write(batch);
  }
  Written Resolve(std::string_view at, std::vector<int64_t> ids) {
    Batch batch = At(at);
    batch.resolved = std::move(ids);
    return Write(batch);
  }
  Written Discard(std::string_view at, const std::vector<int64_t>& ids) {
    Batch batch = At(at);
    batch.discarded = ids;
    return Write(batch);
  }
  /// The tally at a position.
  Tally At(int64_t seq) {
    Tally tally;
    storage_->Now().ForEachEntry(seq - 1, seq, [&](Entry& entry) {
      EXPECT_EQ(entry.kind, Kind::kTally);
      tally = ReadTally(entry.bytes).value();
      return true;
    });
    return tally;
  }
  using SqliteRecord::At;
  int64_t Waiting() { return storage_->Now().CountWaiting(); }
};

TEST_F(Quarantine, TalliesWhatIsNewBySourceAndField) {
  const auto written = Put("2021-06-01 08:00", {Of("s", "at", "{1}"), Of("s", "due", "{2}"),
                                                Of("s", "at", "{3}"), Of("t", "at", "{1}")});
  EXPECT_EQ(written.aside, (std::vector<int64_t>{1, 2, 3, 4}));
  EXPECT_EQ(written.head.seq, 1);
  const Tally tally = At(1);
  ASSERT_EQ(tally.size(), 3);
  Sha256Stream digests;
  digests.Add(IdentifyReject("s", "", "{1}", ""));
  digests.Add(IdentifyReject("s", "", "{3}", ""));
  EXPECT_EQ(tally.at({"s", "at"}), (TallyCounts{.added = 2, .digest = digests.Finish()}));
  EXPECT_EQ(tally.at({"s", "due"}).added, 1);
  EXPECT_EQ(tally.at({"t", "at"}).added, 1);
  EXPECT_EQ(Verify(*Read()), "");
}

TEST_F(Quarantine, TakesNoPositionForWhatIsOnlyCountedUp) {
  Put("2021-06-01 08:00", {Of("s", "at", "{1}")});
  const auto again = Put("2021-06-02 08:00", {Of("s", "due", "{1}")});
  EXPECT_EQ(again.aside, std::vector<int64_t>{1});
  EXPECT_EQ(again.head.seq, 1);
  const auto entry = *storage_->Now().FindQuarantine(1);
  EXPECT_EQ(entry.count, 2);
  EXPECT_EQ(entry.field, "due");
  EXPECT_EQ(entry.last_seen, test::At("2021-06-02 08:00"));
  EXPECT_EQ(entry.first_seen, test::At("2021-06-01 08:00"));
  EXPECT_EQ(Verify(*Read()), "");
}

TEST_F(Quarantine, TalliesWhatIsSettledAndRevivedByTheFieldItCameWith) {
  Put("2021-06-01 08:00", {Of("s", "at", "{1}"), Of("s", "at", "{2}"), Of("s", "at", "{3}")});
  EXPECT_EQ(Resolve("2021-06-02 08:00", {1, 99}).head.seq, 2);
  EXPECT_EQ(At(2), (Tally{{{"s", "at"}, {.resolved = 1}}}));
  const auto discarded = Discard("2021-06-03 08:00", {1, 2});
  EXPECT_EQ(discarded.discarded, 1);
  EXPECT_EQ(At(3), (Tally{{{"s", "at"}, {.discarded = 1}}}));
  EXPECT_EQ(Waiting(), 1);
  EXPECT_EQ(Resolve("2021-06-03 08:00", {1}).head.seq, 3);
  Put("2021-06-04 08:00", {Of("s", "due", "{1}")});
  EXPECT_EQ(At(4), (Tally{{{"s", "at"}, {.revived = 1}}}));
  EXPECT_EQ(Waiting(), 2);
  EXPECT_EQ(Verify(*Read()), "");
}

TEST_F(Quarantine, PrunesWhatWasSettledLongAgo) {
  Put("2021-06-01 08:00", {Of("s", "at", "{1}"), Of("s", "at", "{2}"), Of("s", "at", "{3}")});
  Discard("2021-06-02 08:00", {1, 2});
  Batch batch = At("2021-08-31 07:59");
  batch.prune = true;
  EXPECT_EQ(Write(batch).pruned, 0);
  EXPECT_EQ(head_.seq, 2);
  batch = At("2021-08-31 08:01");
  batch.prune = true;
  EXPECT_EQ(Write(batch).pruned, 2);
  EXPECT_EQ(At(3), (Tally{{{"s", "at"}, {.pruned = 2}}}));
  EXPECT_EQ(Verify(*Read()), "");
  Put("2021-09-01 08:00", {Of("s", "at", "{1}")});
  EXPECT_EQ(Verify(*Read()), "");
}

TEST_F(Quarantine, CountsWhatIsBeyondTheBoundOfASource) {
  bounds_ = {.waiting_per_source = 2, .sources = {"s"}};
  Open();
  Put("2021-06-01 08:00", {Of("s", "at", "{1}"), Of("s", "at", "{2}")});
  const auto beyond =
      Put("2021-06-02 08:00", {Of("s", "at", "{3}"), Of("s", "at", "{4}"), Of("t", "at", "{3}")});
  EXPECT_EQ(beyond.aside, (std::vector<int64_t>{3, 3, 4}));
  EXPECT_EQ(storage_->Now().FindQuarantine(3)->count, 2);
  EXPECT_TRUE(storage_->Now().FindQuarantine(3)->reason.starts_with("bound: 2 entries"));
  // Others share a portion; a place that is free again is taken.
  EXPECT_EQ(Put("2021-06-03 08:00", {Of("u", "at", "{1}"), Of("v", "at", "{1}")}).aside,
            (std::vector<int64_t>{5, 6}));
  EXPECT_EQ(storage_->Now().FindQuarantine(6)->source, "other");
  Resolve("2021-06-04 08:00", {1, 2});
  EXPECT_EQ(Put("2021-06-05 08:00", {Of("s", "at", "{5}")}).aside, std::vector<int64_t>{7});
  EXPECT_EQ(storage_->Now().FindQuarantine(7)->count, 1);
  EXPECT_EQ(Verify(*Read()), "");
}

TEST_F(Quarantine, KeepsBytesThatCouldNotBeParsedBesideIt) {
  Put("2021-06-01 08:00", {{"s", "line 1", "", "not JSON", "", "some bytes"},
                           {"s", "line 2", "", "not JSON", "", "more"}});
  auto reading = Read();
  EXPECT_EQ(reading->RawBytes(*reading->FindQuarantine(1)), "some bytes");
  EXPECT_EQ(reading->RawBytes(*reading->FindQuarantine(2)), "more");
  EXPECT_EQ(Verify(*reading), "");
  storage_->Purge(test::At("2021-08-01 08:00"));
  EXPECT_THROW(reading->RawBytes(*reading->FindQuarantine(1)), Failure);
}

TEST_F(Quarantine, ComesAfterTheEventsOfItsCommit) {
  Batch batch = At("2021-06-01 08:00");
  batch.aside = {Of("s", "at", "{1}")};
  EXPECT_EQ(Write(batch, {events_.Received("D-1", "2021-05-01 08:00")}).head.seq, 2);
  EXPECT_EQ(At(2).size(), 1);
  EXPECT_EQ(storage_->Now().LastHeard(std::vector<std::string>{"s"}, 9)[0],
            test::At("2021-06-01 08:00"));
}

}  // namespace
}  // namespace dunghan::record

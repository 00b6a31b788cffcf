#include <gmock/gmock.h>

#include "dunghan/record/sqlite.h"
#include "full_disk.h"
#include "record_fixture.h"

/// Readings beside the writer, and failures of the disk.
namespace dunghan::record {
namespace {

using ::testing::ElementsAre;
using ::testing::SizeIs;

using RecordReading = RecordContract;

INSTANTIATE_TEST_SUITE_P(Stores, RecordReading,
                         ::testing::Values(Store::kFile, Store::kSqliteMemory, Store::kMemory,
                                           Store::kFaulty),
                         NameOf);

TEST_P(RecordReading, ReadsWhatIsOnRecord) {
  Open();
  Write({.rulebook = MakeRulebook()});
  Write({.events = {Received("D1")}, .aside = {Unusable("{}")}});
  const auto reading = scribe_->storage().Read();
  EXPECT_EQ(reading->head(), head());
  EXPECT_THAT(Entries(*reading), SizeIs(3));
  EXPECT_EQ(reading->EventsAt(std::vector<int64_t>{1})[0].event, Received("D1"));
  EXPECT_EQ(reading->CountWaiting(), 1);
  EXPECT_EQ(Verify(*reading), std::nullopt);
}

TEST_P(RecordReading, AReadingIsDoneWithBeforeTheNextWrite) {
  Open();
  for (int i = 0; i < 3; ++i) {
    Write({.events = {Received("D" + std::to_string(i))}});
    const auto reading = scribe_->storage().Read();
    EXPECT_EQ(reading->head().seq, i + 1);
    reading->Release();
    EXPECT_EQ(reading->head().seq, i + 1);
    reading->Hold();
    EXPECT_EQ(reading->head().seq, i + 1);
  }
}

/// Records that other processes may read while they are written.
class RecordReadingFile : public RecordContract {
 protected:
  std::unique_ptr<Reading> Beside() {
    Place place = MakePlace();
    place.codes = std::make_shared<CodeTable>();  // as another process
    return Sqlite()->Read(place).value();
  }
};

INSTANTIATE_TEST_SUITE_P(Stores, RecordReadingFile, ::testing::Values(Store::kFile), NameOf);

TEST_P(RecordReadingFile, ASnapshotStaysWhileMoreIsWritten) {
  Open();
  Write({.rulebook = MakeRulebook()});
  Write({.events = {Received("D1")}, .aside = {Unusable("1")}});
  const Head before = head();
  const auto own = scribe_->storage().Read();
  const auto beside = Beside();
  // Entered in any order: the snapshot is that of when it was taken.
  Event later = Received("D2", "B");
  later.unit = events_.Code<UnitName>("Phòng 2");
  Write({.events = {later, Completed("D1")}, .aside = {Unusable("2")}, .discarded = {1}});
  Write({.rulebook = MakeRulebook(dossier::Comparison::kDate)});
  scribe_->storage()
      .notices()
      .Add(std::vector{Notice{"D1", "overdue", at_, at_, "A", "P"}})
      .value();
  for (Reading* reading : {own.get(), beside.get()}) {
    EXPECT_EQ(reading->head(), before);
    EXPECT_EQ(reading->HeadAt(INT64_MAX), before);
    EXPECT_THAT(Links(*reading), SizeIs(2));
    EXPECT_THAT(Entries(*reading), SizeIs(3));
    EXPECT_EQ(reading->CountWaiting(), 1);
    EXPECT_EQ(reading->FindQuarantine(1)->state, QuarantineState::kWaiting);
    EXPECT_THAT(reading->Rulebooks(INT64_MAX, {}), SizeIs(1));
    EXPECT_EQ(Verify(*reading), std::nullopt);
  }
  EXPECT_EQ(Verify(now()), std::nullopt);
}

TEST_P(RecordReadingFile, WithoutASnapshotEveryQuestionSeesTheNewest) {
  Open();
  Write({.events = {Received("D1")}});
  const Head before = head();
  const auto reading = Beside();
  reading->Release();
  EXPECT_EQ(reading->head(), before);
  Event later = Received("D2", "B");
  later.unit = events_.Code<UnitName>("Phòng 2");
  Write({.events = {later}});
  EXPECT_EQ(reading->head(), head());
  const auto entries = Entries(*reading);
  ASSERT_THAT(entries, SizeIs(2));
  EXPECT_EQ(entries[1].event->unit.text(), "Phòng 2");
  reading->Hold();
  const Head held = head();
  Write({.events = {Received("D3")}});
  EXPECT_EQ(reading->head(), held);
  EXPECT_THAT(Entries(*reading), SizeIs(2));
  EXPECT_EQ(Verify(*reading), std::nullopt);
}

TEST_P(RecordReadingFile, WhatIsWrittenWhileItIsWalkedDoesNotDisturb) {
  Open();
  std::vector<Event> many;
  for (int i = 0; i < 300; ++i) many.push_back(Received("D" + std::to_string(i)));
  Write({.events = many});
  const auto reading = Beside();
  reading->Release();
  int64_t seen = 0;
  reading->ForEachEntry(0, 300, [&](Entry& entry) {
    EXPECT_EQ(entry.seq, ++seen);
    if (seen % 100 == 0) Write({.events = {Received("E" + std::to_string(seen))}});
    return true;
  });
  EXPECT_EQ(seen, 300);
  EXPECT_EQ(Verify(now()), std::nullopt);
}

TEST_P(RecordReadingFile, NothingThereIsNotFound) {
  const auto none = Sqlite()->Read(MakePlace());
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, ErrorCode::kNotFound);
  EXPECT_EQ(InMemory()->Read(MakePlace()).error().code, ErrorCode::kNotFound);
}

TEST_P(RecordReadingFile, ThereIsOneWriter) {
  Open();
  const auto second = BackendOf(GetParam())->Open(MakePlace());
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, ErrorCode::kConflict);
}

TEST_P(RecordReadingFile, WhatIsReadEndsOnceItIsToStop) {
  Open();
  std::vector<Event> many;
  for (int i = 0; i < 20'000; ++i) many.push_back(Received("D" + std::to_string(i)));
  Write({.events = many});
  Place place = MakePlace();
  bool stop = false;
  place.stop = [&stop] { return stop; };
  const auto reading = Sqlite()->Read(place).value();
  EXPECT_THAT(Links(*reading), SizeIs(1));
  const auto error = Thrown([&] {
    reading->ForEachEntry(0, INT64_MAX, [&](Entry& entry) {
      stop = entry.seq >= 1;
      return true;
    });
  });
  ASSERT_TRUE(error);
  EXPECT_EQ(error->code, ErrorCode::kUnavailable);
}

TEST_P(RecordReadingFile, AFullDiskRecordsNothingAndLaterGoesOn) {
  Open();
  Write({.rulebook = MakeRulebook()});
  Write({.events = {Received("D1")}, .aside = {Unusable("1")}});
  const Head before = head();
  const std::string dump = Dump(scribe_->storage());
  Content large{.events = {Received("D2", "B")},
                .entries = {{Kind{200}, std::string(3'000'000, 'x')}},
                .aside = {Unusable("2")},
                .discarded = {1}};
  {
    const test::FullDisk full(1'000'000);
    const auto error = Thrown([&] { Write(large); });
    ASSERT_TRUE(error);
    EXPECT_EQ(error->code, ErrorCode::kUnavailable);
  }
  scribe_->TakeUp();
  EXPECT_EQ(head(), before);
  EXPECT_EQ(Dump(scribe_->storage()), dump);
  EXPECT_EQ(Write(large).head.seq, before.seq + 3);
  EXPECT_EQ(Verify(now()), std::nullopt);
  Open();
  EXPECT_EQ(Verify(now()), std::nullopt);
}

}  // namespace
}  // namespace dunghan::record

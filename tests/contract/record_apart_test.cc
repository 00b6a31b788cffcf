#include <gmock/gmock.h>

#include "record_fixture.h"

/// Frozen statements and acts of operators: found without walking the events.
namespace dunghan::record {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using RecordApart = RecordContract;

INSTANTIATE_TEST_SUITE_P(Stores, RecordApart,
                         ::testing::Values(Store::kFile, Store::kSqliteMemory, Store::kMemory,
                                           Store::kFaulty),
                         NameOf);

/// "SEQ KIND BYTES" of each.
std::vector<std::string> Apart(Reading& reading, int64_t after = 0, int64_t through = INT64_MAX) {
  std::vector<std::string> found;
  reading.ForEachApart(after, through, [&](const Entry& entry, Instant) {
    found.push_back(std::to_string(entry.seq) + " " + std::to_string(static_cast<int>(entry.kind)) +
                    " " + std::string(entry.bytes));
    return true;
  });
  return found;
}

TEST_P(RecordApart, TheyAreFoundInOrderAmongEventsAndOtherEntries) {
  Open();
  Write({.rulebook = MakeRulebook()});
  Write({.events = {Received("D1"), Received("D2")},
         .entries = {{Kind{200}, "x"}, {Kind::kFrozen, "one"}, {Kind::kAct, ""}}});
  Write({.events = {Completed("D1")}});
  Write({.entries = {{Kind::kAct, "two"}, {Kind::kFrozen, std::string(9'000, 'f')}},
         .aside = {Unusable("{}")}});
  EXPECT_THAT(Apart(now()),
              ElementsAre("4 4 one", "5 5 ", "7 5 two", "8 4 " + std::string(9'000, 'f')));
  EXPECT_THAT(Apart(now(), 4, 7), ElementsAre("5 5 ", "7 5 two"));
  EXPECT_THAT(Apart(now(), 8), IsEmpty());
  EXPECT_THAT(Apart(now(), 4, 4), IsEmpty());
  // And where they stand, for whoever walks all.
  const auto entries = Entries(now());
  EXPECT_EQ(entries.size(), 10U);
  EXPECT_EQ(entries[4].bytes, "one");
  EXPECT_EQ(entries[4].content, ContentOf(Kind::kFrozen, "one"));
  EXPECT_EQ(Verify(now()), std::nullopt);
  if (!on_disk()) return;
  Open();
  EXPECT_EQ(Apart(now()).size(), 4U);
  EXPECT_EQ(Verify(now()), std::nullopt);
}

TEST_P(RecordApart, TheyComeWithWhenTheyWereRecorded) {
  Open();
  Write({.events = {Received("D1")}});
  at_ += std::chrono::minutes{5};
  Write({.entries = {{Kind::kAct, "a"}, {Kind::kAct, "b"}}});
  const Instant both = at_;
  at_ += std::chrono::minutes{5};
  Write({.entries = {{Kind::kAct, "c"}}});
  std::vector<Instant> at;
  now().ForEachApart(0, INT64_MAX, [&](const Entry&, Instant recorded_at) {
    at.push_back(recorded_at);
    return true;
  });
  EXPECT_THAT(at, ElementsAre(both, both, at_));
}

TEST_P(RecordApart, ManyAreReadInPiecesUntilTheVisitorHasEnough) {
  Open();
  for (int i = 0; i < 40; ++i) {
    Write({.events = {Received("D" + std::to_string(i))},
           .entries = {{Kind::kFrozen, std::to_string(i)}}});
  }
  const auto all = Apart(now());
  ASSERT_EQ(all.size(), 40U);
  for (size_t i = 0; i < 40; ++i) {
    EXPECT_EQ(all[i], std::to_string(2 * i + 2) + " 4 " + std::to_string(i));
  }
  int seen = 0;
  now().ForEachApart(0, INT64_MAX, [&](const Entry&, Instant) { return ++seen < 20; });
  EXPECT_EQ(seen, 20);
}

TEST_P(RecordApart, AWriterThatIsNotTheRecordsWritesNone) {
  Open();
  Write({.entries = {{Kind::kFrozen, "one"}}});
  EXPECT_NE(ThrownCode([&] {
              (void)scribe_->storage().Write(
                  {.recorded_at = at_, .entries = {{Kind::kFrozen, "two"}}}, Head{});
            }),
            std::nullopt);
  EXPECT_THAT(Apart(now()), ElementsAre("1 4 one"));
}

}  // namespace
}  // namespace dunghan::record

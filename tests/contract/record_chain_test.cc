#include <gmock/gmock.h>

#include "record_fixture.h"

/// Positions, links, and who may write.
namespace dunghan::record {
namespace {

using test::At;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

using RecordChain = RecordContract;

INSTANTIATE_TEST_SUITE_P(Stores, RecordChain,
                         ::testing::Values(Store::kFile, Store::kSqliteMemory, Store::kMemory,
                                           Store::kFaulty),
                         NameOf);

/// What only a file can show.
class RecordChainFile : public RecordChain {};
INSTANTIATE_TEST_SUITE_P(File, RecordChainFile, ::testing::Values(Store::kFile), NameOf);

/// The link of some contents, by the definition in chain.h.
Digest LinkOf(const Head& before, int64_t first, Instant at, const std::vector<Digest>& contents) {
  ChainLink link(before.chain, first, at);
  for (const Digest& content : contents) link.Add(content);
  return link.Close();
}

TEST_P(RecordChain, BeginsEmpty) {
  Open();
  EXPECT_EQ(head(), Head{});
  EXPECT_EQ(now().HeadAt(INT64_MAX), std::nullopt);
  EXPECT_EQ(now().HeadAt(at_), std::nullopt);
  EXPECT_THAT(Links(now()), IsEmpty());
  EXPECT_THAT(Entries(now()), IsEmpty());
  EXPECT_FALSE(now().simulated());
  EXPECT_EQ(Verify(now()), std::nullopt);
}

TEST_P(RecordChain, TheFirstRulebookTakesPositionZeroAndTheNextOnesTakeTheNext) {
  Open();
  const Head first = Write({.rulebook = MakeRulebook()}).head;
  EXPECT_EQ(first.seq, 0);
  EXPECT_NE(first.chain, Digest{});
  EXPECT_EQ(Write({.events = {Received("D1")}}).head.seq, 1);
  const auto other = MakeRulebook(dossier::Comparison::kDate);
  EXPECT_EQ(Write({.rulebook = other, .effective_from = At("2021-06-01 00:00")}).head.seq, 2);
  const auto entries = Entries(now());
  ASSERT_THAT(entries, SizeIs(3));
  EXPECT_EQ(entries[0].kind, Kind::kRulebook);
  EXPECT_EQ(entries[2].kind, Kind::kRulebook);
  EXPECT_NE(entries[0].bytes, entries[2].bytes);
  EXPECT_EQ(Verify(now()), std::nullopt);
}

TEST_P(RecordChain, ARecordWithoutARulebookBeginsAtOne) {
  Open();
  EXPECT_EQ(Write({.events = {Received("D1"), Completed("D1")}}).head.seq, 2);
  ASSERT_THAT(Links(now()), SizeIs(1));
  EXPECT_EQ(Links(now())[0].first, 1);
  EXPECT_EQ(Verify(now()), std::nullopt);
}

TEST_P(RecordChain, AnEmptyRecordThatBeginsWithOtherThanARulebookHasThatAtOne) {
  Open();
  EXPECT_EQ(Write({.entries = {{Kind{200}, "x"}}}).head.seq, 1);
  EXPECT_EQ(Verify(now()), std::nullopt);
}

TEST_P(RecordChain, EventsComeFirstThenEntriesThenTheTally) {
  Open();
  const Written written = Write({.events = {Received("D1"), Received("D2")},
                                 .entries = {{Kind{201}, "one"}, {Kind{200}, "two"}},
                                 .aside = {Unusable("{}")}});
  EXPECT_EQ(written.head.seq, 5);
  std::vector<Kind> kinds;
  for (const Copied& entry : Entries(now())) kinds.push_back(entry.kind);
  EXPECT_THAT(kinds, ElementsAre(Kind::kEvent, Kind::kEvent, Kind{201}, Kind{200}, Kind::kTally));
  EXPECT_EQ(Verify(now()), std::nullopt);
}

TEST_P(RecordChain, ALinkIsTheDigestOfWhatWasRecordedTogether) {
  Open();
  const Event one = Received("D1");
  const Event two = Completed("D1");
  const Head first = Write({.events = {one}}).head;
  EXPECT_EQ(first.chain, LinkOf({}, 1, at_, {dossier::ContentDigest(one)}));
  at_ += std::chrono::minutes{1};
  const Head second = Write({.events = {two}, .entries = {{Kind{200}, "act"}}}).head;
  EXPECT_EQ(second.chain,
            LinkOf(first, 2, at_, {dossier::ContentDigest(two), ContentOf(Kind{200}, "act")}));
  EXPECT_EQ(second.recorded_at, at_);
  EXPECT_EQ(head(), second);
}

TEST_P(RecordChain, AllStoresMakeTheSameChain) {
  Open();
  const auto other = InMemory()->Open({.folder = {}, .codes = events_.codes()}).value();
  (void)other;
  Scribe scribe(InMemory()->Open({.folder = {}, .codes = events_.codes()}).value());
  for (const Content& content :
       {Content{.rulebook = MakeRulebook()},
        Content{.events = {Received("D1")}, .aside = {Unusable("{\"a\":1}")}},
        Content{.entries = {{Kind{200}, std::string("\0\xFF", 2)}}}}) {
    EXPECT_EQ(Write(content).head, scribe.Write(content, at_).head);
  }
}

TEST_P(RecordChain, HeadsAreFoundByPositionAndByInstant) {
  Open();
  const Head zero = Write({.rulebook = MakeRulebook()}).head;
  const Instant first_at = at_;
  at_ += std::chrono::minutes{1};
  const Head two = Write({.events = {Received("D1"), Received("D2")}}).head;
  const Head three = Write({.events = {Received("D3")}}).head;  // at the same instant
  EXPECT_EQ(now().HeadAt(int64_t{-1}), std::nullopt);
  EXPECT_EQ(now().HeadAt(int64_t{0}), zero);
  EXPECT_EQ(now().HeadAt(int64_t{1}), zero);
  EXPECT_EQ(now().HeadAt(int64_t{2}), two);
  EXPECT_EQ(now().HeadAt(int64_t{1000}), three);
  EXPECT_EQ(now().HeadAt(first_at - std::chrono::milliseconds{1}), std::nullopt);
  EXPECT_EQ(now().HeadAt(first_at), zero);
  EXPECT_EQ(now().HeadAt(at_ - std::chrono::milliseconds{1}), zero);
  EXPECT_EQ(now().HeadAt(at_), three);
  EXPECT_EQ(now().HeadAt(at_ + std::chrono::hours{1}), three);
}

TEST_P(RecordChain, LinksAreGoneThroughFromAPositionOnUntilItIsEnough) {
  Open();
  Write({.rulebook = MakeRulebook()});
  Write({.events = {Received("D1"), Received("D2")}});
  Write({.events = {Received("D3")}});
  const auto ends = [&](int64_t after) {
    std::vector<int64_t> all;
    for (const Link& link : Links(now(), after)) all.push_back(link.head.seq);
    return all;
  };
  EXPECT_THAT(ends(-1), ElementsAre(0, 2, 3));
  EXPECT_THAT(ends(0), ElementsAre(2, 3));
  EXPECT_THAT(ends(1), ElementsAre(2, 3));
  EXPECT_THAT(ends(2), ElementsAre(3));
  EXPECT_THAT(ends(3), IsEmpty());
  int seen = 0;
  now().ForEachLink(-1, [&](const Link&) { return ++seen < 2; });
  EXPECT_EQ(seen, 2);
}

TEST_P(RecordChain, ABatchThatGivesNothingAPositionLeavesTheHeadAsItIs) {
  Open();
  const Head before = Write({.events = {Received("D1")}}).head;
  at_ += std::chrono::minutes{1};
  EXPECT_EQ(Write({}).head, before);
  EXPECT_EQ(Write({.prune = true}).head, before);
  EXPECT_THAT(Links(now()), SizeIs(1));
}

TEST_P(RecordChain, WhoExpectsAnotherHeadWritesNothingAndNeverAgain) {
  Open();
  const Head right = Write({.events = {Received("D1")}}).head;
  const Event event = Received("D1", "A");  // no new texts
  const auto write = [&](const Head& expected) {
    return Thrown([&] {
      const std::vector<NewEvent> events = {{&event, dossier::ContentDigest(event), 1}};
      scribe_->storage().Write({.recorded_at = at_, .events = events, .aside = {Unusable("{}")}},
                               expected);
    });
  };
  Head wrong = right;
  wrong.chain[5] ^= 1;
  EXPECT_EQ(scribe_->storage().Watch(), std::nullopt);
  const auto refused = write(wrong);
  ASSERT_TRUE(refused);
  EXPECT_EQ(refused->code, ErrorCode::kUnavailable);
  ASSERT_TRUE(write(right)) << "not the writer any more";
  EXPECT_EQ(write(right)->code, ErrorCode::kUnavailable);
  ASSERT_TRUE(scribe_->storage().Watch());
  EXPECT_EQ(scribe_->storage().Watch()->code, ErrorCode::kUnavailable);
  const auto reopened = Thrown([&] { scribe_->storage().Reopen(); });
  ASSERT_TRUE(reopened);
  EXPECT_EQ(reopened->code, ErrorCode::kUnavailable);
  if (!on_disk()) return;
  Open();
  EXPECT_EQ(head(), right);
  EXPECT_EQ(now().CountWaiting(), 0);
  EXPECT_EQ(Verify(now()), std::nullopt);
}

TEST_P(RecordChain, EachPartOfTheExpectedHeadCounts) {
  for (const int part : {0, 1, 2}) {
    scribe_.reset();
    std::filesystem::remove_all(folder());
    Open();
    Head wrong = Write({.events = {Received("D1"), Received("D2")}}).head;
    if (part == 0) wrong.seq = 1;
    if (part == 1) wrong.chain = {};
    if (part == 2) wrong = {};
    EXPECT_TRUE(Thrown([&] {
      scribe_->storage().Write({.recorded_at = at_, .entries = {{Kind{200}, "x"}}}, wrong);
    })) << part;
    EXPECT_EQ(head().seq, 2);
  }
}

TEST_P(RecordChain, ReopeningShowsWhatIsOnRecordAndTakesMore) {
  Open();
  Write({.rulebook = MakeRulebook()});
  const Head before = Write({.events = {Received("D1")}, .aside = {Unusable("{}")}}).head;
  // Numbers that were given out and never recorded are gone.
  now().dictionary().Number(events_.Code<UnitName>("nobody"));
  scribe_->TakeUp();
  EXPECT_EQ(head(), before);
  EXPECT_FALSE(now().dictionary().Knows(events_.Code<UnitName>("nobody")));
  EXPECT_TRUE(now().dictionary().Knows(events_.Code<AgencyCode>("A")));
  Write({.events = {Completed("D1")}});
  EXPECT_EQ(Verify(now()), std::nullopt);
  EXPECT_THAT(now().Histories(std::vector<int64_t>{head().seq})[0], SizeIs(2));
}

TEST_P(RecordChainFile, IsTheSameAfterItWasClosed) {
  Open();
  Write({.rulebook = MakeRulebook()});
  Write({.events = {Received("D1"), From("cong", "D2")},
         .entries = {{Kind{200}, "x"}},
         .aside = {Unusable("{}")}});
  const std::string before = Dump(scribe_->storage());
  Open();
  EXPECT_EQ(Dump(scribe_->storage()), before);
  Write({.events = {Completed("D1")}});
  EXPECT_EQ(Verify(now()), std::nullopt);
}

}  // namespace
}  // namespace dunghan::record

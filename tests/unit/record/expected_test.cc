#include "expected.h"

#include <gtest/gtest.h>

#include "samples.h"

namespace dunghan::record {
namespace {

class ExpectedRows : public ::testing::Test {
 protected:
  std::optional<std::string> See(int64_t seq, const Tally& tally) {
    const std::string bytes = WriteTally(tally);
    return expected_.See({.seq = seq, .kind = Kind::kTally, .bytes = bytes}, {});
  }
  static Digest Of(std::initializer_list<std::string_view> rows) {
    Sha256Stream stream;
    for (const auto row : rows) stream.Add(Sha256(row));
    return stream.Finish();
  }
  static TalliedRow Row(int64_t id, std::string_view content, bool waiting = true) {
    return {id, "s", "f", waiting, Sha256(content)};
  }

  test::Events events_;
  Dictionary dictionary_{*events_.codes()};
  Expected expected_{dictionary_};
};

TEST_F(ExpectedRows, AddUpOverAllTallies) {
  EXPECT_FALSE(See(1, {{{"s", "f"}, {.added = 2, .digest = Of({"a", "b"})}}}));
  EXPECT_FALSE(See(2, {{{"s", "f"}, {.added = 1, .resolved = 2, .digest = Of({"c"})}}}));
  EXPECT_FALSE(See(3, {{{"s", "f"}, {.revived = 1}}}));
  EXPECT_FALSE(expected_.SeeRow(Row(1, "a", false)));
  EXPECT_FALSE(expected_.SeeRow(Row(2, "b")));
  EXPECT_FALSE(expected_.SeeRow(Row(3, "c")));
  EXPECT_FALSE(expected_.CompareRows());
}

TEST_F(ExpectedRows, NameOneThatIsMissing) {
  EXPECT_FALSE(See(1, {{{"s", "f"}, {.added = 2, .digest = Of({"a", "b"})}}}));
  EXPECT_FALSE(expected_.SeeRow(Row(1, "a")));
  EXPECT_EQ(expected_.CompareRows(),
            "1 quarantined entries of source s for field \"f\", the tallies say 2");
}

TEST_F(ExpectedRows, NameOneThatWaitsNoMore) {
  EXPECT_FALSE(See(1, {{{"s", "f"}, {.added = 1, .digest = Of({"a"})}}}));
  EXPECT_FALSE(expected_.SeeRow(Row(1, "a", false)));
  EXPECT_EQ(expected_.CompareRows(),
            "0 waiting entries of source s for field \"f\", the tallies say 1");
}

TEST_F(ExpectedRows, NameOneWithAnotherContentUntilSomeArePruned) {
  const Tally two = {{{"s", "f"}, {.added = 2, .digest = Of({"a", "b"})}}};
  EXPECT_FALSE(See(1, two));
  EXPECT_FALSE(expected_.SeeRow(Row(1, "a")));
  EXPECT_EQ(expected_.SeeRow(Row(2, "x")),
            "quarantine entry 2 or one of the 1 before it is not what was tallied");

  Expected pruned(dictionary_);
  const std::string first = WriteTally(two);
  const std::string second = WriteTally({{{"s", "f"}, {.discarded = 1, .pruned = 1}}});
  EXPECT_FALSE(pruned.See({.seq = 1, .kind = Kind::kTally, .bytes = first}, {}));
  EXPECT_FALSE(pruned.See({.seq = 2, .kind = Kind::kTally, .bytes = second}, {}));
  EXPECT_FALSE(pruned.SeeRow(Row(2, "x")));
  EXPECT_FALSE(pruned.CompareRows());
}

TEST_F(ExpectedRows, NameOneThatNoTallyKnows) {
  EXPECT_EQ(expected_.SeeRow(Row(9, "a")), "quarantine entry 9 was never tallied");
}

TEST_F(ExpectedRows, NameATallyThatIsNoneOrTakesTooMuch) {
  EXPECT_EQ(expected_.See({.seq = 4, .kind = Kind::kTally, .bytes = "x"}, {}),
            "entry 4 is not a tally of quarantine");
  EXPECT_EQ(See(5, {{{"s", "f"}, {.pruned = 1}}}),
            "the tally at 5 takes more from quarantine than there is");
}

TEST(ExpectedBeside, KnowsWhoBroughtWhichTextFirst) {
  test::Events events;
  Dictionary dictionary(*events.codes());
  dossier::Event event = FullEvent(events);
  dossier::Event later = event;
  later.source = events.Code<SourceName>("khac");
  const uint32_t source = dictionary.Number(event.source);
  for (const uint32_t number : {dictionary.Number(event.agency), dictionary.Number(event.procedure),
                                dictionary.Number(event.counter), dictionary.Number(event.unit),
                                dictionary.Number(event.step), dictionary.Number(event.to_agency),
                                dictionary.Number(event.reason)}) {
    EXPECT_GT(number, source);
  }
  const uint32_t other = dictionary.Number(later.source);
  Expected expected(dictionary);
  EXPECT_FALSE(expected.See({.seq = 1, .event = &event, .bytes = {}}, event.at));
  EXPECT_EQ(expected.ahead(), 0);
  EXPECT_FALSE(expected.See({.seq = 2, .event = &later, .bytes = {}},
                            event.at - std::chrono::milliseconds{1}));
  EXPECT_EQ(expected.ahead(), 1);
  EXPECT_FALSE(expected.simulated());
  auto brought_by = expected.BroughtBy(dictionary.size());
  EXPECT_EQ(brought_by.size(), dictionary.size() + size_t{1});
  for (uint32_t number = 1; number < other; ++number) EXPECT_EQ(brought_by[number], source);
  EXPECT_EQ(brought_by[other], other);
  event.source = events.Code<SourceName>("simulate");
  EXPECT_FALSE(expected.See({.seq = 3, .event = &event, .bytes = {}}, event.at));
  EXPECT_TRUE(expected.simulated());
  EXPECT_FALSE(expected.See({.seq = 4, .kind = Kind::kRulebook, .bytes = "r"}, event.at));
  EXPECT_EQ(expected.rulebooks(), 1);
}

}  // namespace
}  // namespace dunghan::record

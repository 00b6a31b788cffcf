#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "runs/block.h"
#include "runs/filter.h"
#include "runs/hash.h"
#include "runs/run_file.h"

namespace dunghan::ledger::runs {
namespace {

std::string BlockOf(const std::vector<std::string>& keys) {
  std::string block;
  std::string last;
  for (const std::string& key : keys) AppendEntry(block, last, key, "value of " + key);
  return block;
}

TEST(RunsBlock, FindsTheLastKeyThatIsNotAfterAnother) {
  const std::vector<std::string> keys = {"a", "aa", "aab", "ab", "b\x01", "b\xFF", "c"};
  const std::string block = BlockOf(keys);
  for (const std::string key : {"", "a", "a\x01", "aa", "aaa", "aab", "aabc", "aac", "ab", "b",
                                "bz", "b\xFF", "b\xFFz", "c", "d"}) {
    const auto after = std::upper_bound(keys.begin(), keys.end(), key);
    const Position found = Search(block, key);
    EXPECT_EQ(found.entries, static_cast<size_t>(after - keys.begin())) << key;
    EXPECT_EQ(found.equal, std::find(keys.begin(), keys.end(), key) != keys.end()) << key;
    if (after != keys.begin()) {
      EXPECT_EQ(found.value, "value of " + *std::prev(after)) << key;
    }
  }
}

TEST(RunsBlock, ReadsNothingBeyondItsEnd) {
  const std::string block = BlockOf({"key one", "key other", std::string(300, 'k')});
  for (size_t size = 0; size < block.size(); ++size) {
    // On its own, so that a sanitizer sees a look beyond.
    const std::vector<char> cut(block.begin(), block.begin() + static_cast<ptrdiff_t>(size));
    BlockCursor cursor(std::string_view(cut.data(), cut.size()));
    try {
      while (cursor.Next()) {
      }
    } catch (const Damaged&) {
    }
  }
  BlockCursor endless(std::string_view("\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF", 11));
  EXPECT_THROW(endless.Next(), Damaged);
  BlockCursor shared(std::string_view("\x05\x01\x01k", 4));
  EXPECT_THROW(shared.Next(), Damaged);
  BlockCursor further(std::string_view("\x00\x7F\x01k", 4));
  EXPECT_THROW(further.Next(), Damaged);
}

TEST(RunsBlock, LiesWhereItMay) {
  const std::string bytes = BytesOf({.offset = 1000, .length = 50, .checksum = 7});
  EXPECT_EQ(RefOf(bytes, 1000, 1050).checksum, 7U);
  EXPECT_THROW(RefOf(bytes, 1001, 1050), Damaged);
  EXPECT_THROW(RefOf(bytes, 1000, 1049), Damaged);
  EXPECT_THROW(RefOf(bytes, 0, 999), Damaged);
  EXPECT_THROW(RefOf(bytes + "x", 1000, 1050), Damaged);
  EXPECT_THROW(RefOf(bytes.substr(0, 5), 1000, 1050), Damaged);
  EXPECT_THROW(RefOf(BytesOf({.offset = 1000, .length = UINT64_MAX}), 1000, 1050), Damaged);
  EXPECT_THROW(RefOf(std::nullopt, 1000, 1050), Damaged);
}

double ShareThatPasses(uint64_t keys) {
  Filter filter(keys);
  for (uint64_t key = 0; key < keys; ++key) filter.Add(HashOfKey(std::to_string(key)));
  for (uint64_t key = 0; key < keys; ++key) {
    if (!filter.MayHold(HashOfKey(std::to_string(key)))) return 1;
  }
  int passed = 0;
  for (int other = 0; other < 100'000; ++other) {
    passed += filter.MayHold(HashOfKey("other " + std::to_string(other))) ? 1 : 0;
  }
  return passed / 100'000.0;
}

TEST(RunsFilter, KnowsItsKeysAndFewOthers) {
  EXPECT_LT(ShareThatPasses(1), 0.01);
  EXPECT_LT(ShareThatPasses(1000), 0.02);
  EXPECT_LT(ShareThatPasses(10'000), 0.015);
  EXPECT_LT(ShareThatPasses(200'000), 0.08);
  EXPECT_LT(ShareThatPasses(1'000'000), 0.08);
}

TEST(RunsFilter, HasASizeThatThereIs) {
  EXPECT_THROW(Filter(std::string(63, 'x'), 6), Damaged);
  EXPECT_THROW(Filter(std::string(64, 'x'), 8), Damaged);
  EXPECT_THROW(Filter(std::string(64, 'x'), 0), Damaged);
  EXPECT_THROW(Filter(std::string(), 6), Damaged);
  EXPECT_TRUE(Filter().MayHold(1));
}

}  // namespace
}  // namespace dunghan::ledger::runs

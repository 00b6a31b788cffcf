#include "dunghan/record/tally.h"

#include <gtest/gtest.h>

namespace dunghan::record {
namespace {

Tally Sample() {
  Tally tally;
  tally[{"khac", ""}] = {.added = 2, .digest = Sha256("two")};
  tally[{"mot-cua", "at"}] = {.added = 1,
                              .revived = 2,
                              .resolved = 300,
                              .discarded = 4,
                              .pruned = 5,
                              .digest = Sha256("one")};
  tally[{"mot-cua", "due"}] = {.pruned = 7};
  return tally;
}

TEST(TallyBytes, GiveBackWhatTheyWereWrittenFrom) {
  EXPECT_EQ(ReadTally(WriteTally(Sample())), Sample());
  EXPECT_EQ(ReadTally(WriteTally({})), Tally{});
}

TEST(TallyBytes, AreAnotherTallyWithEveryBitFlippedOrNone) {
  const std::string bytes = WriteTally(Sample());
  for (size_t i = 0; i < bytes.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string flipped = bytes;
      flipped[i] = static_cast<char>(flipped[i] ^ 1 << bit);
      const auto read = ReadTally(flipped);
      EXPECT_NE(read, Sample()) << "byte " << i << ", bit " << bit;
      // One way to write it: whatever is read is written alike.
      EXPECT_TRUE(!read || WriteTally(*read) == flipped);
    }
  }
}

TEST(TallyBytes, AreNoneWhenCutOffOrLonger) {
  const std::string bytes = WriteTally(Sample());
  EXPECT_FALSE(ReadTally(bytes + "x"));
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(ReadTally(std::string_view(bytes).substr(0, size))) << size;
  }
}

TEST(TallyBytes, AreNoneOutOfOrderTwiceOrForNothing) {
  using namespace std::string_literals;
  const std::string a = "\1a\0\0\1\0\0\0"s;  // source, field, added 0, revived 1 ...
  const std::string b = "\1b\0\0\1\0\0\0"s;
  EXPECT_TRUE(ReadTally("\1\2"s + a + b));
  EXPECT_FALSE(ReadTally("\1\2"s + b + a));
  EXPECT_FALSE(ReadTally("\1\2"s + a + a));
  EXPECT_FALSE(ReadTally("\1\1\1a\0\0\0\0\0\0"s));
  EXPECT_FALSE(ReadTally("\2\1"s + a));
}

}  // namespace
}  // namespace dunghan::record

#include "access/rates.h"

#include <gtest/gtest.h>

namespace dunghan::access {
namespace {

using namespace std::chrono_literals;

const Rates::Time kNow = Rates::Time{} + 100h;

TEST(Rates, LetSoManyAtOnceAndThenSoManyASecond) {
  Rates rates({.per_second = 2, .at_once = 5});
  const Digest one = Sha256("one");
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(rates.Ask(one, kNow));
  EXPECT_EQ(rates.Ask(one, kNow), 1s);
  EXPECT_FALSE(rates.Ask(one, kNow + 500ms));
  EXPECT_TRUE(rates.Ask(one, kNow + 501ms));
  // Others are counted for themselves.
  EXPECT_FALSE(rates.Ask(Sha256("other"), kNow + 501ms));
  // It fills up, and no further.
  for (int i = 0; i < 5; ++i) EXPECT_FALSE(rates.Ask(one, kNow + 1h));
  EXPECT_TRUE(rates.Ask(one, kNow + 1h));
}

TEST(Rates, SayWhenToAskAgain) {
  Rates rates({.per_second = 0.1, .at_once = 1});
  const Digest one = Sha256("one");
  EXPECT_FALSE(rates.Ask(one, kNow));
  EXPECT_EQ(rates.Ask(one, kNow), 10s);
  EXPECT_EQ(rates.Ask(one, kNow + 9s), 1s);
  EXPECT_FALSE(rates.Ask(one, kNow + 10s));
}

TEST(Rates, MayBeNone) {
  Rates rates({.per_second = 0, .at_once = 1});
  for (int i = 0; i < 10'000; ++i) ASSERT_FALSE(rates.Ask(Sha256("one"), kNow));
}

TEST(Recent, RemembersAsManyAsItHasRoomFor) {
  Recent<int> recent(3);
  for (const char* one : {"a", "b", "c"}) recent.Meet(Sha256(one)) = 1;
  EXPECT_EQ(recent.Meet(Sha256("a")), 1);
  EXPECT_EQ(recent.Meet(Sha256("d")), 0);
  EXPECT_EQ(recent.size(), 3U);
  // The one that was met the longest ago is gone.
  EXPECT_EQ(recent.Meet(Sha256("a")), 1);
  EXPECT_EQ(recent.Meet(Sha256("c")), 1);
  EXPECT_EQ(recent.Meet(Sha256("b")), 0);
  EXPECT_EQ(recent.size(), 3U);
}

}  // namespace
}  // namespace dunghan::access

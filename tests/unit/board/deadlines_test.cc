#include "deadlines.h"

#include <gtest/gtest.h>

#include <map>
#include <random>

#include "dunghan/test/values.h"

namespace dunghan::board {
namespace {

using std::chrono::milliseconds;
using std::chrono::minutes;
using test::At;

const Instant kNoon = At("2021-06-07 12:00");

TEST(Deadlines, ComeOutByTheirInstant) {
  Deadlines deadlines;
  deadlines.Set(0, kNoon + minutes{2});
  deadlines.Set(1, kNoon + minutes{1});
  deadlines.Set(2, kNoon + minutes{3});
  EXPECT_EQ(deadlines.Next(), kNoon + minutes{1});
  EXPECT_EQ(deadlines.PopDue(kNoon + minutes{2}), 1U);
  EXPECT_EQ(deadlines.PopDue(kNoon + minutes{2}), 0U);
  EXPECT_EQ(deadlines.PopDue(kNoon + minutes{2}), std::nullopt);
  EXPECT_EQ(deadlines.Next(), kNoon + minutes{3});
}

TEST(Deadlines, AreDueAtTheirInstantAndNotBefore) {
  Deadlines deadlines;
  deadlines.Set(0, kNoon);
  EXPECT_EQ(deadlines.PopDue(kNoon - milliseconds{1}), std::nullopt);
  EXPECT_EQ(deadlines.PopDue(kNoon), 0U);
}

TEST(Deadlines, APlaceHasTheLastOneItWasGiven) {
  Deadlines deadlines;
  deadlines.Set(0, kNoon);
  deadlines.Set(0, kNoon + minutes{5});
  deadlines.Set(1, kNoon + minutes{1});
  deadlines.Set(1, {});
  EXPECT_EQ(deadlines.Next(), kNoon + minutes{5});
  deadlines.Set(0, kNoon);
  EXPECT_EQ(deadlines.PopDue(kNoon), 0U);
  EXPECT_EQ(deadlines.Next(), std::nullopt);
  EXPECT_EQ(deadlines.PopDue(Instant::max()), std::nullopt);
}

TEST(Deadlines, GivingTheSameOneAgainCostsNothing) {
  Deadlines deadlines;
  for (int i = 0; i < 100; ++i) deadlines.Set(0, kNoon);
  EXPECT_EQ(deadlines.held(), 1U);
}

TEST(Deadlines, WhatIsPassedOverIsThrownOut) {
  Deadlines deadlines;
  for (uint32_t place = 0; place < 1000; ++place) deadlines.Set(place, kNoon + minutes{place});
  for (int round = 1; round <= 50; ++round) {
    for (uint32_t place = 0; place < 1000; ++place) {
      deadlines.Set(place, kNoon + minutes{place + static_cast<uint32_t>(round)});
    }
    ASSERT_LE(deadlines.held(), 2100U);
  }
  for (uint32_t place = 0; place < 1000; ++place) {
    EXPECT_EQ(deadlines.PopDue(Instant::max()), place);
  }
  EXPECT_EQ(deadlines.held(), 0U);
}

/// Against a plain table, step by step.
TEST(Deadlines, AgreeWithATable) {
  std::mt19937 random(20210607);
  Deadlines deadlines;
  std::map<uint32_t, Instant> table;
  for (int step = 0; step < 20'000; ++step) {
    const auto place = static_cast<uint32_t>(random() % 200);
    const Instant at = kNoon + minutes{random() % 500};
    switch (random() % 4) {
      case 0:
        deadlines.Set(place, {});
        table.erase(place);
        break;
      case 1: {
        const auto due = deadlines.PopDue(at);
        if (due) {
          ASSERT_LE(table.at(*due), at);
          for (const auto& entry : table) ASSERT_LE(table.at(*due), entry.second);
          table.erase(*due);
        } else {
          for (const auto& entry : table) ASSERT_GT(entry.second, at);
        }
        break;
      }
      default:
        deadlines.Set(place, at);
        table[place] = at;
    }
    ASSERT_EQ(deadlines.Next().has_value(), !table.empty());
  }
}

}  // namespace
}  // namespace dunghan::board

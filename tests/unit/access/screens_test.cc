#include "access/screens.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <vector>

namespace dunghan::access {
namespace {

using namespace std::chrono_literals;

http::Request With(const std::string& secret) {
  http::Request request;
  if (!secret.empty()) request.cookie = "x=1; dunghan_wall=" + secret;
  return request;
}

class ScreensTest : public testing::Test {
 protected:
  ManualClock clock_{ParseRfc3339("2026-11-30T08:00:00+07:00").value()};
  Screens screens_{clock_};
};

TEST_F(ScreensTest, AScreenKeepsItsCodeForTenMinutes) {
  const auto first = screens_.Show(With(""));
  EXPECT_THAT(first.code, testing::MatchesRegex("[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}"));
  EXPECT_EQ(first.secret.size(), 72U);
  clock_.Advance(9min + 59s);
  const auto again = screens_.Show(With(first.secret));
  EXPECT_EQ(again.code, first.code);
  EXPECT_EQ(again.secret, "");
  clock_.Advance(1s);
  EXPECT_FALSE(screens_.Find(first.code));
  const auto next = screens_.Show(With(first.secret));
  EXPECT_NE(next.code, first.code);
  EXPECT_NE(next.secret, first.secret);
  EXPECT_NE(next.secret, "");
}

TEST_F(ScreensTest, ACodeIsTheOneOfItsCookie) {
  const auto one = screens_.Show(With(""));
  const auto two = screens_.Show(With(""));
  EXPECT_EQ(screens_.Find(one.code).value(), Sha256(one.secret));
  EXPECT_EQ(screens_.Find(two.code).value(), Sha256(two.secret));
  std::string typed = two.code;
  std::transform(typed.begin(), typed.end(), typed.begin(), [](char c) { return std::tolower(c); });
  typed.replace(4, 1, " ");
  EXPECT_EQ(screens_.Find(typed).value(), Sha256(two.secret));
  screens_.Forget(Sha256(one.secret));
  EXPECT_EQ(screens_.Find(one.code).error().code, ErrorCode::kNotFound);
}

TEST_F(ScreensTest, WhatNobodyWasGivenIsNoCookie) {
  const auto made_up = screens_.Show(With("made-up"));
  EXPECT_NE(made_up.secret, "");
  EXPECT_NE(made_up.secret, "made-up");
}

TEST_F(ScreensTest, ThereAreOnlySoManyAndTheOneUnheardOfForLongestGivesWay) {
  std::vector<Screens::Shown> all;
  for (size_t i = 0; i < Screens::kMost; ++i) {
    all.push_back(screens_.Show(With("")));
    clock_.Advance(1s);
  }
  screens_.Show(With(all[0].secret));
  screens_.Show(With(""));
  EXPECT_TRUE(screens_.Find(all[0].code));
  EXPECT_FALSE(screens_.Find(all[1].code));
  EXPECT_TRUE(screens_.Find(all[2].code));
}

TEST_F(ScreensTest, GuessingIsBounded) {
  const auto shown = screens_.Show(With(""));
  for (int i = 0; i < Screens::kMostWrong; ++i) {
    EXPECT_EQ(screens_.Find("2222-2222").error().code, ErrorCode::kNotFound);
    clock_.Advance(1s);
  }
  EXPECT_EQ(screens_.Find(shown.code).error().code, ErrorCode::kUnavailable);
  clock_.Advance(1min);
  EXPECT_TRUE(screens_.Find(shown.code));
}

TEST_F(ScreensTest, CodesAreNeverTheSame) {
  std::set<std::string> codes;
  for (int i = 0; i < 1'000; ++i) codes.insert(screens_.Show(With("")).code);
  EXPECT_EQ(codes.size(), 1'000U);
}

}  // namespace
}  // namespace dunghan::access

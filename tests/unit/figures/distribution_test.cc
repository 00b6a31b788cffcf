#include "dunghan/figures/distribution.h"

#include <gtest/gtest.h>

#include <array>
#include <set>
#include <string_view>

#include "dunghan/figures/measures.h"

namespace dunghan::figures {
namespace {

constexpr int64_t kHour = int64_t{60} * 60 * 1000;

TEST(TookBucket, HoldsWhatIsAboveTheBoundBelowAndNotAboveItsOwn) {
  EXPECT_EQ(TookBucket(0), 0U);
  for (size_t i = 0; i < kTookBounds.size(); ++i) {
    const auto bound = static_cast<int64_t>(kTookBounds[i] * static_cast<double>(kDayOfWork));
    EXPECT_EQ(TookBucket(bound), i);
    EXPECT_EQ(TookBucket(bound + 1), i + 1);
  }
  EXPECT_EQ(TookBucket(1000 * kDayOfWork), kTookBuckets - 1);
}

TEST(TookBucket, IsNamedByItsUpperBound) {
  EXPECT_EQ(TookName(TookBucket(4 * kHour)), "0.5wd");
  EXPECT_EQ(TookName(TookBucket(8 * kHour)), "1wd");
  EXPECT_EQ(TookName(TookBucket(16 * kHour)), "2wd");
  EXPECT_EQ(TookName(TookBucket(60 * (8 * kHour))), "60wd");
  EXPECT_EQ(TookName(TookBucket(61 * (8 * kHour))), "more");
}

TEST(UsedBucket, IsTheShareOfTheLimit) {
  const auto name = [](int64_t used, int64_t limit) { return UsedName(UsedBucket(used, limit)); };
  EXPECT_EQ(name(0, 100), "0.25");
  EXPECT_EQ(name(25, 100), "0.25");
  EXPECT_EQ(name(26, 100), "0.5");
  EXPECT_EQ(name(75, 100), "0.75");
  EXPECT_EQ(name(90, 100), "0.9");
  EXPECT_EQ(name(100, 100), "1");
  EXPECT_EQ(name(101, 100), "1.25");
  EXPECT_EQ(name(150, 100), "1.5");
  EXPECT_EQ(name(200, 100), "2");
  EXPECT_EQ(name(201, 100), "more");
}

TEST(UsedBucket, OfNoLimitIsAllOrNothing) {
  EXPECT_EQ(UsedBucket(0, 0), 0U);
  EXPECT_EQ(UsedBucket(1, 0), kUsedBuckets - 1);
}

TEST(Buckets, HaveNamesOfTheirOwn) {
  std::set<std::string_view> took;
  for (size_t i = 0; i < kTookBuckets; ++i) took.insert(TookName(i));
  EXPECT_EQ(took.size(), kTookBuckets);
  std::set<std::string_view> used;
  for (size_t i = 0; i < kUsedBuckets; ++i) used.insert(UsedName(i));
  EXPECT_EQ(used.size(), kUsedBuckets);
}

TEST(LimitUsedDetail, KeepsBasisAndBucket) {
  for (const auto basis : {dossier::Basis::kPromised, dossier::Basis::kLawful}) {
    for (size_t bucket = 0; bucket < kUsedBuckets; ++bucket) {
      const MeasureKey key{Measure::kLimitUsed, LimitUsedDetail(basis, bucket), {}};
      EXPECT_EQ(BasisUsed(key), basis);
      EXPECT_EQ(BucketUsed(key), bucket);
    }
  }
}

TEST(Quantile, SpreadsABucketEvenlyBetweenItsBounds) {
  constexpr std::array<double, 3> kBounds = {1, 2, 4};
  EXPECT_EQ(Quantile(std::array<int64_t, 4>{4, 0, 0, 0}, kBounds, 0.5), 0.5);
  EXPECT_EQ(Quantile(std::array<int64_t, 4>{1, 1, 2, 0}, kBounds, 0.5), 2);
  EXPECT_EQ(Quantile(std::array<int64_t, 4>{1, 1, 2, 0}, kBounds, 0.75), 3);
  EXPECT_EQ(Quantile(std::array<int64_t, 4>{0, 0, 3, 0}, kBounds, 1), 4);
  EXPECT_EQ(Quantile(std::array<int64_t, 4>{0, 5, 0, 0}, kBounds, 0), 1);
}

TEST(Quantile, InTheLastBucketIsItsLowerBound) {
  constexpr std::array<double, 3> kBounds = {1, 2, 4};
  EXPECT_EQ(Quantile(std::array<int64_t, 4>{0, 0, 0, 7}, kBounds, 0.5), 4);
  EXPECT_EQ(Quantile(std::array<int64_t, 4>{1, 0, 0, 9}, kBounds, 0.9), 4);
}

TEST(Quantile, OfNothingIsNothing) {
  EXPECT_EQ(Quantile(std::array<int64_t, 4>{}, std::array<double, 3>{1, 2, 4}, 0.5), std::nullopt);
}

}  // namespace
}  // namespace dunghan::figures

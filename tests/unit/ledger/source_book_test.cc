#include "source_book.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <random>
#include <vector>

#include "dunghan/ledger/quarantine_acts.h"
#include "dunghan/test/values.h"

namespace dunghan::ledger {
namespace {

using namespace std::chrono_literals;
using test::At;

TEST(LagBuckets, ASecondIsExactToHalfAMinuteAndThenWithinAThirtieth) {
  for (int64_t lag = 0; lag < 32; ++lag) {
    LagBuckets lags;
    lags.Add(std::chrono::seconds{lag} + 700ms);
    EXPECT_EQ(lags.Quantile(500), std::chrono::seconds{lag});
  }
  std::mt19937_64 random(7);
  for (int i = 0; i < 20'000; ++i) {
    const auto lag = static_cast<int64_t>(random() >> (32 + random() % 27));
    LagBuckets lags;
    lags.Add(std::chrono::seconds{lag});
    const auto said = static_cast<double>(lags.Quantile(500)->count());
    EXPECT_NEAR(said, static_cast<double>(lag), static_cast<double>(lag) / 30.0) << lag;
  }
}

TEST(LagBuckets, NothingIsNoQuantileAndEarlyIsNone) {
  LagBuckets lags;
  EXPECT_EQ(lags.Quantile(500), std::nullopt);
  lags.Add(-5h);
  EXPECT_EQ(lags.Quantile(990), 0s);
}

TEST(LagBuckets, TheQuantileIsTheNearestRank) {
  LagBuckets lags;
  for (int i = 1; i <= 10; ++i) lags.Add(std::chrono::seconds{i});
  EXPECT_EQ(lags.Quantile(500), 5s);
  EXPECT_EQ(lags.Quantile(900), 9s);
  EXPECT_EQ(lags.Quantile(950), 10s);
  EXPECT_EQ(lags.Quantile(0), 1s);
  LagBuckets more;
  more.Add(20s, 30);
  lags.Add(more);
  EXPECT_EQ(lags.count(), 40);
  EXPECT_EQ(lags.Quantile(500), 20s);
}

TEST(LagBuckets, TakesOnlyBucketsThatAscendAndHoldSomething) {
  LagBuckets lags;
  EXPECT_TRUE(lags.SetBuckets({{0, 1}, {7, 2}}));
  EXPECT_EQ(lags.count(), 3);
  EXPECT_FALSE(lags.SetBuckets({{7, 1}, {7, 1}}));
  EXPECT_FALSE(lags.SetBuckets({{7, 0}}));
  EXPECT_EQ(lags.count(), 3);
}

/// The office is open Monday to Friday, 07:30-11:30 and 13:30-17:00.
class SourceBookTest : public testing::Test {
 protected:
  SourceBookTest() { book_.Use(rulebook_); }
  void Stored(std::string_view source, std::string_view at, std::string_view now) {
    book_.Stored(source, At(at), At(now));
    book_.Contact(source, At(now));
  }
  SourceHistory Of(std::string_view source) {
    const Sources sources = book_.ToSources();
    const SourceHistory* found = sources.Find(source);
    return found ? *found : SourceHistory();
  }
  SourceFigures Figures(std::string_view source, std::optional<LocalDay> from,
                        std::string_view now) {
    return FiguresOf(Of(source), from, At(now), rulebook_->default_calendar());
  }

  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
  std::shared_ptr<const rulebook::Rulebook> rulebook_ =
      rulebook::Rulebook::Open(*test::Office(), codes_);
  SourceBook book_{At("2021-06-01 00:00")};
};

TEST_F(SourceBookTest, CountsLagsInWorkingTimeAndNothingAheadAsHappened) {
  const auto worked =
      WorkedBetween(rulebook_->default_calendar(), At("2021-06-07 10:00"), At("2021-06-07 14:30"));
  Stored("s", "2021-06-07 10:00", "2021-06-07 14:30");
  Stored("s", "2021-06-09 10:00", "2021-06-07 14:30");
  const SourceHistory s = Of("s");
  EXPECT_EQ(s.last_event, At("2021-06-07 10:00"));
  ASSERT_EQ(s.days.size(), 1);
  EXPECT_EQ(s.days[0].counts.stored, 2);
  EXPECT_EQ(s.days[0].lags.Quantile(500), 0s);
  const double said = static_cast<double>(s.days[0].lags.Quantile(990)->count());
  EXPECT_NEAR(said, std::chrono::duration<double>(worked).count(), said / 30);
}

TEST_F(SourceBookTest, DaysThatAreTooManyBecomeOneAndNothingIsLost) {
  const Instant first = At("2021-06-07 08:00");
  for (int day = 0; day < 1'000; ++day) {
    const Instant now = first + std::chrono::hours{24 * day};
    book_.Stored("s", now - 1min, now);
    book_.Count("s", Outcome::kDuplicate, now, 2);
    book_.Contact("s", now);
  }
  const SourceHistory s = Of("s");
  EXPECT_EQ(s.days.size(), SourceBook::kMostDays);
  ASSERT_TRUE(s.before);
  EXPECT_EQ(s.before->counts.stored, 1'000 - static_cast<int64_t>(SourceBook::kMostDays));
  const auto all = FiguresOf(s, {}, first + 1'000 * 24h, rulebook_->default_calendar());
  EXPECT_EQ(all.counts.stored, 1'000);
  EXPECT_EQ(all.counts.duplicate, 2'000);
  EXPECT_EQ(all.lags.count(), 1'000);
}

TEST_F(SourceBookTest, NamesCostNothingAndAreBounded) {
  const Instant now = At("2021-06-07 08:00");
  for (int i = 0; i < 2'000; ++i) {
    const std::string name = "s" + std::to_string(i);
    book_.Count(name, Outcome::kQuarantined, now);
    book_.Contact(name, now);
  }
  const Sources sources = book_.ToSources();
  EXPECT_LE(sources.all.size(), SourceBook::kMostSources + 1);
  int64_t all = 0;
  for (const auto& source : sources.all) all += source.days.at(0).counts.quarantined;
  EXPECT_EQ(all, 2'000);
  ASSERT_TRUE(sources.Find("other"));
}

TEST_F(SourceBookTest, TheLongestSilenceIsThatOfTheWindow) {
  Stored("s", "2021-06-07 08:00", "2021-06-07 08:00");
  Stored("s", "2021-06-14 08:00", "2021-06-14 08:00");
  Stored("s", "2021-06-14 08:00", "2021-06-14 11:00");
  const auto all = Figures("s", {}, "2021-06-14 11:30");
  ASSERT_TRUE(all.longest);
  EXPECT_EQ(all.longest->from, At("2021-06-07 08:00"));
  EXPECT_EQ(all.longest->to, At("2021-06-14 08:00"));
  // Of the 14th alone: from its beginning to 08:00, between the two, and since.
  const auto one = Figures("s", test::Day("2021-06-14"), "2021-06-14 11:30");
  ASSERT_TRUE(one.longest);
  EXPECT_EQ(one.longest->from, At("2021-06-14 08:00"));
  EXPECT_EQ(one.longest->working, 3h);
  EXPECT_FALSE(Figures("unknown", {}, "2021-06-14 11:30").longest);
}

TEST_F(SourceBookTest, WhatIsWrittenIsReadAndChangesGoOnTop) {
  Stored("s", "2021-06-07 08:00", "2021-06-07 08:00");
  Stored("t", "2021-06-07 08:00", "2021-06-07 08:30");
  const std::string whole = book_.AllToBytes();
  Stored("s", "2021-06-07 08:00", "2021-06-07 09:00");
  Stored("s", "2021-06-14 08:00", "2021-06-14 09:00");
  record::Head head{.seq = 4, .recorded_at = At("2021-06-14 09:00"), .chain = Sha256("x")};
  book_.Reach(head);
  const std::string changes = book_.ChangesToBytes();
  SourceBook read;
  ASSERT_TRUE(read.Take(whole));
  ASSERT_TRUE(read.Take(changes));
  EXPECT_EQ(read.through(), head);
  read.Use(rulebook_);
  // The 7th had changed as well, though it is not the last day any more.
  EXPECT_EQ(read.AllToBytes(), book_.AllToBytes());
  for (size_t size = 0; size < whole.size(); ++size) {
    SourceBook part;
    (void)part.Take(whole.substr(0, size));  // whatever it says, it ends
  }
}

TEST(QuarantineActs, WhatIsWrittenIsReadAndNothingElse) {
  const Discarding said{.ids = {3, 4, 900'000}, .actor = "An", .reason = "thử"};
  const std::string bytes = WriteDiscarding(said);
  EXPECT_EQ(ReadDiscarding(bytes), said);
  for (size_t size = 0; size < bytes.size(); ++size) {
    EXPECT_FALSE(ReadDiscarding(bytes.substr(0, size))) << size;
  }
  EXPECT_FALSE(ReadDiscarding(bytes + "x"));
}

}  // namespace
}  // namespace dunghan::ledger

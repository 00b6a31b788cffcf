#include "live/data_age.h"

#include <gtest/gtest.h>

#include "app/settings.h"
#include "app/source_rules.h"
#include "dunghan/test/ledgers.h"

namespace dunghan::live {
namespace {

using dossier::EventType;
using test::At;

/// Monday to Friday 07:30-11:30 and 13:30-17:00, known for 2020 to 2022.
class DataAgeTest : public ::testing::Test {
 protected:
  std::string_view Freshness(std::string_view newest, std::string_view now) {
    const auto& calendar = rulebook_->default_calendar();
    return ToString(AgeOf(At(newest), At(now), calendar, std::chrono::hours{4}).freshness);
  }
  std::optional<Instant> Newest() { return NewestEvent(*ledger_->OpenView().value()).value(); }
  void Append(const std::vector<dossier::Event>& events) {
    ASSERT_TRUE(ledger_->Append(test::Items(events)));
  }

  test::Events events_;
  ManualClock clock_{At("2021-06-30 12:00")};
  std::shared_ptr<const rulebook::Rulebook> rulebook_ = test::SmallRulebook(events_.codes());
  std::unique_ptr<ledger::Ledger> ledger_ = ledger::Open({.folder = {},
                                                          .rulebook = rulebook_,
                                                          .codes = events_.codes(),
                                                          .clock = &clock_,
                                                          .progress = {}})
                                                .value();
};

TEST_F(DataAgeTest, CountsTheWorkingTimeSinceTheNewestEvent) {
  EXPECT_EQ(Freshness("2021-06-07 08:00", "2021-06-07 08:00"), "fresh");
  EXPECT_EQ(Freshness("2021-06-07 08:00", "2021-06-07 14:00"), "fresh");  // four hours
  EXPECT_EQ(Freshness("2021-06-07 08:00", "2021-06-07 14:01"), "late");
  EXPECT_EQ(Freshness("2021-06-07 08:00", "2021-06-08 08:30"), "late");  // eight hours
  EXPECT_EQ(Freshness("2021-06-07 08:00", "2021-06-08 08:31"), "stale");
  EXPECT_EQ(Freshness("2021-06-07 08:00", "2022-11-07 08:00"), "stale");  // seventeen months
}

TEST_F(DataAgeTest, NobodyIsExpectedToWorkAtTheWeekend) {
  EXPECT_EQ(Freshness("2021-06-11 16:00", "2021-06-13 23:00"), "fresh");
  EXPECT_EQ(Freshness("2021-06-11 16:00", "2021-06-14 10:31"), "late");
}

TEST_F(DataAgeTest, IsThereWhereTheCalendarDoesNotKnowTheDays) {
  EXPECT_EQ(Freshness("2024-01-02 08:00", "2024-01-02 14:00"), "fresh");
  EXPECT_EQ(Freshness("2024-01-02 08:00", "2024-01-02 23:00"), "late");
  EXPECT_EQ(Freshness("2022-11-07 08:00", "2024-04-07 08:00"), "stale");
}

TEST_F(DataAgeTest, IsNoneWhereNothingEverHappened) {
  const auto age = AgeOf({}, At("2021-06-07 08:00"), rulebook_->default_calendar(), {});
  EXPECT_EQ(ToString(age.freshness), "none");
  EXPECT_EQ(Newest(), std::nullopt);
}

TEST_F(DataAgeTest, TheNewestEventIsThatWhichHappenedLast) {
  Append({events_.Received("D1", "2021-06-07 08:00"), events_.Received("D2", "2021-06-21 08:00"),
          events_.Make("D2", EventType::kCompleted, "2021-06-24 09:00")});
  EXPECT_EQ(Newest(), At("2021-06-24 09:00"));
  Append({events_.Received("D3", "2021-06-08 08:00")});  // entered late
  EXPECT_EQ(Newest(), At("2021-06-24 09:00"));
}

TEST_F(DataAgeTest, MirrorsAndWhatIsDatedAheadTellNothing) {
  auto mirrored = events_.Received("D2", "2021-06-29 08:00");
  mirrored.source = events_.Code<SourceName>("cong-quoc-gia");
  Append({events_.Received("D1", "2021-06-07 08:00"), mirrored,
          events_.Received("D3", "2021-07-05 08:00")});
  EXPECT_EQ(Newest(), At("2021-06-07 08:00"));
  clock_.Set(At("2021-07-06 08:00"));
  EXPECT_EQ(Newest(), At("2021-07-05 08:00"));
}

TEST(LateAfter, IsTheLeastThatAnySourceOfFiguresIsExpectedWithin) {
  const auto of = [](std::string_view text) {
    const auto loaded = app::ParseSettings(text, "dunghan.toml");
    return std::chrono::duration_cast<std::chrono::minutes>(app::LateAfter(loaded.settings));
  };
  using namespace std::chrono_literals;
  EXPECT_EQ(of(""), 4h);
  EXPECT_EQ(of("[sources.a]\nexpect_every = \"6wh\"\n[sources.b]\nexpect_every = \"5400ws\"\n"
               "[sources.c]\nrole = \"mirror\"\nexpect_every = \"1wh\"\n"),
            90min);
}

}  // namespace
}  // namespace dunghan::live

#include "dunghan/worktime/zone.h"

#include <gtest/gtest.h>

#include "offices.h"

namespace dunghan::worktime::test {
namespace {

using namespace std::chrono_literals;

Zone Find(const std::string& name) { return Zone::Find(name).value(); }

LocalTime Reading(std::string_view date, std::chrono::minutes time) { return Date(date) + time; }

TEST(Zone, KnowsVietnamAsSevenHoursAheadForEver) {
  const Zone vietnam = Find("Asia/Ho_Chi_Minh");
  EXPECT_EQ(vietnam.OffsetAt(Utc("2021-06-07T00:00:00Z")), 7h);
  EXPECT_EQ(vietnam.OffsetAt(Utc("2900-01-01T00:00:00Z")), 7h);
  EXPECT_EQ(vietnam.last_day(), Date("9999-12-31"));
}

TEST(Zone, KnowsThatSaigonWasEightHoursAheadUntil1975) {
  const Zone vietnam = Find("Asia/Ho_Chi_Minh");
  EXPECT_EQ(vietnam.OffsetAt(Utc("1975-06-12T15:59:59Z")), 8h);
  EXPECT_EQ(vietnam.OffsetAt(Utc("1975-06-12T16:00:00Z")), 7h);
}

TEST(Zone, ResolvesLinks) {
  EXPECT_EQ(Find("Asia/Saigon").OffsetAt(Utc("2021-06-07T00:00:00Z")), 7h);
}

TEST(Zone, IsUtcByDefault) {
  EXPECT_EQ(Zone().name(), "UTC");
  EXPECT_EQ(Zone().Format(Utc("2021-06-07T08:00:00Z")), "2021-06-07T08:00:00+00:00");
}

TEST(Zone, NamesAZoneThatDoesNotExist) {
  const auto zone = Zone::Find("Asia/Hanoi2");
  ASSERT_FALSE(zone);
  EXPECT_EQ(zone.error().code, ErrorCode::kInvalidArgument);
  EXPECT_EQ(zone.error().for_client, "no time zone \"Asia/Hanoi2\" in the IANA database");
}

TEST(Zone, IsCertainOnlyTo2037WhereClocksStillChange) {
  EXPECT_EQ(Find("America/New_York").last_day(), Date("2037-12-31"));
}

TEST(Zone, ChoosesBetweenTheTwoInstantsOfARepeatedReading) {
  const Zone new_york = Find("America/New_York");
  const LocalTime reading = Reading("2021-11-07", 1h + 30min);
  EXPECT_EQ(new_york.ToInstant(reading, Zone::Choose::kEarliest), Utc("2021-11-07T05:30:00Z"));
  EXPECT_EQ(new_york.ToInstant(reading, Zone::Choose::kLatest), Utc("2021-11-07T06:30:00Z"));
}

TEST(Zone, PutsASkippedReadingAtTheInstantOfTheChange) {
  const Zone new_york = Find("America/New_York");
  const LocalTime reading = Reading("2021-03-14", 2h + 30min);
  EXPECT_EQ(new_york.ToInstant(reading, Zone::Choose::kEarliest), Utc("2021-03-14T07:00:00Z"));
  EXPECT_EQ(new_york.ToInstant(reading, Zone::Choose::kLatest), Utc("2021-03-14T07:00:00Z"));
}

TEST(Zone, StartsADayWhoseMidnightIsSkippedAtTheChange) {
  EXPECT_EQ(Find("America/Sao_Paulo").StartOf(Date("2018-11-04")), Utc("2018-11-04T03:00:00Z"));
}

TEST(Zone, FormatsWithTheOffsetOfTheInstant) {
  const Zone new_york = Find("America/New_York");
  EXPECT_EQ(new_york.Format(Utc("2021-07-01T12:00:00Z")), "2021-07-01T08:00:00-04:00");
  EXPECT_EQ(new_york.Format(Utc("2021-12-01T12:00:00Z")), "2021-12-01T07:00:00-05:00");
}

TEST(Zone, FormatsLocalMeanTimeAsTheSameInstant) {
  const Instant instant = Utc("1800-01-01T00:00:00Z");
  const std::string text = Find("Asia/Ho_Chi_Minh").Format(instant);
  EXPECT_EQ(text, "1800-01-01T07:06:00+07:06");
  EXPECT_EQ(ParseRfc3339(text).value(), instant);
}

TEST(Zone, ListsEveryChange) {
  const auto changes = Find("Asia/Ho_Chi_Minh").changes();
  ASSERT_FALSE(changes.empty());
  EXPECT_EQ(changes.back().at, Utc("1975-06-12T16:00:00Z"));
  EXPECT_EQ(changes.back().before, 8h);
  EXPECT_EQ(changes.back().after, 7h);
}

}  // namespace
}  // namespace dunghan::worktime::test

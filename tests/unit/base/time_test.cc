#include "dunghan/base/time.h"

#include <gtest/gtest.h>

#include <string>
#include <string_view>

namespace dunghan {
namespace {

using namespace std::chrono_literals;

Instant Utc(int year, unsigned month, unsigned day, std::chrono::milliseconds time) {
  return Instant{std::chrono::sys_days{std::chrono::year{year} / static_cast<int>(month) /
                                       static_cast<int>(day)}} +
         time;
}

TEST(ParseRfc3339, TakesTheOffsetOff) {
  EXPECT_EQ(ParseRfc3339("2021-06-07T08:00:00+07:00").value(), Utc(2021, 6, 7, 1h));
  EXPECT_EQ(ParseRfc3339("2021-06-07T01:00:00Z").value(), Utc(2021, 6, 7, 1h));
  EXPECT_EQ(ParseRfc3339("2021-06-06T20:00:00-05:00").value(), Utc(2021, 6, 7, 1h));
}

TEST(ParseRfc3339, KeepsMillisecondsAndCutsTheRest) {
  EXPECT_EQ(ParseRfc3339("2010-10-01T00:00:00.0209+02:00").value(), Utc(2010, 9, 30, 22h + 20ms));
}

TEST(ParseRfc3339, TakesALeapSecondAtTheEndOfADayOfUtcAndKeepsItWithinThatDay) {
  const Instant last = Utc(2016, 12, 31, 24h - 1ms);
  EXPECT_EQ(ParseRfc3339("2016-12-31T23:59:60Z").value(), last);
  EXPECT_EQ(ParseRfc3339("2016-12-31T23:59:60.9Z").value(), last);
  EXPECT_EQ(ParseRfc3339("2017-01-01T06:59:60+07:00").value(), last);
  EXPECT_EQ(ParseRfc3339("2016-12-31T18:29:60-05:30").value(), last);
}

TEST(ParseRfc3339, RefusesSecond60AtAnyOtherTime) {
  for (const char* text : {"2021-06-07T08:00:60Z", "2016-12-31T23:59:60+07:00",
                           "2016-12-31T23:58:60Z", "2017-01-01T06:59:60+06:00"}) {
    EXPECT_EQ(
        ParseRfc3339(text).error().for_client,
        "\"" + std::string(text) + "\" is no RFC 3339 time: second 60 is at 23:59:60 UTC alone");
  }
  EXPECT_FALSE(ParseRfc3339("2016-12-31T23:59:61Z"));
}

TEST(ParseRfc3339, SaysWhatIsWrong) {
  const auto text = [](const char* time) { return ParseRfc3339(time).error().for_client; };
  EXPECT_EQ(text("2021-06-07T08:00:00"),
            "\"2021-06-07T08:00:00\" is no RFC 3339 time: the offset is missing (Z, +07:00 ...)");
  EXPECT_EQ(text("2021-02-29T08:00:00Z"),
            "\"2021-02-29T08:00:00Z\" is no RFC 3339 time: no such day");
  EXPECT_EQ(text("2021-06-07"), "\"2021-06-07\" is no RFC 3339 time: the time is missing");
  EXPECT_EQ(text("2021-06-07T25:00:00Z"),
            "\"2021-06-07T25:00:00Z\" is no RFC 3339 time: no such time of day");
  EXPECT_EQ(text("2021-06-07T08:00:00Zz"),
            "\"2021-06-07T08:00:00Zz\" is no RFC 3339 time: text after the offset");
}

// With a fraction the same time is read in another way.
TEST(ParseRfc3339, ReadsTheUsualFormAsAnyOther) {
  constexpr size_t kFractionAt = 19;
  for (const std::string usual :
       {"2021-06-07T08:00:00+07:00", "2020-02-29T23:59:59-11:59", "2021-06-07T01:00:00Z"}) {
    for (size_t at = 0; at < usual.size(); ++at) {
      for (const char c : std::string_view("0123456789:;-+ ./TtZz")) {
        std::string text = usual;
        text[at] = c;
        if (text.substr(kFractionAt - 2, 2) == "60" || text[kFractionAt] == '.') continue;
        std::string longer = text;
        longer.insert(kFractionAt, ".0");
        const auto read = ParseRfc3339(text);
        const auto expected = ParseRfc3339(longer);
        ASSERT_EQ(read.has_value(), expected.has_value()) << text;
        EXPECT_TRUE(!read || *read == *expected) << text;
      }
    }
  }
  EXPECT_FALSE(ParseRfc3339("0000-06-07T08:00:00Z"));
}

TEST(FormatRfc3339, IsReadBackAsTheSameInstant) {
  for (const char* text : {"2021-06-07T08:00:00+07:00", "1990-01-01T00:00:00.001-11:30",
                           "2200-12-31T23:59:59+00:00"}) {
    const Instant at = ParseRfc3339(text).value();
    const std::string_view sign(text);
    const auto offset = sign.ends_with("+07:00")   ? 7h
                        : sign.ends_with("-11:30") ? -11h - 30min
                                                   : 0h;
    EXPECT_EQ(FormatRfc3339(at, offset), text);
  }
}

TEST(ParseDate, RefusesADayThatDoesNotExist) {
  EXPECT_EQ(FormatDate(ParseDate("2024-02-29").value()), "2024-02-29");
  EXPECT_EQ(ParseDate("2023-02-29").error().for_client, "\"2023-02-29\" is no date YYYY-MM-DD");
  EXPECT_FALSE(ParseDate("2023-2-9"));
}

}  // namespace
}  // namespace dunghan

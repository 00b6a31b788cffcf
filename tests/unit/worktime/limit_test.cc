#include "dunghan/worktime/limit.h"

#include <gtest/gtest.h>

namespace dunghan::worktime {
namespace {

TEST(TimeLimit, ReadsEveryUnit) {
  EXPECT_EQ(ParseTimeLimit("5wd").value(), (TimeLimit{5, LimitUnit::kWorkingDays}));
  EXPECT_EQ(ParseTimeLimit("4wh").value(), (TimeLimit{4, LimitUnit::kWorkingHours}));
  EXPECT_EQ(ParseTimeLimit("5400ws").value(), (TimeLimit{5400, LimitUnit::kWorkingSeconds}));
  EXPECT_EQ(ParseTimeLimit("30cd").value(), (TimeLimit{30, LimitUnit::kCalendarDays}));
  EXPECT_EQ(ParseTimeLimit("2mo").value(), (TimeLimit{2, LimitUnit::kMonths}));
  EXPECT_EQ(ParseTimeLimit("sd").value(), (TimeLimit{1, LimitUnit::kSameDay}));
}

TEST(TimeLimit, IsWrittenAsItIsRead) {
  for (const char* text : {"5wd", "4wh", "5400ws", "30cd", "2mo", "sd"}) {
    EXPECT_EQ(ToString(ParseTimeLimit(text).value()), text);
  }
}

TEST(TimeLimit, SaysWhatATextThatIsNoneShouldHaveBeen) {
  for (const char* text : {"", "5", "wd", "5 wd", "-5wd", "1.5wd", "5xx", "1sd", "5WD", "5wdd"}) {
    const auto limit = ParseTimeLimit(text);
    ASSERT_FALSE(limit) << text;
    EXPECT_EQ(limit.error().for_client,
              "\"" + std::string(text) +
                  "\" is no time limit: expected an amount and a unit (5wd, 4wh, 5400ws, 30cd, "
                  "2mo) or sd");
  }
}

TEST(TimeLimit, HasAnAmountWithinBounds) {
  EXPECT_TRUE(ParseTimeLimit("100000wd"));
  EXPECT_TRUE(ParseTimeLimit("1000000000ws"));
  EXPECT_EQ(ParseTimeLimit("100001wd").error().for_client,
            "\"100001wd\": expected an amount from 1 to 100000 wd");
  EXPECT_EQ(ParseTimeLimit("0cd").error().for_client,
            "\"0cd\": expected an amount from 1 to 100000 cd");
  EXPECT_EQ(ParseTimeLimit("99999999999999999999ws").error().for_client,
            "\"99999999999999999999ws\": expected an amount from 1 to 1000000000 ws");
}

TEST(TimeLimit, EndsWithADayOrAtAMoment) {
  EXPECT_TRUE(IsDayBased(LimitUnit::kWorkingDays));
  EXPECT_TRUE(IsDayBased(LimitUnit::kSameDay));
  EXPECT_FALSE(IsDayBased(LimitUnit::kWorkingHours));
  EXPECT_FALSE(IsDayBased(LimitUnit::kWorkingSeconds));
}

}  // namespace
}  // namespace dunghan::worktime

#include <gtest/gtest.h>

#include "dunghan/worktime/due.h"
#include "offices.h"

namespace dunghan::worktime::test {
namespace {

using namespace std::chrono_literals;

template <class Step>
std::vector<Step> Only(const Explanation& explanation) {
  std::vector<Step> found;
  for (const auto& step : explanation.steps) {
    if (const auto* match = std::get_if<Step>(&step)) found.push_back(*match);
  }
  return found;
}

Explanation Explain(const WorkingCalendar& office, std::string_view from, std::string_view limit,
                    const std::vector<Suspension>& pauses = {}) {
  return ExplainDue(office, At(from), Limit(limit), pauses).value();
}

TEST(Explanation, NamesTheDaysCountedAndTheHolidaysSkipped) {
  const auto office =
      Open({.exceptions = {{"2021-09-02", {}, "Quốc khánh"}, {"2021-09-03", {}, "Quốc khánh"}}});
  const auto explanation = Explain(office, "2021-08-31 10:00", "3wd");
  EXPECT_EQ(explanation.calendar, "office");
  EXPECT_EQ(explanation.due.at, At("2021-09-07 17:00"));

  const auto rule = Only<Explanation::Rule>(explanation).at(0);
  EXPECT_EQ(rule.first_day, Date("2021-09-01"));
  const auto counted = Only<Explanation::Counted>(explanation).at(0);
  EXPECT_EQ(counted.from, Date("2021-09-01"));
  EXPECT_EQ(counted.to, Date("2021-09-07"));
  EXPECT_EQ(counted.working_days, 3);
  EXPECT_EQ(counted.days_off, 4);
  const auto exceptions = Only<Explanation::Exception>(explanation);
  ASSERT_EQ(exceptions.size(), 2u);
  EXPECT_EQ(exceptions[0].name, "Quốc khánh");
  EXPECT_FALSE(exceptions[0].working);
}

TEST(Explanation, SaysWhichPauseCountedAndWhatItAdded) {
  const auto explanation = Explain(Open({}), "2021-06-07 08:00", "1wd",
                                   {{At("2021-06-08 16:00"), At("2021-06-09 08:30")},
                                    {At("2021-06-15 08:00"), At("2021-06-16 08:00")}});
  const auto pauses = Only<Explanation::Pause>(explanation);
  ASSERT_EQ(pauses.size(), 2u);
  EXPECT_TRUE(pauses[0].counted);
  EXPECT_EQ(pauses[0].added, 2h);
  EXPECT_FALSE(pauses[1].counted);
  const auto moved = Only<Explanation::Moved>(explanation).at(0);
  EXPECT_EQ(moved.unsuspended.at, At("2021-06-08 17:00"));
  EXPECT_EQ(moved.total, 2h);
  EXPECT_EQ(explanation.due.at, At("2021-06-09 17:00"));
}

TEST(Explanation, SaysFromWhichDayOffALimitWasRolled) {
  const auto explanation = Explain(Open({}), "2021-06-07 08:00", "5cd");
  const auto rolled = Only<Explanation::Rolled>(explanation).at(0);
  EXPECT_EQ(rolled.from, Date("2021-06-12"));
  EXPECT_EQ(rolled.to, Date("2021-06-14"));
  EXPECT_TRUE(Only<Explanation::Rolled>(Explain(Open({}), "2021-06-07 08:00", "4cd")).empty());
}

TEST(Explanation, SaysWhenTheClockOfWorkingHoursStarts) {
  const auto rule = Only<Explanation::Rule>(Explain(Open({}), "2021-06-11 17:30", "4wh")).at(0);
  EXPECT_EQ(rule.first_instant, At("2021-06-14 07:30"));
  EXPECT_TRUE(Only<Explanation::Counted>(Explain(Open({}), "2021-06-11 17:30", "4wh")).empty());
}

TEST(Explanation, CountsTheDayOfReceiptOfASameDayLimit) {
  const auto explanation = Explain(Open({}), "2021-06-11 09:00", "sd");
  const auto counted = Only<Explanation::Counted>(explanation).at(0);
  EXPECT_EQ(counted.from, Date("2021-06-11"));
  EXPECT_EQ(counted.to, Date("2021-06-11"));
  EXPECT_EQ(counted.working_days, 1);
  EXPECT_TRUE(Only<Explanation::Rule>(Explain(Open({}), "2021-06-11 15:00", "sd"))[0].after_cutoff);
}

TEST(Explanation, IsEnoughToRecomputeTheDue) {
  const auto office = Open({.exceptions = {{"2021-06-08", {"08:00-12:00"}, "half"},
                                           {"2021-06-10", {}, "off", false},
                                           {"2021-06-12", kOfficeHours, "make-up"}}});
  const auto weekly = Open({});
  const std::vector<Suspension> pauses = {{At("2021-06-08 09:00"), At("2021-06-10 23:00")}};
  for (const char* limit : {"2wd", "4wh", "700ws", "3cd", "1mo", "sd"}) {
    const auto explanation = Explain(office, "2021-06-07 15:30", limit, pauses);
    EXPECT_EQ(RecomputeFromExplanation(weekly, explanation).value(), explanation.due) << limit;
  }
}

TEST(Explanation, WithoutARuleCannotBeRecomputed) {
  EXPECT_EQ(RecomputeFromExplanation(Open({}), Explanation{}).error().for_client,
            "the explanation names no rule");
}

}  // namespace
}  // namespace dunghan::worktime::test

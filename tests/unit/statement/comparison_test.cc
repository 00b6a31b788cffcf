#include "dunghan/statement/comparison.h"

#include <gmock/gmock.h>

#include <map>

#include "dunghan/figures/headlines.h"
#include "dunghan/report/comparison_writer.h"
#include "dunghan/test/province.h"

namespace dunghan::statement {
namespace {

using figures::Headline;
using figures::Rate;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Pair;

class ComparisonTest : public test::Province {
 protected:
  Comparison Of(Headline from = Headline::kOfficial, Headline to = Headline::kIndex766,
                const std::string& period = "2021-06") {
    const ComparisonOptions options{
        .period = figures::ParsePeriod(period).value(), .from = from, .to = to};
    return Compare(*Open().OpenView().value(), policy_, options).value();
  }
  static std::map<std::string, DifferenceReason> Reasons(const Comparison& comparison) {
    std::map<std::string, DifferenceReason> reasons;
    for (const DifferingDossier& of : comparison.dossiers) reasons.emplace(of.code, of.reason);
    return reasons;
  }
  /// A dossier of each kind, and one that counts alike.
  void AppendOneOfEach() {
    const auto at = [](int day) { return "2021-06-" + std::to_string(day) + " 08:00"; };
    std::vector<Event> events;
    const auto add = [&](const std::string& code, EventType type, const std::string& when) {
      events.push_back(Make(code, type, when));
    };
    for (const char* code : {"alike", "ahead", "behind", "waiting", "twice", "gone", "moved"}) {
      events.push_back(Received(code, at(10), "2021-06-17"));
    }
    add("alike", EventType::kCompleted, at(16));
    events.push_back(Received("open", at(29), "2021-07-08"));
    add("waiting", EventType::kSupplementRequested, at(11));
    for (const char* code : {"twice"}) {
      add(code, EventType::kSupplementRequested, at(11));
      add(code, EventType::kSupplemented, at(12));
      add(code, EventType::kSupplementRequested, at(14));
      add(code, EventType::kSupplemented, at(15));
    }
    add("gone", EventType::kWithdrawn, at(16));
    // A later due without a stop is not in force, and the portal sees it all the same.
    Event later = Make("moved", EventType::kDueSet, at(16));
    later.due = test::Day("2021-06-25");
    dossier::EnsureId(later);
    events.push_back(later);
    add("moved", EventType::kCompleted, at(22));
    // Asked on Friday, answered on Monday: three calendar days, none of work.
    events.push_back(Received("weekend", at(10), "2021-06-17"));
    add("weekend", EventType::kSupplementRequested, "2021-06-11 17:00");
    add("weekend", EventType::kSupplemented, "2021-06-14 07:30");
    add("weekend", EventType::kCompleted, "2021-06-18 08:00");
    // By date for the procedure in days, by the minute for the portal.
    events.push_back(Received("minute", at(10), "2021-06-17 10:00"));
    add("minute", EventType::kCompleted, "2021-06-17 15:00");
    add("ahead", EventType::kCompleted, at(16));
    Append(events);
  }
};

TEST_F(ComparisonTest, NamesTheFirstRuleByWhichADossierDiffers) {
  AppendOneOfEach();
  EXPECT_THAT(Reasons(Of()), ElementsAre(Pair("behind", DifferenceReason::kOpenLate),
                                         Pair("gone", DifferenceReason::kWithdrawn),
                                         Pair("minute", DifferenceReason::kDueForm),
                                         Pair("moved", DifferenceReason::kAnotherDue),
                                         Pair("open", DifferenceReason::kOpenInTime),
                                         Pair("twice", DifferenceReason::kSecondRequest),
                                         Pair("waiting", DifferenceReason::kSetAside),
                                         Pair("weekend", DifferenceReason::kSupplementTime)));
}

TEST_F(ComparisonTest, GoesFromTheOneRateToTheOther) {
  AppendOneOfEach();
  const Comparison comparison = Of();
  // Finished: alike, ahead and minute in time; moved and weekend late.
  EXPECT_EQ(comparison.from_rate, (Rate{3, 5}));
  Rate rate = comparison.from_rate;
  for (const ComparisonStep& step : comparison.steps) {
    rate.on_time += step.change.on_time;
    rate.all += step.change.all;
    EXPECT_EQ(step.after, rate) << ToString(step.reason);
    EXPECT_EQ(step.dossiers, 1) << ToString(step.reason);
  }
  EXPECT_EQ(rate, comparison.to_rate);
  // In time: alike, ahead, moved, weekend, open, waiting, gone; late: minute, behind, twice.
  EXPECT_EQ(comparison.to_rate, (Rate{7, 10}));
}

TEST_F(ComparisonTest, IsOfNothingWhereBothAreTheSame) {
  Append({Received("D1", "2021-06-10 08:00", "2021-06-17"),
          Make("D1", EventType::kCompleted, "2021-06-16 08:00")});
  const Comparison comparison = Of();
  EXPECT_THAT(comparison.steps, IsEmpty());
  EXPECT_THAT(comparison.dossiers, IsEmpty());
  EXPECT_EQ(comparison.from_rate, comparison.to_rate);
}

TEST_F(ComparisonTest, LeavesPetitionsOut) {
  Append({Received("K1", "2021-06-10 08:00", "2021-06-17", {"A", "K"})});
  EXPECT_EQ(Of().to_rate, (Rate{0, 0}));
}

TEST_F(ComparisonTest, ThePortalHasNoRateForOtherPeriods) {
  const ComparisonOptions options{.period = figures::ParsePeriod("bc:2021-06").value()};
  const auto refused = Compare(*Open().OpenView().value(), policy_, options);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kInvalidArgument);
  EXPECT_THAT(refused.error().for_client, HasSubstr("bc:2021-06"));
}

TEST_F(ComparisonTest, TakesAnyTwoRates) {
  AppendOneOfEach();
  for (const Headline from : {Headline::kOfficial, Headline::kStrict, Headline::kDueCohort}) {
    for (const Headline to : {Headline::kStrict, Headline::kDueCohort, Headline::kIndex766}) {
      if (from == to) continue;
      const Comparison comparison = Of(from, to);
      for (const ComparisonStep& step : comparison.steps) {
        EXPECT_NE(step.reason, DifferenceReason::kOther)
            << figures::ToString(from) << figures::ToString(to);
      }
    }
  }
  EXPECT_EQ(ParseRates("strict,index766").value(),
            std::pair(Headline::kStrict, Headline::kIndex766));
  for (const char* wrong : {"", "official", "official,official", "official,strikt", "a,b,c"}) {
    EXPECT_FALSE(ParseRates(wrong)) << wrong;
  }
}

TEST_F(ComparisonTest, IsWrittenForPeopleAndPrograms) {
  AppendOneOfEach();
  const Comparison comparison = Of();
  const std::string table = report::WriteComparisonTable(comparison, Language::kVi);
  EXPECT_THAT(table, HasSubstr("Chính thức → Ước tính 766"));
  EXPECT_THAT(table, HasSubstr("công thức chưa kiểm chứng"));
  EXPECT_THAT(table, HasSubstr("3/5  60,00 %"));
  EXPECT_THAT(table, HasSubstr("7/10  70,00 %  +10,00"));
  const std::string json = report::WriteComparisonJson(comparison);
  EXPECT_THAT(json, HasSubstr(R"("from_rate":{"on_time":3,"all":5,"ratio":0.6})"));
  EXPECT_THAT(json,
              HasSubstr(R"({"reason":"open_in_time","dossiers":1,"change":{"on_time":1,"all":1},)"
                        R"("after":{"on_time":4,"all":6,"ratio":0.6666},)"
                        R"("effect":{"numerator":2,"denominator":30},)"
                        R"("list":[{"code":"open","agency":"A","procedure":"P",)"
                        R"("from":{"on_time":0,"all":0},"to":{"on_time":1,"all":1}}]})"));
  const std::string csv = report::WriteComparisonCsv(comparison, Language::kEn);
  EXPECT_THAT(csv, HasSubstr("\r\nmoved,A,P,another_due,"));
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 9) << "a head, and a line for each";
}

}  // namespace
}  // namespace dunghan::statement

#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "business_fixture.h"

/// Every family says the number it names.
namespace dunghan::metrics {
namespace {

using board::Recent;
using Labels = std::vector<std::pair<std::string, int64_t>>;

class BusinessValuesTest : public BusinessTest {
 protected:
  /// Each of the labels after `begin` has its number.
  void Expect(const std::string& begin, const Labels& numbers) {
    const auto series = SeriesOf(Render());
    for (const auto& [label, number] : numbers) {
      const auto found = series.find(begin + label + "\"}");
      ASSERT_NE(found, series.end()) << begin << label;
      EXPECT_EQ(found->second, std::to_string(number)) << begin << label;
    }
  }
  std::string OfA(const std::string& family) { return ValueOf(family + R"({agency="A"})"); }

  const std::vector<std::pair<std::string, NamedPeriod>> periods_ = {
      {"current_month", NamedPeriod::kCurrentMonth},
      {"previous_month", NamedPeriod::kPreviousMonth},
      {"current_quarter", NamedPeriod::kCurrentQuarter},
      {"current_year", NamedPeriod::kCurrentYear}};
};

TEST_F(BusinessValuesTest, FlowsOfNamedPeriods) {
  for (const auto& [name, period] : periods_) {
    const board::Flows& flows = A().In(period);
    const std::string labels = R"({agency="A",period=")" + name + "\"";
    Expect(
        "dossier_period_results" + labels + ",timeliness=\"",
        {{"early", flows.results[0]}, {"on_time", flows.results[1]}, {"late", flows.results[2]}});
    Expect("dossier_lawful_period_results" + labels + ",timeliness=\"",
           {{"early", flows.other_results[0]},
            {"on_time", flows.other_results[1]},
            {"late", flows.other_results[2]}});
    Expect("dossier_period_received" + labels + ",channel=\"", {{"unknown", flows.received[0]},
                                                                {"online", flows.received[1]},
                                                                {"in_person", flows.received[2]},
                                                                {"postal", flows.received[3]}});
    Expect("dossier_period_acceptance" + labels + ",outcome=\"",
           {{"in_time", flows.accepted_in_time}, {"late", flows.accepted_late}});
    EXPECT_EQ(ValueOf("dossier_period_apologies" + labels + "}"), std::to_string(flows.apologies));
  }
}

TEST_F(BusinessValuesTest, PetitionsWhereTheRulebookHasAny) {
  const std::string month = R"({agency="A",period="current_month"})";
  EXPECT_EQ(ValueOf("dossier_petition_period_sent" + month), "absent");
  snapshot_.rulebook = LoadRulebook("Sở A", "K,Phản ánh,Khác,petition\n");
  const figures::PetitionFigures& petitions = A().petitions;
  Expect(R"(dossier_petition_open{agency="A",due=")",
         {{"overdue", petitions.open_late}, {"today", 2}, {"later", petitions.open_in_time - 2}});
  const auto by_limit = [&](const std::string& name, int64_t in_time, int64_t late) {
    Expect("dossier_petition_period_" + name + R"({agency="A",period="current_month",outcome=")",
           {{"in_time", in_time}, {"late", late}});
  };
  by_limit("answered", petitions.answered_in_time, petitions.answered_late);
  by_limit("refused", petitions.refused_in_time, petitions.refused_late);
  by_limit("asked", petitions.asked_in_time, petitions.asked_late);
  by_limit("published", petitions.published_in_time, petitions.published_late);
  for (const auto& [name, value] : Labels{{"sent", petitions.sent},
                                          {"carried_over", petitions.carried_over},
                                          {"withdrawn", petitions.withdrawn},
                                          {"rated", petitions.rated},
                                          {"satisfied", petitions.satisfied}}) {
    EXPECT_EQ(ValueOf("dossier_petition_period_" + name + month), std::to_string(value)) << name;
  }
}

TEST_F(BusinessValuesTest, ResultsSinceTheLedgerBegan) {
  Expect(R"(dossier_results{agency="A",timeliness=")", {{"early", A().results[0]},
                                                        {"on_time", A().results[1]},
                                                        {"late", A().results[2]},
                                                        {"unmeasurable", A().results[3]}});
}

TEST_F(BusinessValuesTest, Windows) {
  const std::vector<std::string> names = {"1wd", "5wd", "20wd"};
  for (size_t i = 0; i < names.size(); ++i) {
    const Recent& recent = A().recent[i];
    const std::string labels = R"({agency="A",window=")" + names[i] + "\"";
    Expect("dossier_recent_results" + labels + ",timeliness=\"", {{"early", recent.results[0]},
                                                                  {"on_time", recent.results[1]},
                                                                  {"late", recent.results[2]}});
    Expect("dossier_recent_due" + labels + ",outcome=\"",
           {{"in_time", recent.due_in_time}, {"late", recent.due_late}});
  }
}

TEST_F(BusinessValuesTest, ProcessingTimeAndShareOfTheLimit) {
  const auto& took = A().took;
  Expect(R"(dossier_recent_processing_results{agency="A",window="20wd",took=")",
         {{"0.5wd", took[0]},
          {"1wd", took[1]},
          {"2wd", took[2]},
          {"3wd", took[3]},
          {"5wd", took[4]},
          {"7wd", took[5]},
          {"10wd", took[6]},
          {"15wd", took[7]},
          {"20wd", took[8]},
          {"30wd", took[9]},
          {"60wd", took[10]},
          {"more", took[11]}});
  const auto& used = A().used;
  Expect(R"(dossier_recent_limit_used_results{agency="A",window="20wd",used=")",
         {{"0.25", used[0]},
          {"0.5", used[1]},
          {"0.75", used[2]},
          {"0.9", used[3]},
          {"1", used[4]},
          {"1.25", used[5]},
          {"1.5", used[6]},
          {"2", used[7]},
          {"more", used[8]}});
}

TEST_F(BusinessValuesTest, QuantilesAreInSecondsAndAbsentWhereNothingWasFinished) {
  const std::string median =
      R"(dossier_recent_processing_median_working_seconds{agency="A",window="20wd"})";
  const std::string p90 =
      R"(dossier_recent_processing_p90_working_seconds{agency="A",window="20wd"})";
  A().took = {};
  EXPECT_EQ(ValueOf(median), "absent");
  EXPECT_EQ(ValueOf(p90), "absent");
  A().took[2] = 10;  // between one and two days of eight hours
  EXPECT_EQ(ValueOf(median), std::to_string(28'800 * 3 / 2));
  EXPECT_EQ(ValueOf(p90), std::to_string(28'800 * 19 / 10));
}

TEST_F(BusinessValuesTest, WhatIsOpen) {
  const auto& open = A().open;
  Expect(R"(dossier_open{agency="A",due=")", {{"overdue_10wd_plus", open[0]},
                                              {"overdue_3wd", open[1]},
                                              {"overdue_1wd", open[2]},
                                              {"today", open[3]},
                                              {"1wd", open[4]},
                                              {"3wd", open[5]},
                                              {"later", open[6]},
                                              {"suspended", open[7]},
                                              {"unmeasurable", open[8]}});
  Expect(R"(dossier_period_open{agency="A",period="current_month",state=")",
         {{"pending", A().month.due_in_period - A().month.due_cohort.all},
          {"overdue", A().month.open_overdue}});
  Expect(R"(dossier_acceptance_open{agency="A",state=")",
         {{"waiting", A().waiting}, {"waiting_late", A().waiting_late}});
  Expect(R"(dossier_lawful_open{agency="A",state=")",
         {{"overdue", A().other_overdue}, {"pending", A().OpenInAll() - A().other_overdue}});
  EXPECT_EQ(OfA("dossier_newly_severely_overdue"), std::to_string(A().newly_severe));
}

TEST_F(BusinessValuesTest, TheOldestOverdueIsAnInstantOrAbsent) {
  A().oldest_overdue = test::At("2021-05-03 17:00") + std::chrono::milliseconds{250};
  EXPECT_EQ(OfA("dossier_oldest_overdue_timestamp_seconds"), "1620036000.25");
  A().oldest_overdue = Instant{std::chrono::seconds{1'700'000'000}};
  EXPECT_EQ(OfA("dossier_oldest_overdue_timestamp_seconds"), "1700000000");
  A().oldest_overdue.reset();
  EXPECT_EQ(OfA("dossier_oldest_overdue_timestamp_seconds"), "absent");
  EXPECT_NE(Render().find("# TYPE dossier_oldest_overdue_timestamp_seconds gauge\n"),
            std::string::npos);
}

TEST_F(BusinessValuesTest, HeadlineAndTargetByWholeNumbers) {
  A().month = {};
  A().month.finished_on_time = 98;
  A().month.finished_late = 2;
  Expect(R"(dossier_period_headline{agency="A",period="current_month",outcome=")",
         {{"on_time", 98}, {"late", 2}});
  EXPECT_EQ(OfA("dossier_target_state"), "4") << "reached";
  EXPECT_EQ(OfA("dossier_best_possible_ratio"), "0.98");
  EXPECT_EQ(OfA("dossier_cleared_ratio"), "0.98");
  snapshot_.policy.target_is = figures::TargetIs::kAbove;
  EXPECT_EQ(OfA("dossier_target_state"), "1") << "out of reach";
  A().month.open_suspended_ahead = 1;  // one to come: 99 of 101
  EXPECT_EQ(OfA("dossier_target_state"), "3") << "at risk";
}

TEST_F(BusinessValuesTest, TheBacklogIsCountedBesideTheRate) {
  A().month = {};
  A().month.finished_on_time = 99;
  A().month.finished_late = 1;
  A().month.open_in_time = 100;
  A().month.open_overdue = 25;
  EXPECT_EQ(OfA("dossier_target_state"), "3") << "at risk";
  EXPECT_EQ(OfA("dossier_best_possible_ratio"), "0.995");
  EXPECT_EQ(OfA("dossier_cleared_ratio"), "0.792");
  EXPECT_EQ(OfA("dossier_backlog"), "25");
  snapshot_.policy.headline = figures::Headline::kStrict;
  EXPECT_EQ(OfA("dossier_cleared_ratio"), OfA("dossier_best_possible_ratio"));
  EXPECT_EQ(OfA("dossier_backlog"), "0") << "the rate counts them already";
}

TEST_F(BusinessValuesTest, PercentagesForDisplayAreCutAndNeverUpToTheTargetOrToAHundred) {
  A().month = {};
  A().month.finished_on_time = 97'996;
  A().month.finished_late = 2'004;
  A().month.open_in_time = 4'999'900'000;
  A().month.open_overdue = 3;
  A().month.due_cohort = {.on_time = 99'996, .all = 100'000};
  EXPECT_EQ(OfA("dossier_due_cohort_percent"), "99.99");
  EXPECT_EQ(OfA("dossier_headline_percent"), "97.99");
  EXPECT_EQ(OfA("dossier_best_possible_percent"), "99.99");
  EXPECT_EQ(OfA("dossier_cleared_percent"), "97.99");
  A().month.finished_late = A().month.open_overdue = 0;
  EXPECT_EQ(OfA("dossier_headline_percent"), "100");
  snapshot_.total.month = A().month;
  snapshot_.total.month.finished_late = 1;
  EXPECT_EQ(ValueOf("dossier_overall_headline_percent"), "99.99");
  EXPECT_EQ(ValueOf("dossier_overall_best_possible_percent"), "99.99");
  EXPECT_EQ(ValueOf("dossier_overall_cleared_percent"), "99.99");
  EXPECT_EQ(ValueOf("dossier_overall_due_cohort_percent"), "99.99");
}

TEST_F(BusinessValuesTest, WithoutDataThereIsNoVerdict) {
  A().month = {};
  EXPECT_EQ(OfA("dossier_target_state"), "0");
  for (const char* family :
       {"dossier_best_possible_ratio", "dossier_cleared_ratio", "dossier_headline_percent",
        "dossier_best_possible_percent", "dossier_cleared_percent", "dossier_due_cohort_percent"}) {
    EXPECT_EQ(OfA(family), "absent") << family;
  }
  EXPECT_EQ(OfA("dossier_backlog"), "0");
  EXPECT_EQ(OfA("dossier_late_budget_left"), "0");
}

TEST_F(BusinessValuesTest, TheBudgetIsOfTheAgencysOwnTarget) {
  A().month = {};
  A().month.due_in_period = 100;
  A().month.due_cohort = {.on_time = 37, .all = 40};
  EXPECT_EQ(OfA("dossier_agency_on_time_target_ratio"), "0.98");
  EXPECT_EQ(OfA("dossier_late_budget_due"), "100");
  EXPECT_EQ(OfA("dossier_late_budget_allowed"), "2");
  EXPECT_EQ(OfA("dossier_late_budget_late"), "3");
  EXPECT_EQ(OfA("dossier_late_budget_left"), "-1");
  snapshot_.policy.agency_targets["A"] = 900;
  EXPECT_EQ(OfA("dossier_agency_on_time_target_ratio"), "0.9");
  EXPECT_EQ(OfA("dossier_late_budget_allowed"), "10");
  EXPECT_EQ(OfA("dossier_late_budget_left"), "7");
}

TEST_F(BusinessValuesTest, AllTogether) {
  figures::Figures& month = snapshot_.total.month;
  month = {};
  month.finished_on_time = 96;
  month.finished_late = 4;
  month.due_in_period = 200;
  month.due_cohort = {.on_time = 96, .all = 100};
  month.open_in_time = 100;
  month.open_overdue = 20;
  EXPECT_EQ(ValueOf("dossier_overall_target_state"), "3") << "at risk";
  EXPECT_EQ(ValueOf("dossier_overall_best_possible_ratio"), "0.98");
  EXPECT_EQ(ValueOf("dossier_overall_cleared_ratio"), "0.8");
  EXPECT_EQ(ValueOf("dossier_overall_late_budget_due"), "200");
  EXPECT_EQ(ValueOf("dossier_overall_late_budget_allowed"), "4");
  EXPECT_EQ(ValueOf("dossier_overall_late_budget_late"), "4");
  EXPECT_EQ(ValueOf("dossier_overall_late_budget_left"), "0");
  month = {};
  EXPECT_EQ(ValueOf("dossier_overall_target_state"), "0");
  for (const char* family :
       {"dossier_overall_best_possible_ratio", "dossier_overall_cleared_ratio",
        "dossier_overall_headline_percent", "dossier_overall_best_possible_percent",
        "dossier_overall_cleared_percent", "dossier_overall_due_cohort_percent"}) {
    EXPECT_EQ(ValueOf(family), "absent") << family;
  }
}

TEST_F(BusinessValuesTest, Procedures) {
  const Counts& x = snapshot_.procedures[1].counts;
  Expect(R"(dossier_procedure_results{procedure="X",timeliness=")",
         {{"early", x.results[0]},
          {"on_time", x.results[1]},
          {"late", x.results[2]},
          {"unmeasurable", x.results[3]}});
  const board::Flows& month = x.In(NamedPeriod::kCurrentMonth);
  Expect(R"(dossier_procedure_period_results{procedure="X",period="current_month",timeliness=")",
         {{"early", month.results[0]}, {"on_time", month.results[1]}, {"late", month.results[2]}});
  Expect(R"(dossier_procedure_open{procedure="X",state=")",
         {{"overdue", x.Overdue()}, {"pending", x.OpenInAll() - x.Overdue()}});
}

TEST_F(BusinessValuesTest, PeriodsAreLocalMidnights) {
  const auto seconds = [](std::string_view at) {
    return std::chrono::duration_cast<std::chrono::seconds>(test::At(at).time_since_epoch())
        .count();
  };
  Expect(R"(dossier_period_start_timestamp_seconds{period=")",
         {{"current_month", seconds("2021-06-01 00:00")},
          {"previous_month", seconds("2021-05-01 00:00")},
          {"current_quarter", seconds("2021-04-01 00:00")},
          {"current_year", seconds("2021-01-01 00:00")}});
  Expect(R"(dossier_period_end_timestamp_seconds{period=")",
         {{"current_month", seconds("2021-07-01 00:00")},
          {"previous_month", seconds("2021-06-01 00:00")},
          {"current_quarter", seconds("2021-07-01 00:00")},
          {"current_year", seconds("2022-01-01 00:00")}});
  Expect(R"(dossier_calendar_valid_until_timestamp_seconds{calendar=")",
         {{"office", seconds("2023-01-01 00:00")}});
}

TEST_F(BusinessValuesTest, TheOfficesDayIsOfTheInstantAsked) {
  EXPECT_EQ(ValueOf("dossier_office_open"), "1");
  EXPECT_EQ(ValueOf("dossier_office_elapsed_seconds"), "1800");
  EXPECT_EQ(ValueOf("dossier_office_left_seconds"), std::to_string(7 * 3600));
  now_ = test::At("2021-06-07 12:00");
  EXPECT_EQ(ValueOf("dossier_office_open"), "0");
  EXPECT_EQ(ValueOf("dossier_office_left_seconds"), std::to_string(7 * 1800));
  now_ = test::At("2031-06-07 12:00");
  EXPECT_EQ(ValueOf("dossier_office_open"), "absent");
}

TEST_F(BusinessValuesTest, ARowHasAllItsSeries) {
  const auto count = [this](const std::string& label) {
    int64_t found = 0;
    for (const auto& [series, value] : SeriesOf(Render())) {
      found += series.find(label) != std::string::npos ? 1 : 0;
    }
    return found;
  };
  // In the order of the list: results, acceptance, apologies; windows; distributions; what is open;
  // target and outlook; budget; the other basis; the name.
  EXPECT_EQ(count("agency=\"A\""), 12 + 4 + 16 + 8 + 4 + 9 + 6 + 12 + 2 + 9 + 9 + 2 + 1 + 1 + 2 +
                                       2 + 3 + 8 + 5 + 12 + 2 + 1);
  EXPECT_EQ(count("procedure=\"X\""), 4 + 3 + 2 + 1);
}

}  // namespace
}  // namespace dunghan::metrics

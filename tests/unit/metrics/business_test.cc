#include "metrics/business.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <thread>

#include "business_fixture.h"
#include "metrics/gauge_text.h"

namespace dunghan::metrics {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

TEST_F(BusinessTest, HasTheFamiliesTypesAndLabelsOfTheList) {
  snapshot_.rulebook = LoadRulebook("Sở A", "K,Phản ánh,Khác,petition\n");
  EXPECT_EQ(FamiliesOf(Render()), Golden("business_metrics.txt"));
}

TEST_F(BusinessTest, PromtoolHasNothingToSay) {
  if (!HasPromtool()) GTEST_SKIP() << "promtool is missing";
  snapshot_.simulated = true;
  snapshot_.rulebook = LoadRulebook("Sở A", "K,Phản ánh,Khác,petition\n");
  EXPECT_EQ(AskPromtool("check metrics <$PAGE", Render()), "");
}

TEST_F(BusinessTest, CountsItsSeries) {
  const std::string page = Render();
  EXPECT_EQ(CountSeries(page), static_cast<int64_t>(SeriesOf(page).size()));
}

TEST_F(BusinessTest, PrintsNumbersOfAnySize) {
  A().results = {0, -1, 9'007'199'254'740'993, 1};
  EXPECT_EQ(ValueOf(R"(dossier_results{agency="A",timeliness="early"})"), "0");
  EXPECT_EQ(ValueOf(R"(dossier_results{agency="A",timeliness="on_time"})"), "-1");
  EXPECT_EQ(ValueOf(R"(dossier_results{agency="A",timeliness="late"})"), "9007199254740993");
}

TEST_F(BusinessTest, TheUnknownChannelIsShownWhereItIsNotZero) {
  Received(snapshot_.agencies[0].counts, NamedPeriod::kCurrentMonth, dossier::Channel::kUnknown) =
      0;
  Received(snapshot_.agencies[0].counts, NamedPeriod::kCurrentMonth, dossier::Channel::kOnline) = 0;
  const auto series = SeriesOf(Render());
  const std::string month =
      R"(dossier_period_received{agency="unknown",period="current_month",channel=)";
  EXPECT_FALSE(series.contains(month + R"("unknown"})"));
  EXPECT_EQ(series.at(month + R"("online"})"), "0");
  EXPECT_TRUE(series.contains(
      R"(dossier_period_received{agency="unknown",period="previous_month",channel="unknown"})"));
}

TEST_F(BusinessTest, NamesWhatIsListedAndCallsTheRestByItsCode) {
  const std::string page = Render();
  EXPECT_THAT(page, HasSubstr("\ndossier_agency_info{agency=\"A\",name=\"Sở A\",name_en=\""
                              "Department A\",level=\"province\",parent=\"TINH\"} 1\n"));
  EXPECT_THAT(page, HasSubstr("\ndossier_agency_info{agency=\"B\",name=\"B\",name_en=\"B\",level=\""
                              "\",parent=\"\"} 1\n"));
  EXPECT_THAT(page, HasSubstr("\ndossier_agency_info{agency=\"unknown\",name=\"unknown\","));
  EXPECT_THAT(page, HasSubstr("\ndossier_procedure_info{procedure=\"P\",name=\"Thủ tục P\","
                              "name_en=\"Thủ tục P\",field=\"Đất đai\"} 1\n"));
}

TEST_F(BusinessTest, ACodeSpelledUnknownIsNotTheRowWithoutACode) {
  snapshot_.agencies.push_back({events_.Code<AgencyCode>("unknown"), Next()});
  const auto series = SeriesOf(Render());
  EXPECT_TRUE(series.contains(R"(dossier_open{agency="unknown",due="today"})"));
  EXPECT_TRUE(series.contains("dossier_open{agency=\"(unknown)\",due=\"today\"}"));
}

TEST_F(BusinessTest, EscapesLabelValues) {
  snapshot_.agencies.push_back({events_.Code<AgencyCode>("a\"b\\c\nđ"), Next()});
  EXPECT_THAT(Render(), HasSubstr(R"(dossier_open{agency="a\"b\\c\nđ",due="today"} )"));
}

TEST_F(BusinessTest, PrintsTheTargetExactly) {
  const std::map<int, std::string> texts = {{1000, "1"},  {985, "0.985"}, {980, "0.98"},
                                            {900, "0.9"}, {7, "0.007"},   {0, "0"}};
  for (const auto& [per_mille, text] : texts) {
    snapshot_.policy.target_per_mille = per_mille;
    EXPECT_EQ(ValueOf("dossier_on_time_target_ratio"), text);
  }
}

TEST_F(BusinessTest, SaysFirstThatItIsSimulated) {
  EXPECT_THAT(Render(), Not(HasSubstr("MÔ PHỎNG")));
  EXPECT_EQ(ValueOf("dossier_simulated"), "0");
  snapshot_.simulated = true;
  EXPECT_THAT(Render(), StartsWith("# DỮ LIỆU MÔ PHỎNG (simulated data)\n# HELP "));
  EXPECT_EQ(ValueOf("dossier_simulated"), "1");
}

TEST_F(BusinessTest, FollowsRowsThatComeGoAndMove) {
  Render();
  snapshot_.agencies.erase(snapshot_.agencies.begin());
  snapshot_.agencies.push_back({events_.Code<AgencyCode>("C"), Next()});
  EXPECT_EQ(Render(), BusinessPage().Render(snapshot_, now_, kMany).text);
  snapshot_.procedures.pop_back();
  EXPECT_EQ(Render(), BusinessPage().Render(snapshot_, now_, kMany).text);
  snapshot_.agencies.clear();
  snapshot_.procedures.clear();
  EXPECT_EQ(CountSeries(Render()), CountSeries(BusinessPage().Render(snapshot_, now_, kMany).text));
  EXPECT_THAT(Render(), Not(HasSubstr("agency=")));
}

TEST_F(BusinessTest, FollowsTheRulebook) {
  Render();
  snapshot_.rulebook = LoadRulebook("Sở mới");
  EXPECT_THAT(Render(), HasSubstr("name=\"Sở mới\""));
}

TEST_F(BusinessTest, FollowsTheBasis) {
  EXPECT_THAT(Render(), HasSubstr("dossier_lawful_open{"));
  snapshot_.policy.basis = dossier::Basis::kLawful;
  EXPECT_THAT(Render(), Not(HasSubstr("dossier_lawful_")));
  EXPECT_THAT(Render(), HasSubstr("dossier_promised_open{"));
  EXPECT_THAT(Render(), HasSubstr("dossier_promised_period_results{"));
}

TEST_F(BusinessTest, FollowsTheNumbers) {
  const std::string before = Render();
  A() = Next();
  EXPECT_NE(Render(), before);
  EXPECT_EQ(Render(), BusinessPage().Render(snapshot_, now_, kMany).text);
}

TEST_F(BusinessTest, ScrapesMayOverlap) {
  board::Snapshot other = snapshot_;
  other.agencies.pop_back();
  const std::string page = BusinessPage().Render(snapshot_, now_, kMany).text;
  const std::string other_page = BusinessPage().Render(other, now_, kMany).text;
  std::vector<std::thread> scrapers;
  for (int i = 0; i < 4; ++i) {
    scrapers.emplace_back([&, i] {
      const bool even = i % 2 == 0;
      for (int n = 0; n < 200; ++n) {
        EXPECT_EQ(page_.Render(even ? snapshot_ : other, now_, kMany).text,
                  even ? page : other_page);
      }
    });
  }
  for (std::thread& scraper : scrapers) scraper.join();
}

}  // namespace
}  // namespace dunghan::metrics

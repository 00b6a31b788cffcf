#include "metrics/business.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "dunghan/test/ledgers.h"

namespace dunghan::metrics {
namespace {

using board::Counts;
using board::DueBucket;
using board::NamedPeriod;
using board::Timeliness;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

std::vector<std::string> Lines(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// The series of a page, `name{labels}` -> value as printed.
std::map<std::string, std::string> SeriesOf(const std::string& page) {
  std::map<std::string, std::string> series;
  for (const std::string& line : Lines(page)) {
    if (line.empty() || line[0] == '#') continue;
    const size_t space = line.rfind(' ');
    EXPECT_TRUE(series.emplace(line.substr(0, space), line.substr(space + 1)).second)
        << "twice: " << line;
  }
  return series;
}

/// "agency,due" of `dossier_open{agency="A",due="today"}`. No label value here has a comma or a
/// brace.
std::string LabelNamesOf(const std::string& series) {
  std::string names;
  const size_t brace = series.find('{');
  if (brace == std::string::npos) return names;
  std::istringstream labels(series.substr(brace + 1, series.size() - brace - 2));
  for (std::string label; std::getline(labels, label, ',');) {
    names += (names.empty() ? "" : ",") + label.substr(0, label.find('='));
  }
  return names;
}

class BusinessTest : public ::testing::Test {
 protected:
  BusinessTest() {
    snapshot_.rulebook = LoadRulebook("Sở A");
    for (const char* code : {"", "A", "B"}) {
      snapshot_.agencies.push_back({events_.Code<AgencyCode>(code), Next()});
    }
    for (const char* code : {"P", "X"}) {
      snapshot_.procedures.push_back({events_.Code<ProcedureCode>(code), Next()});
    }
  }

  std::shared_ptr<const rulebook::Rulebook> LoadRulebook(const std::string& name_of_a) {
    const test::TempFolder folder;
    const auto path = [&](const char* name) { return folder.path() / name; };
    test::WriteFile(path("office.toml"),
                    "name = \"office\"\nzone = \"Asia/Ho_Chi_Minh\"\n"
                    "valid = { from = 2020-01-01, to = 2022-12-31 }\n"
                    "[hours]\nmon = [\"07:30-17:00\"]\n");
    test::WriteFile(path("agencies.csv"),
                    "code,name,name_en,tier,parent\nTINH,Tỉnh,,province,\nA," + name_of_a +
                        ",Department A,province,TINH\n");
    test::WriteFile(path("procedures.csv"), "code,name,field\nP,Thủ tục P,Đất đai\n");
    rulebook::Options options;
    options.calendars = {path("office.toml")};
    options.agencies = path("agencies.csv");
    options.procedures = path("procedures.csv");
    return rulebook::Rulebook::Load(options, events_.codes()).rulebook;
  }

  /// Counts of which every number is another one.
  Counts Next() {
    Counts counts;
    for (auto& flows : counts.periods) {
      for (auto& number : flows.results) number = ++last_;
      for (auto& number : flows.received) number = ++last_;
    }
    for (auto& number : counts.results) number = ++last_;
    for (auto& number : counts.open) number = ++last_;
    counts.waiting = ++last_;
    counts.waiting_late = ++last_;
    return counts;
  }

  std::string Render() { return page_.Render(snapshot_); }
  std::string ValueOf(const std::string& series) { return SeriesOf(Render())[series]; }
  static int64_t& Received(Counts& counts, NamedPeriod period, dossier::Channel channel) {
    return counts.periods[static_cast<size_t>(period)].received[static_cast<size_t>(channel)];
  }

  test::Events events_;
  board::Snapshot snapshot_;
  int64_t last_ = 0;
  BusinessPage page_;
};

TEST_F(BusinessTest, HasTheFamiliesTypesAndLabelsOfTheList) {
  std::map<std::string, std::set<std::string>> labels;
  for (const auto& [series, value] : SeriesOf(Render())) {
    labels[series.substr(0, series.find('{'))].insert(LabelNamesOf(series));
  }
  std::vector<std::string> found;
  for (const std::string& line : Lines(Render())) {
    if (line.rfind("# TYPE ", 0) != 0) continue;
    const std::string name = line.substr(7, line.rfind(' ') - 7);
    for (const std::string& names : labels[name]) {
      found.push_back(line.substr(7) + (names.empty() ? "" : " " + names));
    }
  }
  std::ifstream file(std::string(DUNGHAN_SOURCE_DIR) + "/tests/golden/business_metrics.txt");
  std::ostringstream golden;
  golden << file.rdbuf();
  EXPECT_EQ(found, Lines(golden.str()));
}

TEST_F(BusinessTest, PromtoolHasNothingToSay) {
  if (std::system("command -v promtool >/dev/null") != 0) GTEST_SKIP() << "promtool is missing";
  snapshot_.simulated = true;
  const test::TempFolder folder;
  test::WriteFile(folder.path() / "page", Render());
  const std::string command = "promtool check metrics <" + (folder.path() / "page").string() +
                              " >" + (folder.path() / "said").string() + " 2>&1";
  EXPECT_EQ(std::system(command.c_str()), 0);
  std::ostringstream said;
  said << std::ifstream(folder.path() / "said").rdbuf();
  EXPECT_EQ(said.str(), "");
}

TEST_F(BusinessTest, EverySeriesHasTheNumberItNames) {
  const auto series = SeriesOf(Render());
  const Counts& a = snapshot_.agencies[1].counts;
  const Counts& x = snapshot_.procedures[1].counts;
  const auto of = [&](const std::string& name) { return std::stoll(series.at(name)); };
  for (const NamedPeriod period : {NamedPeriod::kCurrentMonth, NamedPeriod::kPreviousMonth,
                                   NamedPeriod::kCurrentQuarter, NamedPeriod::kCurrentYear}) {
    const std::string labels =
        "{agency=\"A\",period=\"" + std::string(board::ToString(period)) + "\",";
    const auto& flows = a.In(period);
    EXPECT_EQ(of("dossier_period_results" + labels + "timeliness=\"early\"}"), flows.results[0]);
    EXPECT_EQ(of("dossier_period_results" + labels + "timeliness=\"on_time\"}"), flows.results[1]);
    EXPECT_EQ(of("dossier_period_results" + labels + "timeliness=\"late\"}"), flows.results[2]);
    EXPECT_EQ(of("dossier_period_received" + labels + "channel=\"unknown\"}"), flows.received[0]);
    EXPECT_EQ(of("dossier_period_received" + labels + "channel=\"online\"}"), flows.received[1]);
    EXPECT_EQ(of("dossier_period_received" + labels + "channel=\"in_person\"}"), flows.received[2]);
    EXPECT_EQ(of("dossier_period_received" + labels + "channel=\"postal\"}"), flows.received[3]);
  }
  for (size_t i = 0; i < board::kTimeliness; ++i) {
    const std::string word(ToString(static_cast<Timeliness>(i)));
    EXPECT_EQ(of("dossier_results{agency=\"A\",timeliness=\"" + word + "\"}"), a.results[i]);
    EXPECT_EQ(of("dossier_procedure_results{procedure=\"X\",timeliness=\"" + word + "\"}"),
              x.results[i]);
  }
  for (size_t i = 0; i < board::kDueBuckets; ++i) {
    const std::string word(ToString(static_cast<DueBucket>(i)));
    EXPECT_EQ(of("dossier_open{agency=\"A\",due=\"" + word + "\"}"), a.open[i]);
  }
  EXPECT_EQ(of("dossier_acceptance_open{agency=\"A\",state=\"waiting\"}"), a.waiting);
  EXPECT_EQ(of("dossier_acceptance_open{agency=\"A\",state=\"waiting_late\"}"), a.waiting_late);
  EXPECT_EQ(of("dossier_procedure_open{procedure=\"X\",state=\"overdue\"}"), x.Overdue());
  EXPECT_EQ(of("dossier_procedure_open{procedure=\"X\",state=\"pending\"}"),
            x.OpenInAll() - x.Overdue());
  EXPECT_EQ(series.size(), 3U * (12 + 4 + 9 + 2 + 16 + 1) + 2U * (4 + 2 + 1) + 2);
}

TEST_F(BusinessTest, PrintsNumbersOfAnySize) {
  snapshot_.agencies[1].counts.results = {0, -1, 9'007'199'254'740'993, 1};
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
  EXPECT_EQ(Render(), BusinessPage().Render(snapshot_));
  snapshot_.procedures.pop_back();
  EXPECT_EQ(Render(), BusinessPage().Render(snapshot_));
  snapshot_.agencies.clear();
  snapshot_.procedures.clear();
  EXPECT_EQ(SeriesOf(Render()).size(), 2U);
}

TEST_F(BusinessTest, FollowsTheRulebook) {
  Render();
  snapshot_.rulebook = LoadRulebook("Sở mới");
  EXPECT_THAT(Render(), HasSubstr("name=\"Sở mới\""));
}

TEST_F(BusinessTest, FollowsTheNumbers) {
  const std::string before = Render();
  snapshot_.agencies[1].counts = Next();
  EXPECT_NE(Render(), before);
  EXPECT_EQ(Render(), BusinessPage().Render(snapshot_));
}

TEST_F(BusinessTest, ScrapesMayOverlap) {
  board::Snapshot other = snapshot_;
  other.agencies.pop_back();
  const std::string page = BusinessPage().Render(snapshot_);
  const std::string other_page = BusinessPage().Render(other);
  std::vector<std::thread> scrapers;
  for (int i = 0; i < 4; ++i) {
    scrapers.emplace_back([&, i] {
      const bool even = i % 2 == 0;
      for (int n = 0; n < 200; ++n) {
        EXPECT_EQ(page_.Render(even ? snapshot_ : other), even ? page : other_page);
      }
    });
  }
  for (std::thread& scraper : scrapers) scraper.join();
}

}  // namespace
}  // namespace dunghan::metrics

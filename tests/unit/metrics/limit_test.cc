#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <set>

#include "business_fixture.h"
#include "metrics/daemon_metrics.h"
#include "metrics/gauge_text.h"

namespace dunghan::metrics {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

/// What is said of one agency and means nothing for several together.
const std::set<std::string> kOfOneAgency{"dossier_agency_on_time_target_ratio",
                                         "dossier_target_state",
                                         "dossier_best_possible_ratio",
                                         "dossier_cleared_ratio",
                                         "dossier_headline_percent",
                                         "dossier_best_possible_percent",
                                         "dossier_cleared_percent",
                                         "dossier_due_cohort_percent",
                                         "dossier_index766_percent",
                                         "dossier_late_budget_allowed",
                                         "dossier_late_budget_left",
                                         "dossier_recent_processing_median_working_seconds",
                                         "dossier_recent_processing_p90_working_seconds"};

/// A series without the value of its first label, if it is of an agency or a procedure.
std::string WithoutRow(const std::string& series) {
  for (const std::string label : {"{agency=\"", "{procedure=\""}) {
    const size_t begin = series.find(label);
    if (begin == std::string::npos) continue;
    const size_t end = series.find('"', begin + label.size());
    return series.substr(0, begin + label.size()) + series.substr(end);
  }
  return "";
}
std::string NameOf(const std::string& series) { return series.substr(0, series.find('{')); }

class PageLimit : public BusinessTest {
 protected:
  /// As many agencies that no list has, X0000 the largest.
  void AddAgencies(int count) {
    for (int i = 0; i < count; ++i) {
      const std::string digits = std::to_string(10'000 + i).substr(1);
      Counts counts;
      counts.open[0] = count - i;
      snapshot_.agencies.push_back({events_.Code<AgencyCode>("X" + digits), counts});
    }
  }
  std::set<std::string> AgenciesOn(const std::string& page) const {
    std::set<std::string> agencies;
    for (const auto& [series, value] : SeriesOf(page)) {
      if (NameOf(series) != "dossier_newly_severely_overdue") continue;
      agencies.insert(
          series.substr(series.find('"') + 1, series.rfind('"') - series.find('"') - 1));
    }
    return agencies;
  }
};

TEST_F(PageLimit, LeavesNothingOutOfASum) {
  const auto whole = SeriesOf(Render());
  const BusinessText cut = page_.Render(snapshot_, now_, 0);
  EXPECT_EQ(cut.agencies_left_out, 3);
  EXPECT_EQ(cut.procedures_left_out, 2);
  std::map<std::string, int64_t> sums;
  std::map<std::string, int64_t> least;
  for (const auto& [series, value] : whole) {
    const std::string key = WithoutRow(series);
    if (key.empty() || NameOf(key).ends_with("_info") || kOfOneAgency.contains(NameOf(key)))
      continue;
    const int64_t number = std::llround(std::stod(value) * 1000);
    sums[key] += number;
    int64_t& so_far = least.emplace(key, number).first->second;
    so_far = std::min(so_far, number);
  }
  size_t compared = 0;
  for (const auto& [series, value] : SeriesOf(cut.text)) {
    const std::string key = WithoutRow(series);
    if (key.empty() || NameOf(key).ends_with("_info")) continue;
    EXPECT_THAT(series, HasSubstr("=\"others\""));
    ASSERT_TRUE(sums.contains(key)) << series;
    const bool earliest = NameOf(key) == "dossier_oldest_overdue_timestamp_seconds";
    EXPECT_EQ(std::llround(std::stod(value) * 1000), (earliest ? least : sums).at(key)) << series;
    ++compared;
  }
  EXPECT_EQ(compared, sums.size());
}

TEST_F(PageLimit, NamesTheOthers) {
  const std::string page = page_.Render(snapshot_, now_, 0).text;
  EXPECT_THAT(page, HasSubstr(R"(dossier_agency_info{agency="others",name="Các cơ quan khác",)"
                              R"(name_en="Other agencies",level="",parent=""} 1)"));
  EXPECT_THAT(page, HasSubstr(R"(dossier_procedure_info{procedure="others",)"));
  EXPECT_THAT(Render(), Not(HasSubstr("others")));
  snapshot_.agencies.push_back({events_.Code<AgencyCode>("others"), Next()});
  EXPECT_THAT(page_.Render(snapshot_, now_, 0).text, HasSubstr(R"x({agency="(others)",)x"));
  EXPECT_EQ(AskPromtool("check metrics <$PAGE", page), HasPromtool() ? "" : page);
}

TEST_F(PageLimit, HoldsWhateverThereIs) {
  AddAgencies(300);
  for (const int64_t most : {500, 501, 777, 1000, 5000, 20'000}) {
    const BusinessText cut = page_.Render(snapshot_, now_, most);
    EXPECT_LE(CountSeries(cut.text), most);
    // And not much more is left out than has to be: a row may have fewer series than it could have.
    EXPECT_GT(CountSeries(cut.text), most * 3 / 4 - 250) << most;
    EXPECT_EQ(AgenciesOn(cut.text).size(), static_cast<size_t>(303 + 1 - cut.agencies_left_out));
  }
  EXPECT_EQ(page_.Render(snapshot_, now_, 1'000'000).agencies_left_out, 0);
}

TEST_F(PageLimit, KeepsTheListedOnesThenTheLargest) {
  AddAgencies(300);
  const auto shown = AgenciesOn(page_.Render(snapshot_, now_, 1000).text);
  EXPECT_TRUE(shown.contains("A"));  // listed, and smaller than "" and B
  EXPECT_TRUE(shown.contains("B"));
  EXPECT_TRUE(shown.contains("unknown"));
  EXPECT_TRUE(shown.contains("X0000"));
  EXPECT_FALSE(shown.contains("X0299"));
  snapshot_.agencies.back().counts.open[0] = 1'000'000;
  const auto later = AgenciesOn(page_.Render(snapshot_, now_, 1000).text);
  EXPECT_TRUE(later.contains("X0299"));
  EXPECT_TRUE(later.contains("A"));
  EXPECT_EQ(later.size(), shown.size());
  EXPECT_EQ(page_.Render(snapshot_, now_, 1000).text,
            BusinessPage().Render(snapshot_, now_, 1000).text);
}

TEST_F(PageLimit, HoldsForTheAgenciesOfSourcesAndIsTold) {
  AddAgencies(300);
  const ManualClock clock(now_);
  DaemonMetrics daemon(
      {.sources = {{.name = "one", .makes_figures = true}, {.name = "two", .makes_figures = true}},
       .max_series = 1000},
      clock);
  daemon.LeftOut(299, 7);
  const auto series =
      SeriesOf(daemon.Write({.board = std::make_shared<const board::Snapshot>(snapshot_)}));
  const auto feeds = std::count_if(series.begin(), series.end(), [](const auto& each) {
    return NameOf(each.first) == "dunghan_source_feeds";
  });
  EXPECT_EQ(feeds, 250);
  EXPECT_TRUE(series.contains(R"(dunghan_source_feeds{agency="A",source="one"})"));
  EXPECT_EQ(series.at("dunghan_source_feeds_left_out"), "178");
  EXPECT_EQ(series.at("dunghan_metrics_agencies_left_out"), "299");
  EXPECT_EQ(series.at("dunghan_metrics_procedures_left_out"), "7");
}

}  // namespace
}  // namespace dunghan::metrics

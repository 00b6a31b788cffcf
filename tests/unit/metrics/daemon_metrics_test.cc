#include "metrics/daemon_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "business_fixture.h"

namespace dunghan::metrics {
namespace {

using namespace std::chrono_literals;
using ::testing::HasSubstr;
using ::testing::Not;

class DaemonMetricsTest : public BusinessTest {
 protected:
  DaemonMetricsTest() : clock_(now_) {}
  std::string Write(DaemonMetrics& metrics, const DaemonState& state = {}) {
    return metrics.Write(state);
  }
  std::string ValueIn(DaemonMetrics& metrics, const std::string& series,
                      const DaemonState& state = {}) {
    const auto all = SeriesOf(metrics.Write(state));
    const auto found = all.find(series);
    return found == all.end() ? "absent" : found->second;
  }

  ManualClock clock_;
  DaemonFacts facts_{.version = "1.2", .revision = "abc", .max_series = 100'000};
};

/// Metrics in which every family has a series.
void FillAll(DaemonMetrics& metrics, test::Events& events, const board::Snapshot& snapshot) {
  metrics.Rulebook(snapshot.rulebook, test::At("2021-06-07 07:00"));
  const auto items = test::Items({events.Received("D1", "2021-06-07 07:50")});
  const ledger::ItemOutcome stored;
  metrics.Committed(metrics.NotesOf(items), {&stored, 1});
  metrics.Commit({.seconds = 0.1, .stored = 1, .events = 1, .at = test::At("2021-06-07 08:00")});
  metrics.Serving({.refused = {{"idle", 1}}});
  metrics.Statement({.period = "2021-05",
                     .reported = true,
                     .seq = 12,
                     .at = test::At("2021-06-03 17:00"),
                     .rows = {{"A", 1, 2, 3}}});
  metrics.Answered("/metrics", 200);
}

DaemonState FullState(const board::Snapshot& snapshot) {
  return {.board = std::make_shared<const board::Snapshot>(snapshot),
          .alerts = {.active = 3,
                     .capped = 4,
                     .announced = {{"3wd", 5}},
                     .alertmanagers = {{"http://one:9093", 6, 7, 8, 9}}}};
}

TEST_F(DaemonMetricsTest, HasTheFamiliesOfTheList) {
  facts_.ledger = "/nowhere";
  facts_.sources = {{.name = "mot-cua",
                     .expected = 4h,
                     .makes_figures = true,
                     .configured = true,
                     .heard = now_}};
  DaemonMetrics metrics(facts_, clock_);
  FillAll(metrics, events_, snapshot_);
  std::vector<std::string> found;
  for (const std::string& line : Lines(Write(metrics, FullState(snapshot_)))) {
    if (line.starts_with("# TYPE ")) found.push_back(line.substr(7));
  }
  std::sort(found.begin(), found.end());
  EXPECT_EQ(found, Golden("daemon_metrics.txt"));
}

TEST_F(DaemonMetricsTest, ShowsOneFrozenStatementAtATime) {
  DaemonMetrics metrics(facts_, clock_);
  metrics.Statement({.period = "2021-05", .seq = 12, .rows = {{"A", 1, 2, 3}}});
  EXPECT_THAT(Write(metrics, {}),
              HasSubstr("dossier_statement_results{agency=\"A\",period=\"2021-05\","
                        "timeliness=\"late\"} 3\n"));
  metrics.Statement({.period = "2021-06", .reported = true, .seq = 20, .rows = {{"B", 4, 0, 0}}});
  const std::string page = Write(metrics, {});
  EXPECT_THAT(page, Not(HasSubstr("2021-05")));
  EXPECT_THAT(page, HasSubstr("dossier_statement_position{period=\"2021-06\"} 20\n"));
  EXPECT_THAT(page, HasSubstr("dossier_statement_reported{period=\"2021-06\"} 1\n"));
}

TEST_F(DaemonMetricsTest, PromtoolHasNothingToSay) {
  if (!HasPromtool()) GTEST_SKIP() << "promtool is missing";
  facts_.sources = {{.name = "mot-cua", .expected = 4h, .makes_figures = true}};
  DaemonMetrics metrics(facts_, clock_);
  FillAll(metrics, events_, snapshot_);
  EXPECT_EQ(AskPromtool("check metrics <$PAGE", Write(metrics, FullState(snapshot_))), "");
}

TEST_F(DaemonMetricsTest, ShowsWhatBecameOfAlerts) {
  DaemonMetrics metrics(facts_, clock_);
  const auto state = FullState(snapshot_);
  const auto series = SeriesOf(metrics.Write(state));
  EXPECT_EQ(series.at(R"(dunghan_alerts{state="active"})"), "3");
  EXPECT_EQ(series.at(R"(dunghan_alerts{state="capped"})"), "4");
  EXPECT_EQ(series.at(R"(dunghan_alerts_announced_total{tier="3wd"})"), "5");
  const std::string where = R"({alertmanager="http://one:9093"})";
  EXPECT_EQ(series.at("dunghan_alertmanager_posts_total" + where), "6");
  EXPECT_EQ(series.at("dunghan_alertmanager_failures_total" + where), "7");
  EXPECT_EQ(series.at("dunghan_alertmanager_queue" + where), "8");
  EXPECT_EQ(series.at("dunghan_alertmanager_queue_dropped_total" + where), "9");
  EXPECT_EQ(SeriesOf(metrics.Write(state)).at("dunghan_alertmanager_posts_total" + where), "6");
}

TEST_F(DaemonMetricsTest, WithoutAlertsTheyAreZero) {
  DaemonMetrics metrics(facts_, clock_);
  EXPECT_EQ(ValueIn(metrics, R"(dunghan_alerts{state="active"})"), "0");
  EXPECT_EQ(ValueIn(metrics, R"(dunghan_alerts{state="capped"})"), "0");
}

TEST_F(DaemonMetricsTest, TellsHowManySeriesThereAreAndMayBe) {
  DaemonMetrics metrics(facts_, clock_);
  EXPECT_EQ(ValueIn(metrics, R"(dunghan_metrics_series{endpoint="matrix"})"), "0");
  metrics.Rendered(Endpoint::kMetrics, 21'000);
  metrics.Rendered(Endpoint::kMatrix, 99'995, 17);
  metrics.Rendered(Endpoint::kMetrics, 22'000);
  EXPECT_EQ(ValueIn(metrics, R"(dunghan_metrics_series{endpoint="metrics"})"), "22000");
  EXPECT_EQ(ValueIn(metrics, R"(dunghan_metrics_series{endpoint="matrix"})"), "99995");
  EXPECT_EQ(ValueIn(metrics, "dunghan_matrix_rows_left_out"), "17");
  for (const char* endpoint : {"metrics", "matrix"}) {
    EXPECT_EQ(ValueIn(metrics,
                      "dunghan_metrics_series_limit{endpoint=\"" + std::string(endpoint) + "\"}"),
              "100000");
  }
}

TEST_F(DaemonMetricsTest, OneRulebookIsInForce) {
  DaemonMetrics metrics(facts_, clock_);
  metrics.Rulebook(snapshot_.rulebook, now_);
  const auto other = LoadRulebook("Sở mới");
  metrics.Rulebook(other, now_ + 5s);
  const std::string page = Write(metrics);
  EXPECT_THAT(page, HasSubstr("dunghan_rulebook_info{digest=\"" +
                              ToHex(other->digest()).substr(0, 12) + "\"} 1\n"));
  EXPECT_THAT(page, Not(HasSubstr(ToHex(snapshot_.rulebook->digest()).substr(0, 12))));
}

}  // namespace
}  // namespace dunghan::metrics

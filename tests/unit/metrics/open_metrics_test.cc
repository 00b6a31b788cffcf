#include "metrics/open_metrics.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "business_fixture.h"
#include "metrics/daemon_metrics.h"
#include "metrics/matrix.h"

namespace dunghan::metrics {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(OpenMetrics, EndsWithAMark) { EXPECT_EQ(ToOpenMetrics(""), "# EOF\n"); }

TEST(OpenMetrics, ACounterIsHeadedWithoutTotal) {
  EXPECT_EQ(ToOpenMetrics("# HELP a_total What.\n# TYPE a_total counter\na_total{b=\"c\"} 1\n"),
            "# TYPE a counter\n# HELP a What.\na_total{b=\"c\"} 1\n# EOF\n");
}

TEST(OpenMetrics, ANameThatEndsInAUnitHasItSaid) {
  EXPECT_EQ(ToOpenMetrics("# HELP a_seconds What.\n# TYPE a_seconds gauge\na_seconds 1\n"),
            "# TYPE a_seconds gauge\n# UNIT a_seconds seconds\n# HELP a_seconds What.\n"
            "a_seconds 1\n# EOF\n");
  EXPECT_EQ(ToOpenMetrics("# HELP a_seconds_total What.\n# TYPE a_seconds_total counter\n"),
            "# TYPE a_seconds counter\n# UNIT a_seconds seconds\n# HELP a_seconds What.\n# EOF\n");
  EXPECT_THAT(ToOpenMetrics("# HELP milliseconds What.\n# TYPE milliseconds gauge\n"),
              Not(HasSubstr("UNIT")));
}

TEST(OpenMetrics, AnInfoIsHeadedWithoutItsEnd) {
  EXPECT_EQ(ToOpenMetrics("# HELP a_info What.\n# TYPE a_info gauge\na_info{b=\"c\"} 1\n"),
            "# TYPE a info\n# HELP a What.\na_info{b=\"c\"} 1\n# EOF\n");
}

TEST(OpenMetrics, QuotationMarksOfAHelpAreEscaped) {
  EXPECT_THAT(ToOpenMetrics("# HELP a Say \"b\" \\\\ \\n.\n# TYPE a gauge\n"),
              HasSubstr("# HELP a Say \\\"b\\\" \\\\ \\n.\n"));
}

TEST(OpenMetrics, CommentsAreLeftOutAndLabelsStay) {
  EXPECT_EQ(ToOpenMetrics("# simulated\n# HELP a What.\n# TYPE a gauge\na{b=\"# TYPE\\n#\"} 1\n"),
            "# TYPE a gauge\n# HELP a What.\na{b=\"# TYPE\\n#\"} 1\n# EOF\n");
}

/// Every page, read by Prometheus' own parser of OpenMetrics. Its tool wants a time on each sample.
class OpenMetricsPages : public BusinessTest {
 protected:
  static std::string Judge(const std::string& page) {
    std::string timed;
    for (const std::string& line : Lines(ToOpenMetrics(page))) {
      timed += line + (line[0] == '#' ? "\n" : " 1600000000\n");
    }
    return AskPromtool("tsdb create-blocks-from openmetrics $PAGE $FOLDER/blocks", timed);
  }
};

TEST_F(OpenMetricsPages, CanBeRead) {
  if (!HasPromtool()) GTEST_SKIP() << "promtool is missing";
  snapshot_.simulated = true;
  snapshot_.agencies.push_back({events_.Code<AgencyCode>("a\"b\\c\nđ"), Next()});
  EXPECT_EQ(Judge(Render()), "");
  const ManualClock clock(now_);
  DaemonMetrics daemon({.version = "1", .revision = "2"}, clock);
  EXPECT_EQ(Judge(daemon.Write({})), "");
  board::Matrix matrix;
  matrix.rows.push_back({.agency = snapshot_.agencies[1].code,
                         .procedure = snapshot_.procedures[0].code,
                         .results = {},
                         .overdue = 1});
  EXPECT_EQ(Judge(RenderMatrix(snapshot_, matrix, 100).text), "");
}

TEST_F(OpenMetricsPages, AreJudged) {
  if (!HasPromtool()) GTEST_SKIP() << "promtool is missing";
  EXPECT_NE(Judge("# HELP a_total What.\n# TYPE a_total counter\na{b=c} 1\n"), "");
}

/// A name must not belong to two families: "a" the gauge and "a_total" the counter would both be a.
TEST_F(OpenMetricsPages, HaveEachFamilyOnce) {
  const ManualClock clock(now_);
  std::set<std::string> names;
  for (const std::string& line :
       Lines(ToOpenMetrics(Render() + DaemonMetrics({}, clock).Write({})))) {
    if (line.rfind("# TYPE ", 0) != 0) continue;
    const std::string name = line.substr(7, line.rfind(' ') - 7);
    EXPECT_TRUE(names.insert(name).second) << name;
  }
  EXPECT_GT(names.size(), 80U);
}

}  // namespace
}  // namespace dunghan::metrics

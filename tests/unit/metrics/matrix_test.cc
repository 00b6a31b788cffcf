#include "metrics/matrix.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "business_fixture.h"
#include "metrics/gauge_text.h"

namespace dunghan::metrics {
namespace {

using ::testing::HasSubstr;
using ::testing::StartsWith;

class MatrixTest : public BusinessTest {
 protected:
  void Add(std::string_view agency, std::string_view procedure, int64_t late, int64_t overdue) {
    matrix_.rows.push_back({.agency = events_.Code<AgencyCode>(agency),
                            .procedure = events_.Code<ProcedureCode>(procedure),
                            .results = {++last_, ++last_, late, ++last_},
                            .overdue = overdue,
                            .pending = ++last_});
  }
  MatrixPage Render(int64_t max_series = 1000) const {
    return RenderMatrix(snapshot_, matrix_, max_series);
  }
  /// The pairs of a page, as in its lines.
  static std::vector<std::string> PairsOf(const MatrixPage& page) {
    std::vector<std::string> pairs;
    constexpr std::string_view kBegin = "dossier_agency_procedure_open{";
    for (const std::string& line : Lines(page.text)) {
      const size_t end = line.find(",state=\"overdue\"");
      if (!line.starts_with(kBegin) || end == std::string::npos) continue;
      pairs.push_back(line.substr(kBegin.size(), end - kBegin.size()));
    }
    return pairs;
  }

  board::Matrix matrix_;
};

TEST_F(MatrixTest, HasTheFamiliesTypesAndLabelsOfTheList) {
  Add("A", "P", 1, 2);
  EXPECT_EQ(FamiliesOf(Render().text), Golden("matrix_metrics.txt"));
}

TEST_F(MatrixTest, PromtoolHasNothingToSay) {
  if (!HasPromtool()) GTEST_SKIP() << "promtool is missing";
  snapshot_.simulated = true;
  Add("A", "P", 1, 2);
  EXPECT_EQ(AskPromtool("check metrics <$PAGE", Render().text), "");
}

TEST_F(MatrixTest, EverySeriesHasTheNumberItNames) {
  Add("A", "P", 11, 12);
  Add("A", "X", 13, 14);
  Add("B", "P", 15, 16);
  const MatrixPage page = Render();
  const auto series = SeriesOf(page.text);
  for (const auto& row : matrix_.rows) {
    const std::string pair = "{agency=\"" + std::string(row.agency.text()) + "\",procedure=\"" +
                             std::string(row.procedure.text()) + "\"";
    const std::string results = "dossier_agency_procedure_period_results" + pair +
                                R"(,period="current_month",timeliness=")";
    EXPECT_EQ(series.at(results + "early\"}"), std::to_string(row.results[0]));
    EXPECT_EQ(series.at(results + "on_time\"}"), std::to_string(row.results[1]));
    EXPECT_EQ(series.at(results + "late\"}"), std::to_string(row.results[2]));
    const std::string open = "dossier_agency_procedure_open" + pair + ",state=\"";
    EXPECT_EQ(series.at(open + "overdue\"}"), std::to_string(row.overdue));
    EXPECT_EQ(series.at(open + "pending\"}"), std::to_string(row.pending));
  }
  EXPECT_EQ(series.size(), 15U);
  EXPECT_EQ(page.series, 15);
  EXPECT_EQ(CountSeries(page.text), 15);
  EXPECT_EQ(page.rows_left_out, 0);
}

TEST_F(MatrixTest, TheWorstPairsStayInTheirOrder) {
  Add("A", "P", 1, 0);
  Add("A", "X", 0, 9);
  Add("B", "P", 5, 0);
  Add("B", "X", 4, 4);
  const MatrixPage page = Render(14);  // two pairs of five, and a rest that is no pair
  EXPECT_EQ(PairsOf(page), (std::vector<std::string>{R"(agency="A",procedure="X")",
                                                     R"(agency="B",procedure="X")"}));
  EXPECT_EQ(page.series, 10);
  EXPECT_EQ(page.rows_left_out, 2);
}

TEST_F(MatrixTest, OfEqualPairsTheFirstStay) {
  for (const char* agency : {"A", "B"}) {
    for (const char* procedure : {"P", "Q", "X"}) Add(agency, procedure, 1, 1);
  }
  EXPECT_EQ(PairsOf(Render(10)), (std::vector<std::string>{R"(agency="A",procedure="P")",
                                                           R"(agency="A",procedure="Q")"}));
}

TEST_F(MatrixTest, ALimitOfAsMuchAsThereIsCutsNothing) {
  Add("A", "P", 1, 0);
  Add("B", "P", 1, 0);
  EXPECT_EQ(Render(10).rows_left_out, 0);
  EXPECT_EQ(Render(9).rows_left_out, 1);
  EXPECT_EQ(Render(0).rows_left_out, 2);
}

TEST_F(MatrixTest, NamesNothingAsTheOtherPageDoes) {
  Add("", "a\"b\\c\nđ", 1, 0);
  EXPECT_THAT(Render().text, HasSubstr(R"({agency="unknown",procedure="a\"b\\c\nđ",)"));
}

TEST_F(MatrixTest, SaysFirstThatItIsSimulated) {
  snapshot_.simulated = true;
  EXPECT_THAT(Render().text, StartsWith("# DỮ LIỆU MÔ PHỎNG (simulated data)\n# HELP "));
}

}  // namespace
}  // namespace dunghan::metrics

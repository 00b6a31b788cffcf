#include "cell_sums.h"

#include <gtest/gtest.h>

#include <map>

#include "dunghan/test/values.h"

namespace dunghan::ledger {
namespace {

using figures::Amount;
using figures::Measure;
using test::Day;

class Sums : public testing::Test {
 protected:
  figures::Share ShareWith(const char* agency, figures::Contributions amounts,
                           figures::MeasureContributions measures = {}) {
    return {Row(agency), std::move(amounts), std::move(measures)};
  }
  figures::RowKey Row(const char* agency) {
    return {events_.Code<AgencyCode>(agency), events_.Code<ProcedureCode>("P"), {}, {}};
  }
  static figures::Contribution One(std::string_view day, Amount amount, int count = 1) {
    return {Day(day), dossier::Basis::kPromised, amount, static_cast<int8_t>(count)};
  }
  /// "D2021-06-01" -> sum of all amounts of the promised basis, by agency.
  std::map<std::string, int64_t> Pages() {
    std::map<std::string, int64_t> pages;
    std::string last;
    sums_.TakePages([&](const PageKey& key, std::string&& page) {
      EXPECT_LT(last, key.ToBytes());
      last = key.ToBytes();
      const bool sound = DecodePage(page, dictionary_, [&](const auto& row, const auto& cell) {
        for (const int32_t amount : cell.bases[0]) {
          if (amount == 0) continue;
          pages["DMY"[static_cast<size_t>(key.span)] + FormatDate(key.first) + " " +
                std::string(row.agency.text())] += amount;
        }
        for (const auto& [measure, amount] : cell.measures) {
          pages["DMY"[static_cast<size_t>(key.span)] + FormatDate(key.first) + " " +
                std::string(row.agency.text()) + " measures"] += amount;
        }
      });
      EXPECT_TRUE(sound);
    });
    return pages;
  }

  test::Events events_;
  record::Dictionary dictionary_{*events_.codes()};
  CellSums sums_{dictionary_};
};

using Expected = std::map<std::string, int64_t>;

TEST_F(Sums, OfDaysMakeMonthsAndYears) {
  sums_.Add(ShareWith("A", {One("2021-06-01", Amount::kReceived),
                            One("2021-06-02", Amount::kFinishedEarly),
                            One("2021-07-01", Amount::kOverdue)}),
            1);
  sums_.Add(ShareWith("A", {One("2021-06-01", Amount::kReceived)}), 1);
  EXPECT_EQ(Pages(), (Expected{{"D2021-06-01 A", 2},
                               {"D2021-06-02 A", 1},
                               {"D2021-07-01 A", 1},
                               {"M2021-06-01 A", 3},
                               {"M2021-07-01 A", 1},
                               {"Y2021-01-01 A", 4}}));
  EXPECT_EQ(Pages(), Expected()) << "begun anew";
}

TEST_F(Sums, LeaveOutWhatComesToNothing) {
  sums_.Add(ShareWith("A", {One("2021-06-01", Amount::kOverdue)}), 1);
  sums_.Add(ShareWith("A", {One("2021-06-03", Amount::kOverdue, -1)}), 1);
  EXPECT_EQ(Pages(), (Expected{{"D2021-06-01 A", 1}, {"D2021-06-03 A", -1}}));
}

TEST_F(Sums, OfAReplacementAreTheDifference) {
  const auto before =
      ShareWith("A", {One("2021-06-01", Amount::kReceived), One("2021-06-05", Amount::kOverdue)},
                {{Day("2021-06-01"), Row("A"), {Measure::kSubmitted, 0, {}}, 1}});
  const auto after = ShareWith(
      "A", {One("2021-06-01", Amount::kReceived), One("2021-06-04", Amount::kFinishedLate)},
      {{Day("2021-06-01"), Row("A"), {Measure::kSubmitted, 0, {}}, 1},
       {Day("2021-06-04"), Row("B"), {Measure::kStepTime, 0, {}}, 500}});
  sums_.Replace(before, after);
  EXPECT_EQ(Pages(), (Expected{{"D2021-06-05 A", -1},
                               {"D2021-06-04 A", 1},
                               {"D2021-06-04 B measures", 500},
                               {"M2021-06-01 A", 0},
                               {"Y2021-01-01 A", 0},
                               {"M2021-06-01 B measures", 500},
                               {"Y2021-01-01 B measures", 500}}));
}

TEST_F(Sums, OfAnotherRowTakeAllFromTheOldOne) {
  sums_.Replace(ShareWith("A", {One("2021-06-01", Amount::kReceived)}),
                ShareWith("B", {One("2021-06-01", Amount::kReceived)}));
  EXPECT_EQ(Pages(), (Expected{{"D2021-06-01 A", -1},
                               {"D2021-06-01 B", 1},
                               {"M2021-06-01 A", -1},
                               {"M2021-06-01 B", 1},
                               {"Y2021-01-01 A", -1},
                               {"Y2021-01-01 B", 1}}));
}

TEST_F(Sums, TakeInCellsAsTheyAre) {
  figures::Cells cells;
  cells.Add(Row("A"), {One("2021-06-01", Amount::kReceived, 3)}, 1);
  cells.Add({{Day("2021-06-01"), Row("A"), {Measure::kRated, 0, {}}, 2}}, 1);
  sums_.Add(cells);
  EXPECT_EQ(Pages(), (Expected{{"D2021-06-01 A", 3},
                               {"D2021-06-01 A measures", 2},
                               {"M2021-06-01 A", 3},
                               {"M2021-06-01 A measures", 2},
                               {"Y2021-01-01 A", 3},
                               {"Y2021-01-01 A measures", 2}}));
}

}  // namespace
}  // namespace dunghan::ledger

#include <gtest/gtest.h>

#include "dunghan/figures/cells.h"
#include "dunghan/test/values.h"

namespace dunghan::figures {
namespace {

constexpr MeasureKey kUrged{Measure::kUrged, 0, {}};

TEST(MeasureSums, KeepNoneThatIsZero) {
  MeasureSums sums;
  sums.Add(kUrged, 2);
  sums.Add({Measure::kRated, 0, {}}, 1);
  sums.Add(kUrged, -2);
  EXPECT_EQ(sums.Of(kUrged), 0);
  EXPECT_EQ(sums.Of(Measure::kRated), 1);
  sums.Add({Measure::kRated, 0, {}}, -1);
  EXPECT_TRUE(sums.empty());
  sums.Add(kUrged, 0);
  EXPECT_TRUE(sums.empty());
}

TEST(MeasureSums, TellDetailsApartAndAddReasonsUp) {
  test::Events events;
  const auto staff = events.Code<ReasonCode>("staff");
  MeasureSums sums;
  sums.Add({Measure::kLateByCause, 0, {}}, 1);
  sums.Add({Measure::kLateByCause, 0, staff}, 2);
  sums.Add({Measure::kLateByCause, 1, staff}, 4);
  EXPECT_EQ(sums.Of(Measure::kLateByCause, 0), 3);
  EXPECT_EQ(sums.Of(Measure::kLateByCause, 1), 4);
  EXPECT_EQ(sums.Of({Measure::kLateByCause, 0, staff}), 2);
}

TEST(MeasureSums, AreEqualAsSets) {
  MeasureSums one;
  MeasureSums two;
  one.Add(kUrged, 1);
  one.Add({Measure::kRated, 0, {}}, 2);
  two.Add({Measure::kRated, 0, {}}, 2);
  EXPECT_NE(one, two);
  two.Add(kUrged, 1);
  EXPECT_EQ(one, two);
  two.Add(one, -1);
  EXPECT_EQ(two, MeasureSums{});
}

TEST(Cells, MeasuresAreAddedInTheirOwnRowsAndReplacedWhereTheyDiffer) {
  test::Events events;
  const LocalDay day = test::Day("2021-06-07");
  const RowKey a{events.Code<AgencyCode>("A"), {}, {}, {}};
  const RowKey b{events.Code<AgencyCode>("B"), {}, {}, {}};
  const MeasureContributions before = {{day, a, kUrged, 1}, {day, b, kUrged, 1}};
  const MeasureContributions after = {{day, b, kUrged, 1}, {day, b, kUrged, 1}};
  Cells cells;
  cells.Add(before, 1);
  cells.Replace(before, after);
  EXPECT_EQ(cells.map().at({day, b}).measures.Of(kUrged), 2);
  EXPECT_TRUE(cells.map().at({day, a}).IsZero());
  cells.DropZeros();
  EXPECT_EQ(cells.map().size(), 1U);
  cells.Add(after, -1);
  cells.DropZeros();
  EXPECT_TRUE(cells.map().empty());
}

}  // namespace
}  // namespace dunghan::figures

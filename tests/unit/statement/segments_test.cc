#include "segments.h"

#include <gtest/gtest.h>

#include "dunghan/test/values.h"

namespace dunghan::statement {
namespace {

using test::Day;

std::string Show(const std::vector<Segment>& segments) {
  std::string text;
  for (const Segment& segment : segments) {
    text += segment.part == Part::kBefore   ? "before"
            : segment.part == Part::kWithin ? "in"
                                            : "ahead";
    if (segment.days.from) text += " " + FormatDate(*segment.days.from);
    text += ".." + FormatDate(*segment.days.to) + " by " + FormatDate(segment.tree) + "; ";
  }
  return text;
}

std::string Of(const std::string& period, const std::string& today,
               const std::vector<LocalDay>& changes = {}) {
  return Show(SegmentsOf(figures::ParsePeriod(period).value(), Day(today), changes));
}

TEST(Segments, AreThePastThePeriodAndWhatLiesAhead) {
  EXPECT_EQ(Of("2025-07", "2025-08-20"),
            "before..2025-06-30 by 2025-06-30; in 2025-07-01..2025-07-31 by 2025-07-01; ");
  EXPECT_EQ(Of("2025-07", "2025-07-10"),
            "before..2025-06-30 by 2025-06-30; in 2025-07-01..2025-07-10 by 2025-07-01; "
            "ahead 2025-07-11..2025-07-31 by 2025-07-11; ");
  EXPECT_EQ(Of("2025-07", "2025-06-10"),
            "before..2025-06-10 by 2025-06-10; ahead 2025-07-01..2025-07-31 by 2025-07-01; ");
}

TEST(Segments, AreDividedWhereTheTreeChanges) {
  const std::vector<LocalDay> changes = {Day("2025-03-01"), Day("2025-07-01"), Day("2025-07-15"),
                                         Day("2025-07-31"), Day("2025-10-01")};
  EXPECT_EQ(Of("2025-07", "2025-07-20", changes),
            "before..2025-06-30 by 2025-06-30; in 2025-07-01..2025-07-14 by 2025-07-01; "
            "in 2025-07-15..2025-07-20 by 2025-07-15; "
            "ahead 2025-07-21..2025-07-30 by 2025-07-21; "
            "ahead 2025-07-31..2025-07-31 by 2025-07-31; ");
}

}  // namespace
}  // namespace dunghan::statement

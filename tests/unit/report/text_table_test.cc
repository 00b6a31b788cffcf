#include "text_table.h"

#include <gtest/gtest.h>

namespace dunghan::report {
namespace {

TEST(TextTable, LinesUpTextWithDiacritics) {
  TextTable table;
  table.AddColumn("Tên", TextTable::Align::kLeft);
  table.AddColumn("Số", TextTable::Align::kRight);
  table.AddRule();
  table.AddRow({"Sở Tư pháp", "7"});
  table.AddRow({"A", "1.234"});
  EXPECT_EQ(table.ToString(),
            "Tên            Số\n"
            "─────────────────\n"
            "Sở Tư pháp      7\n"
            "A           1.234\n");
}

TEST(TextTable, HeadsNeighboursOfOneGroupTogether) {
  TextTable table;
  table.AddColumn("x", TextTable::Align::kLeft);
  table.AddColumn("a", TextTable::Align::kRight, "Nhóm");
  table.AddColumn("b", TextTable::Align::kRight, "Nhóm");
  table.AddColumn("c", TextTable::Align::kRight);
  table.AddRow({"1", "2", "3", "4"});
  EXPECT_EQ(table.ToString(),
            "   ─ Nhóm ─\n"
            "x  a      b  c\n"
            "1  2      3  4\n");
}

TEST(CutTo, KeepsCharactersWhole) {
  EXPECT_EQ(CutTo("Sở Tư pháp", 10), "Sở Tư pháp");
  EXPECT_EQ(CutTo("Sở Tư pháp", 9), "Sở Tư ph…");
  EXPECT_EQ(CutTo("Sở", 2), "Sở");
  EXPECT_EQ(CutTo("Sở Tư", 2), "S…");
}

}  // namespace
}  // namespace dunghan::report

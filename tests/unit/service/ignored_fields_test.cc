#include "intake/ignored_fields.h"

#include <gtest/gtest.h>

#include <tuple>

namespace dunghan::intake {
namespace {

using Row = std::tuple<std::string, std::string_view, int64_t>;

std::vector<Row> Rows(const IgnoredFields::List& list) {
  std::vector<Row> rows;
  for (const auto& field : list.fields) {
    rows.emplace_back(field.name, NameOf(field.near), field.count);
  }
  return rows;
}

std::string_view Near(std::string_view name) {
  const auto near = FieldNear(name);
  return near ? NameOf(*near) : "none";
}

TEST(FieldNear, KnowsOtherSpellingsOfAName) {
  EXPECT_EQ(Near("Due"), "due");
  EXPECT_EQ(Near("stepDue"), "step_due");
  EXPECT_EQ(Near("To-Agency"), "to_agency");
  EXPECT_EQ(Near("AT"), "at");
  EXPECT_EQ(Near("agecny"), "agency");
  EXPECT_EQ(Near("procedur"), "procedure");
}

TEST(FieldNear, KnowsNamesWithSomethingBehindThem) {
  EXPECT_EQ(Near("duedate"), "due");
  EXPECT_EQ(Near("agency_code"), "agency");
  EXPECT_EQ(Near("stepDueDate"), "step_due");
}

TEST(FieldNear, LeavesOtherNamesAlone) {
  for (const char* name : {"", "x", "MaHoSo", "attachments", "identity", "applicant", "fee"}) {
    EXPECT_EQ(Near(name), "none") << name;
  }
}

TEST(IgnoredFields, CountsEachNameOnce) {
  IgnoredFields ignored;
  for (int i = 0; i < 3; ++i) {
    ignored.Met("MaHoSo");
    ignored.Met("duedate");
  }
  ignored.Met("Agency");
  EXPECT_EQ(Rows(ignored.Take()),
            (std::vector<Row>{{"duedate", "due", 3}, {"Agency", "agency", 1}}));
}

TEST(IgnoredFields, BeginsAnewAfterEachTake) {
  IgnoredFields ignored;
  ignored.Met("duedate");
  ignored.Take();
  EXPECT_EQ(Rows(ignored.Take()), std::vector<Row>());
  ignored.Met("duedate");
  EXPECT_EQ(Rows(ignored.Take()), (std::vector<Row>{{"duedate", "due", 1}}));
}

TEST(IgnoredFields, ListsSoManyAndCountsTheRest) {
  IgnoredFields ignored;
  for (int round = 0; round < 2; ++round) {
    for (int i = 0; i < 25; ++i) ignored.Met("due" + std::to_string(i));
  }
  const auto list = ignored.Take();
  EXPECT_EQ(list.fields.size(), 20U);
  EXPECT_EQ(list.fields.back().count, 2);
  EXPECT_EQ(list.left_off, 10);
}

/// Names may hold anything, and be as long as a body.
TEST(IgnoredFields, PassesOverWhatNobodyWouldWantToRead) {
  IgnoredFields ignored;
  ignored.Met("due" + std::string(62, 'x'));
  ignored.Met("due\x1b[2J");
  ignored.Met("due\n");
  EXPECT_EQ(Rows(ignored.Take()), std::vector<Row>());
  ignored.Met("due" + std::string(61, 'x'));
  EXPECT_EQ(ignored.Take().fields.size(), 1U);
}

TEST(IgnoredFields, StopsLookingAfterManyNames) {
  IgnoredFields ignored;
  for (int i = 0; i < 1000; ++i) ignored.Met("f" + std::to_string(i));
  ignored.Met("duedate");
  EXPECT_EQ(Rows(ignored.Take()), std::vector<Row>());
  // The next body has a fresh start.
  ignored.Met("duedate");
  EXPECT_EQ(Rows(ignored.Take()), (std::vector<Row>{{"duedate", "due", 1}}));
}

}  // namespace
}  // namespace dunghan::intake

#include "dunghan/base/json_table.h"

#include <gtest/gtest.h>

#include <vector>

namespace dunghan {
namespace {

enum class Colour { kRed, kBlue };
std::string_view ToString(Colour colour) { return colour == Colour::kRed ? "red" : "blue"; }

struct Leaf {
  int64_t number = 0;
  std::optional<std::string> name = {};
};
struct Tree {
  Leaf first = {};
  std::optional<Leaf> second = {};
  std::vector<Leaf> all = {};
  std::vector<std::string> words = {};
  std::map<std::string, std::chrono::milliseconds> times = {};
  std::string_view remark = {};
  Colour colour = Colour::kBlue;
  std::optional<LocalDay> day = {};
};

constexpr JsonTable kLeaf(
    "leaf", "A leaf.",
    {JsonRow<Leaf>::Of("number", "leaves", "How many.", [](const Leaf& of) { return of.number; }),
     JsonRow<Leaf>::Of(
         "name", "What it is called.", [](const Leaf& of) -> const auto& { return of.name; })});

constexpr JsonTable kTree(
    "tree", "A tree.",
    {JsonRow<Tree>::Object<kLeaf>(
         "first", "The first.", [](const Tree& of) -> const auto& { return of.first; }),
     JsonRow<Tree>::Object<kLeaf>(
         "second", "The second.", [](const Tree& of) -> const auto& { return of.second; }),
     JsonRow<Tree>::Object<kLeaf>(
         "all", "All of them.", [](const Tree& of) -> const auto& { return of.all; }),
     JsonRow<Tree>::Of(
         "words", "Some words.", [](const Tree& of) -> const auto& { return of.words; }),
     JsonRow<Tree>::Of(
         "times", "s", "Times by word.", [](const Tree& of) -> const auto& { return of.times; }),
     JsonRow<Tree>::Of("remark", "Rarely any.",
                       [](const Tree& of) { return JsonIfAnyText(of.remark); }),
     JsonRow<Tree>::Of("colour", "Its colour.", [](const Tree& of) { return of.colour; }),
     JsonRow<Tree>::Of("day", "Its day.", [](const Tree& of) { return of.day; })});

TEST(JsonShape, WritesRowByRow) {
  EXPECT_EQ(kTree.ToText({.first = {1, "a"}}),
            R"({"first":{"number":1,"name":"a"},"second":null,"all":[],"words":[],"times":{},)"
            R"("colour":"blue","day":null})");
  EXPECT_EQ(kTree.ToText({.first = {},
                          .second = Leaf{2, {}},
                          .all = {{3, "b"}, {4, "c"}},
                          .words = {"d", "e"},
                          .times = {{"f:\"g\"", std::chrono::milliseconds{1'500}}},
                          .remark = "h",
                          .colour = Colour::kRed,
                          .day = LocalDay{}}),
            R"({"first":{"number":0,"name":null},"second":{"number":2,"name":null},)"
            R"("all":[{"number":3,"name":"b"},{"number":4,"name":"c"}],"words":["d","e"],)"
            R"("times":{"f:\"g\"":1.5},"remark":"h","colour":"red","day":"1970-01-01"})");
}

TEST(JsonShape, DescribesWhatIsWritten) {
  const JsonShape& shape = kTree.shape();
  EXPECT_EQ(shape.name, "tree");
  ASSERT_EQ(shape.fields.size(), 8);
  const auto& fields = shape.fields;
  EXPECT_EQ(fields[0].type, JsonType::kObject);
  EXPECT_EQ(fields[0].of, &kLeaf.shape());
  EXPECT_FALSE(fields[0].nullable);
  EXPECT_TRUE(fields[1].nullable);
  EXPECT_EQ(fields[2].holds, JsonHolds::kList);
  EXPECT_EQ(fields[3].type, JsonType::kText);
  EXPECT_EQ(fields[3].holds, JsonHolds::kList);
  EXPECT_EQ(fields[4].type, JsonType::kSeconds);
  EXPECT_EQ(fields[4].holds, JsonHolds::kMap);
  EXPECT_EQ(fields[4].unit, "s");
  EXPECT_TRUE(fields[5].optional);
  EXPECT_FALSE(fields[5].nullable);
  EXPECT_EQ(fields[6].type, JsonType::kText);
  EXPECT_EQ(fields[7].type, JsonType::kDate);
  EXPECT_TRUE(fields[7].nullable);
  EXPECT_EQ(fields[7].meaning, "Its day.");
}

}  // namespace
}  // namespace dunghan

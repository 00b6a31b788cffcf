#include "dunghan/figures/count_table.h"

#include <gmock/gmock.h>

#include <set>
#include <string>
#include <type_traits>

#include "dunghan/figures/headlines.h"

namespace dunghan::figures {
namespace {

using ::testing::HasSubstr;

/// How many bytes of an object the members take that differ.
template <class Object>
class Covered {
 public:
  template <class Member>
  void Add(Member Object::*member) {
    const auto* place = reinterpret_cast<const char*>(&(object_.*member));
    if (places_.insert(place).second) bytes_ += sizeof(Member);
  }
  size_t bytes() const { return bytes_; }

 private:
  Object object_;
  std::set<const char*> places_;
  size_t bytes_ = 0;
};

TEST(CountTable, HasALineForEachMemberOfTheFigures) {
  Covered<Figures> covered;
  for (const Count& count : Counts()) covered.Add(count.of);
  covered.Add(&Figures::due_cohort);
  covered.Add(&Figures::index766);
  covered.Add(&Figures::index766_unmeasurable);
  covered.Add(&Figures::index766_open);
  EXPECT_EQ(covered.bytes(), sizeof(Figures));
}

TEST(CountTable, HasALineForEachMemberBesideThem) {
  Covered<Further> covered;
  for (const Beside& figure : FiguresBeside()) {
    std::visit(
        [&](const auto& value) {
          if constexpr (!std::is_same_v<std::remove_cvref_t<decltype(value)>, RateOfCounts>) {
            covered.Add(value.of);
          }
        },
        figure.value);
  }
  EXPECT_EQ(covered.bytes(), sizeof(Further));
}

TEST(CountTable, NamesACountOnceAndSaysWhatItMeans) {
  std::set<std::string_view> names;
  for (const Count& count : Counts()) {
    EXPECT_TRUE(names.insert(count.name).second) << count.name;
    EXPECT_THAT(std::string(count.meaning), HasSubstr(".")) << count.name;
    EXPECT_EQ(count.note.vi.empty(), count.note.en.empty()) << count.name;
    EXPECT_EQ(count.column.heading.vi.empty(), count.column.heading.en.empty()) << count.name;
  }
  for (const Beside& figure : FiguresBeside()) {
    EXPECT_FALSE(names.contains(figure.name)) << figure.name;
    EXPECT_THAT(std::string(figure.meaning), HasSubstr(".")) << figure.name;
    EXPECT_EQ(figure.line.words.vi.empty(), figure.line.words.en.empty()) << figure.name;
  }
}

TEST(CountTable, SumsEveryCount) {
  Figures one;
  int64_t next = 1;
  for (const Count& count : Counts()) one.*count.of = next++;
  one.due_cohort = {3, 5};
  one.index766 = {4, 9};
  one.index766_unmeasurable = 2;
  one.index766_open = 1;
  Figures sum = one;
  sum += one;
  for (const Count& count : Counts()) EXPECT_EQ(sum.*count.of, 2 * (one.*count.of)) << count.name;
  EXPECT_EQ(sum.due_cohort, (Rate{6, 10}));
  EXPECT_EQ(sum.index766, (Rate{8, 18}));
  EXPECT_EQ(sum.index766_unmeasurable, 4);
  EXPECT_EQ(sum.index766_open, 2);
}

TEST(CountTable, HoldsTheEquationAgainstEachOfItsCounts) {
  Figures figures;
  EXPECT_TRUE(EquationHolds(figures));
  for (const Count& count : Counts()) {
    if (count.side == Side::kOutside) continue;
    figures.*count.of = 1;
    EXPECT_FALSE(EquationHolds(figures)) << count.name;
    figures.*count.of = 0;
  }
}

TEST(Headlines, AreKnownByTheirNames) {
  for (const HeadlineRate& rate : Headlines()) {
    EXPECT_EQ(ParseHeadline(ToString(rate.headline)), rate.headline);
  }
  EXPECT_EQ(ToString(Headline::kDueCohort), "due_cohort");
  EXPECT_FALSE(ParseHeadline("Official"));
}

}  // namespace
}  // namespace dunghan::figures

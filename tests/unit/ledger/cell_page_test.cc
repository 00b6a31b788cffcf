#include "cell_page.h"

#include <gtest/gtest.h>

#include "dunghan/base/digest.h"
#include "dunghan/test/values.h"

namespace dunghan::ledger {
namespace {

using figures::Amount;
using figures::CellAmounts;
using figures::Measure;
using test::Day;

class CellPages : public testing::Test {
 protected:
  figures::RowKey Row(const char* agency, const char* procedure) {
    return {events_.Code<AgencyCode>(agency), events_.Code<ProcedureCode>(procedure),
            events_.Code<AgencyCode>("C"), dossier::Channel::kOnline};
  }
  /// Rows of one page, in order.
  std::string Page(std::vector<std::pair<RowNumbers, std::vector<Slot>>> rows) {
    PageWriter write;
    for (const auto& [row, slots] : rows) write.Add(row, slots);
    return write.Take();
  }
  std::vector<std::pair<figures::RowKey, CellAmounts>> Rows(std::string_view page) {
    std::vector<std::pair<figures::RowKey, CellAmounts>> rows;
    sound_ = DecodePage(page, dictionary_,
                        [&](const auto& row, const auto& cell) { rows.emplace_back(row, cell); });
    return rows;
  }

  test::Events events_;
  record::Dictionary dictionary_{*events_.codes()};
  RowNumbers a_ = NumbersOf(Row("A", "P"), dictionary_);
  RowNumbers b_ = NumbersOf(Row("B", "Q"), dictionary_);
  uint64_t received_ = SlotOf(dossier::Basis::kPromised, Amount::kReceived);
  uint64_t pending_ = SlotOf(dossier::Basis::kLawful, Amount::kCohortPending);
  uint64_t took_ = SlotOf({Measure::kTook, 7, {}}, dictionary_);
  uint64_t cause_ =
      SlotOf({Measure::kLateByCause, 1, events_.Code<ReasonCode>("tax")}, dictionary_);
  bool sound_ = false;
};

TEST_F(CellPages, GiveBackEveryAmountAndMeasure) {
  const auto rows =
      Rows(Page({{a_, {{received_, 5}, {pending_, -3}}}, {b_, {{cause_, int64_t{1} << 40}}}}));
  EXPECT_TRUE(sound_);
  ASSERT_EQ(rows.size(), 2U);
  EXPECT_EQ(rows[0].first, Row("A", "P"));
  CellAmounts first;
  first.bases[0][static_cast<size_t>(Amount::kReceived)] = 5;
  first.bases[1][static_cast<size_t>(Amount::kCohortPending)] = -3;
  EXPECT_EQ(rows[0].second, first);
  EXPECT_EQ(rows[1].first, Row("B", "Q"));
  CellAmounts second;
  second.measures.Add({Measure::kLateByCause, 1, events_.Code<ReasonCode>("tax")},
                      int64_t{1} << 40);
  EXPECT_EQ(rows[1].second, second);
}

TEST_F(CellPages, HaveASlotForEveryAmountAndMeasure) {
  std::vector<Slot> slots;
  CellAmounts all;
  for (const auto basis : {dossier::Basis::kPromised, dossier::Basis::kLawful}) {
    for (size_t i = 0; i < figures::kAmounts; ++i) {
      all.bases[static_cast<size_t>(basis)][i] = static_cast<int32_t>(i) + 1;
      const bool kept_once = figures::IsOfBoth(static_cast<Amount>(i));
      if (kept_once && basis != dossier::Basis::kPromised) continue;
      slots.push_back({SlotOf(basis, static_cast<Amount>(i)), static_cast<int64_t>(i) + 1});
    }
  }
  for (int i = 0; i < figures::kMeasures; ++i) {
    const figures::MeasureKey key{static_cast<Measure>(i), static_cast<uint16_t>(65'535 - i),
                                  events_.Code<ReasonCode>(i % 2 == 0 ? "" : "tax")};
    slots.push_back({SlotOf(key, dictionary_), -i - 1});
    all.measures.Add(key, -i - 1);
  }
  const auto rows = Rows(Page({{a_, slots}}));
  ASSERT_TRUE(sound_);
  ASSERT_EQ(rows.size(), 1U);
  EXPECT_EQ(rows[0].second, all);
}

/// Raise kDerivationVersion with this.
TEST_F(CellPages, AreTheSameBytesOnEveryMachine) {
  EXPECT_EQ(
      ToHex(Sha256(Page({{a_, {{received_, 5}, {took_, 2}}}, {b_, {{cause_, -1}}}}))).substr(0, 32),
      "eb57baba03ba3de816d1c3154eecb4b0");
}

TEST_F(CellPages, AreSummedRowByRow) {
  const std::string one = Page({{a_, {{received_, 5}, {took_, 2}}}});
  const std::string other = Page({{a_, {{received_, 1}, {pending_, 4}}}, {b_, {{cause_, 1}}}});
  const auto sum = SumOfPages(one, other);
  ASSERT_TRUE(sum);
  EXPECT_EQ(*sum, Page({{a_, {{received_, 6}, {pending_, 4}, {took_, 2}}}, {b_, {{cause_, 1}}}}));
  EXPECT_EQ(SumOfPages(other, one), sum);
  EXPECT_EQ(CountRows(*sum), 2U);
}

TEST_F(CellPages, LeaveOutWhatComesToNothing) {
  const auto sum = SumOfPages(Page({{a_, {{received_, 5}}}, {b_, {{took_, 1}}}}),
                              Page({{a_, {{received_, -5}}}}));
  EXPECT_EQ(sum, Page({{b_, {{took_, 1}}}}));
  EXPECT_EQ(CountRows(Page({{a_, {}}})), 0U);
}

TEST_F(CellPages, AreRefusedWhenAnyByteIsMissing) {
  const std::string page = Page({{a_, {{received_, 5}, {cause_, 2}}}, {b_, {{took_, 1}}}});
  for (size_t size = 0; size < page.size(); ++size) {
    Rows(page.substr(0, size));
    EXPECT_FALSE(sound_) << size;
    EXPECT_FALSE(CountRows(page.substr(0, size))) << size;
    EXPECT_FALSE(SumOfPages(page.substr(0, size), page)) << size;
  }
  Rows(page + "x");
  EXPECT_FALSE(sound_);
}

TEST_F(CellPages, AreRefusedWhenRowsOrSlotsAreNotInOrder) {
  const std::string page = Page({{b_, {{received_, 5}}}, {a_, {{received_, 5}}}});
  Rows(page);
  EXPECT_FALSE(sound_);
  EXPECT_FALSE(SumOfPages(page, page));
  Rows(Page({{a_, {{received_, 5}, {received_, 5}}}}));
  EXPECT_FALSE(sound_);
  Rows(Page({{a_, {{received_, 0}}}}));
  EXPECT_FALSE(sound_);
}

TEST_F(CellPages, AreRefusedWhenASlotOrCodeIsNobodys) {
  for (const uint64_t key :
       {uint64_t{figures::kAmounts}, uint64_t{2} << 8U,
        SlotOf({static_cast<Measure>(figures::kMeasures), 0, {}}, dictionary_),
        SlotOf({Measure::kTook, 0, {}}, dictionary_) + dictionary_.size() + 1}) {
    Rows(Page({{a_, {{key, 1}}}}));
    EXPECT_FALSE(sound_) << key;
  }
  for (size_t i = 0; i < 4; ++i) {
    RowNumbers row = a_;
    row[i] = 1'000;
    Rows(Page({{row, {{received_, 1}}}}));
    EXPECT_FALSE(sound_) << i;
  }
}

TEST(PageKeys, AreInTheOrderOfSpanAndDay) {
  const PageKey keys[] = {{PageSpan::kDay, Day("1969-12-31")},
                          {PageSpan::kDay, Day("2021-06-30")},
                          {PageSpan::kMonth, Day("2021-06-01")},
                          {PageSpan::kYear, Day("2021-01-01")}};
  for (size_t i = 0; i < std::size(keys); ++i) {
    EXPECT_EQ(PageKey::FromBytes(keys[i].ToBytes()), keys[i]);
    if (i == 0) continue;
    EXPECT_LT(keys[i - 1].ToBytes(), keys[i].ToBytes());
  }
}

TEST(PageKeys, AreRefusedForWhatNoPageIsFor) {
  EXPECT_FALSE(PageKey::FromBytes("1234567"));
  EXPECT_FALSE(PageKey::FromBytes((PageKey{PageSpan::kDay, Day("1899-12-31")}.ToBytes())));
  EXPECT_FALSE(PageKey::FromBytes((PageKey{PageSpan::kDay, Day("2400-01-02")}.ToBytes())));
  EXPECT_FALSE(PageKey::FromBytes((PageKey{PageSpan::kMonth, Day("2021-06-02")}.ToBytes())));
  EXPECT_FALSE(PageKey::FromBytes((PageKey{PageSpan::kYear, Day("2021-02-01")}.ToBytes())));
  EXPECT_FALSE(
      PageKey::FromBytes((PageKey{static_cast<PageSpan>(3), Day("2021-01-01")}.ToBytes())));
}

TEST(PageCover, MakesUpARangeOfTheFewestPages) {
  const auto told = [](std::string_view from, std::string_view to) {
    std::string text;
    for (const PageKey& key : Cover(Day(from), Day(to))) {
      text += "DMY"[static_cast<size_t>(key.span)];
      text += FormatDate(key.first) + " ";
    }
    return text;
  };
  EXPECT_EQ(told("2020-12-31", "2022-02-01"), "D2020-12-31 Y2021-01-01 M2022-01-01 D2022-02-01 ");
  EXPECT_EQ(told("2021-06-30", "2021-06-30"), "D2021-06-30 ");
  EXPECT_EQ(told("2021-06-01", "2021-06-29").size(), 29 * 12U);
  EXPECT_EQ(told("2021-06-02", "2021-06-01"), "");
}

}  // namespace
}  // namespace dunghan::ledger

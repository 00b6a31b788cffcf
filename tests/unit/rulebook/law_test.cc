#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dunghan/rulebook/rulebook.h"
#include "folder.h"

namespace dunghan::rulebook {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

constexpr std::string_view kMondays =
    "name = \"office\"\nzone = \"Asia/Ho_Chi_Minh\"\n"
    "valid = { from = 2018-01-01, to = 2027-12-31 }\n[hours]\nmon = [\"08:00-12:00\"]\n";
constexpr std::string_view kTwo =
    "[[law]]\nfrom = 2025-07-01\ncitation = \"Nghị định 118/2025/NĐ-CP\"\n"
    "accept_within = \"8wh\"\n"
    "pause_limits = { tax = \"10wd\", assessment = \"15cd\" }\n"
    "[[law]]\nfrom = 2018-06-21\nto = 2025-06-30\ncitation = \"Nghị định 61/2018/NĐ-CP\"\n"
    "citation_en = \"Decree 61/2018/ND-CP\"\nforms = \"Thông tư 01/2018/TT-VPCP\"\n"
    "lead = \"Văn phòng Chính phủ\"\nsupplement_within = \"3wd\"\nnote = \"chưa đối chiếu\"\n";

LocalDay DayOf(std::string_view text) { return ParseDate(text).value(); }

class LawTest : public testing::Test {
 protected:
  Rulebook::Loaded Load(std::string_view law) {
    Options options;
    options.calendars = {folder_.Write("office.toml", kMondays)};
    options.law = folder_.Write("law.toml", law);
    return Rulebook::Load(options, codes_);
  }
  std::vector<std::string> ProblemsOf(std::string_view law) {
    return folder_.Printed(Load(law).problems);
  }
  dossier::Terms TermsOf(const Rulebook& book, std::string_view received) {
    dossier::Facts facts;
    facts.receipt = dossier::Receipt{};
    facts.receipt->at = ParseRfc3339(received).value();
    return book.TermsFor(facts);
  }

  Folder folder_;
  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
};

TEST_F(LawTest, IsTheOneThatHeldOnTheDay) {
  const auto [book, problems] = Load(kTwo);
  ASSERT_THAT(folder_.Printed(problems), IsEmpty());
  EXPECT_EQ(book->LawAt(DayOf("2018-06-20")), nullptr);
  EXPECT_EQ(book->LawAt(DayOf("2018-06-21"))->citation, "Nghị định 61/2018/NĐ-CP");
  EXPECT_EQ(book->LawAt(DayOf("2025-06-30"))->citation_en, "Decree 61/2018/ND-CP");
  EXPECT_EQ(book->LawAt(DayOf("2025-06-30"))->forms, "Thông tư 01/2018/TT-VPCP");
  EXPECT_EQ(book->LawAt(DayOf("2025-06-30"))->lead, "Văn phòng Chính phủ");
  const Law* newest = book->LawAt(DayOf("2030-01-01"));
  ASSERT_TRUE(newest);
  EXPECT_EQ(newest->citation, "Nghị định 118/2025/NĐ-CP");
  EXPECT_EQ(ToString(newest->accept_within.value()), "8wh");
  ASSERT_TRUE(newest->pause_limits);
  ASSERT_EQ(newest->pause_limits->size(), 2U);
}

TEST_F(LawTest, OfTheDayOfReceiptDecidesTheTerms) {
  const auto book = Load(kTwo).rulebook;
  // 23:00 of the day before in UTC.
  const auto old_terms = TermsOf(*book, "2025-06-30T23:59:00+07:00");
  EXPECT_EQ(ToString(old_terms.supplement_within.value()), "3wd");
  EXPECT_EQ(old_terms.pause_limits, nullptr);
  const auto new_terms = TermsOf(*book, "2025-07-01T00:00:00+07:00");
  EXPECT_EQ(new_terms.supplement_within, std::nullopt);
  EXPECT_EQ(new_terms.pause_limits->size(), 2U);
  EXPECT_EQ(book->TermsFor({}).supplement_within, std::nullopt);
}

TEST_F(LawTest, IsPartOfWhatIsRecorded) {
  const auto book = Load(kTwo).rulebook;
  const auto again = Rulebook::Load(book->bundle(), std::make_shared<CodeTable>()).rulebook;
  ASSERT_NE(again, nullptr);
  EXPECT_EQ(again->digest(), book->digest());
  EXPECT_EQ(again->laws().size(), 2U);
  std::string other(kTwo);
  other.replace(other.find("3wd"), 3, "4wd");
  EXPECT_NE(Load(other).rulebook->digest(), book->digest());
  // What maintainers remember by decides nothing.
  other = kTwo;
  other.replace(other.find("chưa đối chiếu"), std::string("chưa đối chiếu").size(), "đã đọc");
  EXPECT_EQ(Load(other).rulebook->digest(), book->digest());
}

TEST_F(LawTest, OfARulebookWithoutOneIsNone) {
  Options options;
  options.calendars = {folder_.Write("office.toml", kMondays)};
  const auto book = Rulebook::Load(options, codes_).rulebook;
  EXPECT_EQ(book->LawAt(DayOf("2026-01-01")), nullptr);
  EXPECT_EQ(TermsOf(*book, "2021-06-07T08:00:00+07:00").supplement_within, std::nullopt);
}

TEST_F(LawTest, ReportsEveryFaultOfTheFile) {
  EXPECT_THAT(
      ProblemsOf("[[law]]\nfrom = 2018-06-21\nto = 2025-07-01\ncitation = \"a\"\n"
                 "[[law]]\nfrom = 2025-07-01\ncitation = \"\"\ncitatoin = \"b\"\n"
                 "supplement_within = \"3\"\naccept_within = 8\n"
                 "pause_limits = { \"a b\" = \"1wd\", tax = \"long\" }\n"
                 "[[law]]\nto = \"2026\"\nforms = 1\n"
                 "[[law]]\nfrom = 2028-01-01\nto = 2027-01-01\ncitation = \"c\"\n"),
      testing::UnorderedElementsAre(
          "law.toml:5: law.from: holds on days of the entry in line 1 as well",
          "law.toml:7: law.citation: expected a text, got \"\"",
          "law.toml:8: law.citatoin: unknown key (did you mean \"citation\"?)",
          "law.toml:9: law.supplement_within: \"3\" is no time limit: expected an amount and a "
          "unit (5wd, 4wh, 5400ws, 30cd, 2mo) or sd",
          "law.toml:10: law.accept_within: expected a time limit like \"3wd\"",
          "law.toml:11: law.pause_limits.a b: expected a reason of 1 to 64 printable characters "
          "without spaces",
          "law.toml:11: law.pause_limits.tax: \"long\" is no time limit: expected an amount and a "
          "unit (5wd, 4wh, 5400ws, 30cd, 2mo) or sd",
          "law.toml:12: law.from: required key is missing",
          "law.toml:12: law.citation: required key is missing",
          "law.toml:13: law.to: expected a date without quotation marks like 2025-07-01",
          "law.toml:14: law.forms: expected printable text",
          "law.toml:15: law.from: 2028-01-01 is after law.to 2027-01-01"));
  EXPECT_THAT(ProblemsOf("laws = 1\n"),
              testing::UnorderedElementsAre("law.toml:1: laws: unknown key (did you mean \"law\"?)",
                                            "law.toml: law: expected entries [[law]]"));
  EXPECT_EQ(ProblemsOf("[[law]\n").size(), 1U);
}

}  // namespace
}  // namespace dunghan::rulebook

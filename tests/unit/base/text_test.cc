#include "dunghan/base/text.h"

#include <gtest/gtest.h>

#include <array>

namespace dunghan {
namespace {

TEST(IsUtf8, AcceptsVietnamese) { EXPECT_TRUE(IsUtf8("Trung tâm Phục vụ hành chính công")); }

TEST(IsUtf8, RefusesOverlongFormsSurrogatesAndCutSequences) {
  EXPECT_FALSE(IsUtf8("\xC0\xAF"));
  EXPECT_FALSE(IsUtf8("\xED\xA0\x80"));
  EXPECT_FALSE(IsUtf8("\xE1\xBB"));
  EXPECT_FALSE(IsUtf8("\xF5\x80\x80\x80"));
}

TEST(IsPrintable, RefusesControlCharacters) {
  EXPECT_TRUE(IsPrintable("Sở Tư pháp"));
  EXPECT_FALSE(IsPrintable("a\tb"));
  EXPECT_FALSE(IsPrintable("a\x7F"));
  EXPECT_FALSE(IsPrintable("a\xC2\x85"));
}

TEST(Columns, CountsACombiningMarkAsPartOfItsLetter) {
  EXPECT_EQ(Columns("Đúng hạn"), 8U);
  EXPECT_EQ(Columns("e\xCC\x81"), 1U);
  EXPECT_EQ(CodePoints("e\xCC\x81"), 2U);
}

TEST(NearestName, FindsAMisspelling) {
  const std::array<std::string_view, 3> known = {"ledger", "server", "rulebook"};
  EXPECT_EQ(NearestName("ledgr", known), "ledger");
  EXPECT_FALSE(NearestName("alertmanager", known));
}

TEST(JsonQuote, EscapesWhatJsonRequires) {
  EXPECT_EQ(JsonQuote("a\"b\\c\n\x01"), R"("a\"b\\c\n\u0001")");
  EXPECT_EQ(JsonQuote("\xC2\x85"), R"("\u0085")");
  EXPECT_EQ(JsonQuote("Sở"), "\"Sở\"");
  EXPECT_EQ(JsonQuote("a\xFFz"), "\"a\xEF\xBF\xBDz\"");
}

TEST(ParseInteger, RefusesTextAround) {
  EXPECT_EQ(ParseInteger("-42"), -42);
  EXPECT_FALSE(ParseInteger("42x"));
  EXPECT_FALSE(ParseInteger(""));
  EXPECT_FALSE(ParseInteger("99999999999999999999"));
}

}  // namespace
}  // namespace dunghan

#include <gmock/gmock.h>

#include "packages.h"

namespace dunghan::sheet {
namespace {

using namespace std::string_literals;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(Csv, FindsOutTheSeparator) {
  EXPECT_THAT(Lines("Mã,Tên\n1,\"a;b;c\"\n"), ElementsAre("1 A=Mã B=Tên", "2 A=1 B=a;b;c"));
  EXPECT_THAT(Lines("Mã;Tên\r\n1;12,5\r\n2;3,5\r\n"),
              ElementsAre("1 A=Mã B=Tên", "2 A=1 B=12,5", "3 A=2 B=3,5"));
  EXPECT_THAT(Lines("Mã\tTên\n1\ta, b; c\n"), ElementsAre("1 A=Mã B=Tên", "2 A=1 B=a, b; c"));
  EXPECT_THAT(Lines("sep=|\na|b,c\n"), ElementsAre("2 A=a B=b,c"));
  EXPECT_THAT(Lines("một cột\nhai\n"), ElementsAre("1 A=một cột", "2 A=hai"));
}

TEST(Csv, QuotesAsRfc4180) {
  EXPECT_THAT(Lines("a,\"b \"\"c\"\"\nd\",e\nf,g,h"),
              ElementsAre("1 A=a B=b \"c\"\nd C=e", "3 A=f B=g C=h"));
  EXPECT_THAT(Lines("a,5\" ống,c\n,,\nx,\"\",y\r"),
              ElementsAre("1 A=a B=5\" ống C=c", "3 A=x C=y"));
  EXPECT_THAT(Lines("a,b\n1,2\n\"x,y\n"),
              ElementsAre("1 A=a B=b", "2 A=1 B=2",
                          "a.csv:3: column 1: the quotation mark opened here is not closed"));
}

std::string Utf16(const std::u16string& text, bool little) {
  std::string bytes = little ? "\xFF\xFE" : "\xFE\xFF";
  for (const char16_t unit : text) {
    const char low = static_cast<char>(unit & 0xFF);
    const char high = static_cast<char>(unit >> 8);
    bytes += little ? low : high;
    bytes += little ? high : low;
  }
  return bytes;
}

TEST(Csv, ReadsTheEncodingsOfExcel) {
  EXPECT_THAT(Lines("\xEF\xBB\xBFMã;Tên\n1;Ế\n"), ElementsAre("1 A=Mã B=Tên", "2 A=1 B=Ế"));
  for (const bool little : {true, false}) {
    EXPECT_THAT(Lines(Utf16(u"Mã\tTên\r\n1\tẾ 😀\r\n", little)),
                ElementsAre("1 A=Mã B=Tên", "2 A=1 B=Ế 😀"));
  }
  // A pair of surrogates, and a unit, over the end of a piece.
  std::u16string longer = u"a\t";
  longer += std::u16string(32764, u'x') + u"😀\n";
  EXPECT_EQ(Lines(Utf16(longer, true)).at(0), "1 A=a B=" + std::string(32764, 'x') + "😀");
  EXPECT_THAT(Lines(Utf16(u"a\tb\n", true) + "\x01"),
              ElementsAre("1 A=a B=b", "a.csv: row 2: broken UTF-16"));
}

TEST(Csv, SaysWhereTheEncodingIsAnother) {
  EXPECT_THAT(Lines("Ma,Ten\n1,T\xEAn\n"),
              ElementsAre("1 A=Ma B=Ten", AllOf(HasSubstr("a.csv:2: column 2: not valid UTF-8"),
                                                HasSubstr("CSV UTF-8"))));
}

TEST(Csv, RefusesWhatIsNoText) {
  EXPECT_THAT(Lines(""), ElementsAre("a.csv: empty"));
  EXPECT_THAT(Lines("\x1F\x8B\x08"), ElementsAre(HasSubstr("gzip")));
  EXPECT_THAT(Lines("  <html><table>"), ElementsAre(HasSubstr("a web page or XML")));
  EXPECT_THAT(Lines("abc\0def"s), ElementsAre(HasSubstr("neither a workbook nor a list")));
  EXPECT_THAT(Lines("%PDF-1.7"), ElementsAre(HasSubstr("a PDF")));
}

TEST(Csv, IsBounded) {
  Bounds bounds;
  bounds.columns = 2;
  EXPECT_THAT(Lines("a,b,c\n", "a.csv", bounds),
              ElementsAre(HasSubstr("a.csv:1: column 3: expected at most 2 columns")));
  bounds = {};
  bounds.cell_bytes = 3;
  EXPECT_THAT(Lines("a,bcde\n", "a.csv", bounds),
              ElementsAre(HasSubstr("column 2: expected at most 3 bytes")));
  bounds = {};
  bounds.rows = 1;
  EXPECT_THAT(Lines("a,b\nc,d\n", "a.csv", bounds),
              ElementsAre("1 A=a B=b", "a.csv: row 2: expected at most 1 rows, got more"));
}

}  // namespace
}  // namespace dunghan::sheet

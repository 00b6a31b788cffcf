#include "dunghan/base/toml_words.h"

#include <gtest/gtest.h>

namespace dunghan {
namespace {

/// What is said of a line that the parser stopped at in column 5.
std::string Said(std::string_view line) {
  return DescribeTomlFault("[figures]\n" + std::string(line) + "\n[ledger]\n", 2, 5,
                           "the parser's");
}

TEST(TomlWords, NameTheMistakeWithColumnAndLine) {
  EXPECT_EQ(Said("target = 0,98"), "decimal point, not comma: 0.98 (column 5: target = 0,98)");
  EXPECT_EQ(Said("  target = 0,98   # chỉ tiêu"),
            "decimal point, not comma: 0.98 (column 5: target = 0,98   # chỉ tiêu)");
  EXPECT_EQ(Said("target = 98 %"), "no percent sign: 0.98 (column 5: target = 98 %)");
  EXPECT_EQ(Said("target = 5%"), "no percent sign: 0.05 (column 5: target = 5%)");
  EXPECT_EQ(Said("path = data/main"),
            "text stands in quotation marks: path = \"data/main\" (column 5: path = data/main)");
  EXPECT_EQ(Said("path = /var/lib"),
            "text stands in quotation marks: path = \"/var/lib\" (column 5: path = /var/lib)");
  EXPECT_EQ(
      Said("path = \"data"),
      "the quotation mark is not closed: it needs a second one on this line (column 5: path = "
      "\"data)");
  EXPECT_EQ(Said("path \"data\""),
            "\"=\" is missing between key and value: path = \"data\" (column 5: path \"data\")");
  EXPECT_EQ(Said("target: 0.98"),
            "\"=\" is missing between key and value: target = 0.98 (column 5: target: 0.98)");
  EXPECT_EQ(Said("target ="), "the value is missing behind \"target =\" (column 5: target =)");
  EXPECT_EQ(Said("matrix = True"),
            "true or false, in lower case: matrix = true (column 5: matrix = True)");
  EXPECT_EQ(Said("matrix = no"),
            "true or false, in lower case: matrix = false (column 5: matrix = no)");
  EXPECT_EQ(Said("date = 30/04/2021"),
            "a date is written year first: 2021-04-30 (column 5: date = 30/04/2021)");
  EXPECT_EQ(Said("[figures"),
            "the bracket of the section is not closed: [figures] (column 5: [figures)");
  EXPECT_EQ(Said("path = \"C:\\data\""),
            "a backslash inside quotation marks stands for something else: write / or \\\\ instead "
            "(column 5: path = \"C:\\data\")");
  EXPECT_EQ(Said("path = “data”"),
            "a quotation mark of a word processor (“): write \" instead (column 5: path = “data”)");
  EXPECT_EQ(Said("target\xC2\xA0= 0.98"),
            "a blank that is none (a no-break space, U+00A0): type a plain one instead (column 5: "
            "target\xC2\xA0= 0.98)");
  EXPECT_EQ(Said("; nothing"), "a comment begins with # (column 5: ; nothing)");
  EXPECT_EQ(Said("// nothing"), "a comment begins with # (column 5: // nothing)");
}

TEST(TomlWords, LeaveToTheParserWhatTheyDoNotKnow) {
  for (const char* line : {"target = 0.98", "names = [\"a\" \"b\"]", "x = { a = 1",
                           "path = \"a#b\" x", "target = 1.2.3", "[ledger]", "matrix = true"}) {
    EXPECT_EQ(Said(line), std::string("the parser's (column 5: ") + line + ")");
  }
  EXPECT_EQ(Said(""), "the parser's");
  EXPECT_EQ(DescribeTomlFault("", 7, 1, "the parser's"), "the parser's");
}

TEST(TomlWords, ShowOfALongLineOrOneThatIsNoTextWhatCanBeShown) {
  const std::string said = Said("x = \xFF\x01" + std::string(1000, 'y'));
  EXPECT_LT(said.size(), 200U);
  EXPECT_EQ(said.find('\xFF'), std::string::npos);
  EXPECT_EQ(said.find('\x01'), std::string::npos);
}

}  // namespace
}  // namespace dunghan

#include <gmock/gmock.h>

#include <limits>

#include "number_format.h"
#include "packages.h"

namespace dunghan::sheet {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> OfXlsx(const std::string& rows, const std::string& strings = "",
                                const std::string& styles = "", const std::string& book = "") {
  return Lines(Packed(XlsxParts(rows, strings, styles, book)), "a.xlsx");
}
std::vector<std::string> OfOds(const std::string& rows) {
  return Lines(Packed(OdsParts("<table:table table:name='A'>" + rows + "</table:table>")), "a.ods");
}

TEST(Xlsx, ReadsTextsOfEveryKind) {
  EXPECT_THAT(
      OfXlsx("<row r='2'><c r='A2' t='s'><v>1</v></c><c r='B2' t='inlineStr'><is><r><t>a</t>"
             "</r><r><t xml:space='preserve'> b</t></r></is></c>"
             "<c r='D2' t='str'><f>x&amp;y</f><v>kết quả</v></c></row>",
             "<si><t>không</t></si><si><r><t>Sở </t></r><r><t>A</t></r><rPh sb='0' "
             "eb='1'><t>phiên âm</t></rPh></si>"),
      ElementsAre("2 A=Sở A B=a b D=kết quả"));
}

TEST(Xlsx, CountsWhereNoReferenceIsSaid) {
  EXPECT_THAT(OfXlsx("<row><c><v>1</v></c><c/><c><v>2</v></c></row><row><c r='C2'><v>3</v></c>"
                     "<c r='A2'><v>4</v></c></row>"),
              ElementsAre("1 A:1 C:2", "2 A:4 C:3"));
}

TEST(Xlsx, TakesRowsInTheirOrderAlone) {
  const std::string cell = "<c><v>1</v></c></row>";
  EXPECT_THAT(OfXlsx("<row r='7'>" + cell + "<row r='7'>" + cell),
              ElementsAre("7 A:1",
                          "a.xlsx: sheet \"Tháng 6\", row 7: expected a row from 8 to 2147483648 "
                          "to follow, got 7"));
  EXPECT_THAT(OfXlsx("<row r='2147483648'>" + cell + "<row>" + cell),
              ElementsAre("2147483648 A:1", HasSubstr("got 2147483649")));
  EXPECT_THAT(OfXlsx("<row r='9223372036854775807'>" + cell),
              ElementsAre(HasSubstr("expected a row from 1 to 2147483648")));
}

TEST(Xlsx, TellsDatesByTheirFormats) {
  const std::string styles =
      "<numFmts><numFmt numFmtId='164' formatCode='[$-42A]dd/mm/yyyy;@'/><numFmt numFmtId='165' "
      "formatCode='#,##0\\ \"đồng\"'/></numFmts><cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
      "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='164'/><xf numFmtId='165'/>"
      "<xf numFmtId='10'/><xf numFmtId='20'/></cellXfs>";
  const std::string rows =
      "<row><c s='0'><v>44354</v></c><c s='1'><v>44354</v></c><c s='2'>"
      "<v>44354.333333333336</v></c><c s='3'><v>44354</v></c><c s='4'><v>0.5</v></c>"
      "<c s='5'><v>0.5</v></c><c t='d'><v>2021-06-07T08:00:00</v></c><c t='b'><v>1</v></c>"
      "<c t='e'><v>#N/A</v></c></row>";
  EXPECT_THAT(OfXlsx(rows, "", styles),
              ElementsAre("1 A:44354 B@2021-06-07 C@2021-06-07T08:00:00 D:44354 E:0.5% F=12:00:00 "
                          "G@2021-06-07T08:00:00 H?true I!#N/A"));
  EXPECT_THAT(
      OfXlsx("<row><c s='1'><v>42892</v></c></row>", "", styles, "<workbookPr date1904='1'/>"),
      ElementsAre("1 A@2021-06-07"));
}

TEST(NumberFormat, TellsDatesTimesAndNumbers) {
  for (const char* code : {"dd/mm/yyyy", "yyyy\\-mm\\-dd", "d \"tháng\" m", "mmm-yy",
                           "[$-409]m/d/yy h:mm AM/PM;@", "mmmm"}) {
    EXPECT_EQ(FormatOf(code), FormatKind::kDate) << code;
  }
  for (const char* code : {"General", "0.00", "#,##0 \"ngày\"", "[Red]0", "0.00E+00", "[h]:mm:ss",
                           "0;[Red]\"d\"", "@"}) {
    EXPECT_EQ(FormatOf(code), FormatKind::kNumber) << code;
  }
  EXPECT_EQ(FormatOf("hh:mm"), FormatKind::kTime);
  EXPECT_EQ(FormatOf("0.0%"), FormatKind::kPercent);
}

TEST(NumberFormat, KnowsTheDayThatNeverWas) {
  EXPECT_EQ(FromSerial(1, false), LocalTime(ParseDate("1900-01-01").value()));
  EXPECT_EQ(FromSerial(59, false), LocalTime(ParseDate("1900-02-28").value()));
  EXPECT_EQ(FromSerial(61, false), LocalTime(ParseDate("1900-03-01").value()));
  EXPECT_EQ(FromSerial(0, true), LocalTime(ParseDate("1904-01-01").value()));
  EXPECT_FALSE(FromSerial(-1, false));
  EXPECT_FALSE(FromSerial(1e9, false));
}

TEST(Ods, RepeatsCellsAndRows) {
  EXPECT_THAT(
      OfOds("<table:table-row table:number-rows-repeated='2'><table:table-cell "
            "table:number-columns-repeated='2'/><table:table-cell office:value-type='float' "
            "office:value='7' table:number-columns-repeated='2'/><table:table-cell "
            "table:number-columns-repeated='16380'/></table:table-row>"
            "<table:table-row table:number-rows-repeated='1000000000'><table:table-cell "
            "table:number-columns-repeated='16384'/></table:table-row>"
            "<table:table-row><table:table-cell office:value-type='string'><text:p>x</text:p>"
            "</table:table-cell></table:table-row>"),
      ElementsAre("1 C:7 D:7", "2 C:7 D:7", "1000000003 A=x"));
}

TEST(Ods, ReadsValuesOfEveryKind) {
  EXPECT_THAT(
      OfOds("<table:table-row><table:table-cell office:value-type='string'><office:annotation>"
            "<text:p>ghi chú</text:p></office:annotation><text:p>a<text:s text:c='2'/><text:span>b"
            "</text:span><text:tab/></text:p><text:p>c</text:p></table:table-cell>"
            "<table:covered-table-cell/>"
            "<table:table-cell office:value-type='date' office:date-value='2021-06-07'><text:p>7/6"
            "</text:p></table:table-cell><table:table-cell office:value-type='date' "
            "office:date-value='2021-06-07T08:00:00.5'/><table:table-cell "
            "office:value-type='percentage' office:value='0.25'/><table:table-cell "
            "office:value-type='boolean' office:boolean-value='false'/></table:table-row>"),
      ElementsAre("1 A=a  b\t\nc C@2021-06-07 D@2021-06-07T08:00:00 E:0.25% F?false"));
}

TEST(Ods, OnesMadeToFillTheMachineAreBounded) {
  Bounds bounds;
  bounds.cells = 1000;
  const std::string rows =
      "<table:table-row table:number-rows-repeated='1000000'><table:table-cell "
      "office:value-type='float' office:value='1' table:number-columns-repeated='600'/>"
      "</table:table-row>";
  const auto lines = Lines(
      Packed(OdsParts("<table:table table:name='A'>" + rows + "</table:table>")), "a.ods", bounds);
  ASSERT_EQ(lines.size(), 2U);
  EXPECT_EQ(lines[1], "a.ods: sheet \"A\", row 2: expected at most 1000 cells, got more");
  EXPECT_THAT(OfOds("<table:table-row><table:table-cell office:value-type='float' office:value='1' "
                    "table:number-columns-repeated='99999'/></table:table-row>"),
              ElementsAre(HasSubstr("at most 16384 columns")));
}

TEST(Ods, CountsNoFurtherThanNumbersGo) {
  const std::string most = std::to_string(std::numeric_limits<int64_t>::max());
  const std::string empty = "<table:table-row table:number-rows-repeated='" + most +
                            "'><table:table-cell table:number-columns-repeated='" + most +
                            "'/><table:table-cell table:number-columns-repeated='" + most +
                            "'/></table:table-row>";
  EXPECT_THAT(OfOds(empty + empty +
                    "<table:table-row><table:table-cell office:value-type='float' "
                    "office:value='1'/></table:table-row>"),
              ElementsAre("8589934593 A:1"));
}

TEST(Ods, ReadsTheSheetAskedFor) {
  const auto bytes = Packed(OdsParts(
      "<table:table table:name='A'><table:table-row/></table:table><table:table table:name='B'>"
      "<table:table-row><table:table-cell office:value-type='float' office:value='1'/>"
      "</table:table-row></table:table>"));
  auto workbook = Workbook::FromBytes(bytes, "a.ods").value();
  EXPECT_EQ(workbook.Sheets().value().size(), 2U);
  EXPECT_EQ(workbook.FirstFilled().value(), 1U);
  EXPECT_THAT(Lines(workbook, 1), ElementsAre("1 A:1"));
  EXPECT_THAT(Lines(workbook, 2), ElementsAre("a.ods: sheet 3: there are 2"));
}

}  // namespace
}  // namespace dunghan::sheet

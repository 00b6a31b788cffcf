#include "dunghan/sheet/workbook.h"

#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <iterator>

#include "packages.h"

namespace dunghan::sheet {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::filesystem::path Data(const std::string& name) {
  return std::filesystem::path(DUNGHAN_SOURCE_DIR) / "tests/data/sheet" / name;
}

size_t June(Workbook& workbook) {
  const auto sheets = workbook.Sheets().value();
  for (size_t i = 0; i < sheets.size(); ++i) {
    if (sheets[i].name == "Tháng 6") return i;
  }
  return sheets.size();
}

class OfAProgram : public ::testing::TestWithParam<const char*> {};

TEST_P(OfAProgram, GivesTheSameRows) {
  auto workbook = Workbook::Open(Data(GetParam())).value();
  const size_t sheet = June(workbook);
  // That a sheet is hidden is not known of an .xls.
  const bool tells = workbook.kind() != FileKind::kXls;
  EXPECT_TRUE(!tells || workbook.FirstFilled().value() == sheet);
  std::vector<std::string> lines = Lines(workbook, sheet);
  lines.resize(4);
  EXPECT_THAT(
      lines, ElementsAre("1 B=BÁO CÁO", "3 B=STT C=Tên cơ quan D=Ngày E=Lúc F=Số",
                         "4 B:1 C=Sở Nội vụ D@2021-06-07 E@2021-06-07T08:00:00 F:1234",
                         "5 B:2 C=  UBND xã Ngọc Chiến D@2021-06-30 E@2021-06-30T16:59:59 F:12.5"));
}
INSTANTIATE_TEST_SUITE_P(Sheet, OfAProgram,
                         ::testing::Values("openpyxl.xlsx", "libreoffice.xlsx", "libreoffice.ods",
                                           "libreoffice.xls", "xlwt.xls"));

TEST(Workbook, KnowsTheKindByItsContent) {
  EXPECT_EQ(Workbook::Open(Data("xlwt.xls")).value().kind(), FileKind::kXls);
  EXPECT_EQ(Workbook::Open(Data("libreoffice.ods")).value().kind(), FileKind::kOds);
  EXPECT_EQ(Workbook::Open(Data("openpyxl.xlsx")).value().kind(), FileKind::kXlsx);
  EXPECT_EQ(Workbook::Open(Data("make.py")).value().kind(), FileKind::kCsv);
  EXPECT_THAT(Workbook::Open("/dev/zero").error().for_client,
              "zero: cannot be read: expected a file");
  EXPECT_THAT(Workbook::Open("/nowhere/a.xlsx").error().for_client,
              HasSubstr("a.xlsx: cannot be read: "));
}

TEST(Workbook, ReadsAnXlsOfBytes) {
  std::ifstream file(Data("xlwt.xls"), std::ios::binary);
  std::string bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
  auto workbook = Workbook::FromBytes(bytes, "x").value();
  EXPECT_EQ(Lines(workbook, 1).at(2),
            "4 B:1 C=Sở Nội vụ D@2021-06-07 E@2021-06-07T08:00:00 F:1234");
  EXPECT_EQ(workbook.ForEachRow(7, [](const Row&) { return true; }).error().code,
            ErrorCode::kNotFound);
  const std::string cut = bytes.substr(0, bytes.size() / 2);
  EXPECT_THAT(Workbook::FromBytes(cut, "cut.xls").error().for_client,
              HasSubstr("cut.xls: a broken .xls"));
}

TEST(Workbook, ShowsFormulasByWhatTheyCameTo) {
  for (const std::string name : {"libreoffice.xlsx", "libreoffice.ods"}) {
    auto workbook = Workbook::Open(Data(name)).value();
    const auto lines = Lines(workbook, June(workbook));
    // LibreOffice saves a truth without its format as a number in one of them.
    const std::string truth = name == "libreoffice.xlsx" ? "C?true" : "C:1";
    EXPECT_EQ(lines.at(4), "6 B:0.8843% " + truth + " D!#DIV/0! E:1235 F=Sở Nội vụ x") << name;
    EXPECT_EQ(lines.at(5), "7 B=dòng một\ndòng hai") << name;
  }
}

TEST(Workbook, NothingInItIsSaid) {
  auto workbook = Workbook::FromBytes(Packed(XlsxParts("")), "a.xlsx").value();
  const auto none = workbook.FirstFilled();
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().for_client, "a.xlsx: nothing stands in it");
}

TEST(Workbook, EncryptedOnesAreSaidToBe) {
  EXPECT_THAT(Lines(Packed(XlsxParts("<row/>"), "mật khẩu"), "a.xlsx"),
              ElementsAre(HasSubstr("a.xlsx: encrypted")));
  Parts ods = OdsParts("");
  ods.emplace_back("META-INF/manifest.xml",
                   "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>");
  EXPECT_THAT(Lines(Packed(ods), "a.ods"), ElementsAre(HasSubstr("a.ods: encrypted")));
  // An .xlsx with a password lies in a compound file, in a stream of this name.
  std::string compound("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8);
  compound.resize(2048);
  for (const char c : std::string("EncryptedPackage")) compound += {c, '\0'};
  compound.resize(4096);
  EXPECT_THAT(Lines(compound, "b.xlsx"), ElementsAre(HasSubstr("b.xlsx: encrypted")));
}

TEST(Workbook, BrokenOnesAreSaidToBe) {
  const std::string whole = Packed(XlsxParts("<row><c><v>1</v></c></row>"));
  EXPECT_THAT(Lines(whole, "a.xlsx"), ElementsAre("1 A:1"));
  EXPECT_THAT(Lines(whole.substr(0, whole.size() / 2), "a.xlsx"),
              ElementsAre(HasSubstr("a.xlsx: a broken workbook, cut short perhaps")));
  EXPECT_THAT(Lines(Packed(XlsxParts("<row><c r='B2'><v>1</v></row>")), "a.xlsx"),
              ElementsAre(AllOf(HasSubstr("xl/worksheets/sheet1.xml"), HasSubstr("broken XML"))));
  EXPECT_THAT(
      Lines(Packed(XlsxParts("<row r='3'><c r='B3' t='s'><v>5</v></c></row>")), "a.xlsx"),
      ElementsAre("a.xlsx: sheet \"Tháng 6\", row 3: column B: shared string \"5\" does not "
                  "exist"));
  for (const std::string number : {"1x", "nan", "-inf", "1e999"}) {
    EXPECT_THAT(
        Lines(Packed(XlsxParts("<row r='3'><c r='B3'><v>" + number + "</v></c></row>")), "a.xlsx"),
        ElementsAre(HasSubstr("row 3: column B: expected a number, got \"" + number + "\"")));
  }
  EXPECT_THAT(Lines(Packed({{"a.txt", "x"}}), "a.zip"), ElementsAre(HasSubstr("no workbook")));
}

TEST(Workbook, BombsAreRefused) {
  Bounds bounds;
  bounds.inflated_free = 1 << 20;
  const std::string bomb =
      Packed(XlsxParts("<row><c t='str'><v>x</v></c></row>" + std::string(3 << 20, ' ')));
  EXPECT_THAT(Lines(bomb, "a.xlsx", bounds),
              ElementsAre("1 A=x", HasSubstr("taken for a zip bomb")));
  bounds = {};
  bounds.inflated_bytes = 1 << 20;
  EXPECT_THAT(Lines(bomb, "a.xlsx", bounds),
              ElementsAre("1 A=x", HasSubstr("unpacks to more than 1048576 bytes")));
  Parts laughing = XlsxParts("<row><c t='str'><v>&lol;</v></c></row>");
  laughing.back().second = "<!DOCTYPE x [<!ENTITY lol 'ha'>]>" + laughing.back().second;
  EXPECT_THAT(Lines(Packed(laughing), "a.xlsx"),
              ElementsAre(HasSubstr("a document type, by which entities are declared; refused")));
  const std::string tag = "<a b='" + std::string(5 << 20, 'x') + "'/>";
  EXPECT_THAT(Lines(Packed(XlsxParts(tag)), "a.xlsx"),
              ElementsAre(HasSubstr("a tag or comment of more than 4194304 bytes")));
  std::string deep;
  for (int i = 0; i < 300; ++i) deep += "<a>";
  EXPECT_THAT(Lines(Packed(XlsxParts(deep)), "a.xlsx"), ElementsAre(HasSubstr("too deep")));
}

TEST(Workbook, IsBounded) {
  const std::string cells =
      Packed(XlsxParts("<row><c r='C1'><v>1</v></c></row><row r='9'/>"
                       "<row><c t='str'><v>abcd</v></c></row>"));
  Bounds bounds;
  bounds.columns = 2;
  EXPECT_THAT(Lines(cells, "a.xlsx", bounds), ElementsAre(HasSubstr("at most 2 columns")));
  bounds = {};
  bounds.rows = 1;
  EXPECT_THAT(Lines(cells, "a.xlsx", bounds),
              ElementsAre("1 C:1", HasSubstr("row 10: expected at most 1 rows")));
  bounds = {};
  bounds.cell_bytes = 3;
  EXPECT_THAT(Lines(cells, "a.xlsx", bounds), ElementsAre("1 C:1", HasSubstr("at most 3 bytes")));
  bounds = {};
  bounds.row_bytes = 7;
  const std::string eight = "<c t='s'><v>0</v></c><c t='s'><v>0</v></c></row>";
  for (const std::string& bytes :
       {Packed(XlsxParts("<row>" + eight, "<si><t>abcd</t></si>")),
        Packed(OdsParts("<table:table table:name='A'><table:table-row><table:table-cell "
                        "table:number-columns-repeated='2'><text:p>abcd</text:p>"
                        "</table:table-cell></table:table-row></table:table>")),
        std::string("abcd,abcd\n")}) {
    EXPECT_THAT(Lines(bytes, "a", bounds), ElementsAre(HasSubstr("at most 7 bytes in a row")));
  }
  bounds = {};
  bounds.columns = 2;
  EXPECT_THAT(Lines(Packed(XlsxParts("<row><c r='A1'><v>1</v></c><c r='A1'><v>1</v></c>"
                                     "<c r='A1'><v>1</v></c></row>")),
                    "a.xlsx", bounds),
              ElementsAre(HasSubstr("at most 2 columns")));
  bounds = {};
  bounds.sheets = 0;
  EXPECT_THAT(Lines(cells, "a.xlsx", bounds), ElementsAre(HasSubstr("at most 0 sheets")));
  bounds = {};
  bounds.string_bytes = 2;
  EXPECT_THAT(Lines(Packed(XlsxParts("<row/>", "<si><t>abc</t></si>")), "a.xlsx", bounds),
              ElementsAre(HasSubstr("shared strings: expected at most 2 bytes")));
  bounds = {};
  bounds.file_bytes = 2;
  EXPECT_THAT(Lines(cells, "a.xlsx", bounds), ElementsAre("a.xlsx: expected at most 2 bytes, got "
                                                          "more"));
}

}  // namespace
}  // namespace dunghan::sheet

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <zip.h>

#include <filesystem>
#include <fstream>

#include "dunghan/test/count_of.h"
#include "paper_sample.h"

namespace dunghan::report {
namespace {

using test::CountOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string Xlsx(const Paper& paper) { return WritePaper(paper, PaperFormat::kXlsx).value(); }

/// A file of the archive; "" where there is none.
std::string Part(const std::string& bytes, const std::string& name) {
  const test::TempFolder folder;
  const std::string path = (folder.path() / "a.xlsx").string();
  std::ofstream(path, std::ios::binary) << bytes;
  zip_t* zip = zip_open(path.c_str(), ZIP_RDONLY, nullptr);
  if (zip == nullptr) return {};
  std::string out;
  if (zip_file_t* file = zip_fopen(zip, name.c_str(), 0)) {
    char buffer[4096];
    for (zip_int64_t n = 0; (n = zip_fread(file, buffer, sizeof(buffer))) > 0;) {
      out.append(buffer, static_cast<size_t>(n));
    }
    zip_fclose(file);
  }
  zip_close(zip);
  return out;
}

std::string FirstSheet(const Paper& paper) { return Part(Xlsx(paper), "xl/worksheets/sheet1.xml"); }

/// What stands between a cell's opening and its end.
std::string Cell(const std::string& sheet, const std::string& name) {
  const size_t at = sheet.find("<c r=\"" + name + "\"");
  if (at == std::string::npos) return "no such cell";
  const size_t begin = sheet.find('>', at) + 1;
  return sheet.substr(begin, sheet.find("</c>", begin) - begin);
}

TEST(PaperXlsx, HasNumbersAsNumbersAndTextAsText) {
  const std::string sheet = FirstSheet(SmallPaper());
  // Four rows of the head, a blank one, the title, two below it, a blank one; the table's head.
  EXPECT_EQ(Cell(sheet, "B13"), "<is><t>Sở Tư pháp</t></is>");
  EXPECT_EQ(Cell(sheet, "C13"), "<v>12345</v>");
  EXPECT_EQ(Cell(sheet, "D13"), "<v>12000</v>");
  EXPECT_EQ(Cell(sheet, "E13"), "<v>345</v>");
  EXPECT_EQ(Cell(sheet, "F13"), "<v>0.9796</v>") << "cut, so that 97.96 % is shown as that";
  EXPECT_EQ(Cell(sheet, "G13"), "<v>17.69</v>");
  EXPECT_EQ(Cell(sheet, "H13"), "<v>31.75</v>") << "hours";
  EXPECT_EQ(Cell(sheet, "I13"), "<v>46180</v>") << "7 June 2026";
  EXPECT_EQ(Cell(sheet, "J13"), "<v>46181.39583333334</v>") << "8 June 2026, 09:30";
  EXPECT_EQ(Cell(sheet, "F14"), "<is><t>không phát sinh</t></is>");
  EXPECT_EQ(Cell(sheet, "F15"), "<v>0.9166</v>");
}

TEST(PaperXlsx, RunsNoFormula) {
  const std::string sheet = FirstSheet(SmallPaper());
  EXPECT_EQ(Cell(sheet, "B14"), "<is><t>=HYPERLINK(\"x\";1)</t></is>");
  EXPECT_THAT(sheet, Not(HasSubstr("<f>")));
}

TEST(PaperXlsx, MergesHeadingsAndTitles) {
  const std::string sheet = FirstSheet(SmallPaper());
  for (const char* range : {"A9:A11", "B9:B11", "C9:E9", "C10:C11", "D10:E10", "F9:F11"}) {
    EXPECT_THAT(sheet, HasSubstr("<mergeCell ref=\"" + std::string(range) + "\"/>"));
  }
  EXPECT_EQ(Cell(sheet, "C9"), "<is><t>Tiếp nhận</t></is>");
  EXPECT_EQ(Cell(sheet, "D10"), "<is><t>Trong kỳ</t></is>");
  EXPECT_EQ(Cell(sheet, "E11"), "<is><t>Trực tiếp</t></is>");
  EXPECT_EQ(Cell(sheet, "J12"), "<is><t>(10)</t></is>");
}

TEST(PaperXlsx, KeepsItsHeadInSightAndOnEveryPage) {
  const std::string bytes = Xlsx(SmallPaper());
  const std::string sheet = Part(bytes, "xl/worksheets/sheet1.xml");
  EXPECT_THAT(sheet, HasSubstr("<pane xSplit=\"2\" ySplit=\"12\""));
  EXPECT_THAT(sheet, HasSubstr("paperSize=\"9\""));
  EXPECT_THAT(sheet, HasSubstr("orientation=\"landscape\""));
  EXPECT_THAT(sheet, HasSubstr("fitToHeight=\"0\""));
  EXPECT_THAT(sheet, HasSubstr("Trang &amp;P/&amp;N"));
  EXPECT_THAT(Part(bytes, "xl/workbook.xml"), HasSubstr("$9:$12</definedName>"));
}

TEST(PaperXlsx, HasChartsOfTheTrendAndTheRanking) {
  const std::string bytes = Xlsx(ProvincePaper(20));
  EXPECT_THAT(Part(bytes, "xl/workbook.xml"), HasSubstr("<sheet name=\"Xu hướng\" sheetId=\"2\""));
  const std::string trend = Part(bytes, "xl/charts/chart1.xml");
  EXPECT_THAT(trend, HasSubstr("<c:f>'Xu hướng'!$B$8:$B$19</c:f>"));
  EXPECT_THAT(trend, HasSubstr("<c:f>'Xu hướng'!$C$8:$C$19</c:f>"));
  const std::string values = Part(bytes, "xl/worksheets/sheet2.xml");
  EXPECT_EQ(Cell(values, "A8"), "<is><t>1/2026</t></is>");
  EXPECT_EQ(Cell(values, "B8"), "<v>0.954</v>");
  EXPECT_EQ(Cell(values, "C8"), "<v>0.98</v>");
  EXPECT_EQ(Cell(values, "A19"), "<is><t>12/2026</t></is>");
  EXPECT_THAT(Part(bytes, "xl/charts/chart2.xml"), HasSubstr("<c:f>'Xếp hạng'!$B$8:$B$26</c:f>"));
}

TEST(PaperXlsx, HasASheetOfDefinitionsAndOneOfDossiers) {
  Paper paper = ProvincePaper(20);
  paper.trend.clear();
  paper.ranking.clear();
  const std::string bytes = Xlsx(paper);
  EXPECT_THAT(Part(bytes, "xl/workbook.xml"),
              HasSubstr("name=\"07a\" sheetId=\"1\" r:id=\"rId1\"/><sheet name=\"Giải thích\""));
  EXPECT_THAT(Part(bytes, "xl/workbook.xml"), HasSubstr("<sheet name=\"Hồ sơ\""));
  EXPECT_THAT(Part(bytes, "xl/worksheets/sheet2.xml"), HasSubstr("Xong không muộn hơn ngày hẹn"));
  const std::string dossiers = Part(bytes, "xl/worksheets/sheet3.xml");
  EXPECT_EQ(CountOf(dossiers, ">H52.01-260601-"), 20);
  EXPECT_THAT(dossiers, HasSubstr("<autoFilter ref=\"A"));
  EXPECT_THAT(dossiers, HasSubstr("DỮ LIỆU MÔ PHỎNG"));
}

TEST(PaperXlsx, SaysWhatItIs) {
  const std::string bytes = Xlsx(ProvincePaper(3));
  const std::string sheet = Part(bytes, "xl/worksheets/sheet1.xml");
  for (const char* text :
       {"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG",
        "DỮ LIỆU MÔ PHỎNG · BẢN CHỐT (lần 1) · TẠM TÍNH", "chưa gửi dữ liệu của ngày 30/06/2026",
        "hồ sơ tạm dừng nằm ở cột 12", "PHÓ GIÁM ĐỐC", "Lò Thị Nguyệt"}) {
    EXPECT_THAT(sheet, HasSubstr(text));
  }
  EXPECT_THAT(Part(bytes, "docProps/core.xml"),
              HasSubstr("<dcterms:created xsi:type=\"dcterms:W3CDTF\">2026-07-01T01:00:00Z"));
  EXPECT_THAT(Part(bytes, "docProps/core.xml"),
              HasSubstr("<dcterms:modified xsi:type=\"dcterms:W3CDTF\">2026-07-01T01:00:00Z"));
  const std::string custom = Part(bytes, "docProps/custom.xml");
  EXPECT_THAT(custom, HasSubstr("DH-2026-06-07a-3fa9c2"));
  EXPECT_THAT(custom, HasSubstr(std::string(64, '7')));
}

TEST(PaperXlsx, EveryAgencyHasItsRow) {
  const std::string sheet = FirstSheet(ProvincePaper(120));
  for (int i = 1; i <= 120; ++i) {
    EXPECT_THAT(sheet, HasSubstr(" số " + std::to_string(i) + "</t>"));
    EXPECT_THAT(sheet, HasSubstr("<v>" + std::to_string(111 * i) + "</v>"));
  }
  EXPECT_THAT(sheet, HasSubstr("<v>1234567</v>"));
}

TEST(PaperXlsx, EveryLetterBeginsAPage) {
  const std::string sheet = FirstSheet(LettersPaper(3));
  EXPECT_EQ(CountOf(sheet, "Kính gửi:"), 3);
  EXPECT_EQ(CountOf(sheet, "Độc lập - Tự do - Hạnh phúc"), 3);
  EXPECT_THAT(sheet, HasSubstr("<rowBreaks count=\"2\""));
}

TEST(PaperXlsx, SectionsWithOtherColumnsHaveSheetsOfTheirOwn) {
  Paper paper = SmallPaper();
  paper.sections.push_back(SmallTable());
  paper.sections.push_back(ProvincePaper(1).dossiers);
  paper.sections.back().title = Vi("Hồ sơ [chậm]/'lỗi'");
  const std::string bytes = Xlsx(paper);
  EXPECT_EQ(CountOf(Part(bytes, "xl/worksheets/sheet1.xml"), "Sở Tư pháp"), 2);
  EXPECT_THAT(Part(bytes, "xl/workbook.xml"), HasSubstr("<sheet name=\"Hồ sơ  chậm   lỗi \""));
  EXPECT_THAT(Part(bytes, "xl/worksheets/sheet2.xml"), HasSubstr("H52.01-260601-1"));
}

TEST(PaperXlsx, TakesTextsThatXmlMayNotHold) {
  Paper paper = SmallPaper();
  paper.sections[0].rows[0].cells[1] =
      Vi("a\x01"
         "b\xFF"
         "c\xEF\xBF\xBF & <d>");
  EXPECT_EQ(Cell(FirstSheet(paper), "B13"),
            "<is><t>a b\xEF\xBF\xBD"
            "c\xEF\xBF\xBD &amp; &lt;d&gt;</t></is>");
}

TEST(PaperXlsx, LeavesNothingBehind) {
  const test::TempFolder folder;
  ::setenv("TMPDIR", folder.path().c_str(), 1);
  const bool written = WritePaper(SmallPaper(), PaperFormat::kXlsx).has_value();
  const bool empty = std::filesystem::is_empty(folder.path());
  ::setenv("TMPDIR", (folder.path() / "none").c_str(), 1);
  const auto refused = WritePaper(SmallPaper(), PaperFormat::kXlsx);
  ::unsetenv("TMPDIR");
  EXPECT_TRUE(written);
  EXPECT_TRUE(empty);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, ErrorCode::kUnavailable);
  EXPECT_EQ(refused.error().for_client, "no temporary folder for a workbook");
}

}  // namespace
}  // namespace dunghan::report

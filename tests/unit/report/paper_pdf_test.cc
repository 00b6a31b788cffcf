#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <sstream>

#include "paper_pdf_text.h"
#include "paper_pdf_widths.h"
#include "paper_sample.h"

// Fontconfig 2.14 loses 288 bytes for good when it reads its settings, once a process.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() { return "leak:libfontconfig"; }
#include "dunghan/test/count_of.h"

namespace dunghan::report {
namespace {

using test::CountOf;
using ::testing::HasSubstr;

std::string Pdf(const Paper& paper) { return WritePaper(paper, PaperFormat::kPdf).value(); }

/// What a program of poppler-utils says of the file.
std::string Told(const std::string& bytes, const std::string& program, const std::string& after) {
  const test::TempFolder folder;
  const std::string path = (folder.path() / "a.pdf").string();
  std::ofstream(path, std::ios::binary) << bytes;
  FILE* pipe = ::popen((program + " " + path + " " + after).c_str(), "r");
  std::string out;
  char buffer[4096];
  for (size_t n = 0; (n = std::fread(buffer, 1, sizeof(buffer), pipe)) > 0;) out.append(buffer, n);
  EXPECT_EQ(::pclose(pipe), 0) << program;
  return out;
}

std::string TextOf(const Paper& paper) { return Told(Pdf(paper), "pdftotext -layout", "-"); }

/// All blanks and line ends as one blank each, so that a wrapped text is found whole.
std::string Flowing(const std::string& text) {
  std::istringstream in(text);
  std::string out;
  for (std::string word; in >> word;) out += word + " ";
  return out;
}

TEST(PaperPdf, HasEveryCell) {
  const std::string text = Flowing(TextOf(SmallPaper()));
  EXPECT_THAT(text, HasSubstr("1 Sở Tư pháp 12.345 12.000 345 97,96 % 17,69 "
                              "31,8 giờ = 4,2 ngày làm việc 07/06/2026 08/06/2026 09:30 "));
  EXPECT_THAT(text, HasSubstr("2 =HYPERLINK(\"x\";1) 0 0 0 không phát sinh "));
  EXPECT_THAT(text, HasSubstr("Tổng số 12.345 12.000 345 91,66 % -1.234,50 "));
  EXPECT_THAT(text, HasSubstr("(1) (2) (3) (4) (5) (6) (7) (8) (9) (10) "));
}

TEST(PaperPdf, NumbersItsPagesAndRepeatsHeads) {
  const std::string text = TextOf(ProvincePaper(120));
  const size_t pages = CountOf(text, "\f");
  ASSERT_GT(pages, 5U);
  for (size_t page = 1; page <= pages; ++page) {
    EXPECT_THAT(text, HasSubstr("Trang " + std::to_string(page) + "/" + std::to_string(pages)));
  }
  EXPECT_GE(CountOf(text, "Số hồ sơ tiếp nhận"), 5U);
  EXPECT_EQ(CountOf(text, "DỮ LIỆU MÔ PHỎNG"), pages) << "every page says it";
  EXPECT_GE(CountOf(text, std::string(64, '7')), pages) << "and which paper it is of";
}

TEST(PaperPdf, EveryAgencyHasItsRow) {
  const std::string text = TextOf(ProvincePaper(120));
  std::istringstream lines(text);
  std::vector<bool> seen(121);
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    int number = 0;
    if (!(words >> number) || number < 1 || number > 120) continue;
    const std::string online = std::to_string(74 * number);
    const std::string flowing = Flowing(line);
    if (flowing.find(" " +
                     (online.size() > 3 ? online.substr(0, online.size() - 3) + "." +
                                              online.substr(online.size() - 3)
                                        : online) +
                     " ") != std::string::npos) {
      seen[static_cast<size_t>(number)] = true;
    }
  }
  for (size_t i = 1; i <= 120; ++i) EXPECT_TRUE(seen[i]) << i;
}

TEST(PaperPdf, LongNamesAreWrappedAndNeverCut) {
  Paper paper = SmallPaper();
  std::string name = "Ủy ban nhân dân";
  for (int i = 0; i < 400; ++i) name += " xã" + std::to_string(i);
  paper.sections[0].rows[1].cells[1] = Vi(name);
  const std::string text = Flowing(Told(Pdf(paper), "pdftotext", "-"));
  for (int i = 0; i < 400; ++i) {
    EXPECT_THAT(text, HasSubstr(" xã" + std::to_string(i) + " "));
  }
}

TEST(PaperPdf, ARowHigherThanAPageGoesOnOnTheNext) {
  Paper paper = SmallPaper();
  std::string name;
  for (int i = 0; i < 3000; ++i) name += " xã" + std::to_string(i);
  paper.sections[0].rows[1].cells[1] = Vi(name);
  const std::string text = Flowing(Told(Pdf(paper), "pdftotext", "-"));
  size_t found = 0;
  for (int i = 0; i < 3000; ++i) found += CountOf(text, " xã" + std::to_string(i) + " ");
  EXPECT_EQ(found, 3000U);
}

TEST(PaperPdf, ColumnsWithoutRoomGoOnOnFurtherPages) {
  Paper paper = SmallPaper();
  PaperSection& table = paper.sections[0];
  for (int i = 0; i < 40; ++i) {
    table.columns.push_back({"x" + std::to_string(i), Vi("Cột" + std::to_string(i))});
    for (PaperRow& row : table.rows) row.cells.emplace_back(int64_t{1'000'000} + i);
  }
  const std::string text = Flowing(TextOf(paper));
  for (int i = 0; i < 40; ++i) {
    EXPECT_THAT(text, HasSubstr("Cột" + std::to_string(i) + " "));
    EXPECT_EQ(CountOf(text, " 1.000.0" + std::string(i < 10 ? "0" : "") + std::to_string(i) + " "),
              3U);
  }
  EXPECT_GE(CountOf(text, "Sở Tư pháp"), 2U) << "the rows' names again";
}

TEST(PaperPdf, HasAllVietnameseLetters) {
  const std::string letters =
      "ăâđêôơư ĂÂĐÊÔƠƯ àảãáạ ằẳẵắặ ầẩẫấậ èẻẽéẹ ềểễếệ ìỉĩíị òỏõóọ ồổỗốộ ờởỡớợ ùủũúụ ừửữứự ỳỷỹýỵ "
      "ÀẢÃÁẠ ẰẲẴẮẶ ẦẨẪẤẬ ÈẺẼÉẸ ỀỂỄẾỆ ÌỈĨÍỊ ÒỎÕÓỌ ỒỔỖỐỘ ỜỞỠỚỢ ÙỦŨÚỤ ỪỬỮỨỰ ỲỶỸÝỴ";
  Paper paper = SmallPaper();
  paper.notes = {Vi(letters)};
  EXPECT_THAT(Flowing(TextOf(paper)), HasSubstr(letters));
}

TEST(PaperPdf, EmbedsEveryFont) {
  std::istringstream lines(Told(Pdf(ProvincePaper(3)), "pdffonts", ""));
  std::string line;
  std::getline(lines, line);
  std::getline(lines, line);
  int fonts = 0;
  for (; std::getline(lines, line); ++fonts) {
    // Name, type, encoding; then embedded, subset, Unicode.
    EXPECT_THAT(Flowing(line), HasSubstr(" yes yes yes "));
  }
  EXPECT_GE(fonts, 3);
}

TEST(PaperPdf, SaysInItsPropertiesWhatItIs) {
  const std::string told = Told(Pdf(ProvincePaper(1)), "TZ=UTC pdfinfo", "");
  EXPECT_THAT(told, HasSubstr("TÌNH HÌNH, KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH"));
  EXPECT_THAT(told, HasSubstr("TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG"));
  EXPECT_THAT(told, HasSubstr("DH-2026-06-07a-3fa9c2 " + std::string(64, '7')));
  EXPECT_THAT(told, HasSubstr("Wed Jul  1 01:00:00 2026"));
  EXPECT_THAT(told, HasSubstr("841.89 x 595.28 pts (A4)"));
}

TEST(PaperPdf, EveryLetterHasTheWholeHeadAndAPlaceToSign) {
  const std::string text = TextOf(LettersPaper(3));
  EXPECT_EQ(CountOf(text, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"), 3U);
  EXPECT_EQ(CountOf(text, "THỦ TRƯỞNG CƠ QUAN"), 3U);
  EXPECT_EQ(CountOf(text, "\f"), 4U) << "a page for each, and one for what is of all";
  EXPECT_EQ(CountOf(text.substr(0, text.find('\f')), "Kính gửi:"), 1U);
}

TEST(PaperPdf, TheSignatureIsNeverAloneOnItsPage) {
  for (int agencies = 8; agencies <= 30; agencies += 3) {
    Paper paper = ProvincePaper(agencies);
    paper.trend.clear();
    paper.ranking.clear();
    const std::string text = TextOf(paper);
    const size_t sign = text.find("NGƯỜI LẬP BIỂU");
    ASSERT_NE(sign, std::string::npos);
    const size_t page = text.rfind('\f', sign) + 1;
    EXPECT_THAT(text.substr(page, sign - page), HasSubstr("Căn cứ số liệu:")) << agencies;
  }
}

class PdfTexts : public ::testing::Test {
 protected:
  PdfTexts()
      : surface_(cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1)),
        cairo_(cairo_create(surface_)),
        text_(cairo_) {}
  ~PdfTexts() override {
    cairo_destroy(cairo_);
    cairo_surface_destroy(surface_);
  }

  cairo_surface_t* surface_;
  cairo_t* cairo_;
  PdfText text_;
};

TEST_F(PdfTexts, WrapsAtBlanksAndLosesNothing) {
  const PdfStyle style{.size = 10};
  const std::string text = "Sở Nông nghiệp và Môi trường 98,5 % H52.07-260601-100016-0000000000";
  for (double width = 1; width < 300; width += 3.7) {
    std::string joined;
    for (const std::string_view line : text_.Wrap(text, style, width)) joined += line;
    std::string letters = text;
    std::erase(letters, ' ');
    std::erase(joined, ' ');
    EXPECT_EQ(joined, letters) << width;
  }
}

TEST_F(PdfTexts, KeepsAPercentageTogether) {
  const PdfStyle style{.size = 10};
  const auto lines = text_.Wrap("tin cậy 95 % nhé", style, text_.Width("tin cậy 95", style) + 0.1);
  EXPECT_EQ(lines, (std::vector<std::string_view>{"tin cậy", "95 % nhé"}));
}

TEST_F(PdfTexts, BreaksAWordThatIsTooLongAfterItsMarks) {
  const PdfStyle style{.size = 10};
  const auto lines = text_.Wrap("H52.07-260601", style, text_.Width("H52.07-26", style));
  EXPECT_EQ(lines, (std::vector<std::string_view>{"H52.07-", "260601"}));
}

TEST_F(PdfTexts, ColumnsTakeTheWholeWidth) {
  for (const int agencies : {1, 120}) {
    const Paper paper = ProvincePaper(agencies);
    const PdfColumns columns = FitPdfColumns(paper, paper.sections[0], text_, 770);
    ASSERT_EQ(columns.parts.size(), 1U);
    double sum = 0;
    for (const double width : columns.parts[0].widths) sum += width;
    EXPECT_NEAR(sum, 770, 0.01);
    EXPECT_GE(columns.size, 8);
  }
}

}  // namespace
}  // namespace dunghan::report

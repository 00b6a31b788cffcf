#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dunghan/test/count_of.h"
#include "paper_sample.h"

namespace dunghan::report {
namespace {

using test::CountOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string Html(const Paper& paper) { return WritePaper(paper, PaperFormat::kHtml).value(); }

TEST(PaperHtml, SharesHeadingsOverColumnsAndRows) {
  const std::string html = Html(SmallPaper());
  EXPECT_THAT(html, HasSubstr("<th scope=\"col\" rowspan=\"3\">Cơ quan giải quyết</th>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"colgroup\" colspan=\"3\">Tiếp nhận</th>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"colgroup\" colspan=\"2\">Trong kỳ</th>"));
  EXPECT_THAT(html, HasSubstr("<td>(10)</td></tr>"));
}

TEST(PaperHtml, HasEveryCell) {
  const std::string html = Html(SmallPaper());
  EXPECT_THAT(html, HasSubstr("<tr><td class=\"c\">1</td><th scope=\"row\">Sở Tư pháp</th>"
                              "<td class=\"r\">12.345</td><td class=\"r\">12.000</td>"
                              "<td class=\"r\">345</td><td class=\"r n\">97,96 %</td>"
                              "<td class=\"r\">17,69</td>"
                              "<td class=\"r\">31,8 giờ = 4,2 ngày làm việc</td>"
                              "<td class=\"c\">07/06/2026</td>"
                              "<td class=\"c\">08/06/2026 09:30</td></tr>"));
  EXPECT_THAT(html, HasSubstr("<td class=\"c\">không phát sinh</td>"));
  EXPECT_THAT(html, HasSubstr("<tr class=\"total\">"));
}

TEST(PaperHtml, EscapesWhatItIsGiven) {
  Paper paper = SmallPaper();
  paper.title = Vi("<script>alert(\"1\")</script> & 'x'");
  paper.frozen = statement::Frozen{.id = "a</style><b>\"\\", .digest = "ab", .text = "<x>"};
  const std::string html = Html(paper);
  EXPECT_THAT(html, Not(HasSubstr("<script")));
  EXPECT_EQ(CountOf(html, "</style>"), 1);
  EXPECT_THAT(html, HasSubstr("<h1>&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; "
                              "&#39;x&#39;</h1>"));
  EXPECT_THAT(html, HasSubstr("=HYPERLINK(&quot;x&quot;;1)"));
}

TEST(PaperHtml, FetchesAndRunsNothing) {
  const std::string html = Html(ProvincePaper(3));
  for (const char* part : {"<script", "<link", "src=", "href=", "url(", "@import"}) {
    EXPECT_THAT(html, Not(HasSubstr(part)));
  }
}

TEST(PaperHtml, DrawsTheTrendAndTheRanking) {
  const std::string html = Html(ProvincePaper(30));
  EXPECT_EQ(CountOf(html, "<circle"), 11) << "twelve months, one of them without a rate";
  EXPECT_EQ(CountOf(html, "<rect class=\"fill"), 29) << "one agency has finished nothing";
  EXPECT_THAT(html, HasSubstr(">chỉ tiêu 98 %</text>"));
}

TEST(PaperHtml, SaysWhatItIs) {
  const std::string html = Html(ProvincePaper(3));
  EXPECT_THAT(html, HasSubstr("<html lang=\"vi\">"));
  EXPECT_THAT(html, HasSubstr("<p class=\"mark\">DỮ LIỆU MÔ PHỎNG</p>"));
  EXPECT_THAT(html, HasSubstr("<p class=\"mark\">TẠM TÍNH</p>"));
  EXPECT_THAT(html, HasSubstr("Nguồn “một cửa” chưa gửi dữ liệu"));
  EXPECT_THAT(html, HasSubstr("3 = 4 + 5 + 6: đúng ở 4 dòng"));
  EXPECT_THAT(html, HasSubstr(std::string(64, '7')));
  EXPECT_THAT(html, HasSubstr("PHÓ GIÁM ĐỐC"));
  EXPECT_THAT(html, HasSubstr("Xong không muộn hơn ngày hẹn"));
}

TEST(PaperHtml, EveryLetterHasTheWholeHeadAndAPlaceToSign) {
  const std::string html = Html(LettersPaper(3));
  EXPECT_EQ(CountOf(html, "Độc lập - Tự do - Hạnh phúc"), 3);
  EXPECT_EQ(CountOf(html, "THỦ TRƯỞNG CƠ QUAN"), 3);
}

TEST(PaperHtml, IsInTheLanguageOfThePaper) {
  Paper paper = SmallPaper();
  paper.language = Language::kEn;
  const std::string html = Html(paper);
  EXPECT_THAT(html, HasSubstr("<html lang=\"en\">"));
  EXPECT_THAT(html, HasSubstr("SOCIALIST REPUBLIC OF VIET NAM"));
  EXPECT_THAT(html, HasSubstr("<td class=\"r\">97.96%</td>"));
  EXPECT_THAT(html, HasSubstr("<th scope=\"row\">Justice</th>"));
}

}  // namespace
}  // namespace dunghan::report

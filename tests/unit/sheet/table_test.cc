#include "dunghan/sheet/table.h"

#include <gmock/gmock.h>

#include "dunghan/sheet/reading.h"
#include "packages.h"

namespace dunghan::sheet {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

Cell OfText(const std::string& text) { return {.text = text}; }
std::optional<double> Number(const std::string& text) { return NumberOf(OfText(text)); }

TEST(Reading, TakesPointsForThousandsAndCommasForDecimals) {
  EXPECT_EQ(Number("1.234"), 1234);
  EXPECT_EQ(Number("128.667"), 128667);
  EXPECT_EQ(Number("1.234.567"), 1234567);
  EXPECT_EQ(Number("12,5"), 12.5);
  EXPECT_EQ(Number("1.234,5"), 1234.5);
  EXPECT_EQ(Number("1,234.5"), 1234.5);
  EXPECT_EQ(Number("1,234,567"), 1234567);
  EXPECT_EQ(Number(" 1 234 "), 1234);
  EXPECT_EQ(Number("1\xC2\xA0"
                   "234"),
            1234);
  EXPECT_EQ(Number("12.5"), 12.5);
  EXPECT_EQ(Number("0.884"), 0.884);
  EXPECT_EQ(Number("-3"), -3);
  EXPECT_DOUBLE_EQ(Number("88,43 %").value(), 0.8843);
  for (const char* wrong : {"", "-", "a", "1a", "1.23.4", "12.34.567", "1,2,3", ".", ",5", "5,"}) {
    EXPECT_FALSE(Number(wrong)) << wrong << " " << Number(wrong).value_or(0);
  }
  EXPECT_EQ(CountOf(OfText("1.234")), 1234);
  EXPECT_FALSE(CountOf(OfText("12,5")));
  EXPECT_FALSE(CountOf(OfText("-1")));
}

TEST(Reading, TakesDaysFirst) {
  const LocalTime day(ParseDate("2021-06-07").value());
  for (const char* text : {"07/06/2021", "7-6-2021", "7.6.2021", "2021-06-07", "20210607"}) {
    EXPECT_EQ(DateOf(text), (Dated{day, false})) << text;
  }
  for (const char* text :
       {"07/06/2021 08:05", "08:05 07/06/2021", "8h05 07/06/2021", "2021-06-07T08:05",
        "2021-06-07 08:05:00", "20210607080500", "07/06/2021, 8:05:00", "202106070805"}) {
    EXPECT_EQ(DateOf(text), (Dated{day + 8h + 5min, true})) << text;
  }
  for (const char* wrong : {"", "7/6", "31/02/2021", "2021", "7/6/21", "07/06/2021 25:00", "x",
                            "1/2/3/2021", "12345678"}) {
    EXPECT_FALSE(DateOf(wrong)) << wrong;
  }
}

TEST(Reading, KnowsWhatIsNothing) {
  for (const char* text : {"", " ", "-", " - ", "–", "—", "\xC2\xA0"}) {
    const Cell cell = OfText(text);
    EXPECT_TRUE(IsNothing(&cell)) << text;
  }
  const Cell zero = OfText("0");
  EXPECT_FALSE(IsNothing(&zero));
  EXPECT_TRUE(IsNothing(nullptr));
}

TEST(Reading, ComparesHeadingsByTheirLetters) {
  EXPECT_EQ(Plain(" Số  lượng\nhồ sơ\xC2\xA0(Quá hạn) "), "so luong ho so qua han");
  EXPECT_EQ(Plain("Đúng hạn"), Plain("ĐÚNG HẠN*"));
  EXPECT_EQ(OneLine(" a\r\n b\xC2\xA0 c "), "a b c");
}

struct ReadTableOf {
  std::vector<std::string> above;
  std::vector<std::string> headings;
  std::vector<int64_t> rows;
  std::string error;
};
ReadTableOf Read(const std::string& csv, const TableOptions& options = {}) {
  auto workbook = Workbook::FromBytes(csv, "a.csv").value();
  ReadTableOf table;
  const auto read = ReadTable(
      workbook, 0, options,
      [&](const TableHead& head) -> Result<void> {
        table.above = head.above;
        for (const Heading& heading : head.headings) {
          table.headings.push_back(ColumnName(heading.column) + " " + heading.text);
        }
        return {};
      },
      [&](const Row& row) -> Result<bool> {
        table.rows.push_back(row.number);
        return true;
      });
  if (!read) table.error = read.error().for_client;
  return table;
}

TEST(Table, JoinsMergedHeadingsPerColumn) {
  const ReadTableOf table = Read(
      ",BÁO CÁO,,,,,,\n,Từ ngày 01/06/2021 đến ngày 30/06/2021,,,,,,\n"
      ",STT,Cơ quan,Tiếp nhận,,,,Đã giải quyết,\n,,,Tổng số,Trong kỳ,,Từ kỳ trước,Tổng số,Quá "
      "hạn\n,,,,Trực tuyến,Trực tiếp,,,\n,(1),(2),(3)=(4)+(5)+(6),(4),(5),(6),(7),(8)\n"
      ",1,Sở A,10,4,5,1,8,0\n,,Tổng cộng,10,4,5,1,8,0\n");
  EXPECT_THAT(table.above, ElementsAre("BÁO CÁO", "Từ ngày 01/06/2021 đến ngày 30/06/2021"));
  EXPECT_THAT(table.headings,
              ElementsAre("B STT", "C Cơ quan", "D Tiếp nhận / Tổng số",
                          "E Tiếp nhận / Trong kỳ / Trực tuyến",
                          "F Tiếp nhận / Trong kỳ / Trực tiếp", "G Tiếp nhận / Từ kỳ trước",
                          "H Đã giải quyết / Tổng số", "I Đã giải quyết / Quá hạn"));
  EXPECT_THAT(table.rows, ElementsAre(7, 8));
}

TEST(Table, TakesHeadingsAboveTheOneThatIsNumbered) {
  const ReadTableOf table = Read(
      "BÁO CÁO,,,\n,,Tiếp nhận,,Đã giải quyết\nTT,Cơ quan,Tổng số,Trực tuyến,Tổng số\n"
      "A,B,1,2,3\n1,Sở A,3,2,1\n");
  EXPECT_THAT(table.headings, ElementsAre("A TT", "B Cơ quan", "C Tiếp nhận / Tổng số",
                                          "D Tiếp nhận / Trực tuyến", "E Đã giải quyết / Tổng số"));
  EXPECT_THAT(table.rows, ElementsAre(5));
}

TEST(Table, FindsHeadingsByTheirNames) {
  const ReadTableOf table =
      Read("Danh sách hồ sơ,,\nSố hồ sơ,Ngày hẹn trả,Ghi chú\nH1,07/06/2021,\n",
           {.known = {"so ho so", "ngay hen tra"}});
  EXPECT_THAT(table.headings, ElementsAre("A Số hồ sơ", "B Ngày hẹn trả", "C Ghi chú"));
  EXPECT_THAT(table.rows, ElementsAre(3));
}

/// Each looks to its left, on every level.
TEST(Table, JoinsHeadingsOfHoweverManyColumns) {
  constexpr size_t kLevels = 5;
  constexpr size_t kColumns = 2'000;
  std::string csv = "STT";
  for (size_t level = 0; level <= kLevels; ++level) {
    for (size_t column = 1; column < kColumns; ++column) {
      csv += level == kLevels || column % kLevels == level ? ",x" : ",";
    }
    csv += '\n';
  }
  EXPECT_EQ(Read(csv).headings.size(), kColumns);
}

TEST(Table, CutsWhatIsTooLongForAHeading) {
  const ReadTableOf table = Read("STT,Tên," + std::string(1'000, 'x') + ",\n,,a,b\n");
  const std::string above(500, 'x');
  EXPECT_THAT(table.headings,
              ElementsAre("A STT", "B Tên", "C " + above + " / a", "D " + above + " / b"));
}

TEST(Table, SaysWhereNoHeadingsAre) {
  EXPECT_THAT(Read("a,b\nc,d\n").error, HasSubstr("a.csv: no row of headings"));
  const ReadTableOf alone = Read("STT,Tên\n");
  EXPECT_EQ(alone.error, "");
  EXPECT_THAT(alone.headings, ElementsAre("A STT", "B Tên"));
}

}  // namespace
}  // namespace dunghan::sheet

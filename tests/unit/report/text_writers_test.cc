#include <gmock/gmock.h>

#include "dunghan/report/writers.h"
#include "sample.h"

namespace dunghan::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> Lines(const std::string& text, const std::string& end = "\n") {
  std::vector<std::string> lines;
  for (size_t from = 0; from < text.size();) {
    const size_t to = text.find(end, from);
    lines.push_back(text.substr(from, to - from));
    from = to + end.size();
  }
  return lines;
}

TEST(CsvWriter, HasAHeaderTheRowsAndATotal) {
  const auto lines = Lines(WriteCsv(Sample(), Language::kVi), "\r\n");
  ASSERT_EQ(lines.size(), 3u);
  EXPECT_EQ(
      lines[0],
      "code,name,received,carried_over,moved_in,finished_early,finished_on_time,finished_late,"
      "finished_unmeasurable,refused_in_time,refused_late,withdrawn,withdrawn_overdue,moved_out,"
      "open_in_time,open_overdue,open_suspended,open_unmeasurable,reopened,without_receipt,"
      "official.on_time,official.all,official.ratio,official.low,official.high,"
      "strict.on_time,strict.all,strict.ratio,strict.low,strict.high,"
      "due_cohort.on_time,due_cohort.all,due_cohort.ratio,due_cohort.low,due_cohort.high,"
      "late_budget.due,late_budget.allowed,late_budget.late,late_budget.left,"
      "late_budget.needs_on_time,late_budget.state");
  const std::string figures =
      ",80,20,0,40,15,5,0,3,0,0,0,0,28,10,2,0,1,0,55,60,0.9166,0.819,0.964,"
      "85,100,0.85,0.767,0.907,50,62,0.8064,0.691,0.886,70,1,12,-11,530,exceeded";
  EXPECT_EQ(lines[1], "000.00.19.H52,Sở A" + figures);
  EXPECT_EQ(lines[2], "total,Tổng số" + figures);
}

TEST(CsvWriter, QuotesAsTheRfcSays) {
  Statement statement = Sample();
  statement.rows[0].of.name_en = "Land, \"houses\"";
  EXPECT_THAT(WriteCsv(statement, Language::kEn),
              HasSubstr("000.00.19.H52,\"Land, \"\"houses\"\"\",80"));
}

TEST(CsvWriter, LeavesTheFieldEmptyWhereThereIsNoData) {
  Statement statement = Sample();
  statement.rows.clear();
  statement.total.figures = {};
  statement.total.budget = {};
  EXPECT_THAT(WriteCsv(statement, Language::kVi),
              HasSubstr(",0,0,,,,0,0,,,,0,0,,,,0,0,0,0,0,no_data"));
}

TEST(TableWriter, ReadsAsAPersonWouldWriteItInVietnamese) {
  Statement statement = Sample();
  statement.total.target.is = figures::TargetIs::kAbove;
  EXPECT_EQ(WriteTable(statement, Language::kVi),
            R"(BÁO CÁO KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH ĐÚNG HẠN
Kỳ báo cáo: từ ngày 01/06/2021 đến ngày 30/06/2021 (2021-06), chưa kết thúc
Căn cứ: ngày hẹn trả
Chỉ tiêu: trên 98 %
Cách so sánh: thời hạn tính theo ngày so theo ngày, thời hạn tính theo giờ so theo thời điểm
Vị trí dữ liệu: sự kiện 123456, lúc 01/07/2021 08:00:00 +07:00, chuỗi 9f2c00000000

                                             ────── Đã giải quyết ───────       ──────────── Đang giải quyết ─────────────  ────── Tỷ lệ đúng hạn ───────
Mã             Tên      Tiếp nhận  Kỳ trước  Trước hạn  Đúng hạn  Quá hạn  Rút  Trong hạn  Quá hạn  Tạm dừng  Không có hạn  Chính thức  Chặt chẽ  Đến hạn  Còn được trễ
───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
000.00.19.H52  Sở A            80        20         40        15        5    0         28       10         2             0     91,66 %   85,00 %  80,64 %           -11
───────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
               Tổng số         80        20         40        15        5    0         28       10         2             0     91,66 %   85,00 %  80,64 %           -11

Tỷ lệ đúng hạn:
  Chính thức: 55/60 = 91,66 %; khoảng tin cậy 95 %: 81,9 % đến 96,4 %  [(trước hạn + đúng hạn) / đã giải quyết trong kỳ, gồm cả từ chối]
  Chặt chẽ: 85/100 = 85,00 %  [1 - (giải quyết quá hạn + đang quá hạn + rút khi quá hạn) / tất cả có hạn]
  Đến hạn: 50/62 = 80,64 %  [giải quyết kịp / đến hạn trong kỳ, tính đến thời điểm báo cáo]
Chỉ tiêu (Chính thức) trên 98 %: không đạt
Mức được trễ: đến hạn 70, được trễ 1, đã trễ 12, còn -11; đã vượt mức; cần thêm 530 hồ sơ đúng hạn để đạt lại chỉ tiêu
Trong đó từ chối: trong hạn 3, quá hạn 0
Mở lại trong kỳ: 1
)");
}

TEST(TableWriter, NeverRoundsARateUp) {
  Statement statement = Sample();
  statement.total.figures.finished_early = 97'999;
  statement.total.figures.finished_on_time = 0;
  statement.total.figures.finished_late = 2'001;
  EXPECT_THAT(WriteTable(statement, Language::kVi), HasSubstr("97.999/100.000 = 97,99 %"));
  statement.total.figures.finished_early = 99'999;
  statement.total.figures.finished_late = 1;
  EXPECT_THAT(WriteTable(statement, Language::kEn), HasSubstr("99,999/100,000 = 99.99%"));
}

TEST(TableWriter, SaysThatThereIsNoData) {
  Statement statement = Sample();
  statement.rows.clear();
  statement.total.figures = {};
  statement.total.budget = {};
  const std::string vi = WriteTable(statement, Language::kVi);
  EXPECT_THAT(vi, HasSubstr("Chính thức: chưa có số liệu"));
  EXPECT_THAT(vi, HasSubstr("Chỉ tiêu (Chính thức) từ 98 % trở lên: chưa có số liệu\n"));
  EXPECT_THAT(vi, HasSubstr("Mức được trễ: chưa có số liệu"));
  EXPECT_THAT(vi, Not(HasSubstr("100,00")));
}

TEST(TableWriter, SaysWhetherTheHeadlineReachesTheTarget) {
  Statement statement = Sample();
  EXPECT_THAT(WriteTable(statement, Language::kVi),
              HasSubstr("Chỉ tiêu (Chính thức) từ 98 % trở lên: không đạt\n"));
  statement.total.target.per_mille = 916;
  EXPECT_THAT(WriteTable(statement, Language::kEn),
              HasSubstr("Target (Official) at least 91.6%: reached\n"));
  statement.headline = figures::Headline::kStrict;
  EXPECT_THAT(WriteTable(statement, Language::kEn),
              HasSubstr("Strict: 85/100 = 85.00%; 95% interval: 76.7% to 90.7%"));
}

TEST(TableWriter, SaysWhatWouldRestoreTheTarget) {
  Statement statement = Sample();
  EXPECT_THAT(WriteTable(statement, Language::kEn),
              HasSubstr("left -11; exceeded; 530 more in time would restore the target\n"));
  statement.total.target.per_mille = 1000;
  statement.total.budget =
      figures::BudgetOf(statement.total.figures, statement.total.target, false);
  EXPECT_THAT(WriteTable(statement, Language::kEn),
              HasSubstr("left -12; exceeded; the target cannot be restored\n"));
}

TEST(TableWriter, BearsTheBannerOfSimulatedData) {
  Statement statement = Sample();
  EXPECT_THAT(WriteTable(statement, Language::kVi), Not(HasSubstr("MÔ PHỎNG")));
  statement.simulated = true;
  EXPECT_THAT(WriteTable(statement, Language::kVi), HasSubstr("*** DỮ LIỆU MÔ PHỎNG ***"));
  EXPECT_THAT(WriteTable(statement, Language::kEn), HasSubstr("*** SIMULATED DATA ***"));
}

TEST(TableWriter, ShowsAColumnForEveryCountThatIsNotNothing) {
  Statement statement = Sample();
  EXPECT_THAT(WriteTable(statement, Language::kEn), Not(HasSubstr("Moved in")));
  statement.total.figures.moved_in = 1;
  EXPECT_THAT(WriteTable(statement, Language::kEn), HasSubstr("Moved in"));
}

TEST(TableWriter, ListsAgenciesWithATargetOfTheirOwn) {
  Statement statement = Sample();
  statement.rows[0].own_target = true;
  statement.rows[0].target.per_mille = 900;
  EXPECT_THAT(WriteTable(statement, Language::kVi),
              HasSubstr("Chỉ tiêu riêng:\n  Sở A (000.00.19.H52) từ 90 % trở lên: đạt\n"));
}

TEST(TableWriter, NamesWhatStandsOutside) {
  Statement statement = Sample();
  statement.petitions_received = 4;
  statement.total.figures.without_receipt = 2;
  statement.total.figures.withdrawn_overdue = 1;
  const std::string text = WriteTable(statement, Language::kVi);
  EXPECT_THAT(text, HasSubstr("Trong đó từ chối: trong hạn 3, quá hạn 0\n"));
  EXPECT_THAT(text, HasSubstr("Trong đó rút khi quá hạn: 1\n"));
  EXPECT_THAT(text, HasSubstr("Mở lại trong kỳ: 1\n"));
  EXPECT_THAT(text, HasSubstr("Ngoài bảng: 2 hồ sơ chưa có thông tin tiếp nhận\n"));
  EXPECT_THAT(text, HasSubstr("Ngoài bảng: 4 phản ánh, kiến nghị tiếp nhận trong kỳ\n"));
}

}  // namespace
}  // namespace dunghan::report

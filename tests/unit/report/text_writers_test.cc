#include <gmock/gmock.h>

#include "dunghan/report/csv_text.h"
#include "dunghan/report/writers.h"
#include "sample.h"

namespace dunghan::report {
namespace {

using ::testing::EndsWith;
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
      "moved_in_overdue,moved_out_overdue,open_suspended_ahead,"
      "official.on_time,official.all,official.ratio,official.low,official.high,"
      "strict.on_time,strict.all,strict.ratio,strict.low,strict.high,"
      "due_cohort.on_time,due_cohort.all,due_cohort.ratio,due_cohort.low,due_cohort.high,"
      "index766.on_time,index766.all,index766.ratio,index766.low,index766.high,index766.score,"
      "index766.unmeasurable,index766.open_on_time,"
      "outlook.state,outlook.best.on_time,outlook.best.all,outlook.best.ratio,"
      "outlook.cleared.on_time,outlook.cleared.all,outlook.cleared.ratio,outlook.backlog,"
      "late_budget.due,late_budget.allowed,late_budget.late,late_budget.left,"
      "late_budget.needs_on_time,late_budget.state,"
      "gross.on_time,gross.all,gross.ratio,gross.low,gross.high,"
      "granted_only.on_time,granted_only.all,granted_only.ratio,granted_only.low,"
      "granted_only.high,acceptance.submitted,acceptance.in_time,acceptance.late,"
      "acceptance.declined,acceptance.waiting,acceptance.waiting_late,acceptance.ratio,"
      "acceptance.low,acceptance.high,supplements.asked,supplements.asked_late,"
      "supplements.asked_again,supplements.answered,suspended_seconds.supplement,"
      "suspended_seconds.payment,suspended_seconds.stop,ready.on_time,ready.all,ready.ratio,"
      "ready.low,ready.high,late_causes,urged.times,urged.dossiers,satisfaction.answered,"
      "satisfaction.satisfied,satisfaction.ratio,satisfaction.low,satisfaction.high,"
      "satisfaction.answering.answered,satisfaction.answering.finished,"
      "satisfaction.answering.ratio,satisfaction.answering.low,satisfaction.answering.high,"
      "online.of_received.online,online.of_received.received,online.of_received.ratio,"
      "online.of_received.low,online.of_received.high,online.of_full.online,"
      "online.of_full.received,online.of_full.ratio,online.of_full.low,online.of_full.high,"
      "online.of_offered.online,online.of_offered.received,online.of_offered.ratio,"
      "online.of_offered.low,online.of_offered.high,extended,reappointed,reappointed_again,"
      "reappointments.kept,reappointments.all,reappointments.ratio,reappointments.low,"
      "reappointments.high,steps.in_time,steps.all,steps.ratio,steps.low,steps.high,"
      "steps.without_limit,steps.seconds,steps.overrun_seconds,steps.late_seconds_borne,"
      "processing_seconds,transit_seconds,unassigned_seconds,late_seconds,"
      "period,basis,position,simulated");
  const std::string figures =
      ",80,20,0,40,15,5,0,3,0,0,0,0,28,10,2,0,1,0,0,0,1,55,60,0.9166,0.8193,0.9638,"
      "85,100,0.85,0.7671,0.9069,50,62,0.8064,0.6914,0.8856,85,100,0.85,0.7671,0.9069,17,0,30,out_"
      "of_reach,84,89,0.9438,55,70,0.7857,"
      "10,70,1,12,-11,530,exceeded,"
      "50,60,0.8333,0.7196,0.9068,52,57,0.9122,0.8105,0.9619,21,18,2,2,3,1,0.9,0.6989,0.9721,9,4,3,"
      "6,"
      "14400,7200,0,40,44,0.909,0.7884,0.964,(none)=1;phoi-hop=4,11,10,8,7,0.875,0.5291,0.9775,"
      "8,60,0.1333,0.0691,0.2416,30,80,0.375,0.2769,0.4845,20,25,0.8,0.6086,0.9113,"
      "30,60,0.5,0.3773,0.6226,5,7,1,2,3,0.6666,0.2076,0.9385,12,14,0.8571,0.6005,0.9599,15,"
      "1080000,72000,89999.25,1440000,216000,144000,90000,2021-06,promised,"
      "123456:9f2c0000000000000000000000000000000000000000000000000000000000ab,false";
  EXPECT_EQ(lines[1], "000.00.19.H52,Sở A" + figures);
  EXPECT_EQ(lines[2], "total,Tổng số" + figures);
}

TEST(CsvWriter, SaysInEveryLineThatTheDataIsSimulated) {
  Statement statement = Sample();
  statement.simulated = true;
  statement.basis = dossier::Basis::kLawful;
  const auto lines = Lines(WriteCsv(statement, Language::kVi), "\r\n");
  for (size_t i = 1; i < lines.size(); ++i) {
    EXPECT_THAT(lines[i], HasSubstr(",2021-06,lawful,123456:9f2c"));
    EXPECT_THAT(lines[i], EndsWith("ab,true"));
  }
}

TEST(CsvWriter, QuotesAsTheRfcSays) {
  Statement statement = Sample();
  statement.rows[0].of.name_en = "Land, \"houses\"";
  EXPECT_THAT(WriteCsv(statement, Language::kEn),
              HasSubstr("000.00.19.H52,\"Land, \"\"houses\"\"\",80"));
}

TEST(CsvWriter, WritesNoTextThatASpreadsheetWouldRun) {
  Statement statement = Sample();
  const auto row_of = [&](const std::string& name) {
    statement.rows[0].of.name = name;
    const auto lines = Lines(WriteCsv(statement, Language::kVi), "\r\n");
    return lines[1].substr(0, lines[1].find(",80,"));
  };
  EXPECT_EQ(row_of("=HYPERLINK(\"http://evil\",\"Sở A\")"),
            "000.00.19.H52,\"'=HYPERLINK(\"\"http://evil\"\",\"\"Sở A\"\")\"");
  EXPECT_EQ(row_of("=1+1"), "000.00.19.H52,'=1+1");
  EXPECT_EQ(row_of("+84"), "000.00.19.H52,'+84");
  EXPECT_EQ(row_of("-Sở"), "000.00.19.H52,'-Sở");
  EXPECT_EQ(row_of("@SUM(A1)"), "000.00.19.H52,'@SUM(A1)");
  EXPECT_EQ(row_of("\t=1"), "000.00.19.H52,'\t=1");
  EXPECT_EQ(row_of("＝1"), "000.00.19.H52,'＝1");
  EXPECT_EQ(row_of("Sở A=B"), "000.00.19.H52,Sở A=B") << "only at the beginning";
  std::string cell;
  AppendCsvText(cell, "\r=1");
  EXPECT_EQ(cell, "\"'\r=1\"");
}

TEST(CsvWriter, KeepsNegativeNumbersNumbers) {
  EXPECT_THAT(WriteCsv(Sample(), Language::kVi), HasSubstr(",12,-11,530,"));
}

TEST(CsvWriter, WritesCodesOfCausesAsTexts) {
  Statement statement = Sample();
  statement.rows[0].further.late_causes = {{"=cmd|' /C calc'!A0", 2}, {"a\"b", 1}};
  EXPECT_THAT(WriteCsv(statement, Language::kVi),
              HasSubstr(",\"'=cmd|' /C calc'!A0=2;a\"\"b=1\","));
}

TEST(CsvWriter, LeavesTheFieldEmptyWhereThereIsNoData) {
  Statement statement = Sample();
  statement.rows.clear();
  statement.total = {};
  statement.total.target.per_mille = 980;
  EXPECT_THAT(
      WriteCsv(statement, Language::kVi),
      HasSubstr(",0,0,,,,0,0,,,,0,0,,,,0,0,,,,,0,0,no_data,0,0,,0,0,,0,0,0,0,0,0,no_data,0,0,,,,"));
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
Vị trí dữ liệu: sự kiện 123456, lúc 01/07/2021 08:00:00 +07:00, chuỗi 123456:9f2c000000000000

                                             ────── Đã giải quyết ───────       ──────────── Đang giải quyết ─────────────  ───────────── Tỷ lệ đúng hạn ──────────────
Mã             Tên      Tiếp nhận  Kỳ trước  Trước hạn  Đúng hạn  Quá hạn  Rút  Trong hạn  Quá hạn  Tạm dừng  Không có hạn  Chính thức  Chặt chẽ  Đến hạn  Ước tính 766  Còn được quá hạn
─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
000.00.19.H52  Sở A            80        20         40        15        5    0         28       10         2             0     91,66 %   85,00 %  80,64 %       85,00 %               -11
─────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────────
               Tổng số         80        20         40        15        5    0         28       10         2             0     91,66 %   85,00 %  80,64 %       85,00 %               -11

Tỷ lệ đúng hạn:
  Chính thức: 55/60 = 91,66 %; khoảng tin cậy 95 %: 81,93 % đến 96,38 %  [(trước hạn + đúng hạn) / đã giải quyết trong kỳ, gồm cả từ chối]
  Chặt chẽ: 85/100 = 85,00 %  [1 - (giải quyết quá hạn + đang quá hạn + rút khi quá hạn) / tất cả có hạn]
  Đến hạn: 50/62 = 80,64 %  [giải quyết kịp / đến hạn trong kỳ, tính đến thời điểm báo cáo]
  Ước tính 766: 85/100 = 85,00 %; điểm 17,00/20; công thức chưa kiểm chứng  [ước tính theo cách tính 766: (kết thúc đúng hạn + đang xử lý còn hạn) / tiếp nhận và xử lý trong kỳ]
Chỉ tiêu (Chính thức) trên 98 %: không thể đạt nữa; với các hồ sơ đang có, kể cả khi mọi hồ sơ còn hạn đều xong đúng hạn, cuối kỳ cao nhất 94,38 %
10 hồ sơ quá hạn chưa tính vào tỷ lệ này; tính cả: 78,57 %
Số được quá hạn trong hồ sơ đến hạn: đến hạn 70, được quá hạn 1, đã quá hạn 12, còn -11; đã vượt mức cho phép; cần thêm 530 hồ sơ đến hạn được giải quyết đúng hạn để trở lại mức đó
Trong đó từ chối: trong hạn 3, quá hạn 0
Mở lại trong kỳ: 1
Số liệu khác:
  Không trừ thời gian tạm dừng: 50/60 = 83,33 %
  Chính thức, không tính từ chối: 52/57 = 91,22 %
  Có kết quả tại nơi trả đúng hẹn: 40/44 = 90,90 %
  Tiếp nhận hồ sơ trực tuyến: nộp 21, đúng hạn 18, chậm 2 (từ chối tiếp nhận 2), đang chờ 3, chờ đã chậm 1
  Bổ sung hồ sơ: yêu cầu 9 (muộn 4), yêu cầu thêm lần nữa 3, đã bổ sung 6
  Thời gian tạm dừng: chờ thanh toán 2 giờ, chờ bổ sung hồ sơ 3 giờ, chờ bổ sung hồ sơ ("giay") 1 giờ
  Thời gian giải quyết: 400 giờ
  Thời gian quá hạn: 25 giờ
  Gia hạn 5, hẹn lại 7 (quá một lần 1)
  Đúng ngày hẹn lại: 2/3 = 66,66 %
  Nguyên nhân quá hạn: chưa nêu 1, "phoi-hop" 4
  Đôn đốc: 11 lần, 10 hồ sơ
  Hài lòng: 7/8 = 87,50 %
  Có đánh giá: 8/60 = 13,33 %
  Tiếp nhận trực tuyến: 30/80 = 37,50 %
  Trực tuyến của thủ tục toàn trình: 20/25 = 80,00 %
  Trực tuyến của thủ tục toàn trình và một phần: 30/60 = 50,00 %
  Bước xử lý đúng hạn: 12/14 = 85,71 %
  Bước xử lý quá hạn: 20 giờ, chịu 24 giờ 59 phút 59 giây của thời gian quá hạn
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
  statement.total = {};
  statement.total.target.per_mille = 980;
  const std::string vi = WriteTable(statement, Language::kVi);
  EXPECT_THAT(vi, HasSubstr("Chính thức: chưa có dữ liệu"));
  EXPECT_THAT(vi, HasSubstr("Chỉ tiêu (Chính thức) từ 98 % trở lên: chưa có dữ liệu\n"));
  EXPECT_THAT(vi, HasSubstr("Số được quá hạn trong hồ sơ đến hạn: chưa có dữ liệu"));
  EXPECT_THAT(vi, Not(HasSubstr("100,00")));
  EXPECT_THAT(vi, Not(HasSubstr("Số liệu khác")));
}

TEST(TableWriter, SaysHowMovesAreCountedWhereThereAreAny) {
  Statement statement = Sample();
  EXPECT_THAT(WriteTable(statement, Language::kEn), Not(HasSubstr("Successors")));
  statement.total.figures.moved_in = 2;
  statement.total.figures.moved_in_overdue = 1;
  const std::string en = WriteTable(statement, Language::kEn);
  EXPECT_THAT(en, HasSubstr("Successors: each day's dossiers belong to who had them that day; open "
                            "ones are moved\n"));
  EXPECT_THAT(en, HasSubstr("Of which overdue when moved in: 1\n"));
  EXPECT_THAT(en, Not(HasSubstr("when moved out")));
  statement.total.figures = SampleFigures();
  statement.tree = Tree::kPeriodEnd;
  EXPECT_THAT(WriteTable(statement, Language::kVi),
              HasSubstr("Cơ quan kế nhiệm: mọi hồ sơ thuộc cơ quan giữ hồ sơ vào cuối kỳ\n"));
}

TEST(TableWriter, GivesLongTimesInWorkingDays) {
  Statement statement = Sample();
  statement.usual_day = std::chrono::minutes{450};
  statement.total.further.processing = std::chrono::hours{12345};
  const std::string vi = WriteTable(statement, Language::kVi);
  EXPECT_THAT(vi, HasSubstr("  Thời gian giải quyết: 12.345,0 giờ = 1.646,0 ngày làm việc\n"));
  EXPECT_THAT(vi, HasSubstr("chờ thanh toán 2 giờ, ")) << "less than a day stays in hours";
  EXPECT_THAT(vi, HasSubstr("  Trong đó một ngày làm việc tính là 7 giờ 30 phút\n"));
  const std::string en = WriteTable(statement, Language::kEn);
  EXPECT_THAT(en, HasSubstr("  Processing time: 12,345.0 hours = 1,646.0 working days\n"));
  EXPECT_THAT(en, HasSubstr("  In these times a working day is taken as 7 h 30 min\n"));
}

TEST(TableWriter, GivesReasonsInWords) {
  Statement statement = Sample();
  statement.total.further.late_causes = {{"force_majeure", 2}};
  statement.total.further.suspended = {{"stop:tax", std::chrono::hours{1}}};
  const std::string vi = WriteTable(statement, Language::kVi);
  EXPECT_THAT(vi, HasSubstr("  Nguyên nhân quá hạn: bất khả kháng 2\n"));
  EXPECT_THAT(vi, HasSubstr("  Thời gian tạm dừng: cơ quan tạm dừng (chờ cơ quan thuế) 1 giờ\n"));
  EXPECT_THAT(
      WriteTable(statement, Language::kEn),
      HasSubstr("  Time suspended: stopped by the agency (waiting for the tax office) 1 h"));
}

TEST(TableWriter, RestoresNothingOnceThePeriodIsOver) {
  Statement statement = Sample();
  statement.period_over = true;
  statement.total.budget = figures::BudgetOf(statement.total.figures, statement.total.target, true);
  statement.total.budget.needs_on_time = 530;
  EXPECT_THAT(WriteTable(statement, Language::kEn),
              HasSubstr("left -11; beyond what was allowed\n"));
  EXPECT_THAT(WriteTable(statement, Language::kVi), HasSubstr("còn -11; vượt mức cho phép\n"));
}

TEST(TableWriter, SaysOfAPeriodAheadThatItHasNotBegun) {
  Statement statement = Sample();
  statement.begun = false;
  EXPECT_THAT(WriteTable(statement, Language::kVi), HasSubstr("(2021-06), chưa bắt đầu\n"));
  EXPECT_THAT(WriteTable(statement, Language::kVi), Not(HasSubstr("chưa kết thúc")));
  EXPECT_THAT(WriteTable(statement, Language::kEn), HasSubstr("(2021-06), not begun yet\n"));
}

TEST(NothingText, SaysThatAPeriodHasNotBegun) {
  Statement statement = Sample();
  EXPECT_FALSE(IsOfNothing(statement));
  statement.begun = false;
  ASSERT_TRUE(IsOfNothing(statement)) << "though dossiers are carried over into it";
  EXPECT_EQ(
      NothingText(statement, {"/so", {}, {}}, Language::kVi),
      "kỳ 2021-06 (từ ngày 01/06/2021 đến ngày 30/06/2021) chưa bắt đầu: số liệu được lấy lúc "
      "01/07/2021 08:00");
  EXPECT_EQ(NothingText(statement, {"/so", {}, {}}, Language::kEn),
            "period 2021-06 (01/06/2021 to 30/06/2021) has not begun: the figures are those of "
            "01/07/2021 08:00");
}

TEST(NothingText, NamesTheLedgerThatHasNothing) {
  Statement statement = Sample();
  statement.rows.clear();
  statement.total = {};
  ASSERT_TRUE(IsOfNothing(statement));
  const LedgerExtent ledger{"/so", test::Day("2021-07-02"), test::Day("2021-08-03")};
  EXPECT_EQ(NothingText(statement, ledger, Language::kVi),
            "sổ hồ sơ /so không có hồ sơ nào trong kỳ 2021-06 (từ ngày 01/06/2021 đến ngày "
            "30/06/2021); sự kiện đầu tiên ngày 02/07/2021, cuối cùng ngày 03/08/2021");
  EXPECT_EQ(NothingText(statement, {"/so", {}, {}}, Language::kEn),
            "ledger /so has no dossier in period 2021-06 (01/06/2021 to 30/06/2021); it has no "
            "events");
  statement.agency = Named{"XA", "Xã X", "Commune X"};
  EXPECT_EQ(NothingText(statement, ledger, Language::kEn),
            "ledger /so has no dossier of Commune X (XA) in period 2021-06 (01/06/2021 to "
            "30/06/2021); its first event is of 02/07/2021, its last of 03/08/2021");
  statement.petitions.figures.received = 1;
  EXPECT_FALSE(IsOfNothing(statement));
}

TEST(TableWriter, SumsUpPetitions) {
  Statement statement = Sample();
  EXPECT_THAT(WriteTable(statement, Language::kVi), Not(HasSubstr("Phản ánh, kiến nghị")));
  figures::Figures& f = statement.petitions.figures;
  f.carried_over = 1;
  f.received = 4;
  f.finished_early = 2;
  f.finished_late = 1;
  f.open_overdue = 1;
  f.open_in_time = 1;
  EXPECT_THAT(WriteTable(statement, Language::kVi),
              HasSubstr("  Phản ánh, kiến nghị theo ngày hẹn trả (theo thời hạn riêng: mẫu "
                        "petitions): kỳ trước 1, tiếp nhận 4, đã giải quyết 3 (quá hạn "
                        "1), đang giải quyết 2 (quá hạn 1)\n"));
}

/// The sample with its verdict made anew.
Statement Judged(Statement statement) {
  statement.total.outlook = figures::OutlookOf(statement.total.figures, statement.headline,
                                               statement.total.target, statement.period_over);
  return statement;
}

TEST(TableWriter, SaysHowTheMonthStandsToItsTargetAndWhatTheRateDoesNotCountYet) {
  Statement statement = Sample();
  EXPECT_THAT(
      WriteTable(Judged(statement), Language::kEn),
      HasSubstr("Target (Official) at least 98%: out of reach; with the dossiers on hand, "
                "even if each that still can be is finished in time, 94.38% at best by the end\n"
                "10 overdue dossiers not counted in this rate yet; with them: 78.57%\n"));
  statement.total.target.per_mille = 916;
  EXPECT_THAT(WriteTable(Judged(statement), Language::kVi),
              HasSubstr("Chỉ tiêu (Chính thức) từ 91,6 % trở lên: đang có nguy cơ; với các hồ sơ "
                        "đang có, cuối kỳ cao "
                        "nhất còn có thể đạt 94,38 %\n"
                        "10 hồ sơ quá hạn chưa tính vào tỷ lệ này; tính cả: 78,57 %\n"));
  statement.total.target.per_mille = 700;
  EXPECT_THAT(WriteTable(Judged(statement), Language::kVi),
              HasSubstr("Chỉ tiêu (Chính thức) từ 70 % trở lên: đang đạt\n10 hồ sơ quá hạn chưa"));
}

TEST(TableWriter, SaysOfABacklogWithoutAnyRateNoPercentage) {
  Statement statement = Sample();
  figures::Figures& f = statement.total.figures;
  f.finished_early = f.finished_on_time = f.finished_late = 0;
  EXPECT_THAT(WriteTable(Judged(statement), Language::kVi),
              HasSubstr("trở lên: chưa có dữ liệu\n10 hồ sơ quá hạn chưa tính vào tỷ lệ nào\n"));
}

TEST(TableWriter, HasNoBacklogWhereTheRateCountsIt) {
  Statement statement = Sample();
  statement.headline = figures::Headline::kStrict;
  statement.total.target.per_mille = 850;
  const std::string en = WriteTable(Judged(statement), Language::kEn);
  EXPECT_THAT(en, HasSubstr("Strict: 85/100 = 85.00%; 95% interval: 76.71% to 90.69%"));
  EXPECT_THAT(en, HasSubstr("Target (Strict) at least 85%: on target\nLate budget, of those due"));
}

TEST(TableWriter, OfAPeriodThatIsOverSaysMetOrMissedAndNothingThatCouldStillBe) {
  Statement statement = Sample();
  statement.period_over = true;
  statement.total.budget = figures::BudgetOf(statement.total.figures, statement.total.target, true);
  const std::string vi = WriteTable(Judged(statement), Language::kVi);
  EXPECT_THAT(vi, HasSubstr("Chỉ tiêu (Chính thức) từ 98 % trở lên: không đạt\n"
                            "10 hồ sơ quá hạn chưa tính vào tỷ lệ này; tính cả: 78,57 %\n"
                            "Số được quá hạn trong hồ sơ đến hạn: đến hạn 70, được quá hạn 1, đã "
                            "quá hạn 12, còn -11; vượt mức cho phép\n"));
  statement.total.target.per_mille = 916;
  EXPECT_THAT(WriteTable(Judged(statement), Language::kEn),
              HasSubstr("Target (Official) at least 91.6%: met\n"));
}

TEST(TableWriter, SaysWhatWouldRestoreTheTarget) {
  Statement statement = Sample();
  EXPECT_THAT(WriteTable(statement, Language::kEn),
              HasSubstr("left -11; beyond what is allowed; 530 more in time, of those due, would "
                        "bring it back\n"));
  statement.total.target.per_mille = 1000;
  statement.total.budget =
      figures::BudgetOf(statement.total.figures, statement.total.target, false);
  EXPECT_THAT(WriteTable(statement, Language::kEn),
              HasSubstr("left -12; beyond what is allowed; it cannot come back\n"));
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
  statement.rows[0].outlook.state = figures::TargetState::kReached;
  EXPECT_THAT(WriteTable(statement, Language::kVi),
              HasSubstr("Chỉ tiêu riêng:\n  Sở A (000.00.19.H52) từ 90 % trở lên: đang đạt\n"));
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

#include "dunghan/statement/theirs.h"

#include <gmock/gmock.h>

#include <cstdlib>
#include <filesystem>

#include "dunghan/test/values.h"
#include "reconcile_codes.h"
#include "theirs_reading.h"

namespace dunghan::statement {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

ReadingOptions Options() {
  return {.period = figures::ParsePeriod("2021-06").value(),
          .taken = test::At("2021-07-01 08:00"),
          .zone = worktime::Zone::Find("Asia/Ho_Chi_Minh").value()};
}
Theirs Read(const std::string& text, const ReadingOptions& options = Options()) {
  return ReadTheirs(text, "a.csv", options).value();
}
std::string ErrorOf(const std::string& text, const ReadingOptions& options = Options()) {
  const auto theirs = ReadTheirs(text, "a.csv", options);
  return theirs ? "" : theirs.error().for_client;
}
std::vector<std::string> Faults(const Theirs& theirs) {
  std::vector<std::string> faults;
  for (const TheirFault& fault : theirs.faults) {
    faults.push_back(std::to_string(fault.row) + " " + fault.what.vi);
  }
  return faults;
}

TEST(TheirCodes, AreTheSameInBothOrders) {
  EXPECT_EQ(AgencyKey("000.00.17.H52"), "H52.17");
  EXPECT_EQ(AgencyKey("h52.17"), "H52.17");
  EXPECT_EQ(AgencyKey("000.00.00.H52"), "H52");
  EXPECT_EQ(AgencyKey("001.05.17.H52"), "H52.17.05.001");
  EXPECT_EQ(AgencyKey("H01.189"), "H01.189");
  EXPECT_EQ(AgencyKey("XA"), "XA");
  EXPECT_EQ(DossierKey("000.00.17.H52-260602-0001"), "H52.17-260602-0001");
  EXPECT_EQ(DossierKey("H15.50.05.13-261008-0975"), "H15.50.05.13-261008-0975");
  EXPECT_EQ(DossierKey("D1"), "D1");
  EXPECT_EQ(AgencyInCode("H15.50-251203-2035"), "H15.50");
  EXPECT_EQ(MinistryInCode("H52.17-260602-151234"), 15);
  EXPECT_EQ(MinistryInCode("H52.17-260602-1512345"), 15);
  EXPECT_FALSE(MinistryInCode("H52.17-260602-15123"));
  EXPECT_EQ(MinistryName(15), "Bộ Tư pháp");
}

TEST(TheirCodes, NamesAreComparedWithoutTheirTrimmings) {
  EXPECT_EQ(NameKey("UBND xã Vân Canh"), NameKey("Ủy ban nhân dân XÃ VÂN CANH"));
  EXPECT_EQ(NameKey("Sở Nội vụ - tỉnh Sơn La"), NameKey("Sở Nội vụ"));
  EXPECT_NE(NameKey("UBND tỉnh Sơn La"), NameKey("UBND tỉnh Gia Lai"));
}

/// The portal's own answer, which lies beside the project.
std::filesystem::path PortalSample() {
  const char* folder = std::getenv("DUNGHAN_SHARED");
  return std::filesystem::path(folder ? folder : DUNGHAN_SHARED_DEFAULT) /
         "data/portal766/progress_gialai_2026-10-10.json";
}

TEST(TheirProgress, IsReadAsThePortalAnswers) {
  if (!std::filesystem::exists(PortalSample())) GTEST_SKIP() << "no " << PortalSample();
  const auto theirs = ReadTheirs(PortalSample(), Options()).value();
  EXPECT_EQ(theirs.kind, TheirsKind::kProgress);
  ASSERT_EQ(theirs.rows.size(), 5U);
  EXPECT_EQ(theirs.rows[3].code, "H21.227");
  EXPECT_EQ(theirs.rows[3].name, "UBND xã Vân Canh");
  EXPECT_EQ(theirs.rows[3].counts[TheirCount::kIndexAll], 2618);
  EXPECT_EQ(theirs.rows[3].counts[TheirCount::kIndexOnTime], 2541);
  EXPECT_EQ(theirs.rows[3].ratio, 97.06);
  EXPECT_EQ(theirs.rows[3].score, 19.41);
  EXPECT_THAT(theirs.faults, IsEmpty()) << "the portal's rates and scores are rounded half up";
}

TEST(TheirProgress, MayBeNestedAndMayNotAddUp) {
  const Theirs theirs = Read(
      R"({"data":[{"departmentName":"Sở A","departmentCode":"A","totalReceived":10,"totalOnTime":8,)"
      R"("totalOverdue":3,"ratio":81,"score":16,"children":[{"departmentName":"Chi cục",)"
      R"("totalReceived":"4","totalOnTime":4,"totalOverdue":0,"ratio":100}]}]})");
  ASSERT_EQ(theirs.rows.size(), 2U);
  EXPECT_EQ(theirs.rows[1].above, 0);
  EXPECT_EQ(theirs.rows[1].counts[TheirCount::kIndexAll], 4);
  EXPECT_THAT(Faults(theirs),
              ElementsAre("1 766: tổng số = 766: đúng hạn + 766: quá hạn", HasSubstr("1 tỷ lệ")));
  EXPECT_THAT(ErrorOf("{\"data\":[]}"), HasSubstr("a.csv: no agency of the portal in it"));
  EXPECT_THAT(ErrorOf("{\"data\":"), HasSubstr("a.csv: not valid JSON"));
}

constexpr std::string_view kForm06a =
    ",BÁO CÁO TÌNH HÌNH,,,,,,,,,,,\n,Kỳ báo cáo: từ ngày 01/06/2021 đến ngày "
    "30/06/2021,,,,,,,,,,,\n"
    ",Thời điểm kết xuất: 08:00 01/07/2021,,,,,,,,,,,\n"
    ",TT,Đơn vị,Số lượng hồ sơ tiếp nhận,,,,Số lượng hồ sơ đã giải quyết,,,,Số lượng hồ sơ đang "
    "giải "
    "quyết,,\n,,,Tổng số,Trong kỳ,,Từ kỳ trước,Tổng số,Trước hạn,Đúng hạn,Quá hạn,Tổng số,Trong "
    "hạn,Quá hạn\n,,,,Trực tuyến,\"Trực tiếp, dịch vụ bưu chính\",,,,,,,,\n"
    ",(1),(2),(3)=(4)+(5)+(6),(4),(5),(6),(7)=(8)+(9)+(10),(8),(9),(10),(11)=(12)+(13),(12),(13)\n";

TEST(TheirForms, IsReadWithItsQuirks) {
  const Theirs theirs = Read(std::string(kForm06a) +
                                 ",1,Sở A,1.234,1.000,200,34,1.200,600,590,10,34,30,4\n"
                                 ",2,Sở B,10,4,5,1,8,5,3,-,2,2,\n"
                                 ",,Tổng cộng,1.244,1.004,205,35,1.208,605,593,10,36,32,4\n"
                                 ",,NGƯỜI LẬP BIỂU,,,,,,,,,,,\n",
                             {.zone = Options().zone});
  EXPECT_EQ(theirs.kind, TheirsKind::kCounts);
  EXPECT_EQ(theirs.period.name, "2021-06");
  EXPECT_TRUE(theirs.period_said);
  EXPECT_EQ(theirs.taken, test::At("2021-07-01 08:00"));
  using enum TheirCount;
  EXPECT_THAT(theirs.columns,
              ElementsAre(kReceived, kReceivedOnline, kReceivedDirect, kCarriedOver, kDone,
                          kDoneEarly, kDoneOnTime, kDoneLate, kOpen, kOpenInTime, kOpenLate));
  ASSERT_EQ(theirs.rows.size(), 3U);
  EXPECT_EQ(theirs.rows[0].name, "Sở A");
  EXPECT_EQ(theirs.rows[0].counts[kReceived], 1234);
  EXPECT_EQ(theirs.rows[1].counts[kDoneLate], 0);
  EXPECT_EQ(theirs.rows[1].row, 9);
  EXPECT_EQ(theirs.rows[2].level, TheirRow::Level::kTotal);
  EXPECT_THAT(theirs.faults, IsEmpty());
}

TEST(TheirForms, WhereRowsAreNumberedOneWithoutANumberSumsUpOthers) {
  const std::string head = "STT,Đơn vị,Tiếp nhận,Đã giải quyết\n";
  const auto levels = [&](const std::string& rows) {
    std::vector<TheirRow::Level> found;
    for (const TheirRow& row : Read(head + rows).rows) found.push_back(row.level);
    return found;
  };
  using enum TheirRow::Level;
  EXPECT_THAT(levels(",Khối sở,3,3\n1,Sở A,1,1\n2,Sở B,2,2\n"),
              ElementsAre(kGroup, kPlain, kPlain));
  EXPECT_THAT(levels(",Sở A,1,1\n,Sở B,2,2\n"), ElementsAre(kPlain, kPlain));
}

TEST(TheirForms, SaysWhichRowsDoNotAddUp) {
  const Theirs theirs = Read(std::string(kForm06a) +
                             ",1,Sở A,11,4,5,1,8,5,3,0,2,2,0\n"
                             ",2,Sở B,10,4,5,1,9,5,3,0,2,1,0\n"
                             ",3,Sở C,mười,4,5,1,8,5,3,0,2,2,0\n"
                             ",,Tổng cộng,40,12,15,3,25,15,9,0,6,5,0\n");
  EXPECT_THAT(
      Faults(theirs),
      ElementsAre(
          AllOf(HasSubstr("8 tiếp nhận: tổng số = tiếp nhận: trực tuyến + "),
                HasSubstr("từ kỳ trước")),
          HasSubstr("8 tiếp nhận: tổng số = đã giải quyết: tổng số + đang giải quyết: tổng số"),
          HasSubstr("9 đã giải quyết: tổng số = đã giải quyết: trước hạn"),
          HasSubstr("9 đang giải quyết: tổng số = "), HasSubstr("9 tiếp nhận: tổng số = đã"),
          HasSubstr("10 tiếp nhận: tổng số: không phải là số đếm (cột D)"),
          HasSubstr("11 tiếp nhận: tổng số = tiếp nhận: trực tuyến"),
          HasSubstr("11 đã giải quyết: tổng số = "), HasSubstr("11 đang giải quyết: tổng số = "),
          HasSubstr("11 tiếp nhận: tổng số = đã giải quyết"),
          HasSubstr("11 tiếp nhận: tổng số: dòng tổng = tổng các dòng")));
}

TEST(TheirForms, ColumnsOf07aAreKnownByTheirHeadings) {
  const Theirs theirs = Read(
      "Quý II/2021,,,,,,,,,,,,,,,,,\n"
      "STT,Đơn vị,Tiếp nhận,,,,,,Đã giải quyết,,,,Đang giải quyết,,,Dừng xử lý,Rút hồ sơ,Không "
      "được tiếp nhận,Trực tuyến chờ tiếp nhận,,Tỷ lệ đúng hạn (%)\n"
      ",,Tổng số,Trực tiếp,Trực tuyến toàn trình,Trực tuyến một phần,Phi địa giới,Kỳ trước,Tổng "
      "số,Đúng và trước hạn,Quá hạn đã có thư xin lỗi,Quá hạn chưa có thư xin lỗi,Tổng số,Trong "
      "hạn,Quá hạn,,,,Đúng hạn,Quá hạn,\n"
      "1,Sở A,10,3,4,2,1,1,7,5,1,1,2,1,1,1,0,2,1,0,\"71,43\"\n",
      {.taken = test::At("2021-07-01 08:00"), .zone = Options().zone});
  EXPECT_EQ(theirs.period.name, "2021-Q2");
  using enum TheirCount;
  EXPECT_THAT(theirs.columns,
              ElementsAre(kReceived, kReceivedDirect, kReceivedOnlineFull, kReceivedOnlinePartial,
                          kReceivedElsewhere, kCarriedOver, kDone, kDoneInTime, kDoneLateApology,
                          kDoneLateNoApology, kOpen, kOpenInTime, kOpenLate, kStopped, kWithdrawn,
                          kNotAccepted, kWaiting, kWaitingLate));
  EXPECT_THAT(theirs.left_out, ElementsAre("Tỷ lệ đúng hạn (%)"));
  EXPECT_THAT(Faults(theirs), IsEmpty());
}

TEST(TheirForms, TotalsByUnitAreReadByField) {
  const Theirs theirs = Read(
      "TT,Lĩnh vực,Tiếp nhận trong kỳ,Đã giải quyết,Đã giải quyết quá hạn\n"
      "1,Đất đai,5,3,1\n2,Hộ tịch,2,2,0\nI,Cấp xã,7,5,1\n");
  EXPECT_TRUE(theirs.by_field);
  EXPECT_EQ(theirs.rows[1].name, "Hộ tịch");
  EXPECT_EQ(theirs.rows[2].level, TheirRow::Level::kGroup);
  EXPECT_THAT(theirs.columns,
              ElementsAre(TheirCount::kReceivedInPeriod, TheirCount::kDone, TheirCount::kDoneLate));
  const Theirs police = Read("TT,Đơn vị,Tiếp nhận,Đã giải quyết\n1,Công an tỉnh,1,1\n");
  EXPECT_EQ(police.rows[0].level, TheirRow::Level::kPlain) << "Cộng is not Công an";
}

Theirs ReadFileOf(const std::string& name, ReadingOptions options = {}) {
  options.zone = Options().zone;
  const auto path = std::filesystem::path(DUNGHAN_SOURCE_DIR) / "tests/data/reconcile" / name;
  return ReadTheirs(path, options).value();
}

TEST(TheirForms, AreReadFromTheWorkbooksOfTheThreeLayouts) {
  using enum TheirCount;
  const Theirs by_field = ReadFileOf("form_06a.xls");
  EXPECT_EQ(by_field.period.name, "bc:2021-06");
  EXPECT_EQ(by_field.taken, test::At("2021-06-15 08:30"));
  EXPECT_TRUE(by_field.by_field);
  ASSERT_EQ(by_field.rows.size(), 4U);
  EXPECT_EQ(by_field.rows[0].level, TheirRow::Level::kGroup);
  EXPECT_EQ(by_field.rows[1].name, "Đất đai");
  EXPECT_EQ(by_field.rows[1].counts[kReceived], 1234);
  EXPECT_EQ(by_field.rows[2].counts[kDoneEarly], 0);
  EXPECT_EQ(by_field.rows[3].level, TheirRow::Level::kTotal);
  EXPECT_EQ(by_field.rows[3].counts[kReceived], 1284);
  EXPECT_THAT(Faults(by_field), IsEmpty());

  for (const char* name : {"form_07a.xlsx", "form_07a.xls"}) {
    const Theirs theirs = ReadFileOf(name, {.taken = Options().taken});
    EXPECT_EQ(theirs.period.name, "2021-06") << name;
    ASSERT_EQ(theirs.rows.size(), 2U) << name;
    EXPECT_EQ(theirs.rows[0].code, "000.00.03.H52");
    EXPECT_EQ(theirs.rows[1].name, "Sở Nội vụ");
    EXPECT_EQ(theirs.rows[0].counts[kDoneLateNoApology], 4);
    EXPECT_EQ(theirs.rows[0].counts[kStopped], 2);
    EXPECT_THAT(Faults(theirs),
                ElementsAre(HasSubstr("9 tiếp nhận: tổng số = tiếp nhận: trực tuyến toàn trình")))
        << name;
  }

  for (const char* name : {"by_unit.xlsx", "by_unit.ods"}) {
    const Theirs theirs = ReadFileOf(name);
    EXPECT_EQ(theirs.period.name, "2021-06") << name;
    EXPECT_EQ(theirs.taken, test::At("2021-07-01 00:00"));
    ASSERT_EQ(theirs.rows.size(), 3U) << name;
    EXPECT_EQ(theirs.rows[0].name, "UBND phường Tô Hiệu");
    EXPECT_EQ(theirs.rows[0].counts[kReceived], 1234);
    EXPECT_EQ(theirs.rows[0].counts[kCarriedOver], 34);
    EXPECT_EQ(theirs.rows[0].counts[kDoneOnTime], 490);
    EXPECT_THAT(theirs.left_out, ElementsAre("Tỷ lệ đúng hạn"));
    EXPECT_THAT(Faults(theirs), IsEmpty());
  }
}

TEST(TheirDossiers, AreReadFromAWorkbook) {
  const Theirs theirs =
      ReadFileOf("dossiers.xlsx", {.period = Options().period, .taken = Options().taken});
  ASSERT_EQ(theirs.dossiers.size(), 2U);
  const LocalTime day(test::Day("2021-06-07"));
  EXPECT_EQ(theirs.dossiers[0].received->at, day + std::chrono::minutes(8 * 60 + 5));
  EXPECT_EQ(theirs.dossiers[1].received->at, day + std::chrono::hours(9));
  EXPECT_EQ(theirs.dossiers[0].due->at, day + std::chrono::days(7));
  EXPECT_FALSE(theirs.dossiers[0].due->has_time);
  EXPECT_EQ(theirs.dossiers[0].state, TheirState::kEnded);
  EXPECT_FALSE(theirs.dossiers[1].ended);
  EXPECT_THAT(theirs.left_out,
              ElementsAre("Tên lĩnh vực", "Phòng ban", "Chủ hồ sơ", "Số điện thoại",
                          "Cán bộ xử lý hiện tại", "Ngày tiếp nhận"));
}

TEST(TheirDossiers, AreReadWithoutAnybodysName) {
  const Theirs theirs = Read(
      "STT;Số hồ sơ;Tên thủ tục hành chính;Cơ quan/đơn vị;Chủ hồ sơ;Số điện thoại;Ngày tiếp "
      "nhận;Ngày "
      "hẹn trả;Ngày kết thúc xử lý;Trạng thái hồ sơ\n"
      "1;H52.17-210602-0001;Thủ tục P;Sở A;Nguyễn Văn A;0912;02/06/2021 08:05;09/06/2021;;Đang xử "
      "lý\n"
      "2;H52.17-210602-0002;Thủ tục P;Sở A;Nguyễn Văn B;0913;02/06/2021 "
      "08:06;09/06/2021;08/06/2021 "
      "15:00;Đã trả kết quả\n"
      "3;000.00.17.H52-210602-0002;Thủ tục P;Sở A;;;02/06/2021;;;\n"
      "4;;;;;;;;;\n"
      "5;H52.17-210602-0003;Thủ tục P;;;;02/13/2021;;;Chờ bổ sung\n");
  EXPECT_EQ(theirs.kind, TheirsKind::kDossiers);
  ASSERT_EQ(theirs.dossiers.size(), 3U);
  EXPECT_EQ(theirs.repeated, 1) << "the same code in the other order";
  EXPECT_EQ(theirs.without_code, 1);
  EXPECT_THAT(theirs.left_out, ElementsAre("Chủ hồ sơ", "Số điện thoại"));
  EXPECT_EQ(theirs.dossiers[0].received->at,
            LocalTime(test::Day("2021-06-02")) + std::chrono::hours(8) + std::chrono::minutes(5));
  EXPECT_EQ(theirs.dossiers[0].state, TheirState::kOpen);
  EXPECT_EQ(theirs.dossiers[1].state, TheirState::kEnded);
  EXPECT_EQ(theirs.dossiers[2].state, TheirState::kWaiting);
  EXPECT_EQ(theirs.agencies[theirs.dossiers[2].agency], "H52.17");
  EXPECT_THAT(Faults(theirs), ElementsAre(HasSubstr("6 không phải là ngày (cột G)")));
  for (const auto& texts : {theirs.agencies, theirs.procedures}) {
    for (const std::string& text : texts) EXPECT_EQ(text.find("Nguyễn"), std::string::npos);
  }
}

TEST(TheirStates, AreKnownByTheirWordsOrNumbers) {
  EXPECT_EQ(ParseTheirState("Mới đăng ký"), TheirState::kPending);
  EXPECT_EQ(ParseTheirState("Không được tiếp nhận"), TheirState::kDeclined);
  EXPECT_EQ(ParseTheirState("Được tiếp nhận"), TheirState::kOpen);
  EXPECT_EQ(ParseTheirState("Yêu cầu thực hiện nghĩa vụ tài chính"), TheirState::kWaiting);
  EXPECT_EQ(ParseTheirState("Công dân yêu cầu rút hồ sơ"), TheirState::kWithdrawn);
  EXPECT_EQ(ParseTheirState("Dừng xử lý"), TheirState::kWaiting);
  EXPECT_EQ(ParseTheirState("Đã xử lý xong"), TheirState::kEnded);
  EXPECT_EQ(ParseTheirState("Đã trả kết quả (đúng hạn)"), TheirState::kEnded);
  EXPECT_EQ(ParseTheirState("10"), TheirState::kEnded);
  EXPECT_EQ(ParseTheirState("?"), TheirState::kUnknown);
}

TEST(TheirPeriods, AreReadFromTheLinesAbove) {
  const auto said = [](const std::string& line) {
    const std::vector<std::string> lines = {line};
    const auto period = PeriodSaid(lines);
    return period ? period->name : "";
  };
  EXPECT_EQ(said("(Từ ngày 15/05/2021 đến ngày 14/06/2021)"), "bc:2021-06");
  EXPECT_EQ(said("Từ 01/04/2021 đến hết 30/06/2021"), "2021-Q2");
  EXPECT_EQ(said("Tháng 6 năm 2021"), "2021-06");
  EXPECT_EQ(said("Báo cáo tháng 06/2021"), "2021-06");
  EXPECT_EQ(said("Quý II năm 2021"), "2021-Q2");
  EXPECT_EQ(said("Năm 2021"), "2021");
  EXPECT_EQ(said("từ ngày 03/06/2021 đến ngày 05/06/2021"), "2021-06-03..2021-06-05");
  EXPECT_EQ(said("Sơn La, ngày 01 tháng 7 năm 2021"), "");
}

TEST(Theirs, WhatIsNotSaidMustBeGiven) {
  const std::string list = "Số hồ sơ,Ngày tiếp nhận\nD1,02/06/2021\n";
  EXPECT_THAT(ErrorOf(list, {}), HasSubstr("expected --period"));
  EXPECT_THAT(ErrorOf(list, {.period = Options().period}), HasSubstr("expected --taken"));
  EXPECT_EQ(ErrorOf(list), "");
  EXPECT_THAT(ErrorOf("STT,Tên\n1,x\n"), HasSubstr("rows 1 to 1: expected headings of a list"));
  EXPECT_THAT(ErrorOf("a,b\n"), HasSubstr("no row of headings"));
  EXPECT_THAT(ErrorOf("Số hồ sơ,Ngày tiếp nhận\n"), HasSubstr("no row below its headings"));
}

}  // namespace
}  // namespace dunghan::statement

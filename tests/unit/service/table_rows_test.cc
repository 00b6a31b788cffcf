#include "intake/table_rows.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "dunghan/test/small_bundle.h"
#include "dunghan/test/values.h"
#include "fake_ledger.h"

/// Lists of dossiers as people have them.
namespace dunghan::intake {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class TableRowsTest : public ::testing::Test {
 protected:
  TableRowsTest() {
    const auto bundle =
        test::SmallBundle("code,name\n000.00.03.H52,Sở Tư pháp\nH52.189,UBND xã Mường Bú\n",
                          "code,name,limit\n1.001760,Cấp phiếu lý lịch tư pháp,10wd\n"
                          "2.000815,Chứng thực bản sao,sd\n");
    const auto loaded = rulebook::Rulebook::Load(bundle, std::make_shared<CodeTable>());
    for (const Problem& problem : loaded.problems) ADD_FAILURE() << ToString(problem);
    rulebooks_ = Alone(loaded.rulebook);
    ask_.mappings = &mappings_;
    ask_.now = test::At("2026-12-31 08:00");
    ask_.zone = rulebooks_->newest().default_calendar().zone();
  }

  Result<TablePlan> Plan(const std::string& csv, const std::string& name = "hs_2026-06-30.csv") {
    auto workbook = sheet::Workbook::FromBytes(csv, name);
    EXPECT_TRUE(workbook);
    return PlanTable(*workbook, ask_);
  }
  std::string ErrorOf(const std::string& csv, const std::string& name = "hs_2026-06-30.csv") {
    const auto plan = Plan(csv, name);
    return plan ? "" : plan.error().for_client;
  }
  /// Each row as "kind field=value ...", without what all have.
  std::vector<std::string> Rows(const std::string& csv,
                                const std::string& name = "hs_2026-06-30.csv") {
    const auto plan = Plan(csv, name);
    if (!plan) return {plan.error().for_client};
    auto workbook = sheet::Workbook::FromBytes(csv, name);
    TableRows rows(*plan, rulebooks_);
    std::vector<std::string> found;
    EventFields fields;
    const auto read = workbook->ForEachRow(plan->sheet, [&](const sheet::Row& row) {
      if (row.number <= plan->last_head_row) return true;
      constexpr std::string_view kKinds[] = {"", "note", "repeated", "conflict"};
      std::string text(kKinds[static_cast<size_t>(rows.Read(row, fields))]);
      for (size_t i = 0; i < kFields; ++i) {
        const auto field = static_cast<Field>(i);
        if (field == Field::kType || field == Field::kAt) continue;
        if (fields[field].kind == ValueKind::kAbsent) continue;
        text += fmt::format("{}{}={}", text.empty() ? "" : " ", NameOf(field), fields[field].text);
      }
      found.push_back(text);
      return true;
    });
    EXPECT_TRUE(read);
    unknown_ = rows.unknown();
    restored_ = rows.restored();
    return found;
  }

  std::shared_ptr<const rulebook::Timeline> rulebooks_;
  std::vector<TableMapping> mappings_ = BuiltInMappings();
  TableAsk ask_;
  UnknownNames unknown_;
  int64_t restored_ = 0;
};

constexpr std::string_view kHead =
    "STT,Số hồ sơ,Tên thủ tục hành chính,Ngày tiếp nhận,Ngày hẹn trả,Ngày kết thúc xử lý,Cơ "
    "quan/đơn vị,Chủ hồ sơ,Số điện thoại,Trạng thái hồ sơ\n";
std::string List(const std::string& rows) { return std::string(kHead) + rows; }

TEST_F(TableRowsTest, TheBuiltInMappingsAreWithoutFault) {
  ASSERT_EQ(mappings_.size(), 2U);
  EXPECT_EQ(mappings_[0].name, "apologies");
  EXPECT_EQ(mappings_[1].name, "mot-cua");
}

TEST_F(TableRowsTest, ARowIsWhatItSaysAndNobodysName) {
  EXPECT_THAT(
      Rows(List("1,H52.03-260602-0001,Cấp phiếu lý lịch tư pháp,02/06/2026 08:05,16/06/2026,,Sở Tư "
                "pháp,Lò Thị A,0912345678,Đang xử lý\n"
                "2,H52.03-260602-0002,Chứng thực bản sao,02/06/2026,02/06/2026,02/06/2026 16:00,"
                "SO TU PHAP,B,,Đã trả kết quả\n")),
      ElementsAre("dossier=H52.03-260602-0001 agency=000.00.03.H52 procedure=1.001760 "
                  "due=2026-06-16 received=2026-06-02T08:05:00+07:00 state=processing",
                  "dossier=H52.03-260602-0002 agency=000.00.03.H52 procedure=2.000815 "
                  "due=2026-06-02 received=2026-06-02 state=returned "
                  "ended=2026-06-02T16:00:00+07:00"));
}

TEST_F(TableRowsTest, ALetterOfApologyIsARowOfAListOfItsOwn) {
  EXPECT_THAT(Rows("Số hồ sơ,Số phiếu,Ngày ký,Ngày hẹn lại,Người nộp\n"
                   "D1,12 / PXL,15/06/2026,22/06/2026,Lò Thị A\n"
                   "D1,13/PXL,20/06/2026,,Lò Thị A\n"
                   "D1,13/PXL,20/06/2026,,Lò Thị A\n"
                   "D2,Lò Thị A,20/06/2026,Lò Thị A,\n"
                   "D3,15/PXL,,,\n"),
              ElementsAre("dossier=D1 id=12/PXL due=2026-06-22", "dossier=D1 id=13/PXL",
                          "repeated dossier=D1 id=13/PXL",
                          "dossier=D2 id=(not understood) due=(not understood)", "note"));
}

TEST_F(TableRowsTest, HeadingsMayStandAnywhereAndInAnyWriting) {
  EXPECT_THAT(Rows("DANH SÁCH HỒ SƠ,,,\nTT, TRẠNG  THÁI ,ngay tiep nhan,MÃ HỒ SƠ\n"
                   "1,Yêu cầu bổ sung,02/06/2026,D1\n,,,\nTổng số: 1 hồ sơ,,,\n,,,NGƯỜI LẬP\n"),
              ElementsAre("dossier=D1 received=2026-06-02 state=supplement", "note", "note"));
}

TEST_F(TableRowsTest, WhatIsNotUnderstoodIsRefusedWithoutBeingKept) {
  EXPECT_THAT(Rows(List("1,D1,Cấp phép lạ,Lò Thị A,32/06/2026,,Sở Lạ,,,Lò Thị A\n")),
              ElementsAre("dossier=D1 agency=(not understood) procedure=(not understood) "
                          "due=(not understood) received=(not understood) "
                          "state=(not understood)"));
  EXPECT_EQ(unknown_.agencies.at("Sở Lạ").rows, 1);
  EXPECT_EQ(unknown_.procedures.at("Cấp phép lạ").rows, 1);
}

TEST_F(TableRowsTest, OfALongNameTheBeginningIsKept) {
  Rows(List("1,D1,,02/06/2026,,," + std::string(2'000, 'x') + ",,,4\n"));
  EXPECT_EQ(unknown_.agencies.at(std::string(200, 'x')).rows, 1);
}

TEST_F(TableRowsTest, APersonsNameOrNumberIsNoCode) {
  for (const char* code : {"Lò Thị A", "0912345678", "014085001234"}) {
    EXPECT_THAT(Rows(List(std::string("1,") + code + ",,02/06/2026,,,,,,4\n")),
                ElementsAre(HasSubstr("dossier=(not understood)")))
        << code;
  }
  EXPECT_THAT(Rows(List("1,0912,,02/06/2026,,,,,,4\n")), ElementsAre(HasSubstr("dossier=0912 ")));
}

TEST_F(TableRowsTest, ANumberOfAReceiptIsAnAliasBesideTheCodeAndTheCodeWhereItStandsAlone) {
  EXPECT_THAT(
      Rows("Số biên nhận,Mã hồ sơ,Ngày tiếp nhận\nBN 12/2026,D1,02/06/2026\n,D2,02/06/2026\n"),
      ElementsAre("dossier=D1 received=2026-06-02 alias=BN12/2026",
                  "dossier=D2 received=2026-06-02"));
  for (const char* heading : {"Số biên nhận", "Mã biên nhận"}) {
    EXPECT_THAT(Rows(std::string(heading) + ",Ngày tiếp nhận,Trạng thái\nBN12,02/06/2026,4\n"),
                ElementsAre("dossier=BN12 received=2026-06-02 state=processing"))
        << heading;
  }
}

TEST_F(TableRowsTest, AnAliasThatIsNoCodeIsLeftOutAndMakesNoOtherRow) {
  const std::string head = "Mã hồ sơ,Số biên nhận,Ngày tiếp nhận\n";
  for (const char* alias : {"không có", "Lò Thị A", "0912345678", "014085001234", "-"}) {
    EXPECT_THAT(Rows(head + "D1," + alias + ",02/06/2026\n"),
                ElementsAre("dossier=D1 received=2026-06-02"))
        << alias;
  }
  EXPECT_THAT(Rows(head + "D1,BN-1,02/06/2026\nD1,BN-2,02/06/2026\n"),
              ElementsAre(HasSubstr("alias=BN-1"), HasSubstr("repeated")));
}

TEST_F(TableRowsTest, CodesThatBecameNumbersAreRestoredWhereOneFits) {
  EXPECT_THAT(Rows(List("1,D1,1.00176,02/06/2026,,,H52.03,,,4\n"
                        "2,D2,1.001760.000.00.00.H52,02/06/2026,,,000.00.03.H52,,,10\n"
                        "3,D3,1.0099,02/06/2026,,,H52.03,,,Đang xử lý\n")),
              ElementsAre(HasSubstr("agency=000.00.03.H52 procedure=1.001760"),
                          HasSubstr("procedure=1.001760"), HasSubstr("procedure=(not")));
  EXPECT_EQ(restored_, 1);
}

TEST_F(TableRowsTest, OfTwoRowsOfADossierTheSecondIsARepeatOrAConflict) {
  const std::string row = "D1,Chứng thực bản sao,02/06/2026,02/06/2026,,Sở Tư pháp,,,";
  EXPECT_THAT(
      Rows(List("1," + row + "Đang xử lý\n2," + row + "Đang xử lý\n3," + row + "Đã xử lý xong\n")),
      ElementsAre(HasSubstr("dossier=D1"), HasSubstr("repeated"), HasSubstr("conflict")));
}

TEST_F(TableRowsTest, MonthsMayComeFirstInAColumn) {
  EXPECT_THAT(Rows(List("1,D1,,06/02/2026,06/16/2026,,,,,4\n2,D2,,06/03/2026,06/17/2026,,,,,4\n")),
              ElementsAre(HasSubstr("due=2026-06-16 received=2026-02-06"),
                          HasSubstr("due=2026-06-17 received=2026-03-06")));
  EXPECT_THAT(ErrorOf(List("1,D1,,13/06/2026,,,,,,4\n2,D2,,06/14/2026,,,,,,4\n")),
              HasSubstr("column \"Ngày tiếp nhận\": days and months stand in both orders: D2 "
                        "\"13/06/2026\" and D3 \"06/14/2026\""));
}

TEST_F(TableRowsTest, EndedOnTheDayOfReceiptItDidNotEndBefore) {
  EXPECT_THAT(Rows(List("1,D1,,02/06/2026 14:00,02/06/2026,02/06/2026,,,,9\n")),
              ElementsAre(HasSubstr("ended=2026-06-02T14:00:00+07:00")));
}

TEST_F(TableRowsTest, WhenItWasTakenIsGivenOrSaidOrAskedFor) {
  const auto taken = [&](const std::string& above, const std::string& name) {
    const auto plan = Plan(above + List("1,D1,,02/06/2026,,,,,,4\n"), name);
    return plan ? ask_.zone.Format(plan->taken) + " " + plan->taken_by : plan.error().for_client;
  };
  EXPECT_EQ(taken("", "hs_2026-06-30.csv"), "2026-06-30T23:59:59.999+07:00 the file's name");
  EXPECT_EQ(taken("", "20260630_1805.csv"), "2026-06-30T18:05:00+07:00 the file's name");
  EXPECT_EQ(taken(",Thời điểm kết xuất: 08:00 01/07/2026,,\n", "hs.csv"),
            "2026-07-01T08:00:00+07:00 the lines above the table");
  ask_.now = test::At("2026-06-30 12:00");
  EXPECT_EQ(taken("", "hs_2026-06-30.csv"), "2026-06-30T12:00:00+07:00 the file's name");
  EXPECT_THAT(taken("", "hs_2026-07-01.csv"), HasSubstr("that lies ahead of now"));
  ask_.now = test::At("2026-12-31 08:00");
  EXPECT_THAT(taken("", "hs.csv"), HasSubstr("nothing says when it was exported"));
  ask_.taken = test::At("2026-07-02 09:00");
  EXPECT_EQ(taken("", "hs_2026-06-30.csv"), "2026-07-02T09:00:00+07:00 --taken");
}

TEST_F(TableRowsTest, ATableWithoutTheColumnsSaysWhatItHas) {
  EXPECT_THAT(ErrorOf("STT,Đơn vị,Tiếp nhận\n1,A,3\n"), HasSubstr("no column for the code"));
  ask_.mapping = "khac";
  EXPECT_THAT(ErrorOf(List("")), HasSubstr("no mapping \"khac\"; there are apologies, mot-cua"));
}

TEST(DateInName, IsFoundInItsForms) {
  const auto day = [](std::string_view name) {
    const auto at = DateInName(name);
    return at ? FormatDate(LocalDay{std::chrono::floor<std::chrono::days>(*at).time_since_epoch()})
              : "none";
  };
  EXPECT_EQ(day("hoso 30-06-2026.xlsx"), "2026-06-30");
  EXPECT_EQ(day("DS_20260630.xls"), "2026-06-30");
  EXPECT_EQ(day("2026.06.30 bao cao.csv"), "2026-06-30");
  EXPECT_EQ(day("tu 01-06-2026 den 30-06-2026.csv"), "none");
  EXPECT_EQ(day("hoso.csv"), "none");
}

TEST(Mappings, SayWhatIsWrongAndWhere) {
  const auto problems = [](std::string_view text) {
    std::string all;
    for (const Problem& problem : ReadMappings(text, "m.toml").problems) {
      all += ToString(problem) + "\n";
    }
    return all;
  };
  EXPECT_EQ(problems("[[mapping]]\nname = \"x\"\n[mapping.columns]\ndossier = \"Mã\"\n"), "");
  const std::string wrong = problems(
      "[[mapping]]\nname = \"x\"\ntitl = \"y\"\n[mapping.columns]\nrecieved = \"Ngày\"\n"
      "[[mapping.states]]\nstate = \"xong\"\nwords = \"Xong\"\n");
  EXPECT_THAT(wrong, HasSubstr("m.toml:3: titl: unknown key; did you mean \"title\"?"));
  EXPECT_THAT(wrong, HasSubstr("m.toml:5: recieved: unknown key; did you mean \"received\"?"));
  EXPECT_THAT(wrong, HasSubstr("dossier: expected the headings of the code of a dossier"));
  EXPECT_THAT(wrong, HasSubstr("state: expected a state like \"processing\""));
  EXPECT_THAT(problems("mapping = 3\n"), HasSubstr("expected entries [[mapping]]"));
}

}  // namespace
}  // namespace dunghan::intake

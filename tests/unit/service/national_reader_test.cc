#include "intake/national_reader.h"

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <string>
#include <vector>

#include "dunghan/test/small_bundle.h"
#include "dunghan/test/values.h"
#include "fake_ledger.h"
#include "intake/national_decoder.h"

/// Messages of the national portal's interface.
namespace dunghan::intake {
namespace {

using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class NationalReaderTest : public ::testing::Test {
 protected:
  NationalReaderTest() {
    const auto loaded = rulebook::Rulebook::Load(test::SmallBundle(), codes_);
    for (const Problem& problem : loaded.problems) ADD_FAILURE() << ToString(problem);
    rulebooks_ = Alone(loaded.rulebook);
  }

  static std::string Whole(const std::string& fields, const std::string& unit = "H52.19") {
    return fmt::format(
        R"({{"madonvi":"{}","service":"DongBoHoSoMC","data":[{{"MaHoSo":"H52.19-260602-0001",)"
        R"("MaTTHC":"1.001234.H52",{}}}]}})",
        unit, fields);
  }
  static std::string Step(const std::string& fields) {
    return R"({"madonvi":"H52.19","service":"CapNhatTienDoHoSoMC","data":[)"
           R"({"MaHoSo":"H52.19-260602-0001",)" +
           fields + "}]}";
  }
  /// "type at field=value ..." of each event; ids by their beginning.
  std::vector<std::string> Read(const std::string& json, const std::string& service = "") {
    NationalReader reader(std::make_shared<NationalMapping>(mapping_), rulebooks_);
    std::vector<std::string> found;
    const auto told =
        reader.Read(json, service, now_, [&](const EventFields& fields, size_t record) {
          std::string text =
              fmt::format("{} {}", fields[Field::kType].text, fields[Field::kAt].text);
          for (size_t i = 0; i < kFields; ++i) {
            const auto field = static_cast<Field>(i);
            if (field == Field::kType || field == Field::kAt || field == Field::kDossier) continue;
            if (fields[field].kind == ValueKind::kAbsent) continue;
            const bool id = field == Field::kId && fields[field].text[2] == '.';
            text += fmt::format(" {}={}", NameOf(field), fields[field].text.substr(0, id ? 2 : 99));
          }
          found.push_back(text);
          records_ = record + 1;
        });
    if (!told) return {told.error().for_client};
    undated_ = told->undated;
    return found;
  }

  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
  std::shared_ptr<const rulebook::Timeline> rulebooks_;
  NationalMapping mapping_ = BuiltInNational();
  Instant now_ = test::At("2026-06-30 08:00");
  size_t records_ = 0;
  int64_t undated_ = 0;
};

TEST_F(NationalReaderTest, AWholeDossierIsDatedByTheNewestInstantInIt) {
  EXPECT_THAT(Read(Whole(R"("KenhThucHien":"1","NgayNopHoSo":"20260602080000",)"
                         R"("NgayTiepNhan":"20260602080000","NgayHenTra":"20260609170000",)"
                         R"("TrangThaiHoSo":"10","NgayKetThucXuLy":"20260608150000",)"
                         R"("NgayTra":"20260610091500")")),
              ElementsAre("snapshot 2026-06-10T09:15:00+07:00 id=10 agency=000.00.19.H52 "
                          "procedure=1.001234 channel=in_person due=2026-06-09T17:00:00+07:00 "
                          "received=2026-06-02T08:00:00+07:00 state=returned "
                          "ended=2026-06-08T15:00:00+07:00",
                          "returned 2026-06-10T09:15:00+07:00"));
}

TEST_F(NationalReaderTest, ASupplementIsItsOwnEventsAndMovesTheDue) {
  EXPECT_THAT(
      Read(Whole(R"("NgayTiepNhan":"20260602080000","NgayHenTra":"20260611170000",)"
                 R"("TrangThaiHoSo":"4","DanhSachHoSoBoSung":[{"HoSoBoSungId":"7",)"
                 R"("NgayBoSung":"20260604100000","NgayTiepNhanBoSung":"20260608090000",)"
                 R"("NgayHenTraTruoc":"20260609170000","NgayHenTraMoi":"20260611170000"}])")),
      ElementsAre("snapshot 2026-06-02T08:00:00+07:00 id=00 agency=000.00.19.H52 "
                  "procedure=1.001234 due=2026-06-09T17:00:00+07:00 "
                  "received=2026-06-02T08:00:00+07:00",
                  "snapshot 2026-06-08T09:00:00+07:00 id=04 agency=000.00.19.H52 "
                  "procedure=1.001234 due=2026-06-11T17:00:00+07:00 "
                  "received=2026-06-02T08:00:00+07:00 state=processing",
                  "supplement_requested 2026-06-04T10:00:00+07:00 id=bs/7",
                  "supplemented 2026-06-08T09:00:00+07:00 id=bs-nop/7",
                  "due_set 2026-06-08T09:00:00+07:00 id=bs-han/7 due=2026-06-11T17:00:00+07:00"));
}

TEST_F(NationalReaderTest, APauseWithoutADateIsLeftToItsStep) {
  const std::string paused = Whole(R"("NgayTiepNhan":"20260602080000","TrangThaiHoSo":"6")");
  EXPECT_THAT(Read(paused), ElementsAre(AllOf(HasSubstr("snapshot 2026-06-02T08:00:00+07:00"),
                                              ::testing::Not(HasSubstr("state=")))));
  EXPECT_EQ(undated_, 1);
  mapping_.pauses_by_arrival = true;
  EXPECT_THAT(Read(paused), ElementsAre(HasSubstr("snapshot 2026-06-02T08:00:00+07:00"),
                                        "snapshot 2026-06-30T08:00:00+07:00 id=06 state=payment"));
  EXPECT_EQ(undated_, 0);
  EXPECT_THAT(Read(Step(R"("ThoiDiemXuLy":"20260604100000","TrangThai":"6","PhongBanXuLy":"B")")),
              ElementsAre("snapshot 2026-06-04T10:00:00+07:00 id=06 state=payment"));
}

TEST_F(NationalReaderTest, AStepInWorkIsAnAssignment) {
  EXPECT_THAT(Read(Step(R"("ThoiDiemXuLy":"20260604100000","TrangThai":"4","NguoiXuLy":"Ai",)"
                        R"("PhongBanXuLy":"H52.20 Phòng B","NoiDungXuLy":"x",)"
                        R"("NgayBatDau":"20260603080000","NgayKetThucTheoQuyDinh":"20260605")")),
              ElementsAre("snapshot 2026-06-04T10:00:00+07:00 id=04 state=processing",
                          "assigned 2026-06-03T08:00:00+07:00 agency=000.00.20.H52 unit=Phòng B "
                          "step_due=2026-06-05T00:00:00+07:00"));
}

TEST_F(NationalReaderTest, AStepThatSaysNothingIsNotPassedByInSilence) {
  EXPECT_THAT(Read(Step(R"("ThoiDiemXuLy":"20260604100000","TrangThai":"")")),
              ElementsAre(HasSubstr("state=(not understood)")));
}

TEST_F(NationalReaderTest, AnIdThatMayBeAPersonsIsNotKept) {
  const auto read =
      Read(Whole(R"("NgayTiepNhan":"20260602080000","DanhSachHoSoBoSung":[{"HoSoBoSungId":)"
                 R"("Nguyễn Văn A","NgayBoSung":"20260604100000"}])"));
  ASSERT_THAT(read, SizeIs(2));
  EXPECT_EQ(read[1], "supplement_requested 2026-06-04T10:00:00+07:00");
}

TEST_F(NationalReaderTest, TheNumberOfTheReceiptIsAnAlias) {
  const auto with = [](const std::string& field) {
    return Whole(R"("NgayTiepNhan":"20260602080000","TrangThaiHoSo":"4")" + field);
  };
  EXPECT_THAT(Read(with(R"(,"SoBienNhan":" BN-12/2026 ")")),
              ElementsAre(AllOf(HasSubstr(" state=processing "), HasSubstr(" alias=BN-12/2026"))));
  for (const char* none : {"", "Lò Thị A", "0912345678"}) {
    EXPECT_EQ(Read(with(fmt::format(R"(,"SoBienNhan":"{}")", none))), Read(with(""))) << none;
  }
}

// They are on record: worked out apart from this program.
TEST_F(NationalReaderTest, IdsAreWhatTheyWereBeforeThereWereAliases) {
  NationalReader reader(std::make_shared<NationalMapping>(mapping_), rulebooks_);
  const auto id_of = [&](const std::string& field) {
    std::string id;
    const auto told =
        reader.Read(Whole(R"("NgayTiepNhan":"20260602080000","TrangThaiHoSo":"4")" + field), "",
                    now_, [&](const EventFields& fields, size_t) { id = fields[Field::kId].text; });
    EXPECT_TRUE(told);
    return id;
  };
  EXPECT_EQ(id_of(""), "04.1f04733dc6e6227d");
  EXPECT_EQ(id_of(R"(,"SoBienNhan":"BN-1")"), "04.339025aff21c3224");
}

TEST_F(NationalReaderTest, OfALineThatCannotBeReadNoneOfTheBytesAreKept) {
  NationalDecoder decoder(std::make_shared<NationalMapping>(mapping_), codes_, rulebooks_,
                          {.default_source = "cong"});
  const std::string text = R"({"data":"Nguyễn Văn A")";
  const auto told =
      decoder.DecodeLine({.text = text, .number = 3}, {.name = "x", .number = 3}, now_);
  ASSERT_THAT(told.items, SizeIs(1));
  const auto& reject = std::get<ledger::Reject>(told.items[0].content);
  EXPECT_EQ(reject.source, "cong");
  EXPECT_EQ(reject.place, "x:3");
  EXPECT_THAT(reject.raw, HasSubstr("a message of " + std::to_string(text.size()) + " bytes"));
  EXPECT_THAT(reject.raw + reject.reason + reject.fields, ::testing::Not(HasSubstr("Nguyễn")));
}

TEST_F(NationalReaderTest, WhoIsCompetentIsTheFirstThatIsListed) {
  const auto agency = [this](const std::string& unit, const std::string& processes) {
    const auto read =
        Read(Whole(R"("NgayTiepNhan":"20260602080000","DonViXuLy":")" + processes + "\"", unit));
    const size_t at = read.at(0).find("agency=");
    return read[0].substr(at + 7, read[0].find(' ', at) - at - 7);
  };
  EXPECT_EQ(agency("000.00.20.H52", "Sở A"), "000.00.20.H52");
  EXPECT_EQ(agency("H52.20.00", "Sở A"), "000.00.20.H52");
  EXPECT_EQ(agency("H52", "so b"), "000.00.20.H52");
  EXPECT_EQ(agency("", "Sở khác"), "000.00.19.H52");  // of the code
}

TEST_F(NationalReaderTest, RefusedDeclinedAndFiled) {
  EXPECT_THAT(Read(Whole(R"("NgayTiepNhan":"20260602080000","TrangThaiHoSo":"9",)"
                         R"("NgayTuChoi":"20260603080000")")),
              ElementsAre(AllOf(HasSubstr("state=refused ended=2026-06-03"), HasSubstr("id=11"))));
  EXPECT_THAT(Read(Whole(R"("KenhThucHien":"2","NgayNopHoSo":"20260601213000",)"
                         R"("TrangThaiHoSo":"3","NgayTuChoi":"20260602080000")")),
              ElementsAre(HasSubstr("state=declined ended=2026-06-02"),
                          AllOf(HasSubstr("submitted 2026-06-01T21:30:00+07:00"),
                                HasSubstr("channel=online"))));
  // Accepted the moment it was filed: filed all the same.
  EXPECT_THAT(Read(Whole(R"("KenhThucHien":"2","NgayNopHoSo":"20260602080000",)"
                         R"("NgayTiepNhan":"20260602080000")")),
              ElementsAre(HasSubstr("snapshot"), HasSubstr("submitted")));
}

TEST_F(NationalReaderTest, WhatIsNotUnderstoodIsNotKept) {
  for (const auto& [fields, field] :
       {std::pair(R"("NgayTiepNhan":"20261302080000")", "received"),
        std::pair(R"("NgayTiepNhan":"20260602250000")", "received"),
        std::pair(R"("NgayTiepNhan":"20260602080000","NgayTiepNhan":"20260603080000")", "received"),
        std::pair(R"("NgayTiepNhan":"20260602080000","MaTTHC":"1.001234")", "procedure"),
        std::pair(R"("NgayTiepNhan":{"a":"20260602080000"})", "received"),
        std::pair(R"("NgayTiepNhan":"20260602080000","TrangThaiHoSo":"Nguyễn Văn A")", "state"),
        std::pair(R"("NgayTiepNhan":"20260602080000","KenhThucHien":"9")", "channel")}) {
    const auto read = Read(Whole(fields));
    ASSERT_THAT(read, SizeIs(1)) << fields;
    EXPECT_THAT(read[0], HasSubstr(std::string(field) + "=(not understood)")) << fields;
  }
}

TEST_F(NationalReaderTest, SupplementsThatSayNothingFillNoMemory) {
  std::string supplements = "{}";
  for (int i = 1; i < 1'000; ++i) supplements += ",{}";
  const std::string record = R"({"DanhSachHoSoBoSung":[)" + supplements + "]}";
  std::string records = record;
  for (int i = 1; i < 51; ++i) records += "," + record;
  EXPECT_THAT(Read(R"({"service":"DongBoHoSoMC","data":[)" + records + "]}"),
              ElementsAre("more than 50000 supplements at once"));
}

TEST_F(NationalReaderTest, WhatIsNoMessageIsSaid) {
  EXPECT_THAT(Read("[]"), ElementsAre("expected an object with \"data\""));
  EXPECT_THAT(Read("{}"), ElementsAre(HasSubstr("expected an object with \"data\"")));
  EXPECT_THAT(Read(R"({"data":[1]})"), ElementsAre("expected objects in \"data\""));
  EXPECT_THAT(Read(R"({"data":null})"), ElementsAre("expected objects in \"data\""));
  EXPECT_THAT(Read(R"({"data":[]} x)"), ElementsAre(HasSubstr("no valid JSON")));
  EXPECT_THAT(Read(R"({"service":"LayThuTuc","data":[]})"),
              ElementsAre("\"service\": expected DongBoHoSoMC or CapNhatTienDoHoSoMC"));
  EXPECT_THAT(Read(R"({"service":"DongBoHoSoMC","data":[]})", "CapNhatTienDoHoSoMC"),
              ElementsAre(HasSubstr("as in the address")));
  EXPECT_THAT(Read("{\"data\":" + std::string(100, '[')),
              ElementsAre("expected objects in \"data\""));
  EXPECT_THAT(Read(Whole(R"("x":)" + std::string(100, '[') + std::string(100, ']'))),
              ElementsAre("nested more than 32 levels deep"));
}

TEST_F(NationalReaderTest, AMappingIsCheckedLikeAnyFile) {
  const auto problems = [](const std::string& text) {
    const auto loaded = ReadNationalMapping(text, "n.toml");
    std::string all;
    for (const Problem& problem : loaded.problems) all += ToString(problem) + "\n";
    return all;
  };
  EXPECT_THAT(problems(""), HasSubstr("expected a section [envelope]"));
  EXPECT_THAT(problems("[states]\n1 = \"regsitered\"\n"),
              HasSubstr("n.toml:2: 1: expected a state"));
  EXPECT_THAT(problems("[dossier]\ndosier = \"x\"\n"), HasSubstr("did you mean \"dossier\"?"));
  EXPECT_THAT(problems("[options]\nundated_pauses = \"x\"\n"),
              HasSubstr("expected \"progress\" or \"arrival\""));
  EXPECT_THAT(BuiltInNational().ministries, SizeIs(5));
}

}  // namespace
}  // namespace dunghan::intake

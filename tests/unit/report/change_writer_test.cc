#include "dunghan/report/change_writer.h"

#include <gmock/gmock.h>

#include "dunghan/report/dossier_writer.h"
#include "dunghan/test/json_shape_check.h"
#include "dunghan/test/province.h"

namespace dunghan::report {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class Changes : public test::Province {
 protected:
  void At(const std::string& instant) { clock_.Set(test::At(instant)); }

  /// All there are since an instant, in that form.
  std::vector<std::string> Since(const std::string& then, Language language = Language::kVi,
                                 bool json = false) {
    const auto view = Open().OpenView(ledger::AsOf{{}, test::At(then)}).value();
    ChangeWriter writer(*view, language);
    std::vector<std::string> told;
    view->ForEachChange([&](const ledger::Change& change) {
          EXPECT_EQ(test::FaultsIn(writer.Json(change), ChangeShape()), "");
          told.push_back(json ? writer.Json(change) : writer.Text(change));
        })
        .value();
    return told;
  }
  std::string Dossier() {
    const auto view = Open().OpenView().value();
    const auto record = view->Find("H").value();
    return WriteDossierText({record, *view}, Explain::kNo, Language::kVi);
  }
  std::shared_ptr<const rulebook::Rulebook> WithADayOff() {
    return LoadRulebook(events_.codes(),
                        "[[exception]]\ndate = 2021-06-11\nname = \"Nghỉ bù 11/6\"\n"
                        "source = \"Thông báo 12729/VPCP-KGVX\"\n");
  }
};

TEST_F(Changes, TellWhichDueMovedAndTheDayThatMovedIt) {
  At("2021-06-08 08:00");
  Append({Received("H", "2021-06-07 08:00", "")});
  At("2021-06-09 08:00");
  Open().Apply({WithADayOff(), {}, "Lò Văn An", "quên ngày nghỉ bù"}).value();
  At("2021-06-10 08:00");
  EXPECT_THAT(Since("2021-06-08 12:00"),
              ElementsAre("Hồ sơ H; Sở A (A); Thủ tục P (P)\n"
                          "  ngày hẹn trả: chuyển từ 17:00 thứ Hai 14/06/2021 sang 17:00 thứ Tư "
                          "16/06/2021; đang giải quyết, trong hạn\n"
                          "  thời hạn theo quy định: chuyển từ 17:00 thứ Hai 14/06/2021 sang 17:00 "
                          "thứ Tư 16/06/2021; đang giải quyết, trong hạn\n"
                          "  Vì:\n"
                          "    - bộ quy tắc phiên bản 2, áp dụng từ 08:00 thứ Tư 09/06/2021, do Lò "
                          "Văn An ghi nhận lúc 09/06/2021 08:00, lý do: quên ngày nghỉ bù\n"
                          "      Nghỉ thứ Sáu 11/06/2021: Nghỉ bù 11/6, theo Thông báo "
                          "12729/VPCP-KGVX\n"));
  EXPECT_THAT(
      Since("2021-06-08 12:00", Language::kEn),
      ElementsAre(HasSubstr("  lawful due date: moved from 17:00 Monday 14/06/2021 to 17:00 "
                            "Wednesday 16/06/2021; open, in time\n"
                            "  Because:\n    - rulebook version 2, in force from 08:00 "
                            "Wednesday 09/06/2021, recorded by Lò Văn An at 09/06/2021 "
                            "08:00, reason: quên ngày nghỉ bù\n      Closed on Friday "
                            "11/06/2021: Nghỉ bù 11/6, by Thông báo 12729/VPCP-KGVX\n")));
}

TEST_F(Changes, HaveAShapeThatSaysAll) { EXPECT_EQ(test::GapsIn(ChangeShape()), ""); }

TEST_F(Changes, SayWhatTheDossierSays) {
  At("2021-06-08 08:00");
  Append({Received("H", "2021-06-07 08:00", "2021-06-14")});
  At("2021-06-09 08:00");
  Append({Make("H", EventType::kUrged, "2021-06-08 10:00")});
  const std::string then = "2021-06-08 12:00";
  const auto told = Since(then);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_THAT(told[0], HasSubstr("  ngày hẹn trả: thứ Hai 14/06/2021; đang giải quyết, trong hạn "
                                 "(không đổi)\n"));
  EXPECT_THAT(told[0], Not(HasSubstr("quá hạn"))) << "the due lies ahead";
  EXPECT_THAT(Dossier(),
              HasSubstr("  ngày hẹn trả: thứ Hai 14/06/2021; đang giải quyết, trong hạn\n"));
  // What time alone has done to it is told as well.
  At("2021-06-17 08:00");
  EXPECT_THAT(Since(then)[0],
              HasSubstr("; từ đang giải quyết, trong hạn thành đang giải quyết, quá "
                        "hạn\n"));
  EXPECT_THAT(Dossier(),
              HasSubstr("  ngày hẹn trả: thứ Hai 14/06/2021; đang giải quyết, quá hạn\n"));
}

TEST_F(Changes, TellOfTheEventsBehindThem) {
  At("2021-06-16 08:00");
  auto done = Make("H", EventType::kCompleted, "2021-06-11 08:00");
  done.id = "done";
  Append({Received("H", "2021-06-07 08:00", "2021-06-14"), done});
  At("2021-06-17 08:00");
  auto gone = Make("H", EventType::kVoided, "2021-06-11 08:00");
  gone.voids = "done";
  gone.id = "v";
  Append({gone, Make("H", EventType::kCompleted, "2021-06-15 09:00")});
  EXPECT_THAT(
      Since("2021-06-16 12:00"),
      ElementsAre("Hồ sơ H; Sở A (A); Thủ tục P (P)\n"
                  "  ngày hẹn trả: thứ Hai 14/06/2021; từ đã giải quyết trước hạn thành đã "
                  "giải quyết quá hạn\n"
                  "  thời hạn theo quy định: 17:00 thứ Hai 14/06/2021; từ đã giải quyết "
                  "trước hạn thành đã giải quyết quá hạn\n"
                  "  kết thúc: từ 08:00 thứ Sáu 11/06/2021 (Có kết quả) thành 09:00 thứ Ba "
                  "15/06/2021 (Có kết quả)\n"
                  "  Vì:\n"
                  "    - hủy sự kiện, mã done, lúc 08:00 thứ Sáu 11/06/2021; nguồn mot-cua, "
                  "ghi nhận lúc 17/06/2021 08:00 (sự kiện 3)\n"
                  "    - có kết quả, lúc 09:00 thứ Ba 15/06/2021; nguồn mot-cua, ghi nhận "
                  "lúc 17/06/2021 08:00 (sự kiện 4)\n"));
}

TEST_F(Changes, TellOfAClaimThatMovedThePromise) {
  At("2021-06-08 12:00");
  Append({Received("H", "2021-06-07 08:00", "2021-06-14"),
          Make("H", EventType::kSupplementRequested, "2021-06-08 08:00")});
  At("2021-06-10 12:00");
  auto moved = Make("H", EventType::kDueSet, "2021-06-10 09:00");
  moved.due = test::Day("2021-06-18");
  Append({Make("H", EventType::kSupplemented, "2021-06-10 08:00"), moved});
  const auto told = Since("2021-06-08 13:00");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_THAT(told[0], HasSubstr("  ngày hẹn trả: chuyển từ thứ Hai 14/06/2021 sang thứ Sáu "
                                 "18/06/2021; từ tạm dừng tính thời gian thành đang giải quyết, "
                                 "trong hạn\n"));
  EXPECT_THAT(told[0], HasSubstr("chuyển từ chưa xác định (đang tạm dừng tính thời gian) sang "));
  EXPECT_THAT(told[0], HasSubstr("    - đặt ngày hẹn trả, ngày hẹn trả thứ Sáu 18/06/2021, lúc "));
}

TEST_F(Changes, TellOfADossierThatWasNotKnownThen) {
  At("2021-06-08 12:00");
  Append({Received("G", "2021-06-07 08:00", "2021-06-14")});
  At("2021-06-09 12:00");
  Append({Received("H", "2021-06-07 09:00", "2021-06-14")});
  EXPECT_THAT(
      Since("2021-06-08 13:00"),
      ElementsAre(HasSubstr("  khi đó chưa có trong sổ\n  ngày hẹn trả: thứ Hai 14/06/2021; "
                            "đang giải quyết, trong hạn\n")));
}

TEST_F(Changes, NameOnlyTheRulebooksThatJudgeOtherwise) {
  At("2021-06-08 08:00");
  Append({Received("H", "2021-06-07 08:00", "")});
  At("2021-06-09 08:00");
  Open()
      .Apply({LoadRulebook(events_.codes(), "[[exception]]\ndate = 2022-06-10\n"), {}, "a", ""})
      .value();
  At("2021-06-09 09:00");
  Open().Apply({WithADayOff(), {}, "root", ""}).value();
  const auto told = Since("2021-06-08 12:00");
  ASSERT_EQ(told.size(), 1U);
  EXPECT_THAT(told[0], Not(HasSubstr("phiên bản 2")));
  EXPECT_THAT(told[0],
              HasSubstr("phiên bản 3, áp dụng từ 09:00 thứ Tư 09/06/2021, do quản trị viên "
                        "máy chủ ghi nhận"));
  EXPECT_THAT(told[0], Not(HasSubstr("root")));
}

TEST_F(Changes, TellTheSameToPrograms) {
  At("2021-06-08 08:00");
  Append({Received("H", "2021-06-07 08:00", "2021-06-14")});
  At("2021-06-09 08:00");
  Open().Apply({WithADayOff(), {}, "Lò Văn An", ""}).value();
  At("2021-06-10 08:00");
  const auto told = Since("2021-06-08 12:00", Language::kVi, true);
  ASSERT_EQ(told.size(), 1U);
  EXPECT_THAT(
      told[0],
      HasSubstr(
          R"({"dossier":"H","agency":"A","before":{"at":"2021-06-08T12:00:00+07:00","promised":)"
          R"({"standing":"in_time","due":"2021-06-14","due_date":"2021-06-14"},"lawful":)"
          R"({"standing":"in_time","due":"2021-06-14T17:00:00+07:00","due_date":"2021-06-14"},)"
          R"("end":null},"after":{"at":"2021-06-10T08:00:00+07:00","promised":)"
          R"({"standing":"in_time","due":"2021-06-14","due_date":"2021-06-14"},"lawful":)"
          R"({"standing":"in_time","due":"2021-06-16T17:00:00+07:00","due_date":"2021-06-16"},)"
          R"("end":null},"moved":[{"basis":"lawful","from":"2021-06-14","to":"2021-06-16"}],)"
          R"("reasons":[{"position":2,"type":"rulebook","number":2,)"
          R"("effective_from":"2021-06-09T08:00:00+07:00","recorded_at":"2021-06-09T08:00:00+07:00",)"
          R"("recorded_by":"Lò Văn An","reason":"","changes":[{"what":"calendar_day",)"
          R"("was":"07:30-11:30, 13:30-17:00","is":"","date":"2021-06-11","name":"Nghỉ bù 11/6",)"
          R"("source":"Thông báo 12729/VPCP-KGVX","text":"Nghỉ thứ Sáu 11/06/2021: Nghỉ bù 11/6, theo )"
          R"(Thông báo 12729/VPCP-KGVX"}]}],"text":"Hồ sơ H; Sở A (A); )"));
}

TEST_F(Changes, TellNothingWhereNothingChanged) {
  At("2021-06-08 08:00");
  Append({Received("H", "2021-06-07 08:00", "2021-06-14")});
  At("2021-06-20 08:00");
  EXPECT_THAT(Since("2021-06-08 12:00"), IsEmpty());
}

}  // namespace
}  // namespace dunghan::report

#include "dunghan/report/explanation_text.h"

#include <gmock/gmock.h>

#include "dossier_parts.h"
#include "dunghan/report/dossier_writer.h"
#include "dunghan/test/province.h"

namespace dunghan::report {
namespace {

using dossier::Basis;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class Explanations : public test::Province {
 protected:
  using Lines = std::vector<std::string>;

  template <class Explain>
  auto Look(Explain explain) {
    const auto view = Open().OpenView().value();
    const auto record = view->Find("H").value();
    const DossierPage page{record, *view};
    return explain(page.Seen());
  }
  Lines Lawful(Language language = Language::kEn) {
    return Look([&](const SeenDossier& one) { return ExplainLawful(one, language); });
  }
  Lines Promise(Language language = Language::kEn) {
    return Look([&](const SeenDossier& one) { return ExplainPromise(one, language); });
  }
  Lines Standing(Basis basis, Language language = Language::kEn) {
    return Look([&](const SeenDossier& one) { return ExplainStanding(one, basis, language); });
  }
  Lines Acceptance(Language language = Language::kEn) {
    return Look([&](const SeenDossier& one) { return ExplainAcceptance(one, language); });
  }
  Lines Steps(Language language = Language::kEn) {
    return Look([&](const SeenDossier& one) { return ExplainSteps(one, language); });
  }
  Event Stopped(const std::string& at, const std::string& reason) {
    Event event = Make("H", EventType::kSuspended, at);
    event.reason = events_.Code<ReasonCode>(reason);
    return event;
  }
  Event Submitted(const std::string& at) {
    Event event = Make("H", EventType::kSubmitted, at);
    event.agency = events_.Code<AgencyCode>("A");
    event.procedure = events_.Code<ProcedureCode>("P");
    event.channel = dossier::Channel::kOnline;
    return event;
  }
  Event DueSet(const std::string& at, const std::string& due) {
    Event event = Make("H", EventType::kDueSet, at);
    event.due = test::Day(due);
    return event;
  }
};

TEST_F(Explanations, CountWorkingDaysAndNameTheHoliday) {
  Append({Received("H", "2021-06-10 08:00", "")});
  EXPECT_THAT(
      Lawful(Language::kVi),
      ElementsAre(
          "Thời hạn giải quyết của thủ tục P, theo QĐ 1: 5 ngày làm việc.",
          "Thời hạn lấy từ bộ quy tắc phiên bản 1, áp dụng từ đầu.",
          "Ngày tiếp nhận không tính; hết hạn khi kết thúc ngày làm việc cuối cùng (Bộ luật "
          "Dân sự 2015, Điều 147, 148).",
          "Lịch làm việc office (bộ quy tắc phiên bản 1): thứ Hai đến thứ Sáu 07:30-11:30, "
          "13:30-17:00; một ngày làm việc tính là 7 giờ 30 phút.",
          "Tiếp nhận lúc 08:00 thứ Năm 10/06/2021.",
          "Ngày làm việc thứ nhất là thứ Sáu 11/06/2021.",
          "Từ 11/06/2021 đến hết 18/06/2021: 5 ngày làm việc, 3 ngày nghỉ.",
          "Nghỉ thứ Ba 15/06/2021: Ngày hội, theo Thông báo 1.",
          "Hạn theo quy định: 17:00 thứ Sáu 18/06/2021."));
}

TEST_F(Explanations, SayWhatEachSuspensionAdded) {
  Append({Received("H", "2021-06-07 08:00", ""),
          Make("H", EventType::kSupplementRequested, "2021-06-08 15:00"),
          Make("H", EventType::kSupplemented, "2021-06-10 09:00"),
          Stopped("2021-06-28 08:00", "xac-minh"),
          Make("H", EventType::kResumed, "2021-06-29 08:00")});
  const Lines lines = Lawful();
  EXPECT_THAT(lines, Contains("Suspended from 15:00 Tuesday 08/06/2021 to 09:00 Thursday "
                              "10/06/2021, waiting for a supplement: adds 11 h of working time."));
  EXPECT_THAT(lines, Contains("Suspended from 08:00 Monday 28/06/2021 to 08:00 Tuesday 29/06/2021, "
                              "stopped by the agency (\"xac-minh\"): does not count, because it "
                              "began after the due."));
  EXPECT_THAT(lines, Contains("Without suspensions the due would be 17:00 Monday 14/06/2021; added "
                              "in all: 11 h."));
  EXPECT_THAT(lines, Contains("11 h of working time after 17:00 Monday 14/06/2021 is 11:00 "
                              "Thursday 17/06/2021; carried to the closing of that day, 17:00."));
  EXPECT_EQ(lines.back(), "Lawful due: 17:00 Thursday 17/06/2021.");
}

TEST_F(Explanations, SayThatADayOffRollsTheDueOn) {
  Append({Received("H", "2021-06-02 08:00", "", {"A", "D"})});
  const Lines lines = Lawful();
  EXPECT_THAT(lines, Contains("Saturday 12/06/2021 is a day off, so the due moves to Monday "
                              "14/06/2021 (Civil Code 2015, article 148)."));
  EXPECT_EQ(lines.back(), "Lawful due: 17:00 Monday 14/06/2021.");
}

TEST_F(Explanations, SayWhereTheHoursStart) {
  Append({Received("H", "2021-06-09 18:00", "", {"A", "Q"})});
  const Lines lines = Lawful();
  EXPECT_THAT(lines, Contains("The clock starts at 07:30 Thursday 10/06/2021."));
  EXPECT_EQ(lines.back(), "Lawful due: 08:00 Friday 11/06/2021.");
}

TEST_F(Explanations, SayThatASupplementStartsTheLimitAnew) {
  Append({Received("H", "2021-06-09 08:00", "", {"A", "S"}),
          Make("H", EventType::kSupplementRequested, "2021-06-09 10:00"),
          Make("H", EventType::kSupplemented, "2021-06-11 09:00")});
  const Lines lines = Lawful();
  EXPECT_THAT(lines, Contains("Received at 08:00 Wednesday 09/06/2021."));
  EXPECT_THAT(lines, Contains("The limit starts anew with the supplement received at 09:00 Friday "
                              "11/06/2021."));
  EXPECT_THAT(lines, Contains("Without suspensions and a new start the due would be 08:30 Thursday "
                              "10/06/2021."));
  EXPECT_EQ(lines.back(), "Lawful due: 09:30 Monday 14/06/2021.");
}

TEST_F(Explanations, WarnOfDaysThatAreNotAnnounced) {
  clock_.Set(test::At("2021-09-01 08:00"));
  Append({Received("H", "2021-08-30 08:00", "")});
  const Lines lines = Lawful();
  EXPECT_THAT(lines, Contains("Closed on Thursday 02/09/2021: Quốc khánh (not announced yet)."));
  EXPECT_EQ(lines.back(), "It rests on days that are not announced yet and may change.");
}

TEST_F(Explanations, SayWhatIsLeftWhileTheClockStands) {
  Append({Received("H", "2021-06-07 08:00", ""),
          Make("H", EventType::kPaymentRequested, "2021-06-11 15:00")});
  const Lines lines = Lawful();
  EXPECT_THAT(lines, Contains("Suspended since 15:00 Friday 11/06/2021, waiting for a payment; the "
                              "lawful due is known once the dossier is resumed."));
  EXPECT_EQ(lines.back(), "Working time left when it was suspended: 9.5 hours = 1.3 working days.");
}

TEST_F(Explanations, SayWhyThereIsNoLawfulDue) {
  Append({Received("H", "2021-06-07 08:00", "", {"A", "R"})});
  EXPECT_THAT(Lawful(), ElementsAre(HasSubstr("The lists give no time limit for procedure R")));
  EXPECT_THAT(Standing(Basis::kLawful),
              ElementsAre("There is no due date: no time limit and nothing promised.",
                          "At 08:00 Thursday 01/07/2021: open, no due date."));
}

TEST_F(Explanations, SayThatNothingIsReceived) {
  Append({Make("H", EventType::kAssigned, "2021-06-07 08:00")});
  EXPECT_THAT(Lawful(), ElementsAre("The dossier is not received, so there is no lawful due."));
  EXPECT_THAT(Promise(), ElementsAre());
}

TEST_F(Explanations, SayWhyAPromiseIsInForceOrNot) {
  Append(
      {Received("H", "2021-06-07 08:00", "2021-06-14"), DueSet("2021-06-09 08:00", "2021-06-30")});
  EXPECT_THAT(
      Promise(),
      ElementsAre(
          "Promise in force: Monday 14/06/2021, said on receipt at 08:00 Monday 07/06/2021.",
          "Wednesday 30/06/2021, said at 08:00 Wednesday 09/06/2021, is not in force: the "
          "dossier was not suspended between the two claims and before the earlier promise "
          "had passed."));
}

TEST_F(Explanations, SayThatAMidnightIsTakenForADate) {
  auto received = events_.Received("H", "2021-06-07 08:00", test::At("2021-06-14 00:00"));
  Append({received, DueSet("2021-06-08 08:00", "2021-06-14")});
  EXPECT_THAT(Promise(),
              ElementsAre("Promise in force: Monday 14/06/2021 (said as 00:00, taken for "
                          "a date), said on receipt at 08:00 Monday 07/06/2021."));
  EXPECT_THAT(Promise(Language::kVi).front(),
              HasSubstr("thứ Hai 14/06/2021 (nguồn ghi 00:00, tính là ngày)"));
  EXPECT_THAT(Standing(Basis::kPromised),
              Contains(HasSubstr("late if ended after the end of Monday 14/06/2021.")));
}

TEST_F(Explanations, SayWhichOfTheReceiptsDuesIsKept) {
  const auto receipt = Received("H", "2021-06-07 08:00", "2021-06-14");
  auto again = receipt;
  again.due = test::Day("2021-06-30");
  again.channel = dossier::Channel::kOnline;
  Append({receipt, again});
  EXPECT_THAT(Promise(),
              ElementsAre("Promise in force: Monday 14/06/2021, said on receipt at 08:00 Monday "
                          "07/06/2021.",
                          "Wednesday 30/06/2021, said at 08:00 Monday 07/06/2021, is not in force: "
                          "the receipt was sent with other dues, and the earlier one is kept."));
  EXPECT_THAT(Promise(Language::kVi).back(),
              HasSubstr("việc tiếp nhận được gửi nhiều lần với ngày hẹn khác nhau"));
}

TEST_F(Explanations, SayThatADueBeforeTheReceiptCountsOnItsDay) {
  Append({Received("H", "2021-06-07 08:00", "2021-06-01")});
  EXPECT_THAT(Standing(Basis::kPromised),
              Contains("That had passed before the receipt at 08:00 Monday 07/06/2021, so the "
                       "dossier was late from its receipt on and counts on the day of receipt."));
  EXPECT_THAT(Standing(Basis::kPromised, Language::kVi),
              Contains(HasSubstr("được tính vào ngày tiếp nhận")));
  EXPECT_THAT(Standing(Basis::kLawful), Not(Contains(HasSubstr("before the receipt"))));
}

TEST_F(Explanations, NameTheDayThatClosesAt24) {
  rulebook_ = LoadRulebook(events_.codes(),
                           "[[exception]]\ndate = 2021-06-14\n"
                           "hours = [\"00:00-24:00\"]\nname = \"Trực\"\n");
  Append({Received("H", "2021-06-07 08:00", ""),
          Make("H", EventType::kCompleted, "2021-06-14 23:00")});
  EXPECT_EQ(Lawful().back(), "Lawful due: 24:00 Monday 14/06/2021.");
  EXPECT_THAT(Standing(Basis::kPromised),
              Contains(HasSubstr("late if ended after the end of Monday 14/06/2021.")));
  EXPECT_THAT(Standing(Basis::kPromised).at(1), HasSubstr("on the day it was due"));
}

TEST_F(Explanations, SayWhichPromiseWasReplacedAndWhy) {
  Append({Received("H", "2021-06-07 08:00", "2021-06-14"),
          Make("H", EventType::kSupplementRequested, "2021-06-08 08:00"),
          Make("H", EventType::kSupplemented, "2021-06-10 08:00"),
          DueSet("2021-06-10 09:00", "2021-06-17")});
  EXPECT_THAT(
      Promise(),
      ElementsAre("Promise in force: Thursday 17/06/2021, said at 09:00 Thursday 10/06/2021; "
                  "it replaces Monday 14/06/2021, because the dossier was suspended from "
                  "08:00 Tuesday 08/06/2021 on, before the earlier promise had passed."));
}

TEST_F(Explanations, SayThatNothingWasPromised) {
  Append({Received("H", "2021-06-07 08:00", "")});
  EXPECT_THAT(Promise(Language::kVi),
              ElementsAre("Nguồn không nêu ngày hẹn trả; hạn theo quy định được dùng thay."));
}

TEST_F(Explanations, SayThatAReappointmentErasesNothing) {
  Event apology = Make("H", EventType::kApologised, "2021-06-15 08:00");
  apology.due = test::Day("2021-06-21");
  Append({Received("H", "2021-06-07 08:00", "2021-06-14"), apology});
  EXPECT_EQ(Promise().back(),
            "Re-appointed for Monday 21/06/2021, said at 08:00 Tuesday 15/06/2021 (number 1); that "
            "never erases lateness.");
}

TEST_F(Explanations, SayWhyTheVerdictIsWhatItIs) {
  Append({Received("H", "2021-06-07 08:00", "2021-06-14"),
          Make("H", EventType::kCompleted, "2021-06-16 09:00")});
  EXPECT_THAT(
      Standing(Basis::kPromised),
      ElementsAre("Compared by date, because the limit is one in days: late if ended after "
                  "the end of Monday 14/06/2021.",
                  "Completed: 09:00 Wednesday 16/06/2021, after it was due. Verdict: finished "
                  "late.",
                  "Working time past the due: 1 h 30 min."));
}

TEST_F(Explanations, SayHowHoursAreCompared) {
  Append({Received("H", "2021-06-09 08:00", "2021-06-10 15:00", {"A", "Q"})});
  EXPECT_THAT(
      Standing(Basis::kPromised, Language::kVi),
      ElementsAre("So sánh theo thời điểm, vì thời hạn tính theo giờ: quá hạn nếu xong sau "
                  "15:00 thứ Năm 10/06/2021.",
                  "Lúc 08:00 thứ Năm 01/07/2021 chưa xong và đã quá hạn. Kết luận: đang giải "
                  "quyết, quá hạn.",
                  "Thời gian làm việc đã quá hạn: 100,0 giờ = 13,3 ngày làm việc."));
}

TEST_F(Explanations, SayHowMuchIsLeft) {
  clock_.Set(test::At("2021-06-10 16:00"));
  Append({Received("H", "2021-06-09 08:00", "2021-06-14", {"A", "P"})});
  EXPECT_EQ(Standing(Basis::kPromised, Language::kVi).back(),
            "Thời gian làm việc còn lại: 16,0 giờ = 2,1 ngày làm việc.");
  EXPECT_EQ(Standing(Basis::kPromised).back(), "Working time left: 16.0 hours = 2.1 working days.");
}

TEST_F(Explanations, NameTheVersionOfTheRulesAndWhoRecordedIt) {
  clock_.Set(test::At("2021-06-01 08:00"));
  Append({Received("H", "2021-05-31 08:00", "")});
  const auto corrected = LoadRulebook(
      events_.codes(),
      "[[exception]]\ndate = 2021-06-04\nname = \"Nghỉ bù\"\nsource = \"Công văn 2\"\n"
      "[[exception]]\ndate = 2021-06-05\nname = \"Làm bù 4/6\"\nhours = [\"07:30-11:30\"]\n");
  clock_.Set(test::At("2021-06-02 09:00"));
  Open().Apply({corrected, {}, "Lò Văn An", "quên ngày nghỉ bù"}).value();
  const Lines lines = Lawful(Language::kVi);
  EXPECT_EQ(lines[1], "Thời hạn lấy từ bộ quy tắc phiên bản 1, áp dụng từ đầu.");
  EXPECT_EQ(
      lines[3],
      "Lịch và cách so sánh lấy từ bộ quy tắc phiên bản 2, áp dụng từ 09:00 thứ Tư 02/06/2021, "
      "do Lò Văn An ghi nhận lúc 02/06/2021 09:00, lý do: quên ngày nghỉ bù.");
  EXPECT_EQ(lines[4],
            "Lịch làm việc office (bộ quy tắc phiên bản 2): thứ Hai đến thứ Sáu 07:30-11:30, "
            "13:30-17:00; một ngày làm việc tính là 7 giờ 30 phút.");
  EXPECT_THAT(lines, Contains("Nghỉ thứ Sáu 04/06/2021: Nghỉ bù, theo Công văn 2."));
  EXPECT_THAT(lines, Contains("Làm việc thứ Bảy 05/06/2021 (07:30-11:30): Làm bù 4/6."));
  EXPECT_EQ(Lawful(Language::kEn)[3],
            "Calendar and comparison are from rulebook version 2, in force from 09:00 Wednesday "
            "02/06/2021, recorded by Lò Văn An at 02/06/2021 09:00, reason: quên ngày nghỉ bù.");
}

TEST_F(Explanations, NameTheCalendarThatDoesNotReachThatFar) {
  clock_.Set(test::At("2022-12-31 08:00"));
  Append({Received("H", "2022-12-29 08:00", "")});
  EXPECT_EQ(Lawful(Language::kVi).back(),
            "Không tính được hạn: lịch làm việc office chỉ có từ ngày 01/01/2020 đến hết ngày "
            "31/12/2022.");
  EXPECT_EQ(Standing(Basis::kLawful).front(),
            "There is no due date: beyond the working calendar; the working calendar office goes "
            "from 01/01/2020 through 31/12/2022 only.");
}

TEST_F(Explanations, SayThatAnExtensionErasesNothing) {
  Event extended = Make("H", EventType::kExtended, "2021-06-11 08:00");
  extended.due = test::Day("2021-06-25");
  Append({Received("H", "2021-06-07 08:00", "2021-06-14"), extended});
  EXPECT_EQ(Promise(Language::kVi).back(),
            "Đã gia hạn đến thứ Sáu 25/06/2021, nêu lúc 08:00 thứ Sáu 11/06/2021 (lần 1); việc gia "
            "hạn không xóa việc quá hạn.");
}

TEST_F(Explanations, SayHowLongAcceptanceTook) {
  Append({Submitted("2021-06-14 16:00"), Received("H", "2021-06-17 08:00", "")});
  EXPECT_THAT(
      Acceptance(Language::kVi),
      ElementsAre("Nộp trực tuyến lúc 16:00 thứ Hai 14/06/2021.",
                  "Thời hạn tiếp nhận: 8 giờ làm việc (Nghị định 61/2018/NĐ-CP).",
                  "Lịch làm việc office (bộ quy tắc phiên bản 1): thứ Hai đến thứ Sáu 07:30-11:30, "
                  "13:30-17:00; một ngày làm việc tính là 7 giờ 30 phút.",
                  "Bắt đầu tính từ 16:00 thứ Hai 14/06/2021.",
                  "Nghỉ thứ Ba 15/06/2021: Ngày hội, theo Thông báo 1.",
                  "Hạn tiếp nhận: 16:30 thứ Tư 16/06/2021.",
                  "Lúc 08:00 thứ Năm 17/06/2021: đã tiếp nhận chậm."));
}

TEST_F(Explanations, CiteTheLawOfTheDayForTheLimitOfAcceptance) {
  const auto cited = [&](const std::string& at, Language language) {
    clock_.Set(test::At("2022-06-01 08:00"));
    Append({Submitted(at)});
    return Acceptance(language)[1];
  };
  EXPECT_EQ(cited("2021-09-01 08:00", Language::kVi),
            "Thời hạn tiếp nhận: 8 giờ làm việc (Nghị định 118/2025/NĐ-CP).");
  EXPECT_EQ(cited("2021-08-31 08:00", Language::kEn),
            "Limit to accept it: 8 working hours (Decree 61/2018/ND-CP).");
  EXPECT_EQ(cited("2020-12-31 08:00", Language::kVi),
            "Thời hạn tiếp nhận: 8 giờ làm việc (theo thiết lập).");
}

TEST_F(Explanations, SayThatAcceptanceIsStillAwaited) {
  clock_.Set(test::At("2021-06-14 17:00"));
  Append({Submitted("2021-06-14 16:00")});
  EXPECT_EQ(Acceptance().back(), "At 17:00 Monday 14/06/2021: waiting, within the limit.");
}

TEST_F(Explanations, HaveNothingToSayOfAcceptanceInPerson) {
  Append({Received("H", "2021-06-17 08:00", "")});
  EXPECT_THAT(Acceptance(), ElementsAre());
  EXPECT_THAT(Steps(), ElementsAre());
}

TEST_F(Explanations, DivideTheTimeAmongTheSteps) {
  Event first = Make("H", EventType::kAssigned, "2021-06-07 09:00");
  first.agency = events_.Code<AgencyCode>("A");
  first.unit = events_.Code<UnitName>("Phòng 1");
  first.step = events_.Code<StepName>("Thẩm định");
  first.step_due = test::Day("2021-06-08");
  Event over = Make("H", EventType::kTransferred, "2021-06-10 08:00");
  over.to_agency = events_.Code<AgencyCode>("B");
  Event second = Make("H", EventType::kAssigned, "2021-06-10 10:00");
  second.agency = events_.Code<AgencyCode>("B");
  Append({Received("H", "2021-06-07 08:00", "2021-06-10"), first, over, second,
          Make("H", EventType::kSuspended, "2021-06-10 14:00"),
          Make("H", EventType::kResumed, "2021-06-10 16:00"),
          Make("H", EventType::kCompleted, "2021-06-11 10:00")});
  EXPECT_THAT(
      Steps(Language::kVi),
      ElementsAre(
          "Bước 1, Sở A (A), Phòng 1, Thẩm định: từ 09:00 thứ Hai 07/06/2021 đến 08:00 thứ Năm "
          "10/06/2021, làm việc 21,5 giờ = 2,9 ngày làm việc; hạn của bước thứ Ba 08/06/2021, quá "
          "hạn 8,0 giờ = 1,1 ngày làm việc; chịu 2 giờ 30 phút của thời gian quá hạn.",
          "Bước 2, Sở B (B): từ 10:00 thứ Năm 10/06/2021 đến 10:00 thứ Sáu 11/06/2021, làm việc "
          "5 giờ 30 phút; không có hạn riêng.",
          "Tổng thời gian làm việc 32 giờ = các bước 27 giờ + tạm dừng tính thời gian 2 giờ + "
          "chuyển giao 2 giờ + chưa phân công 1 giờ.",
          "Thời gian làm việc quá hạn: 2 giờ 30 phút."));
}

TEST_F(Explanations, TellNoLatenessWhileTheClockStands) {
  Append({Received("H", "2021-06-07 08:00", "2021-06-10"),
          Make("H", EventType::kAssigned, "2021-06-07 09:00"),
          Make("H", EventType::kSupplementRequested, "2021-06-09 08:00")});
  EXPECT_THAT(Steps(Language::kVi),
              testing::Contains(testing::HasSubstr("tạm dừng tính thời gian")));
  EXPECT_THAT(Steps(Language::kVi), testing::Each(testing::Not(testing::HasSubstr("quá hạn"))));
}

TEST_F(Explanations, TellTheLastStepInWords) {
  Append({Received("H", "2021-06-07 08:00", ""),
          Make("H", EventType::kSupplementRequested, "2021-06-08 15:00"),
          Make("H", EventType::kSupplemented, "2021-06-11 10:52")});
  const Lines lines = Lawful(Language::kVi);
  EXPECT_THAT(lines, Contains("20 giờ 22 phút làm việc sau 17:00 thứ Hai 14/06/2021 là 14:52 thứ "
                              "Sáu 18/06/2021; chuyển tới hết giờ làm việc ngày đó, 17:00."));
  EXPECT_EQ(lines.back(), "Hạn theo quy định: 17:00 thứ Sáu 18/06/2021.");
}

TEST_F(Explanations, TellWhereAddedHoursAndDaysLead) {
  Append({Received("H", "2021-06-09 08:00", "", {"A", "Q"}), Stopped("2021-06-09 14:00", "tax"),
          Make("H", EventType::kResumed, "2021-06-10 08:00")});
  EXPECT_THAT(Lawful(Language::kVi),
              Contains("3 giờ 30 phút làm việc sau 08:30 thứ Năm 10/06/2021 là 14:00 thứ Năm "
                       "10/06/2021."));
}

TEST_F(Explanations, TellWhereAddedCalendarDaysLeadBeforeRolling) {
  Append({Received("H", "2021-06-07 08:00", "", {"A", "D"}),
          Stopped("2021-06-08 08:00", "public_posting"),
          Make("H", EventType::kResumed, "2021-06-09 20:00")});
  const Lines lines = Lawful(Language::kVi);
  EXPECT_THAT(lines, Contains("Tạm dừng tính thời gian từ 08:00 thứ Ba 08/06/2021 đến 20:00 thứ Tư "
                              "09/06/2021, cơ quan tạm dừng (niêm yết công khai): cộng thêm 1 ngày "
                              "12 giờ."));
  EXPECT_THAT(lines, Contains("2 ngày sau thứ Năm 17/06/2021 là thứ Bảy 19/06/2021."));
  EXPECT_THAT(lines, Contains("thứ Bảy 19/06/2021 là ngày nghỉ, nên hạn chuyển sang thứ Hai "
                              "21/06/2021 (Bộ luật Dân sự 2015, Điều 148)."));
  EXPECT_EQ(lines.back(), "Hạn theo quy định: 17:00 thứ Hai 21/06/2021.");
}

TEST_F(Explanations, TellOnceWhatIsLeftWhileTheClockStands) {
  clock_.Set(test::At("2021-06-11 16:30"));
  Append({Received("H", "2021-06-07 08:00", "2021-06-16"),
          Make("H", EventType::kPaymentRequested, "2021-06-11 15:00")});
  EXPECT_EQ(Lawful(Language::kVi).back(),
            "Thời gian làm việc còn lại khi tạm dừng: 9,5 giờ = 1,3 ngày làm việc.");
  for (const Basis basis : {Basis::kPromised, Basis::kLawful}) {
    EXPECT_THAT(Standing(basis, Language::kVi), Not(Contains(HasSubstr("còn lại"))));
  }
}

TEST_F(Explanations, TellWhatIsLeftToThePromiseWhereThereIsNoLimit) {
  clock_.Set(test::At("2021-06-11 16:30"));
  Append({Received("H", "2021-06-07 08:00", "2021-06-14", {"A", "R"}),
          Make("H", EventType::kPaymentRequested, "2021-06-11 15:00")});
  EXPECT_EQ(Standing(Basis::kPromised, Language::kVi).back(),
            "Thời gian làm việc còn lại: 8,0 giờ = 1,1 ngày làm việc.");
}

TEST_F(Explanations, TellOfTheResultThatAReopeningUndid) {
  Event assigned = Make("H", EventType::kAssigned, "2021-06-07 09:00");
  assigned.agency = events_.Code<AgencyCode>("A");
  Append({Received("H", "2021-06-07 08:00", "2021-06-14"), assigned,
          Make("H", EventType::kCompleted, "2021-06-09 10:00"),
          Make("H", EventType::kReopened, "2021-06-10 10:00"),
          Make("H", EventType::kCompleted, "2021-06-11 10:00")});
  const auto reopening = [this](Language language) {
    return Look([&](const SeenDossier& one) { return ExplainReopening(one, language); });
  };
  EXPECT_THAT(reopening(Language::kVi),
              ElementsAre("Có kết quả lần đầu lúc 10:00 thứ Tư 09/06/2021; hồ sơ được mở lại lúc "
                          "10:00 thứ Năm 10/06/2021, nên lần đó không được tính là kết thúc: thời "
                          "hạn vẫn chạy và kết luận theo lần kết thúc sau cùng."));
  EXPECT_THAT(reopening(Language::kEn),
              ElementsAre("Completed for the first time at 10:00 Wednesday 09/06/2021; the dossier "
                          "was reopened at 10:00 Thursday 10/06/2021, so that does not count as "
                          "its end: the time went on, and the verdict is that of the last end."));
  EXPECT_THAT(
      Steps(Language::kVi),
      Contains("Khoảng từ khi kết thúc lần đầu 10:00 thứ Tư 09/06/2021 đến khi mở lại 10:00 "
               "thứ Năm 10/06/2021 được tính cho bước 1, là bước giữ hồ sơ khi đó."));
}

TEST_F(Explanations, TellNothingOfAReopeningThatTheCitizenWished) {
  Event reopened = Make("H", EventType::kReopened, "2021-06-10 10:00");
  reopened.reason = events_.Code<ReasonCode>("citizen");
  Append({Received("H", "2021-06-07 08:00", "2021-06-14"),
          Make("H", EventType::kCompleted, "2021-06-09 10:00"), reopened});
  EXPECT_THAT(Look([](const SeenDossier& one) { return ExplainReopening(one, Language::kVi); }),
              ElementsAre());
}

TEST_F(Explanations, NameTheMachinesAccountInWords) {
  clock_.Set(test::At("2021-06-01 08:00"));
  Append({Received("H", "2021-05-31 08:00", "")});
  const auto corrected =
      LoadRulebook(events_.codes(), "[[exception]]\ndate = 2021-06-04\nname = \"Nghỉ bù\"\n");
  clock_.Set(test::At("2021-06-02 09:00"));
  Open().Apply({corrected, {}, "root", ""}).value();
  EXPECT_EQ(Lawful(Language::kVi)[3],
            "Lịch và cách so sánh lấy từ bộ quy tắc phiên bản 2, áp dụng từ 09:00 thứ Tư "
            "02/06/2021, do quản trị viên máy chủ ghi nhận lúc 02/06/2021 09:00.");
}

TEST(Labels, HaveWordsForEveryReasonOfTheSettings) {
  const auto vi = [](std::string_view code) { return ReasonText(code, Language::kVi); };
  EXPECT_EQ(vi("force_majeure"), "bất khả kháng");
  EXPECT_EQ(vi("tax"), "chờ cơ quan thuế");
  EXPECT_EQ(vi("public_posting"), "niêm yết công khai");
  EXPECT_EQ(ReasonText("tax", Language::kEn), "waiting for the tax office");
  for (const char* code :
       {"citizen", "supplement", "payment", "tax", "public_posting", "other_agency", "staff",
        "system", "data_sync", "force_majeure", "assessment", "consultation", "incomplete",
        "not_eligible", "duplicate", "other"}) {
    EXPECT_THAT(vi(code), Not(HasSubstr(code))) << code;
  }
  EXPECT_EQ(vi("xac-minh"), "\"xac-minh\"") << "as it was sent";
  EXPECT_EQ(vi(""), "");
}

TEST(Labels, HaveATextForEverySignalAndEvent) {
  for (const Language language : {Language::kVi, Language::kEn}) {
    for (const auto signal : kAllSignals) EXPECT_FALSE(Text(signal, language).empty());
    for (int type = 0; type < dossier::kEventTypes; ++type) {
      EXPECT_FALSE(Text(static_cast<dossier::EventType>(type), language).empty());
    }
    for (int term = 0; term < static_cast<int>(Term::kCount); ++term) {
      EXPECT_FALSE(Text(static_cast<Term>(term), language).empty()) << term;
    }
  }
  EXPECT_EQ(Text(dossier::Signal::kDisputedPromise, Language::kEn), "a disputed due date");
  EXPECT_EQ(Text(dossier::Signal::kPauseAfterDue, Language::kVi),
            "tạm dừng tính thời gian khi đã quá hạn");
  EXPECT_EQ(Text(Term::kRecorded, Language::kEn), "recorded");
}

}  // namespace
}  // namespace dunghan::report

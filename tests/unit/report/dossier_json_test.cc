#include <gmock/gmock.h>

#include "dunghan/report/dossier_writer.h"
#include "dunghan/test/json_shape_check.h"
#include "dunghan/test/province.h"

namespace dunghan::report {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class DossierJson : public test::Province {
 protected:
  std::string Write(Explain explain = Explain::kYes) {
    const auto view = Open().OpenView().value();
    const auto record = view->Find("H").value();
    const std::string json = WriteDossierJson({record, *view}, explain, Language::kVi);
    EXPECT_EQ(test::FaultsIn(json, DossierShape()), "");
    return json;
  }
  Event With(Event event, const std::string& reason) {
    event.reason = events_.Code<ReasonCode>(reason);
    return event;
  }
};

TEST_F(DossierJson, SaysByWhichRulesAndOnWhichCalendar) {
  Append({Received("H", "2021-06-10 08:00", "")});
  const std::string json = Write();
  EXPECT_THAT(json,
              HasSubstr(R"("limit_by":{"number":1,"seq":0,"effective_from":null,"recorded_at":)"
                        R"("2021-07-01T08:00:00+07:00","recorded_by":"","reason":""},)"
                        R"("procedure":{"code":"P","limit":"5wd","on_supplement":"pause",)"
                        R"("decision":"QĐ 1","valid_from":null,"valid_to":null},)"
                        R"("comparison":"by_unit","same_day_cutoff":"15:00"},)"
                        R"("calendar":{"name":"office","zone":"Asia/Ho_Chi_Minh",)"
                        R"("valid_from":"2020-01-01","valid_to":"2022-12-31",)"
                        R"("hours":{"mon":["07:30-11:30","13:30-17:00"],)"));
  EXPECT_THAT(json, HasSubstr(R"("sat":[],"sun":[]},"exceptions":[{"date":"2021-06-15",)"
                              R"("hours":[],"name":"Ngày hội","source":"Thông báo 1",)"
                              R"("confirmed":true}]},)"));
}

TEST_F(DossierJson, ShowsTheWayToTheLawfulDue) {
  Append({Received("H", "2021-06-07 08:00", ""),
          With(Make("H", EventType::kSupplementRequested, "2021-06-08 15:00"), "giay-to"),
          Make("H", EventType::kSupplemented, "2021-06-10 09:00"),
          Make("H", EventType::kCompleted, "2021-06-17 10:00")});
  const std::string json = Write();
  EXPECT_THAT(
      json,
      HasSubstr(
          R"("lawful_due":{"limit":"5wd","from":"2021-06-07T08:00:00+07:00","restarted":false,)"
          R"("first_day":"2021-06-08","first_instant":"2021-06-07T08:00:00+07:00",)"
          R"("after_cutoff":false,"counted":{"from":"2021-06-08","to":"2021-06-14",)"
          R"("working_days":5,"days_off":2},"suspensions":[{"from":"2021-06-08T15:00:00+07:00",)"
          R"("to":"2021-06-10T09:00:00+07:00","counted":true,"added_seconds":39600,)"
          R"("of":[{"kind":"supplement","reason":"giay-to"}]}],"open_since":null,)"
          R"("unsuspended_due":"2021-06-14T17:00:00+07:00","unsuspended_due_date":"2021-06-14",)"
          R"("added_seconds":39600,"reached":"2021-06-17T11:00:00+07:00",)"
          R"("due":"2021-06-17T17:00:00+07:00","due_date":"2021-06-17","confirmed":true},)"
          R"("gross_due":"2021-06-14T17:00:00+07:00","gross_due_date":"2021-06-14",)"
          R"("gross_overdue_from":"2021-06-15T00:00:00+07:00",)"));
  EXPECT_THAT(
      json,
      HasSubstr(
          R"("lawful_basis":{"due":"2021-06-17T17:00:00+07:00",)"
          R"("due_date":"2021-06-17","by_date":true,"overdue_from":"2021-06-18T00:00:00+07:00",)"
          R"("standing":"finished_on_time","late_seconds":0},)"));
}

TEST_F(DossierJson, ShowsHowADueRolled) {
  Append({Received("H", "2021-06-02 08:00", "", {"A", "D"})});
  EXPECT_THAT(Write(), HasSubstr(R"("rolled":{"from":"2021-06-12","to":"2021-06-14"},)"
                                 R"("due":"2021-06-14T17:00:00+07:00")"));
}

TEST_F(DossierJson, HasNoDueWhileTheClockStands) {
  Append({Received("H", "2021-06-07 08:00", ""),
          Make("H", EventType::kPaymentRequested, "2021-06-11 15:00")});
  EXPECT_THAT(Write(), HasSubstr(R"("suspensions":[],"open_since":"2021-06-11T15:00:00+07:00",)"
                                 R"("left_seconds":34200,"due":null},)"));
}

TEST_F(DossierJson, SaysThatTheLimitStartedAnew) {
  Append({Received("H", "2021-06-09 08:00", "", {"A", "S"}),
          Make("H", EventType::kSupplementRequested, "2021-06-09 10:00"),
          Make("H", EventType::kSupplemented, "2021-06-11 09:00")});
  EXPECT_THAT(Write(), HasSubstr(R"("limit":"8wh","from":"2021-06-11T09:00:00+07:00",)"
                                 R"("restarted":true,)"));
}

TEST_F(DossierJson, NamesTheEndOfTheCalendar) {
  clock_.Set(test::At("2022-12-31 08:00"));
  Append({Received("H", "2022-12-29 08:00", "")});
  EXPECT_THAT(Write(), HasSubstr(R"("calendar_reaches_to":"2022-12-31"},)"));
}

TEST_F(DossierJson, HasNoLawfulDueWithoutALimit) {
  Append({Received("H", "2021-06-07 08:00", "2021-06-14", {"A", "R"})});
  const std::string json = Write();
  EXPECT_THAT(json, HasSubstr(R"("lawful_due":null,"gross_due":null,"gross_due_date":null,)"
                              R"("gross_overdue_from":null,)"));
  EXPECT_THAT(json, HasSubstr(R"("claims":[{"at":"2021-06-07T08:00:00+07:00","due":"2021-06-14",)"
                              R"("by_receipt":true,"state":"in_force"}],)"
                              R"("extension":null,"reappointment":null,)"));
}

TEST_F(DossierJson, ListsEveryClaimWithItsState) {
  Event ignored = Make("H", EventType::kDueSet, "2021-06-08 08:00");
  ignored.due = test::Day("2021-06-30");
  Event taken = Make("H", EventType::kDueSet, "2021-06-10 09:00");
  taken.due = test::Day("2021-06-17");
  Append({Received("H", "2021-06-07 08:00", "2021-06-14"), ignored,
          Make("H", EventType::kSupplementRequested, "2021-06-08 09:00"),
          Make("H", EventType::kSupplemented, "2021-06-10 08:00"), taken});
  EXPECT_THAT(Write(), HasSubstr(R"("due":"2021-06-14","by_receipt":true,"state":"replaced"},)"
                                 R"({"at":"2021-06-08T08:00:00+07:00","due":"2021-06-30",)"
                                 R"("by_receipt":false,"state":"disputed"},)"
                                 R"({"at":"2021-06-10T09:00:00+07:00","due":"2021-06-17",)"
                                 R"("by_receipt":false,"state":"in_force"}],)"));
}

TEST_F(DossierJson, ShowsADueAt24WithTheDayItIsOf) {
  rulebook_ = LoadRulebook(events_.codes(),
                           "[[exception]]\ndate = 2021-06-14\n"
                           "hours = [\"00:00-24:00\"]\nname = \"Trực\"\n");
  Append({Received("H", "2021-06-07 08:00", "")});
  const std::string json = Write();
  EXPECT_THAT(json, HasSubstr(R"("lawful":{"standing":"overdue","due":"2021-06-15T00:00:00+07:00",)"
                              R"("due_date":"2021-06-14",)"
                              R"("overdue_from":"2021-06-15T00:00:00+07:00",)"));
  EXPECT_THAT(json, HasSubstr(R"("gross_due":"2021-06-15T00:00:00+07:00",)"
                              R"("gross_due_date":"2021-06-14",)"));
}

TEST_F(DossierJson, ShowsHowAMidnightWasSaid) {
  Event extended = Make("H", EventType::kExtended, "2021-06-11 08:00");
  extended.due = test::At("2021-06-25 00:00");
  Event received = events_.Received("H", "2021-06-07 08:00", test::At("2021-06-14 00:00"));
  Append({received, extended});
  const std::string json = Write();
  EXPECT_THAT(json, HasSubstr(R"("due":"2021-06-14","due_date":"2021-06-14",)"));
  EXPECT_THAT(json, HasSubstr(R"("promise":{"at":"2021-06-07T08:00:00+07:00","due":"2021-06-14",)"
                              R"("due_said":"2021-06-14T00:00:00+07:00"},)"));
  EXPECT_THAT(json, HasSubstr(R"("extension":"2021-06-25",)"
                              R"("extension_said":"2021-06-25T00:00:00+07:00",)"));
}

TEST_F(DossierJson, ShowsWhereADueBeforeTheReceiptCounts) {
  Append({Received("H", "2021-06-07 08:00", "2021-06-01")});
  const std::string json = Write();
  EXPECT_THAT(json, HasSubstr(R"("due":"2021-06-01","due_date":"2021-06-01",)"
                              R"("counted_on":"2021-06-07",)"));
  EXPECT_THAT(json, HasSubstr(R"("signals":["due_before_receipt"])"));
}

TEST_F(DossierJson, SignalsPausesThatNeedALook) {
  Event paused = Make("H", EventType::kSuspended, "2021-06-16 08:00");
  Event resumed = Make("H", EventType::kResumed, "2021-06-18 17:00");
  Event again = Make("H", EventType::kSuspended, "2021-06-21 08:00");
  again.reason = events_.Code<ReasonCode>("tax");
  Append({Received("H", "2021-06-07 08:00", "2021-06-14"), paused, resumed, again,
          Make("H", EventType::kResumed, "2021-06-25 08:00")});
  EXPECT_THAT(Write(), HasSubstr(R"("signals":["pause_without_reason","pause_after_due",)"
                                 R"("pause_too_long"])"));
}

TEST_F(DossierJson, KeepsExtensionAndReappointmentApart) {
  Event extended = Make("H", EventType::kExtended, "2021-06-11 08:00");
  extended.due = test::Day("2021-06-25");
  Event apology = Make("H", EventType::kApologised, "2021-06-24 08:00");
  apology.due = test::At("2021-06-28 10:00");
  Append({Received("H", "2021-06-07 08:00", "2021-06-14"), extended, apology});
  const std::string json = Write();
  EXPECT_THAT(json, HasSubstr(R"("disputed":[],"extension":"2021-06-25",)"
                              R"("reappointment":"2021-06-28T10:00:00+07:00","stops":[])"));
  EXPECT_THAT(json, HasSubstr(R"("extension":{"at":"2021-06-11T08:00:00+07:00",)"
                              R"("due":"2021-06-25","times":1},"reappointment":)"
                              R"({"at":"2021-06-24T08:00:00+07:00",)"
                              R"("due":"2021-06-28T10:00:00+07:00","times":1},)"));
}

TEST_F(DossierJson, ShowsAcceptanceAndSteps) {
  Event submitted = Make("H", EventType::kSubmitted, "2021-06-10 08:00");
  submitted.agency = events_.Code<AgencyCode>("A");
  submitted.procedure = events_.Code<ProcedureCode>("P");
  submitted.channel = dossier::Channel::kOnline;
  Event assigned = Make("H", EventType::kAssigned, "2021-06-11 09:00");
  assigned.agency = events_.Code<AgencyCode>("A");
  assigned.unit = events_.Code<UnitName>("Phòng 1");
  assigned.step_due = test::Day("2021-06-11");
  Append({submitted, Received("H", "2021-06-11 08:00", "2021-06-11"), assigned,
          Make("H", EventType::kCompleted, "2021-06-14 08:30")});
  const std::string json = Write();
  EXPECT_THAT(json,
              HasSubstr(R"("steps":[{"agency":"A","unit":"Phòng 1","from":)"
                        R"("2021-06-11T09:00:00+07:00","to":"2021-06-14T08:30:00+07:00",)"
                        R"("due":"2021-06-11","overdue_from":"2021-06-12T00:00:00+07:00",)"
                        R"("seconds":25200,"overrun_seconds":3600,"late_seconds_borne":3600}],)"
                        R"("acceptance":{"submitted_at":"2021-06-10T08:00:00+07:00",)"
                        R"("due":"2021-06-11T08:30:00+07:00","due_date":"2021-06-11",)"
                        R"("overdue_from":"2021-06-11T08:30:00.001+07:00",)"
                        R"("standing":"accepted_in_time"},"signals":[])"));
  EXPECT_THAT(json, HasSubstr(R"("acceptance_due":{"limit":"8wh","from":)"
                              R"("2021-06-10T08:00:00+07:00","restarted":false,)"));
  EXPECT_THAT(json,
              HasSubstr(R"("times":{"total":28800,"in_steps":25200,"suspended":0,"in_transit":0,)"
                        R"("unassigned":3600,"late":3600},"parts":[{"kind":"unassigned",)"
                        R"("from":"2021-06-11T08:00:00+07:00","to":"2021-06-11T09:00:00+07:00",)"
                        R"("seconds":3600},{"kind":"step","from":"2021-06-11T09:00:00+07:00",)"
                        R"("to":"2021-06-14T08:30:00+07:00","seconds":25200,"step":1}],)"));
}

TEST_F(DossierJson, EndsAStopWithItsDossier) {
  Append({Received("H", "2021-06-07 08:00", "2021-06-14"),
          Make("H", EventType::kSuspended, "2021-06-08 08:00"),
          Make("H", EventType::kRefused, "2021-06-09 08:00")});
  EXPECT_THAT(Write(),
              HasSubstr(R"("stops":[{"kind":"stop","from":"2021-06-08T08:00:00+07:00",)"
                        R"("to":"2021-06-09T08:00:00+07:00","ended_with_dossier":true}])"));
}

TEST_F(DossierJson, SaysWhatIsLeftOnceWhileTheClockStands) {
  clock_.Set(test::At("2021-06-11 16:30"));
  Append({Received("H", "2021-06-07 08:00", "2021-06-16"),
          Make("H", EventType::kPaymentRequested, "2021-06-11 15:00")});
  const std::string json = Write();
  EXPECT_THAT(json, HasSubstr(R"("left_seconds":34200,"due":null)"));
  EXPECT_EQ(json.find("left_seconds"), json.rfind("left_seconds"));
}

TEST_F(DossierJson, SaysWhereWhatWasAddedLeads) {
  Append({Received("H", "2021-06-07 08:00", ""),
          Make("H", EventType::kSupplementRequested, "2021-06-08 15:00"),
          Make("H", EventType::kSupplemented, "2021-06-10 09:00")});
  EXPECT_THAT(Write(), HasSubstr(R"("added_seconds":39600,"reached":"2021-06-17T11:00:00+07:00",)"
                                 R"("due":"2021-06-17T17:00:00+07:00")"));
}

TEST_F(DossierJson, SaysWhichEventsDoNotCount) {
  Event ahead = Make("H", EventType::kCompleted, "2021-07-02 08:00");
  ahead.id = "ahead";
  Event gone = Make("H", EventType::kUrged, "2021-06-08 08:00");
  gone.id = "gone";
  Event takes = Make("H", EventType::kVoided, "2021-06-08 09:00");
  takes.voids = "gone";
  takes.id = "v1";
  Event nothing = Make("H", EventType::kVoided, "2021-06-08 10:00");
  nothing.voids = "none";
  nothing.id = "v2";
  Event again = Make("H", EventType::kVoided, "2021-06-08 11:00");
  again.voids = "v1";
  again.id = "v3";
  Append({Received("H", "2021-06-07 08:00", "2021-06-14"), ahead, gone, takes, nothing, again});
  const std::string json = Write();
  EXPECT_THAT(json, HasSubstr(R"("id":"ahead","fate":"ahead"})"));
  EXPECT_THAT(json, HasSubstr(R"("id":"gone","fate":"voided"})"));
  EXPECT_THAT(json, HasSubstr(R"("id":"v1","voids":"gone"})"));
  EXPECT_THAT(json, HasSubstr(R"("id":"v2","voids":"none","fate":"voids_nothing"})"));
  EXPECT_THAT(json, HasSubstr(R"("id":"v3","voids":"v1","fate":"voids_a_void"})"));
}

TEST_F(DossierJson, SaysItsLastAliasAndThatOfEachEvent) {
  Event first = Received("H", "2021-06-07 08:00", "2021-06-14");
  EXPECT_EQ(first.alias, "");
  Append({first});
  EXPECT_THAT(Write(), Not(HasSubstr("alias")));
  first.alias = "BN-1";
  first.id = "e1";
  Event second = first;
  second.alias = "BN-2";
  second.id = "e2";
  Append({first, second});
  const std::string json = Write();
  EXPECT_THAT(json, HasSubstr(R"({"code":"H","alias":"BN-2","position")"));
  EXPECT_THAT(json, HasSubstr(R"("alias":"BN-1")"));
}

TEST_F(DossierJson, HasAShapeThatSaysAll) { EXPECT_EQ(test::GapsIn(DossierShape()), ""); }

TEST_F(DossierJson, ExplainsOnDemandOnly) {
  Append({Received("H", "2021-06-10 08:00", "")});
  EXPECT_THAT(Write(Explain::kNo), Not(HasSubstr("explanation")));
}

}  // namespace
}  // namespace dunghan::report

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "dunghan/rulebook/rulebook.h"
#include "folder.h"

namespace dunghan::rulebook {
namespace {

using dossier::EventType;
using std::chrono::local_days;
using testing::ElementsAre;
using testing::IsEmpty;
using namespace std::chrono_literals;

Instant At(std::string_view text) { return ParseRfc3339(text).value(); }

class Lookup : public testing::Test {
 protected:
  Lookup() {
    options_.calendars = {folder_.Write("hanoi.toml", Calendar("hanoi", "Asia/Ho_Chi_Minh")),
                          folder_.Write("utc.toml", Calendar("utc", "UTC"))};
    options_.agencies = folder_.Write("agencies.csv",
                                      "code,name,parent,calendar\n"
                                      "province,Tỉnh,,\n"
                                      "centre,Trung tâm,province,utc\n"
                                      "desk,Quầy,centre,\n");
    options_.procedures = folder_.Write("procedures.csv",
                                        "code,name,limit,on_supplement,valid_from,valid_to\n"
                                        "1.1,new,3wd,restart,2025-07-01,\n"
                                        "1.2,other,sd,,,\n"
                                        "1.1,old,5wd,,2021-01-01,2025-06-30\n");
  }

  static std::string Calendar(std::string_view name, std::string_view zone) {
    return "name = \"" + std::string(name) + "\"\nzone = \"" + std::string(zone) +
           "\"\nvalid = { from = 2020-01-01, to = 2026-12-31 }\n[hours]\nmon = [\"08:00-12:00\"]\n";
  }
  std::shared_ptr<const Rulebook> Book() { return Rulebook::Load(options_, codes_).rulebook; }
  AgencyCode A(std::string_view text) { return codes_->Intern<AgencyCode>(text); }
  ProcedureCode P(std::string_view text) { return codes_->Intern<ProcedureCode>(text); }
  dossier::Event Event(EventType type, std::string_view agency, std::string_view procedure) {
    dossier::Event event;
    event.type = type;
    event.agency = A(agency);
    event.procedure = P(procedure);
    return event;
  }
  /// "field: reason", or nothing where there is no objection.
  static std::string Objection(const Rulebook& book, const dossier::Event& event) {
    const auto objection = book.Object(event);
    return objection ? objection->field + ": " + objection->reason : "";
  }

  Folder folder_;
  Options options_;
  std::shared_ptr<CodeTable> codes_ = std::make_shared<CodeTable>();
};

TEST_F(Lookup, FindsAgenciesByCode) {
  const auto book = Book();
  EXPECT_EQ(book->FindAgency(A("centre"))->name, "Trung tâm");
  EXPECT_EQ(book->FindAgency(A("nobody")), nullptr);
  EXPECT_EQ(book->FindAgency(AgencyCode()), nullptr);
}

class DatedAgencies : public Lookup {
 protected:
  DatedAgencies() {
    options_.agencies = folder_.Write("dated.csv",
                                      "code,name,parent,calendar,valid_from,valid_to\n"
                                      "new,Mới,,,,\n"
                                      "centre,third,new,hanoi,2025-07-01,\n"
                                      "centre,first,province,utc,2021-01-01,2021-12-31\n"
                                      "centre,second,,utc,2023-01-01,2025-06-30\n"
                                      "desk,Quầy,centre,,,\n"
                                      "province,Tỉnh,,,,\n");
  }
};

TEST_F(DatedAgencies, HaveTheRowValidOnADayElseTheNearestBeforeElseTheFirst) {
  const auto book = Book();
  const auto name = [&](LocalDay day) { return book->FindAgency(A("centre"), day)->name; };
  EXPECT_EQ(name(local_days{2020y / 12 / 31}), "first");
  EXPECT_EQ(name(local_days{2021y / 1 / 1}), "first");
  EXPECT_EQ(name(local_days{2022y / 6 / 1}), "first");
  EXPECT_EQ(name(local_days{2022y / 12 / 31}), "first");
  EXPECT_EQ(name(local_days{2023y / 1 / 1}), "second");
  EXPECT_EQ(name(local_days{2025y / 6 / 30}), "second");
  EXPECT_EQ(name(local_days{2025y / 7 / 1}), "third");
  EXPECT_EQ(book->FindAgency(A("centre"))->name, "third");
  EXPECT_EQ(book->FindAgency(A("desk"), local_days{2025y / 7 / 1})->name, "Quầy");
  EXPECT_EQ(book->FindAgency(A("nobody"), local_days{2025y / 7 / 1}), nullptr);
  EXPECT_EQ(book->FindAgency(A("nobody"), Instant{}), nullptr);
  EXPECT_EQ(book->agencies().size(), 6U);
  EXPECT_EQ(book->agencies()[1].name, "third");
}

TEST_F(DatedAgencies, ChangeAtMidnightByTheirOwnCalendar) {
  const auto book = Book();
  const auto name = [&](std::string_view at) {
    return book->FindAgency(A("centre"), At(at))->name;
  };
  EXPECT_EQ(name("2025-06-30T23:59:59.999+07:00"), "second");
  EXPECT_EQ(name("2025-07-01T00:00:00+07:00"), "third");
  EXPECT_EQ(name("2023-01-01T06:59:59.999+07:00"), "first");
  EXPECT_EQ(name("2023-01-01T07:00:00+07:00"), "second");
}

TEST_F(DatedAgencies, StandBelowTheParentOfTheDay) {
  const auto book = Book();
  const auto within = [&](std::string_view ancestor, LocalDay day) {
    return book->IsWithin(A("desk"), A(ancestor), day);
  };
  EXPECT_TRUE(within("province", local_days{2021y / 6 / 1}));
  EXPECT_FALSE(within("new", local_days{2021y / 6 / 1}));
  EXPECT_FALSE(within("province", local_days{2024y / 6 / 1}));
  EXPECT_TRUE(within("centre", local_days{2024y / 6 / 1}));
  EXPECT_TRUE(within("new", local_days{2025y / 7 / 1}));
  EXPECT_FALSE(within("province", local_days{2025y / 7 / 1}));
}

TEST_F(DatedAgencies, GiveADossierTheCalendarOfItsBeginning) {
  const auto book = Book();
  const auto calendar = [&](const dossier::Facts& facts) {
    return book->TermsFor(facts).calendar->name();
  };
  dossier::Facts facts;
  facts.named_agency = A("centre");
  facts.first_at = At("2025-07-02T08:00:00+07:00");
  EXPECT_EQ(calendar(facts), "hanoi");
  facts.submission = dossier::Submission{};
  facts.submission->agency = A("centre");
  facts.submission->at = At("2025-06-30T08:00:00+07:00");
  EXPECT_EQ(calendar(facts), "utc");
  facts.receipt = dossier::Receipt{};
  facts.receipt->agency = A("centre");
  facts.receipt->procedure = P("1.1");
  facts.receipt->at = At("2025-07-01T00:00:00+07:00");
  EXPECT_EQ(calendar(facts), "hanoi");
  EXPECT_EQ(ToString(book->TermsFor(facts).limit.value()), "3wd");
  facts.receipt->at = At("2025-06-30T08:00:00+07:00");
  EXPECT_EQ(calendar(facts), "utc");
}

TEST_F(DatedAgencies, DecideTheDigestRowByRowInAnyOrder) {
  const auto digest = [&](std::string_view rows) {
    options_.agencies =
        folder_.Write("dated.csv", "code,name,valid_from,valid_to\n" + std::string(rows));
    return Book()->digest();
  };
  const auto digest_of_two = digest("A,a,,2025-06-30\nA,b,2025-07-01,\n");
  EXPECT_EQ(digest("A,b,2025-07-01,\nA,a,,2025-06-30\n"), digest_of_two);
  EXPECT_NE(digest("A,a,,2025-06-29\nA,b,2025-07-01,\n"), digest_of_two);
  EXPECT_NE(digest("A,b,,2025-06-30\nA,a,2025-07-01,\n"), digest_of_two);
}

TEST_F(Lookup, FindsTheRowOfAProcedureValidOnADay) {
  const auto book = Book();
  EXPECT_EQ(book->FindProcedure(P("1.1"), local_days{2025y / 6 / 30})->name, "old");
  EXPECT_EQ(book->FindProcedure(P("1.1"), local_days{2025y / 7 / 1})->name, "new");
  EXPECT_EQ(book->FindProcedure(P("1.1"), local_days{2020y / 12 / 31}), nullptr);
  EXPECT_EQ(book->FindProcedure(P("1.1"))->name, "new");
  EXPECT_EQ(book->FindProcedure(P("1.9")), nullptr);
  EXPECT_EQ(book->FindProcedure(ProcedureCode()), nullptr);
}

TEST_F(Lookup, KnowsWhoIsBelowWhom) {
  constexpr local_days kDay{2025y / 7 / 1};
  const auto book = Book();
  EXPECT_TRUE(book->IsWithin(A("desk"), A("province"), kDay));
  EXPECT_TRUE(book->IsWithin(A("desk"), A("desk"), kDay));
  EXPECT_FALSE(book->IsWithin(A("province"), A("desk"), kDay));
  EXPECT_TRUE(book->IsWithin(A("stranger"), A("stranger"), kDay));
  EXPECT_FALSE(book->IsWithin(A("stranger"), A("province"), kDay));
  EXPECT_FALSE(book->IsWithin(AgencyCode(), A("province"), kDay));
}

TEST_F(Lookup, ObjectsToEventsWithoutAgencyOrProcedureWhereBothAreRequired) {
  const auto book = Book();
  EXPECT_EQ(Objection(*book, Event(EventType::kReceived, "centre", "1.1")), "");
  EXPECT_EQ(Objection(*book, Event(EventType::kReceived, "", "1.1")),
            "agency: required on \"received\"");
  EXPECT_EQ(Objection(*book, Event(EventType::kSubmitted, "centre", "")),
            "procedure: required on \"submitted\"");
  EXPECT_EQ(Objection(*book, Event(EventType::kCompleted, "", "")), "");
  EXPECT_EQ(Objection(*book, Event(EventType::kVoided, "", "")), "");
}

TEST_F(Lookup, ObjectsToCodesThatAreNotListed) {
  const auto book = Book();
  EXPECT_EQ(Objection(*book, Event(EventType::kReceived, "nobody", "1.1")),
            "agency: unknown agency \"nobody\"");
  EXPECT_EQ(Objection(*book, Event(EventType::kReceived, "centre", "1.9")),
            "procedure: unknown procedure \"1.9\"");
  EXPECT_EQ(Objection(*book, Event(EventType::kAssigned, "nobody", "")),
            "agency: unknown agency \"nobody\"");
  auto received = Event(EventType::kReceived, "centre", "1.1");
  received.counter = A("nowhere");
  EXPECT_EQ(Objection(*book, received), "counter: unknown agency \"nowhere\"");
  auto transferred = Event(EventType::kTransferred, "centre", "");
  transferred.to_agency = A("nowhere");
  EXPECT_EQ(Objection(*book, transferred), "to_agency: unknown agency \"nowhere\"");
  EXPECT_EQ(Objection(*book, Event(EventType::kCompleted, "", "1.9")), "");
}

TEST_F(Lookup, LetsUnknownCodesRegisterThemselvesWhereThatIsTheRule) {
  options_.unknown = Unknown::kRegister;
  EXPECT_EQ(Objection(*Book(), Event(EventType::kReceived, "nobody", "1.9")), "");
  options_.unknown = Unknown::kQuarantine;
  options_.procedures.reset();
  EXPECT_EQ(Objection(*Book(), Event(EventType::kReceived, "centre", "1.9")), "");
  options_.agencies.reset();
  EXPECT_EQ(Objection(*Book(), Event(EventType::kReceived, "nobody", "1.9")), "");
  EXPECT_EQ(Objection(*Book(), Event(EventType::kReceived, "nobody", "")),
            "procedure: required on \"received\"");
}

TEST_F(Lookup, TakesTheTermsOfTheDayOfReceiptInTheCalendarOfTheAgency) {
  options_.comparison = dossier::Comparison::kDate;
  options_.due_rules.same_day_cutoff = 14h;
  const auto book = Book();
  dossier::Facts facts;
  // Local midnight of 1 July in Viet Nam, still 30 June by the calendar of the centre.
  facts.receipt = dossier::Receipt{};
  facts.receipt->at = At("2025-07-01T00:00:00+07:00");
  facts.receipt->procedure = P("1.1");
  facts.receipt->agency = A("desk");
  const dossier::Terms desk = book->TermsFor(facts);
  EXPECT_EQ(desk.calendar->name(), "hanoi");
  EXPECT_EQ(ToString(desk.limit.value()), "3wd");
  EXPECT_EQ(desk.on_supplement, dossier::OnSupplement::kRestart);
  EXPECT_EQ(desk.comparison, dossier::Comparison::kDate);
  EXPECT_EQ(desk.due_rules.same_day_cutoff, 14h);
  facts.receipt->agency = A("centre");
  const dossier::Terms centre = book->TermsFor(facts);
  EXPECT_EQ(centre.calendar->name(), "utc");
  EXPECT_EQ(ToString(centre.limit.value()), "5wd");
  EXPECT_EQ(centre.on_supplement, dossier::OnSupplement::kPause);
}

TEST_F(Lookup, HasNoLimitWithoutAValidRowOrAReceipt) {
  const auto book = Book();
  dossier::Facts facts;
  facts.named_agency = A("centre");
  EXPECT_EQ(book->TermsFor(facts).limit, std::nullopt);
  EXPECT_EQ(book->TermsFor(facts).calendar->name(), "utc");
  facts.receipt = dossier::Receipt{};
  facts.receipt->at = At("2020-06-01T08:00:00+07:00");
  facts.receipt->procedure = P("1.1");
  EXPECT_EQ(book->TermsFor(facts).limit, std::nullopt);
  facts.receipt->procedure = P("1.9");
  facts.receipt->at = At("2025-07-01T08:00:00+07:00");
  EXPECT_EQ(book->TermsFor(facts).limit, std::nullopt);
  EXPECT_EQ(book->TermsFor(facts).calendar->name(), "hanoi");
}

TEST_F(Lookup, KeepsListedReasonsAndTheTwoThatRulesRestOn) {
  const auto admitted = [&](const Rulebook& book, std::string_view reason) {
    return book.AdmitReason(codes_->Intern<ReasonCode>(reason)).text();
  };
  EXPECT_EQ(admitted(*Book(), "anything"), "anything");
  options_.reasons = {"payment", "staff"};
  const auto book = Book();
  EXPECT_EQ(admitted(*book, "staff"), "staff");
  EXPECT_EQ(admitted(*book, "citizen"), "citizen");
  EXPECT_EQ(admitted(*book, "whim"), "other");
  EXPECT_EQ(admitted(*book, ""), "");
}

TEST_F(Lookup, TakesSourcesForAuthoritiesUnlessToldOtherwise) {
  options_.sources = {{"portal", SourceRole::kMirror}, {"desk", SourceRole::kAuthority}};
  const auto book = Book();
  EXPECT_EQ(book->RoleOf(codes_->Intern<SourceName>("portal")), SourceRole::kMirror);
  EXPECT_EQ(book->RoleOf(codes_->Intern<SourceName>("desk")), SourceRole::kAuthority);
  EXPECT_EQ(book->RoleOf(codes_->Intern<SourceName>("anyone")), SourceRole::kAuthority);
}

TEST_F(Lookup, WarnsOfCalendarsThatAreAboutToEnd) {
  folder_.Write(
      "utc.toml",
      Calendar("utc", "UTC").replace(Calendar("utc", "UTC").find("2026-12-31"), 10, "2027-02-14"));
  const auto book = Book();
  const auto warnings = [&](LocalDay today) {
    for (const Problem& problem : CalendarWarnings(*book, today)) {
      EXPECT_EQ(problem.severity, Problem::Severity::kWarning);
    }
    return folder_.Printed(CalendarWarnings(*book, today));
  };
  const std::string end = ": due dates after that day cannot be measured";
  EXPECT_THAT(warnings(local_days{2026y / 11 / 15}), IsEmpty());
  EXPECT_THAT(
      warnings(local_days{2026y / 11 / 16}),
      ElementsAre("warning: calendars: calendar \"hanoi\" ends on 2026-12-31, in 45 days" + end));
  EXPECT_THAT(
      warnings(local_days{2026y / 12 / 30}),
      ElementsAre("warning: calendars: calendar \"hanoi\" ends on 2026-12-31, in 1 day" + end));
  EXPECT_THAT(
      warnings(local_days{2026y / 12 / 31}),
      ElementsAre("warning: calendars: calendar \"hanoi\" ends on 2026-12-31, today" + end,
                  "warning: calendars: calendar \"utc\" ends on 2027-02-14, in 45 days" + end));
  EXPECT_EQ(warnings(local_days{2027y / 1 / 2}).front(),
            "warning: calendars: calendar \"hanoi\" ended on 2026-12-31, 2 days ago" + end);
}

TEST_F(Lookup, OpensWithOneCalendarAndNoLists) {
  worktime::CalendarSpec spec;
  spec.name = "plain";
  spec.zone = "UTC";
  spec.weekly[1] = {{8h, 12h}};
  const auto book = Rulebook::Open(worktime::WorkingCalendar::Build(spec).value(), codes_,
                                   dossier::Comparison::kInstant);
  EXPECT_EQ(Objection(*book, Event(EventType::kReceived, "anybody", "anything")), "");
  EXPECT_EQ(book->default_calendar().name(), "plain");
  EXPECT_EQ(book->TermsFor({}).comparison, dossier::Comparison::kInstant);
  EXPECT_EQ(book->TermsFor({}).calendar->name(), "plain");
}

}  // namespace
}  // namespace dunghan::rulebook

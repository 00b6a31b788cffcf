#include <gmock/gmock.h>

#include <map>
#include <string>
#include <vector>

#include "alerts/rounds.h"
#include "alerts/stalls.h"
#include "alerts/tiers.h"
#include "dunghan/test/values.h"

namespace dunghan::alerts {
namespace {

using board::OpenDossier;
using dossier::Acceptance;
using dossier::Standing;
using testing::ElementsAre;
using namespace std::chrono_literals;

std::vector<worktime::TimeLimit> Limits(const std::vector<std::string>& texts) {
  std::vector<worktime::TimeLimit> limits;
  for (const auto& text : texts) limits.push_back(worktime::ParseTimeLimit(text).value());
  return limits;
}

/// Monday to Friday 07:30-11:30 and 13:30-17:00.
class AlertTiers : public testing::Test {
 protected:
  /// In time, due by the end of that day.
  OpenDossier DueOn(const std::string& day, const std::string& received = "2021-06-01 08:00") {
    OpenDossier dossier;
    dossier.code = "D1";
    dossier.procedure = codes_.Intern<ProcedureCode>("P");
    dossier.standing = Standing::kInTime;
    dossier.due = test::Day(day);
    dossier.due_day = dossier.counted_on = test::Day(day);
    dossier.overdue_from = office_->zone().StartOf(test::Day(day) + std::chrono::days{1});
    dossier.received_at = test::At(received);
    dossier.calendar = office_.get();
    return dossier;
  }
  std::string At(const OpenDossier& dossier, const std::string& now) {
    const auto reached = tiers_.At(dossier, test::At(now));
    return reached ? std::string(reached->tier) : "";
  }

  CodeTable codes_;
  std::shared_ptr<const worktime::WorkingCalendar> office_ = test::Office();
  Tiers tiers_{Limits({"3wh", "3wd", "1wd"}), {{"Q", Limits({"2wd"})}, {"R", {}}}};
};

TEST_F(AlertTiers, AreReachedOneAfterAnother) {
  const OpenDossier dossier = DueOn("2021-06-11");  // a Friday
  EXPECT_EQ(At(dossier, "2021-06-07 23:59"), "");
  EXPECT_EQ(At(dossier, "2021-06-08 00:00"), "3wd");
  EXPECT_EQ(At(dossier, "2021-06-09 17:00"), "3wd");
  EXPECT_EQ(At(dossier, "2021-06-10 00:00"), "1wd");
  EXPECT_EQ(At(dossier, "2021-06-11 13:59"), "1wd");
  EXPECT_EQ(At(dossier, "2021-06-11 14:00"), "3wh");
  EXPECT_EQ(At(dossier, "2021-06-11 23:59"), "3wh");
}

TEST_F(AlertTiers, CountTheHoursTheOfficeIsOpen) {
  OpenDossier dossier = DueOn("2021-06-14");  // a Monday, 08:30
  dossier.due = test::At("2021-06-14 08:30");
  dossier.overdue_from = test::At("2021-06-14 08:30") + 1ms;
  // An hour of Monday and two of Friday.
  EXPECT_EQ(At(dossier, "2021-06-11 14:59"), "1wd");
  EXPECT_EQ(At(dossier, "2021-06-11 15:01"), "3wh");
}

TEST_F(AlertTiers, MeanNothingIfTheDossierHadReachedThemWhenItCame) {
  const OpenDossier dossier = DueOn("2021-06-11", "2021-06-10 08:00");
  EXPECT_EQ(At(dossier, "2021-06-10 08:00"), "");
  EXPECT_EQ(At(dossier, "2021-06-11 10:00"), "");
  EXPECT_EQ(At(dossier, "2021-06-11 14:00"), "3wh");
}

TEST_F(AlertTiers, MayBeAProceduresOwn) {
  OpenDossier dossier = DueOn("2021-06-11");
  dossier.procedure = codes_.Intern<ProcedureCode>("Q");
  EXPECT_EQ(At(dossier, "2021-06-08 08:00"), "");
  EXPECT_EQ(At(dossier, "2021-06-11 16:00"), "2wd");
  dossier.procedure = codes_.Intern<ProcedureCode>("R");
  EXPECT_EQ(At(dossier, "2021-06-11 16:00"), "");
}

TEST_F(AlertTiers, AskForTheLetterAWorkingDayBeforeTheDue) {
  tiers_ =
      Tiers(Limits({"3wd", "1wd", "3wh"}), {{"R", {}}}, worktime::ParseTimeLimit("1wd").value());
  OpenDossier dossier = DueOn("2021-06-14");  // a Monday
  EXPECT_EQ(At(dossier, "2021-06-10 23:59"), "3wd");
  EXPECT_EQ(At(dossier, "2021-06-11 00:00"), "apology_due") << "Friday is the last day for it";
  EXPECT_EQ(At(dossier, "2021-06-14 08:00"), "apology_due");
  EXPECT_EQ(At(dossier, "2021-06-14 14:00"), "3wh");
  EXPECT_TRUE(Holds(kReturnOrApologise, *dossier.overdue_from, dossier));
  dossier.procedure = codes_.Intern<ProcedureCode>("R");
  EXPECT_EQ(At(dossier, "2021-06-11 08:00"), "apology_due") << "the law asks for it of all";
  dossier.procedure = codes_.Intern<ProcedureCode>("P");
  dossier.apologised = true;
  EXPECT_EQ(At(dossier, "2021-06-11 08:00"), "1wd");
  EXPECT_FALSE(Holds(kReturnOrApologise, *dossier.overdue_from, dossier));
}

TEST_F(AlertTiers, AskForNoLetterWhereTheLimitIsUnderTwoWorkingDays) {
  tiers_ = Tiers({}, {}, worktime::ParseTimeLimit("1wd").value());
  EXPECT_EQ(At(DueOn("2021-06-11", "2021-06-10 08:00"), "2021-06-11 08:00"), "");
  EXPECT_EQ(At(DueOn("2021-06-11", "2021-06-09 16:00"), "2021-06-10 08:00"), "apology_due");
  // Hours can be so few that two days lie in between and less than the notice: none is asked for.
  tiers_ = Tiers({}, {}, worktime::ParseTimeLimit("16wh").value());
  EXPECT_EQ(At(DueOn("2021-06-11", "2021-06-09 16:30"), "2021-06-10 08:00"), "");
  EXPECT_EQ(At(DueOn("2021-06-14", "2021-06-09 08:00"), "2021-06-11 07:31"), "apology_due");
}

TEST_F(AlertTiers, AreNoneWhileTheClockStandsOrWithoutADue) {
  OpenDossier dossier = DueOn("2021-06-11");
  dossier.standing = Standing::kSuspended;
  EXPECT_EQ(At(dossier, "2021-06-11 16:00"), "");
  dossier.standing = Standing::kUnmeasurable;
  dossier.overdue_from.reset();
  EXPECT_EQ(At(dossier, "2021-06-11 16:00"), "");
}

TEST_F(AlertTiers, BeyondTheDueAskForALetterAfterAWholeWorkingDay) {
  OpenDossier dossier = DueOn("2021-06-11");
  dossier.standing = Standing::kOverdue;
  EXPECT_EQ(At(dossier, "2021-06-12 08:00"), "overdue");
  EXPECT_EQ(At(dossier, "2021-06-14 16:00"), "overdue");
  EXPECT_EQ(At(dossier, "2021-06-15 00:00"), "apology");
  dossier.apologised = true;
  EXPECT_EQ(At(dossier, "2021-06-15 00:00"), "overdue");
}

TEST_F(AlertTiers, CountFromTheDayADueAt24IsOf) {
  OpenDossier dossier = DueOn("2021-06-10");
  dossier.due = test::At("2021-06-11 00:00");
  *dossier.overdue_from += 1ms;
  EXPECT_EQ(At(dossier, "2021-06-08 23:59"), "3wd");
  EXPECT_EQ(At(dossier, "2021-06-09 00:00"), "1wd") << "the 10th is one working day away";
  dossier.standing = Standing::kOverdue;
  EXPECT_EQ(DaysOverdue(dossier, test::At("2021-06-11 08:00")), 1);
  EXPECT_EQ(At(dossier, "2021-06-14 08:00"), "apology");
}

TEST_F(AlertTiers, CountFromTheReceiptWhereTheDueLiesBefore) {
  OpenDossier dossier = DueOn("2021-06-01", "2021-06-10 08:00");
  dossier.standing = Standing::kOverdue;
  dossier.counted_on = test::Day("2021-06-10");
  EXPECT_EQ(DaysOverdue(dossier, test::At("2021-06-11 08:00")), 1);
  EXPECT_EQ(At(dossier, "2021-06-11 08:00"), "overdue");
}

TEST_F(AlertTiers, KnowOfDossiersThatWaitToBeAccepted) {
  OpenDossier dossier;
  dossier.code = "D1";
  dossier.standing = Standing::kPendingAcceptance;
  dossier.acceptance = Acceptance::kWaiting;
  dossier.acceptance_due = test::At("2021-06-11 10:00");
  dossier.calendar = office_.get();
  EXPECT_EQ(At(dossier, "2021-06-11 09:00"), "");
  dossier.acceptance = Acceptance::kWaitingLate;
  EXPECT_EQ(At(dossier, "2021-06-11 10:30"), "acceptance");
  EXPECT_TRUE(Holds(kAcceptance, test::At("2021-06-11 10:00"), dossier));
}

TEST_F(AlertTiers, HoldUntilTheDueMovesOrTheClockStands) {
  OpenDossier dossier = DueOn("2021-06-11");
  const Instant version = *dossier.overdue_from;
  EXPECT_TRUE(Holds("3wd", version, dossier));
  EXPECT_FALSE(Holds("3wd", version + 24h, dossier));
  EXPECT_FALSE(Holds(kOverdue, version, dossier));
  dossier.standing = Standing::kOverdue;
  EXPECT_TRUE(Holds("3wd", version, dossier));
  EXPECT_TRUE(Holds(kApology, version, dossier));
  dossier.apologised = true;
  EXPECT_TRUE(Holds(kOverdue, version, dossier));
  EXPECT_FALSE(Holds(kApology, version, dossier));
  dossier.standing = Standing::kSuspended;
  EXPECT_FALSE(Holds(kOverdue, version, dossier));
}

TEST_F(AlertTiers, OfHoursCannotWaitForTheNextMorning) {
  for (const char* tier : {"3wh", "5400ws"}) EXPECT_TRUE(IsHourly(tier));
  for (const char* tier : {"3wd", "overdue", "apology", "apology_due", "acceptance", "not_moved"}) {
    EXPECT_FALSE(IsHourly(tier));
  }
}

/// Facts of a dossier received on Tuesday 2021-06-01, and what stands still of it.
class AlertStalls : public testing::Test {
 protected:
  AlertStalls() {
    facts_.receipt.emplace();
    facts_.last_at = test::At("2021-06-01 08:00");
  }
  void Ask(const std::string& from, std::optional<std::string> to = {},
           dossier::SuspensionKind kind = dossier::SuspensionKind::kSupplement) {
    facts_.suspensions.push_back(
        {kind, {}, test::At(from), to ? std::optional(test::At(*to)) : std::nullopt});
  }
  std::vector<std::string> At(Standing standing, const std::string& now,
                              const StallLimits& limits = {true, 3, 5}) {
    std::vector<std::string> said;
    for (const Reached& one : StallsOf(facts_, standing, *office_, limits, test::At(now))) {
      said.push_back(std::string(one.tier) + " " +
                     office_->zone().Format(one.version).substr(0, 10));
    }
    return said;
  }
  dossier::Facts facts_;
  std::shared_ptr<const worktime::WorkingCalendar> office_ = test::Office();
};

TEST_F(AlertStalls, TellOfADossierThatHasNotMoved) {
  EXPECT_THAT(At(Standing::kInTime, "2021-06-07 17:00"), ElementsAre());
  EXPECT_THAT(At(Standing::kInTime, "2021-06-08 07:30"), ElementsAre("not_moved 2021-06-01"));
  EXPECT_THAT(At(Standing::kOverdue, "2021-06-08 07:30"), ElementsAre("not_moved 2021-06-01"));
  EXPECT_THAT(At(Standing::kSuspended, "2021-06-08 07:30"), ElementsAre());
  EXPECT_THAT(At(Standing::kInTime, "2021-06-08 07:30", {true, 3, {}}), ElementsAre());
  facts_.last_at = test::At("2021-06-02 08:00");
  EXPECT_THAT(At(Standing::kInTime, "2021-06-08 07:30"), ElementsAre());
}

TEST_F(AlertStalls, TellOfASupplementNotSuppliedInTimeAndOfTheSecondRequest) {
  Ask("2021-06-01 09:00", "2021-06-03 09:00");
  EXPECT_THAT(At(Standing::kInTime, "2021-06-04 09:00"), ElementsAre());
  Ask("2021-06-04 09:00", {}, dossier::SuspensionKind::kPayment);
  EXPECT_THAT(At(Standing::kSuspended, "2021-06-04 10:00"), ElementsAre());
  Ask("2021-06-04 11:00");
  EXPECT_THAT(At(Standing::kSuspended, "2021-06-08 17:00"),
              ElementsAre("supplement_again 2021-06-04"));
  EXPECT_THAT(At(Standing::kSuspended, "2021-06-09 07:30"),
              ElementsAre("supplement_again 2021-06-04", "supplement_missing 2021-06-04"));
  EXPECT_THAT(At(Standing::kSuspended, "2021-06-09 07:30", {false, {}, 1}), ElementsAre());
}

TEST_F(AlertStalls, KnowWhoHasADossierAndWhetherTheStepIsOverrun) {
  CodeTable codes;
  const auto holder = [&](const std::string& now) {
    const Holder found = HolderOf(facts_, office_->zone(), test::At(now));
    return std::string(found.unit) + "/" + std::string(found.step) +
           (found.is_overrun ? " overrun" : "");
  };
  EXPECT_EQ(holder("2021-06-02 08:00"), "/");
  facts_.hands.push_back({.from = test::At("2021-06-01 09:00"),
                          .agency = {},
                          .unit = codes.Intern<UnitName>("U"),
                          .step = codes.Intern<StepName>("S"),
                          .due = dossier::DueClaim(test::Day("2021-06-02"))});
  facts_.hands.push_back({.from = test::At("2021-06-05 09:00"),
                          .agency = {},
                          .unit = codes.Intern<UnitName>("V"),
                          .step = {},
                          .due = dossier::DueClaim(test::At("2021-06-05 10:00"))});
  EXPECT_EQ(holder("2021-06-01 08:00"), "/");
  EXPECT_EQ(holder("2021-06-02 23:59"), "U/S");
  EXPECT_EQ(holder("2021-06-03 00:00"), "U/S overrun");
  EXPECT_EQ(holder("2021-06-05 10:00"), "V/");
  EXPECT_EQ(holder("2021-06-05 10:01"), "V/ overrun");
}

class AlertRounds : public testing::Test {
 protected:
  std::string At(const std::string& now, std::chrono::milliseconds every = 1h) {
    const auto round = RoundAt(*office_, every, test::At(now));
    return round ? office_->zone().Format(*round).substr(0, 16) : "";
  }
  std::shared_ptr<const worktime::WorkingCalendar> office_ = test::Office();
};

TEST_F(AlertRounds, AreHeldAtTheOpeningAndAfterEachWorkingHour) {
  EXPECT_EQ(At("2021-06-11 07:29"), "");
  EXPECT_EQ(At("2021-06-11 07:30"), "2021-06-11T07:30");
  EXPECT_EQ(At("2021-06-11 08:29"), "2021-06-11T07:30");
  EXPECT_EQ(At("2021-06-11 11:29"), "2021-06-11T10:30");
  EXPECT_EQ(At("2021-06-11 11:30"), "");
  // Four hours have been worked by noon: that round is held after it.
  EXPECT_EQ(At("2021-06-11 13:30"), "2021-06-11T13:30");
  EXPECT_EQ(At("2021-06-11 16:59"), "2021-06-11T16:30");
  EXPECT_EQ(At("2021-06-11 17:00"), "");
  EXPECT_EQ(At("2021-06-12 10:00"), "");
}

TEST_F(AlertRounds, AreAtMostEightADay) {
  std::set<std::string> rounds;
  for (int minute = 0; minute < 24 * 60; ++minute) {
    const auto round = RoundAt(*office_, 1h, test::At("2021-06-11 00:00") + minute * 1min);
    if (round) rounds.insert(office_->zone().Format(*round));
  }
  EXPECT_EQ(rounds.size(), 8U);
}

TEST_F(AlertRounds, MayBeOnceADay) { EXPECT_EQ(At("2021-06-11 16:59", 24h), "2021-06-11T07:30"); }

record::Notice Make(const std::string& agency, const std::string& dossier,
                    const std::string& version) {
  record::Notice notice;
  notice.dossier = dossier;
  notice.tier = "overdue";
  notice.version = test::At(version);
  notice.agency = agency;
  return notice;
}

std::vector<std::string> Shown(const std::vector<record::Notice>& notices) {
  std::vector<std::string> shown;
  for (const auto& notice : notices) {
    const bool is_named = notice.mention == record::Mention::kNamed;
    shown.push_back(notice.agency + " " + notice.dossier + (is_named ? "" : " counted"));
  }
  return shown;
}

TEST(AlertChoice, NamesTheWorstOfEachAgency) {
  std::vector<record::Notice> notices{
      Make("B", "D4", "2021-06-04 00:00"), Make("A", "D3", "2021-06-03 00:00"),
      Make("A", "D1", "2021-06-01 00:00"), Make("A", "D2", "2021-06-02 00:00")};
  Choose(notices, {.per_agency = 2, .in_all = 10});
  EXPECT_THAT(Shown(notices), ElementsAre("A D1", "A D2", "A D3 counted", "B D4"));
}

TEST(AlertChoice, PutsWhatStandsStillLast) {
  std::vector<record::Notice> notices{Make("A", "D1", "2021-05-01 00:00"),
                                      Make("A", "D2", "2021-06-02 00:00")};
  notices.front().tier = "not_moved";
  Choose(notices, {.per_agency = 1, .in_all = 10});
  EXPECT_THAT(Shown(notices), ElementsAre("A D2", "A D1 counted"));
}

TEST(AlertChoice, NamesNoMoreThanFitInAll) {
  std::vector<record::Notice> notices{Make("B", "D1", "2021-06-01 00:00"),
                                      Make("A", "D2", "2021-06-02 00:00"),
                                      Make("A", "D3", "2021-06-03 00:00")};
  Choose(notices, {.per_agency = 2, .in_all = 2});
  EXPECT_THAT(Shown(notices), ElementsAre("A D2", "A D3 counted", "B D1"));
}

}  // namespace
}  // namespace dunghan::alerts

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "dunghan/dossier/attribution.h"
#include "dunghan/dossier/judge.h"
#include "dunghan/test/values.h"

/// Days that close at 24:00, which is the next day's first instant, and claims made at a midnight.
namespace dunghan::dossier {
namespace {

using std::chrono::milliseconds;
using test::At;
using test::Day;

class MidnightTest : public ::testing::Test {
 protected:
  Event Make(EventType type, std::string_view at) { return events_.Make("D1", type, at); }
  Event Received(std::string_view at, std::optional<DueClaim> due = {}) {
    return events_.Received("D1", at, due);
  }
  Event Dated(EventType type, std::string_view at, DueClaim due) {
    Event event = Make(type, at);
    event.due = due;
    return event;
  }
  void Limit(std::string_view limit) { terms_.limit = worktime::ParseTimeLimit(limit).value(); }
  Judgement Judged(std::vector<Event> events) { return Judge(Fold(events), terms_); }
  BasisJudgement Lawful(std::vector<Event> events) {
    return Judged(std::move(events)).On(Basis::kLawful);
  }
  /// Received on Monday the 7th at 08:00, completed at that instant: the same on both bases.
  Standing Completed(Instant at) {
    Event end = Make(EventType::kCompleted, "2021-06-07 08:00");
    end.at = at;
    const auto judged = Judged({Received("2021-06-07 08:00"), end});
    EXPECT_EQ(judged.On(Basis::kPromised).timeline, judged.On(Basis::kLawful).timeline);
    return judged.On(Basis::kPromised).timeline.back().standing;
  }
  Standing Completed(std::string_view at) { return Completed(At(at)); }

  static worktime::CalendarSpec AroundTheClock() {
    worktime::CalendarSpec spec = test::OfficeSpec();
    for (auto& day : spec.weekly) day = {worktime::ParseOpenInterval("00:00-24:00").value()};
    return spec;
  }

  test::Events events_;
  Terms terms_{.calendar = test::Office(AroundTheClock()),
               .limit = {},
               .acceptance_limit = {},
               .online_level = {},
               .on_supplement = OnSupplement::kPause,
               .comparison = Comparison::kByUnit,
               .due_rules = {}};
};

TEST_F(MidnightTest, ADayThatClosesAt24IsTheDayOfItsDue) {
  Limit("1wd");
  const auto judged = Lawful({Received("2021-06-07 08:00")});
  EXPECT_EQ(judged.due, DueClaim{At("2021-06-09 00:00")});
  EXPECT_EQ(judged.due_day, Day("2021-06-08"));
  EXPECT_EQ(judged.counted_on, Day("2021-06-08"));
  EXPECT_EQ(judged.overdue_from, At("2021-06-09 00:00"));
  EXPECT_EQ(Completed("2021-06-07 10:00"), Standing::kFinishedEarly);
  EXPECT_EQ(Completed("2021-06-08 10:00"), Standing::kFinishedOnTime);
  EXPECT_EQ(Completed("2021-06-08 23:59"), Standing::kFinishedOnTime);
  EXPECT_EQ(Completed("2021-06-09 00:00"), Standing::kFinishedLate);
  EXPECT_EQ(Completed("2021-06-09 10:00"), Standing::kFinishedLate);
}

TEST_F(MidnightTest, TheDayIsTheOneCountedToInEveryUnit) {
  const auto day_of = [&](std::string_view limit, std::string_view received) {
    Limit(limit);
    return FormatDate(*Lawful({Received(received)}).due_day);
  };
  EXPECT_EQ(day_of("sd", "2021-06-07 08:00"), "2021-06-07");
  EXPECT_EQ(day_of("sd", "2021-06-07 16:00"), "2021-06-08");
  EXPECT_EQ(day_of("2wd", "2021-06-28 08:00"), "2021-06-30");
  EXPECT_EQ(day_of("2cd", "2021-06-28 08:00"), "2021-06-30");
  EXPECT_EQ(day_of("1mo", "2021-05-31 08:00"), "2021-06-30") << "no further than its month";
  EXPECT_EQ(day_of("16wh", "2021-06-30 08:00"), "2021-06-30");
  EXPECT_EQ(day_of("17wh", "2021-06-30 08:00"), "2021-07-01");
}

TEST_F(MidnightTest, AnHourBasedDueAt24IsLateAMillisecondAfterIt) {
  Limit("16wh");
  EXPECT_EQ(Lawful({Received("2021-06-07 08:00")}).overdue_from,
            At("2021-06-08 00:00") + milliseconds{1});
  EXPECT_EQ(Completed("2021-06-07 10:00"), Standing::kFinishedOnTime) << "on the due day";
  EXPECT_EQ(Completed("2021-06-08 00:00"), Standing::kFinishedOnTime);
  EXPECT_EQ(Completed(At("2021-06-08 00:00") + milliseconds{1}), Standing::kFinishedLate);
}

TEST_F(MidnightTest, ComparingByDateTakesTheDayCountedToAsWell) {
  Limit("16wh");
  terms_.comparison = Comparison::kDate;
  EXPECT_EQ(Lawful({Received("2021-06-07 08:00")}).overdue_from, At("2021-06-08 00:00"));
}

TEST_F(MidnightTest, SuspensionsMoveTheDueToADayThatClosesAt24) {
  const auto moved = [&](std::string_view limit) {
    Limit(limit);
    return Judged({Received("2021-06-07 08:00"), Make(EventType::kSuspended, "2021-06-07 10:00"),
                   Make(EventType::kResumed, "2021-06-08 10:00")});
  };
  for (const char* limit : {"1wd", "1cd"}) {
    const Judgement judged = moved(limit);
    EXPECT_EQ(judged.On(Basis::kLawful).due_day, Day("2021-06-09")) << limit;
    EXPECT_EQ(judged.On(Basis::kLawful).overdue_from, At("2021-06-10 00:00")) << limit;
    EXPECT_EQ(judged.gross_overdue_from, At("2021-06-09 00:00")) << limit;
  }
  EXPECT_EQ(moved("sd").On(Basis::kLawful).due_day, Day("2021-06-08"));
  EXPECT_EQ(moved("16wh").On(Basis::kLawful).due_day, Day("2021-06-08"));
}

TEST_F(MidnightTest, AcceptanceIsDueOnTheDayCountedToAsWell) {
  terms_.acceptance_limit = worktime::ParseTimeLimit("1wd").value();
  const auto judged = Judged({Make(EventType::kSubmitted, "2021-06-07 08:00")}).acceptance;
  EXPECT_EQ(judged.due, At("2021-06-09 00:00"));
  EXPECT_EQ(judged.due_day, Day("2021-06-08"));
  EXPECT_EQ(judged.overdue_from, At("2021-06-09 00:00"));
}

TEST_F(MidnightTest, APromiseAtAMidnightIsADate) {
  const auto judged = Judged({Received("2021-06-07 08:00", At("2021-06-10 00:00"))});
  const BasisJudgement& promised = judged.On(Basis::kPromised);
  EXPECT_EQ(promised.due, DueClaim{Day("2021-06-10")});
  EXPECT_EQ(promised.due_day, Day("2021-06-10"));
  EXPECT_EQ(promised.overdue_from, At("2021-06-11 00:00"));
  EXPECT_TRUE(promised.by_date);
  const auto at = [&](Instant due) {
    return Judged({Received("2021-06-07 08:00", due)}).On(Basis::kPromised).due;
  };
  EXPECT_EQ(at(At("2021-06-10 00:00") + milliseconds{1}),
            DueClaim{At("2021-06-10 00:00") + milliseconds{1}});
  EXPECT_EQ(at(At("2021-06-10 07:00")), DueClaim{At("2021-06-10 07:00")}) << "midnight in UTC";
}

TEST_F(MidnightTest, ThatHoldsWhateverTheLimitAndTheComparison) {
  const auto overdue_from = [&] {
    return Judged({Received("2021-06-07 08:00", At("2021-06-10 00:00"))})
        .On(Basis::kPromised)
        .overdue_from;
  };
  for (const char* limit : {"8wh", "5wd"}) {
    Limit(limit);
    for (const auto comparison : {Comparison::kByUnit, Comparison::kDate, Comparison::kInstant}) {
      terms_.comparison = comparison;
      EXPECT_EQ(overdue_from(), At("2021-06-11 00:00")) << limit;
    }
  }
}

TEST_F(MidnightTest, TheMidnightIsThatOfTheDossiersCalendar) {
  auto spec = test::OfficeSpec();
  spec.zone = "Asia/Tokyo";
  terms_.calendar = test::Office(spec);
  const auto due = [&](std::string_view at) {
    return Judged({Received("2021-06-07 08:00", At(at))}).On(Basis::kPromised).due;
  };
  EXPECT_EQ(due("2021-06-09 22:00"), DueClaim{Day("2021-06-10")});
  EXPECT_EQ(due("2021-06-10 00:00"), DueClaim{At("2021-06-10 00:00")}) << "02:00 in Tokyo";
}

TEST_F(MidnightTest, WhereClocksSkipMidnightTheDaysFirstInstantIsIt) {
  // 2021-03-28 began at 01:00 in Beirut.
  const auto beirut = worktime::Zone::Find("Asia/Beirut").value();
  EXPECT_EQ(AsRead(beirut.StartOf(Day("2021-03-28")), beirut), DueClaim{Day("2021-03-28")});
  EXPECT_EQ(AsRead(beirut.StartOf(Day("2021-03-29")), beirut), DueClaim{Day("2021-03-29")});
}

TEST_F(MidnightTest, AStepsLimitAndAReappointmentAreReadAlike) {
  EXPECT_EQ(OverdueFrom(At("2021-06-10 00:00"), terms_), At("2021-06-11 00:00"));
  Event assigned = Make(EventType::kAssigned, "2021-06-07 09:00");
  assigned.step_due = At("2021-06-08 00:00");
  const Facts facts = Fold(std::vector{Received("2021-06-07 08:00"), assigned});
  const auto time =
      Attribute(facts, terms_, Judge(facts, terms_).On(Basis::kPromised), At("2021-06-20 00:00"));
  EXPECT_EQ(time->steps.at(0).overdue_from, At("2021-06-09 00:00"));
}

TEST_F(MidnightTest, TheSameDayClaimedInBothFormsIsNotDisputed) {
  const auto judged = Judged({Received("2021-06-07 08:00", At("2021-06-10 00:00")),
                              Dated(EventType::kDueSet, "2021-06-08 08:00", Day("2021-06-10"))});
  EXPECT_FALSE(judged.disputed_promise);
}

TEST_F(MidnightTest, ADueBeforeTheReceiptCountsOnTheDayOfReceipt) {
  const auto judged = Judged({Received("2021-06-07 08:00", Day("2021-06-01"))});
  const BasisJudgement& promised = judged.On(Basis::kPromised);
  EXPECT_TRUE(judged.due_before_receipt);
  EXPECT_EQ(promised.due_day, Day("2021-06-01"));
  EXPECT_EQ(promised.counted_on, Day("2021-06-07"));
  EXPECT_EQ(promised.timeline.front(), (Stretch{At("2021-06-07 08:00"), Standing::kOverdue}));
}

TEST_F(MidnightTest, ADueLaterOnTheDayOfReceiptIsNotBeforeIt) {
  const auto before = [&](DueClaim due) {
    return Judged({Received("2021-06-07 08:00", due)}).due_before_receipt;
  };
  EXPECT_FALSE(before(Day("2021-06-07")));
  EXPECT_FALSE(before(At("2021-06-07 00:00"))) << "a date";
  EXPECT_FALSE(before(At("2021-06-07 08:00")));
  EXPECT_TRUE(before(At("2021-06-07 07:59")));
  EXPECT_TRUE(before(Day("2021-06-06")));
  Limit("5wd");
  EXPECT_FALSE(before(At("2021-06-07 07:59"))) << "compared by date";
}

}  // namespace
}  // namespace dunghan::dossier

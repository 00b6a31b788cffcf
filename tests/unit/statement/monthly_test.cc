#include "dunghan/test/province.h"

namespace dunghan::statement {
namespace {

using dossier::Basis;
using figures::Rate;

class MonthlyStatement : public test::Province {
 protected:
  /// A dossier of every fate that there is in June.
  void AppendEveryFate() {
    AppendFinished();
    Append({Received("open-overdue", "2021-06-21 08:00", "2021-06-28"),
            Received("open-in-time", "2021-06-25 08:00", "2021-07-02"),
            Received("open-suspended", "2021-06-21 08:00", "2021-06-30"),
            Make("open-suspended", EventType::kSupplementRequested, "2021-06-24 08:00"),
            Received("open-without-due", "2021-06-22 08:00", "", {.procedure = "R"}),
            Received("finished-in-july", "2021-06-29 08:00", "2021-07-06"),
            Make("finished-in-july", EventType::kCompleted, "2021-07-01 07:45")});
    Event assigned = Make("never-received", EventType::kAssigned, "2021-06-20 08:00");
    assigned.agency = events_.Code<AgencyCode>("A");
    Append({assigned});
  }

  void AppendFinished() {
    Append({Received("in-may", "2021-05-20 08:00", "2021-05-27"),
            Make("in-may", EventType::kCompleted, "2021-05-26 08:00"),
            Received("carried-early", "2021-05-25 08:00", "2021-06-02"),
            Make("carried-early", EventType::kCompleted, "2021-06-01 08:00"),
            Received("carried-on-time", "2021-05-28 08:00", "2021-06-04"),
            Make("carried-on-time", EventType::kCompleted, "2021-06-04 16:00"),
            Received("late", "2021-06-01 08:00", "2021-06-08"),
            Make("late", EventType::kCompleted, "2021-06-10 08:00"),
            Received("refused", "2021-06-07 08:00", "2021-06-14"),
            Make("refused", EventType::kRefused, "2021-06-11 08:00"),
            Received("refused-late", "2021-06-02 08:00", "2021-06-09"),
            Make("refused-late", EventType::kRefused, "2021-06-16 08:00"),
            Received("withdrawn", "2021-06-07 08:00", "2021-06-14"),
            Make("withdrawn", EventType::kWithdrawn, "2021-06-10 08:00"),
            Received("withdrawn-overdue", "2021-06-07 08:00", "2021-06-14"),
            Make("withdrawn-overdue", EventType::kWithdrawn, "2021-06-18 08:00"),
            Received("without-due", "2021-06-22 08:00", "", {.procedure = "R"}),
            Make("without-due", EventType::kCompleted, "2021-06-23 08:00")});
  }
};

TEST_F(MonthlyStatement, CountsEveryFateOfADossierOnce) {
  AppendEveryFate();
  const figures::Figures f = Monthly().total.figures;
  EXPECT_EQ(f.received, 11);
  EXPECT_EQ(f.carried_over, 2);
  EXPECT_EQ(f.finished_early, 2);
  EXPECT_EQ(f.finished_on_time, 1);
  EXPECT_EQ(f.finished_late, 2);
  EXPECT_EQ(f.finished_unmeasurable, 1);
  EXPECT_EQ(f.refused_in_time, 1);
  EXPECT_EQ(f.refused_late, 1);
  EXPECT_EQ(f.withdrawn, 2);
  EXPECT_EQ(f.withdrawn_overdue, 1);
  EXPECT_EQ(f.open_in_time, 2);
  EXPECT_EQ(f.open_overdue, 1);
  EXPECT_EQ(f.open_suspended, 1);
  EXPECT_EQ(f.open_unmeasurable, 1);
  EXPECT_EQ(f.without_receipt, 1);
  EXPECT_EQ(f.moved_in + f.moved_out + f.reopened, 0);
}

TEST_F(MonthlyStatement, WorksOutTheRatesByHand) {
  AppendEveryFate();
  const Statement statement = Monthly();
  const figures::Figures& f = statement.total.figures;
  EXPECT_EQ(figures::Official(f), (Rate{3, 5}));
  EXPECT_EQ(figures::GrantedOnly(f), (Rate{2, 3}));
  EXPECT_EQ(figures::Strict(f), (Rate{6, 10}));
  EXPECT_EQ(f.due_cohort, (Rate{3, 7}));
  const figures::LateBudget& budget = statement.total.budget;
  EXPECT_EQ(budget.due, 7);
  EXPECT_EQ(budget.allowed, 0);
  EXPECT_EQ(budget.late, 4);
  EXPECT_EQ(budget.left, -4);
  EXPECT_EQ(budget.needs_on_time, 0) << "the month is over";
  EXPECT_EQ(budget.state, figures::BudgetState::kMissed);
  EXPECT_EQ(statement.total.outlook,
            (figures::Outlook{figures::TargetState::kMissed, {3, 5}, {3, 6}, 1}));
}

TEST_F(MonthlyStatement, CarriesOverExactlyWhatWasOpenAtTheEndOfThePeriodBefore) {
  AppendEveryFate();
  for (const Basis basis : {Basis::kPromised, Basis::kLawful}) {
    const figures::Figures may = Monthly({.basis = basis}, "2021-05").total.figures;
    const figures::Figures june = Monthly({.basis = basis}, "2021-06").total.figures;
    const figures::Figures july = Monthly({.basis = basis}, "2021-07").total.figures;
    const auto open = [](const figures::Figures& f) {
      return f.open_in_time + f.open_overdue + f.open_suspended + f.open_unmeasurable;
    };
    EXPECT_EQ(june.carried_over, open(may));
    EXPECT_EQ(july.carried_over, open(june));
    EXPECT_EQ(open(june), 5);
  }
}

TEST_F(MonthlyStatement, JudgesTheLawfulBasisByTheLimit) {
  // 5wd from Monday 7 June, with 15 June off: 14 June. The promise says 30 June.
  Append({Received("one", "2021-06-07 08:00", "2021-06-30"),
          Make("one", EventType::kCompleted, "2021-06-16 08:00")});
  EXPECT_EQ(Monthly({.basis = Basis::kPromised}).total.figures.finished_early, 1);
  const Statement lawful = Monthly({.basis = Basis::kLawful});
  EXPECT_EQ(lawful.total.figures.finished_late, 1);
  EXPECT_EQ(lawful.total.figures.due_cohort, (Rate{0, 1}));
}

TEST_F(MonthlyStatement, CountsOnlyTheLastEndOfAReopenedDossier) {
  Append({Received("again", "2021-06-01 08:00", "2021-06-08"),
          Make("again", EventType::kCompleted, "2021-06-07 08:00"),
          Make("again", EventType::kReopened, "2021-06-09 08:00"),
          Make("again", EventType::kCompleted, "2021-06-11 08:00")});
  const figures::Figures f = Monthly().total.figures;
  EXPECT_EQ(f.reopened, 1);
  EXPECT_EQ(f.finished_late, 1);
  EXPECT_EQ(f.finished_early, 0);
}

class MiddleOfTheMonth : public test::Province {
 protected:
  /// Thursday 10 June, noon: dues earlier today, later today, later this month and next month.
  MiddleOfTheMonth() {
    clock_.Set(test::At("2021-06-10 12:00"));
    Append({Received("done", "2021-06-02 08:00", "2021-06-09"),
            Make("done", EventType::kCompleted, "2021-06-09 08:00"),
            Received("due-by-ten", "2021-06-09 08:00", "2021-06-10 10:00", {.procedure = "Q"}),
            Received("due-by-three", "2021-06-09 08:00", "2021-06-10 15:00", {.procedure = "Q"}),
            Received("due-today", "2021-06-03 08:00", "2021-06-10"),
            Received("due-later", "2021-06-03 08:00", "2021-06-24", {"A", "R"}),
            Received("done-ahead", "2021-06-03 08:00", "2021-06-24"),
            Make("done-ahead", EventType::kCompleted, "2021-06-08 08:00"),
            Received("due-in-july", "2021-06-03 08:00", "2021-07-05", {"A", "R"})});
  }
};

TEST_F(MiddleOfTheMonth, JudgesWhatIsDueByNowAndBudgetsForTheWholeMonth) {
  policy_.target_per_mille = 500;
  const Statement statement = Monthly();
  const figures::Figures& f = statement.total.figures;
  EXPECT_FALSE(statement.period_over);
  EXPECT_EQ(f.open_overdue, 1);
  EXPECT_EQ(f.open_in_time, 4);
  EXPECT_EQ(f.due_cohort, (Rate{1, 2}));
  EXPECT_EQ(statement.total.budget.due, 6);
  EXPECT_EQ(statement.total.budget.allowed, 3);
  EXPECT_EQ(statement.total.budget.late, 1);
  EXPECT_EQ(statement.total.budget.left, 2);
  EXPECT_EQ(statement.total.budget.needs_on_time, 0);
  EXPECT_EQ(statement.total.budget.state, figures::BudgetState::kWithin);
}

TEST_F(MiddleOfTheMonth, JudgesByWhatCanStillBecomeOfIt) {
  using figures::TargetState;
  policy_.target_per_mille = 600;
  EXPECT_EQ(Monthly().total.outlook, (figures::Outlook{TargetState::kReached, {6, 6}, {2, 3}, 1}));
  policy_.target_per_mille = 900;
  EXPECT_EQ(Monthly().total.outlook.state, TargetState::kAtRisk);
  EXPECT_EQ(Monthly().rows.at(0).outlook.state, TargetState::kAtRisk);
  policy_.headline = figures::Headline::kDueCohort;
  EXPECT_EQ(Monthly().total.outlook,
            (figures::Outlook{TargetState::kOutOfReach, {5, 6}, {1, 2}, 0}));
  clock_.Set(test::At("2021-07-01 00:00"));
  EXPECT_EQ(Monthly().total.outlook.state, TargetState::kMissed);
}

TEST_F(MiddleOfTheMonth, ASuspendedDossierCanBeFinishedInTimeUntilItsDueHasPassed) {
  using Counts = std::pair<int64_t, int64_t>;  // suspended, of which with their due ahead
  const auto ahead = [this](std::string_view now) {
    clock_.Set(test::At(now));
    const figures::Figures f = Monthly().total.figures;
    return Counts(f.open_suspended, f.open_suspended_ahead);
  };
  Append({Make("due-by-three", EventType::kSuspended, "2021-06-10 11:00")});
  EXPECT_EQ(ahead("2021-06-10 12:00"), Counts(1, 1));
  EXPECT_EQ(ahead("2021-06-10 15:00"), Counts(1, 1));
  EXPECT_EQ(ahead("2021-06-10 15:01"), Counts(1, 0));
  EXPECT_EQ(ahead("2021-06-11 08:00"), Counts(1, 0));
}

TEST_F(MiddleOfTheMonth, SaysTheBudgetIsExceededBeforeTheMonthIsOver) {
  policy_.target_per_mille = 900;
  EXPECT_EQ(Monthly().total.budget.state, figures::BudgetState::kExceeded);
  clock_.Set(test::At("2021-06-30 23:59"));
  EXPECT_EQ(Monthly().total.budget.state, figures::BudgetState::kExceeded);
  clock_.Set(test::At("2021-07-01 00:00"));
  EXPECT_EQ(Monthly().total.budget.state, figures::BudgetState::kMissed);
}

TEST_F(MiddleOfTheMonth, ShowsTheStockOfNowForAPeriodAhead) {
  const Statement july = Monthly({}, "2021-07");
  const figures::Figures& f = july.total.figures;
  EXPECT_EQ(f.received, 0);
  EXPECT_EQ(f.carried_over, 5);
  EXPECT_EQ(f.open_overdue, 1);
  EXPECT_EQ(f.open_in_time, 4);
  EXPECT_EQ(f.due_cohort, (Rate{0, 0}));
  EXPECT_EQ(f.due_in_period, 1);
}

TEST_F(MiddleOfTheMonth, MovesOnAsTimePassesWithoutAnyEvent) {
  clock_.Set(test::At("2021-06-10 15:00"));
  EXPECT_EQ(Monthly().total.figures.open_overdue, 1) << "15:00 is in time to the millisecond";
  clock_.Set(test::At("2021-06-10 15:01"));
  EXPECT_EQ(Monthly().total.figures.open_overdue, 2);
  clock_.Set(test::At("2021-06-11 00:00"));
  EXPECT_EQ(Monthly().total.figures.open_overdue, 3);
  EXPECT_EQ(Monthly().total.figures.due_cohort, (Rate{1, 4}));
}

TEST_F(MiddleOfTheMonth, IsTheSameOnceStatesAndCellsAreWritten) {
  const Statement before = Monthly();
  ledger_->Flush().value();
  EXPECT_EQ(Monthly().total.figures, before.total.figures);
}

}  // namespace
}  // namespace dunghan::statement

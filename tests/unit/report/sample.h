#pragma once

#include "dunghan/base/digest.h"
#include "dunghan/statement/statement.h"
#include "dunghan/test/values.h"

namespace dunghan::report {

using statement::Named;
using statement::Statement;
using statement::StatementRow;
using statement::Tree;

/// The figures of the worked example: 80 received, 20 carried over.
inline figures::Figures SampleFigures() {
  figures::Figures f;
  f.received = 80;
  f.carried_over = 20;
  f.finished_early = 40;
  f.finished_on_time = 15;
  f.finished_late = 5;
  f.refused_in_time = 3;
  f.open_in_time = 28;
  f.open_overdue = 10;
  f.open_suspended = 2;
  f.open_suspended_ahead = 1;
  f.reopened = 1;
  f.due_cohort = {50, 62};
  f.due_in_period = 70;
  f.index766 = {85, 100};
  f.index766_open = 30;
  return f;
}

/// What is counted beside them; every number another one.
inline figures::Further SampleFurther() {
  using std::chrono::hours;
  using std::chrono::milliseconds;
  figures::Further f;
  f.submitted = 21;
  f.acceptance = {18, 20};
  f.declined = 2;
  f.waiting = 3;
  f.waiting_late = 1;
  f.gross = {50, 60};
  f.ready = {40, 44};
  f.satisfied = {7, 8};
  f.answering = {8, 60};
  f.online = {30, 80};
  f.online_of_full = {20, 25};
  f.online_of_offered = {30, 60};
  f.supplements_asked = 9;
  f.supplements_asked_late = 4;
  f.supplements_asked_again = 3;
  f.supplements_answered = 6;
  f.extended = 5;
  f.reappointed = 7;
  f.reappointed_again = 1;
  f.reappointments_kept = {2, 3};
  f.urged = 11;
  f.urged_dossiers = 10;
  f.steps = {12, 14};
  f.steps_without_limit = 15;
  f.processing = hours{400};
  f.step_time = hours{300};
  f.step_overrun = hours{20};
  f.transit = hours{60};
  f.unassigned = hours{40};
  f.late = hours{25};
  f.late_borne = milliseconds{89'999'250};
  f.suspended = {{"payment", hours{2}}, {"supplement", hours{3}}, {"supplement:giay", hours{1}}};
  f.late_causes = {{"", 1}, {"phoi-hop", 4}};
  return f;
}

/// A statement of one row, not over yet.
inline statement::Statement Sample() {
  statement::Statement statement;
  statement.has_index766 = true;
  statement.period = figures::ParsePeriod("2021-06").value();
  statement.zone = worktime::Zone::Find("Asia/Ho_Chi_Minh").value();
  statement.position = {123456, test::At("2021-07-01 08:00"),
                        DigestFromHex("9f2c0000000000000000000000000000"
                                      "000000000000000000000000000000ab")
                            .value()};
  statement.total.target = {980, figures::TargetIs::kAtLeast};
  statement.total.figures = SampleFigures();
  statement.total.further = SampleFurther();
  statement.total.budget = figures::BudgetOf(SampleFigures(), statement.total.target, false);
  statement.total.outlook =
      figures::OutlookOf(SampleFigures(), statement.headline, statement.total.target, false);
  statement::StatementRow row = statement.total;
  row.of = {"000.00.19.H52", "Sở A", "Department A"};
  statement.rows = {row};
  return statement;
}

}  // namespace dunghan::report

#pragma once

#include "dunghan/base/digest.h"
#include "dunghan/report/statement.h"
#include "dunghan/test/values.h"

namespace dunghan::report {

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
  f.reopened = 1;
  f.due_cohort = {50, 62};
  f.due_in_period = 70;
  return f;
}

/// A statement of one row, not over yet.
inline Statement Sample() {
  Statement statement;
  statement.period = figures::ParsePeriod("2021-06").value();
  statement.zone = worktime::Zone::Find("Asia/Ho_Chi_Minh").value();
  statement.position = {123456, test::At("2021-07-01 08:00"),
                        DigestFromHex("9f2c0000000000000000000000000000"
                                      "000000000000000000000000000000ab")
                            .value()};
  statement.total.target = {980, figures::TargetIs::kAtLeast};
  statement.total.figures = SampleFigures();
  statement.total.budget = figures::BudgetOf(SampleFigures(), statement.total.target, false);
  StatementRow row = statement.total;
  row.of = {"000.00.19.H52", "Sở A", "Department A"};
  statement.rows = {row};
  return statement;
}

}  // namespace dunghan::report

#include <fmt/format.h>

#include <stdexcept>

#include "dunghan/ledger/view.h"
#include "dunghan/statement/statement.h"
#include "sections.h"

namespace dunghan::bench {
namespace {

using statement::GroupBy;
using statement::Statement;

const figures::Period kMonth = figures::ParsePeriod("2021-10").value();

struct Made {
  Spent spent;
  MonthTotals totals;
};

/// As `dunghan report` does: a view of its own each time.
Made MakeStatement(Setup& setup, GroupBy by) {
  std::optional<Statement> statement;
  Made made;
  made.spent = Time([&] {
    auto view = ledger::OpenView(setup.LedgerOptions(setup.LargeLedger()));
    statement = statement::MakeMonthly(*view.value(), {}, {.period = kMonth, .by = by}).value();
  });
  const auto& sums = statement->total.figures;
  made.totals = {sums.received, sums.finished_early, sums.finished_on_time, sums.finished_late};
  return made;
}

void RequireEqual(const MonthTotals& ours, const MonthTotals& theirs) {
  if (ours == theirs) return;
  throw std::runtime_error(fmt::format(
      "the statement says {} received, {} early, {} on time, {} late; PostgreSQL {}, {}, {}, {}",
      ours.received, ours.early, ours.on_time, ours.late, theirs.received, theirs.early,
      theirs.on_time, theirs.late));
}

void Compare(Setup& setup, Postgres& postgres, GroupBy by, Table& table) {
  const auto line = [&](Postgres::Query which, const char* what, std::optional<Target> target) {
    const Pair runs = Alternate(
        setup.options().rounds, [&] { return MakeStatement(setup, by).spent; },
        [&] { return postgres.Month(which, kMonth.from, kMonth.to).spent; });
    table.Add(
        CompareTimes(fmt::format("month by {} / PostgreSQL, {}", statement::ToString(by), what),
                     runs.ours, runs.baseline, target));
  };
  // Written straight down, as for any month, the query works out every due on file. With conditions
  // that keep it to one month it is as good as it gets there.
  line(Postgres::Query::kUnpruned, "all dossiers", Target{Better::kLower, 0.08});
  line(Postgres::Query::kStatement, "those in the month", {});
  line(Postgres::Query::kOnTime, "finished ones alone", {});
}

}  // namespace

void MeasureStatement(Setup& setup, Postgres* postgres, Table& table) {
  setup.LargeLedger();  // made before the clock runs
  table.Heading("statement");
  const Made warm = MakeStatement(setup, GroupBy::kProcedure);
  if (!postgres) {
    table.Note("PostgreSQL: left out, no server given (--postgres)");
    std::vector<double> taken;
    for (int i = 0; i < setup.options().rounds; ++i) {
      taken.push_back(MakeStatement(setup, GroupBy::kProcedure).spent.wall * 1000);
    }
    table.Add({"month statement by procedure", "ms", Median(taken), {}, Median(taken), {}});
    return;
  }
  const int64_t dossiers = setup.options().events;
  postgres->LoadDossiers(setup.Year(dossiers, dossiers / 10, Life::kShort), dossiers,
                         setup.rulebook()->default_calendar());
  const auto answer = postgres->Month(Postgres::Query::kStatement, kMonth.from, kMonth.to);
  RequireEqual(warm.totals, answer.totals);
  table.Note(fmt::format("both say: {} received, finished {} early, {} on time, {} late",
                         warm.totals.received, warm.totals.early, warm.totals.on_time,
                         warm.totals.late));
  Compare(setup, *postgres, GroupBy::kAgency, table);
  Compare(setup, *postgres, GroupBy::kProcedure, table);
}

}  // namespace dunghan::bench

#include "dunghan/statement/statement.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "dunghan/figures/count_table.h"
#include "dunghan/figures/index766_periods.h"
#include "dunghan/statement/names.h"
#include "dunghan/worktime/office_day.h"
#include "statement_sums.h"

namespace dunghan::statement {
namespace {

using figures::Figures;

constexpr std::array<std::string_view, 6> kGroupNames = {"agency", "procedure", "field",
                                                         "tier",   "counter",   "channel"};
constexpr std::array<std::string_view, 2> kTreeNames = {"as-was", "period-end"};

/// The enumerator of a name.
template <class E, size_t kSize>
std::optional<E> Parse(std::string_view text, const std::array<std::string_view, kSize>& names) {
  const auto found = std::find(names.begin(), names.end(), text);
  if (found == names.end()) return {};
  return static_cast<E>(found - names.begin());
}

/// Sets the row's target: the agency's own where it has one.
void SetTarget(StatementRow& row, const std::string& agency, const figures::Policy& policy) {
  row.target = {policy.target_per_mille, policy.target_is};
  const auto own = policy.agency_targets.find(agency);
  row.own_target = own != policy.agency_targets.end();
  // "at least" or "above" is the same for all.
  if (row.own_target) row.target.per_mille = own->second;
}

void SetFigures(StatementRow& row, const RowSums& sums, const Statement& statement,
                bool in_index = true) {
  figures::Tally tally = sums.tally;
  tally.has_index766 = statement.has_index766 && in_index;
  tally.open_until = statement.index766.open_until;
  row.figures = tally.ToFigures();
  row.intake = sums.ToIntake();
  row.further = figures::FurtherOf({.before = sums.before, .within = sums.within.ToSums()},
                                   row.figures, statement.basis, sums.online);
  row.budget = figures::BudgetOf(row.figures, row.target, statement.period_over);
  row.outlook =
      figures::OutlookOf(row.figures, statement.headline, row.target, statement.period_over);
}

Statement Heading(ledger::FiguresView& view, const figures::Policy& policy,
                  const StatementOptions& options) {
  const rulebook::Rulebook& rulebook = view.rulebook();
  Statement statement;
  statement.period = options.period;
  statement.basis = options.basis;
  statement.by = options.by;
  statement.tree = options.tree;
  statement.position = view.position();
  statement.zone = rulebook.default_calendar().zone();
  statement.headline = policy.headline;
  statement.comparison = rulebook.TermsFor({}).comparison;
  statement.index766 = rulebook.index766().back();
  statement.has_index766 = figures::HasIndex766(options.period);
  statement.simulated = view.simulated();
  statement.usual_day = worktime::UsualDay(rulebook.default_calendar());
  statement.begun = statement.zone.DayOf(statement.position.at) >= options.period.from;
  statement.period_over = statement.zone.DayOf(statement.position.at) > options.period.to;
  if (!options.agency.empty()) {
    // Not on the list it may still occur in the ledger, by its code alone.
    statement.agency = Named{options.agency, options.agency, options.agency};
    for (const rulebook::Agency& agency : rulebook.agencies()) {
      if (agency.code.text() == options.agency) {
        statement.agency = NamedAgency(agency.code, rulebook, options.period.to);
      }
    }
  }
  SetTarget(statement.total, options.agency, policy);
  return statement;
}

void FillRows(Statement& statement, const StatementSums& sums, const figures::Policy& policy) {
  RowSums total;
  for (const auto& [code, row_sums] : sums.rows()) {
    total.Add(row_sums);
    StatementRow row;
    row.of = row_sums.of;
    // Agencies alone have targets of their own.
    SetTarget(row, statement.by == GroupBy::kAgency ? code : "", policy);
    SetFigures(row, row_sums, statement);
    const bool empty = row.figures == Figures{} && row.further == figures::Further{};
    if (!empty) statement.rows.push_back(std::move(row));
  }
  SetFigures(statement.total, total, statement);
  SetTarget(statement.petitions, "", policy);
  SetFigures(statement.petitions, sums.petitions(), statement, /*in_index=*/false);
  statement.petitions_received = statement.petitions.figures.received;
  auto& rows = statement.rows;
  // What has no code sorts first, and is shown last.
  if (!rows.empty() && rows.front().of.code.empty()) {
    std::rotate(rows.begin(), rows.begin() + 1, rows.end());
  }
}

/// "received 80 + carried_over 20": what stands on one side of the equation.
std::string SideOf(const Figures& of, figures::Side side) {
  std::string text;
  for (const figures::Count& count : figures::Counts()) {
    if (count.side != side) continue;
    text += fmt::format("{}{} {}", text.empty() ? "" : " + ", count.name, of.*count.of);
  }
  return text;
}

Error DoesNotAddUp(std::string_view row, const Figures& of) {
  return Internal(fmt::format("the figures of {} do not add up: {} against {}; run dunghan verify",
                              row, SideOf(of, figures::Side::kCame),
                              SideOf(of, figures::Side::kBecame)));
}

/// What must hold of every statement, whatever went into it.
Result<void> Check(const Statement& statement) {
  Figures sum;
  for (const StatementRow& row : statement.rows) {
    if (!figures::EquationHolds(row.figures)) {
      return DoesNotAddUp(fmt::format("row \"{}\"", row.of.code), row.figures);
    }
    sum += row.figures;
  }
  if (!figures::EquationHolds(statement.total.figures)) {
    return DoesNotAddUp("the total", statement.total.figures);
  }
  if (!(sum == statement.total.figures)) return Internal("the rows do not add up to the total");
  if (!figures::EquationHolds(statement.petitions.figures)) {
    return DoesNotAddUp("petitions", statement.petitions.figures);
  }
  // What leaves one row enters another; only an agency's own part of the tree can gain or lose.
  if (!statement.agency && sum.moved_in != sum.moved_out) {
    return Internal(fmt::format("moved in {} against moved out {}; run dunghan verify",
                                sum.moved_in, sum.moved_out));
  }
  return {};
}

}  // namespace

Intake& Intake::operator+=(const Intake& other) {
  for (const auto count :
       {&Intake::online_full, &Intake::online_partial, &Intake::online_other, &Intake::in_person,
        &Intake::postal, &Intake::unknown, &Intake::elsewhere}) {
    this->*count += other.*count;
  }
  return *this;
}

std::string_view ToString(GroupBy by) { return kGroupNames[static_cast<size_t>(by)]; }

std::optional<GroupBy> ParseGroupBy(std::string_view text) {
  return Parse<GroupBy>(text, kGroupNames);
}

std::string_view ToString(Tree tree) { return kTreeNames[static_cast<size_t>(tree)]; }

bool IsEmpty(const Statement& statement) {
  // Rows that are all zero are left out.
  return statement.rows.empty() && statement.petitions.figures == Figures{} &&
         statement.petitions.further == figures::Further{};
}

std::optional<Tree> ParseTree(std::string_view text) { return Parse<Tree>(text, kTreeNames); }

Result<Statement> MakeMonthly(ledger::FiguresView& view, const figures::Policy& policy,
                              const StatementOptions& options) {
  Statement statement = Heading(view, policy, options);
  const LocalDay today = statement.zone.DayOf(statement.position.at);
  StatementSums sums(view, options);
  if (auto read = sums.Read(today); !read) return read.error();
  statement.knows_before = sums.knows_before();
  FillRows(statement, sums, policy);
  if (auto checked = Check(statement); !checked) return checked.error();
  return statement;
}

}  // namespace dunghan::statement

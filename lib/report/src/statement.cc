#include "dunghan/report/statement.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <map>
#include <utility>

#include "statement_sums.h"

namespace dunghan::report {
namespace {

using figures::Figures;
using figures::Tally;

constexpr std::array<std::string_view, 6> kGroupNames = {"agency", "procedure", "field",
                                                         "tier",   "counter",   "channel"};

void Add(Tally& sum, const Tally& other) {
  for (const auto part : {&Tally::before, &Tally::within, &Tally::ahead}) {
    figures::Amounts& to = sum.*part;
    const figures::Amounts& from = other.*part;
    std::transform(to.begin(), to.end(), from.begin(), to.begin(), std::plus<>());
  }
}

/// Sets the row's target: the agency's own where it has one.
void SetTarget(StatementRow& row, const std::string& agency, const figures::Policy& policy) {
  row.target = {policy.target_per_mille, policy.target_is};
  const auto own = policy.agency_targets.find(agency);
  row.own_target = own != policy.agency_targets.end();
  if (row.own_target) row.target.per_mille = own->second;
}

void SetFigures(StatementRow& row, const Tally& tally, bool period_over) {
  row.figures = tally.ToFigures();
  row.budget = figures::BudgetOf(row.figures, row.target, period_over);
}

Statement Heading(ledger::View& view, const figures::Policy& policy,
                  const StatementOptions& options) {
  const rulebook::Rulebook& rulebook = view.rulebook();
  Statement statement;
  statement.period = options.period;
  statement.basis = options.basis;
  statement.by = options.by;
  statement.position = view.position();
  statement.zone = rulebook.default_calendar().zone();
  statement.headline = policy.headline;
  statement.comparison = rulebook.TermsFor({}).comparison;
  statement.simulated = view.simulated();
  statement.period_over = statement.zone.DayOf(statement.position.at) > options.period.to;
  if (!options.agency.empty()) {
    statement.agency = Named{options.agency, options.agency, options.agency};
    for (const rulebook::Agency& agency : rulebook.agencies()) {
      if (agency.code.text() == options.agency) {
        statement.agency = NamedAgency(agency.code, rulebook);
      }
    }
  }
  SetTarget(statement.total, options.agency, policy);
  return statement;
}

void FillRows(Statement& statement, const StatementSums& sums, const rulebook::Rulebook& rulebook,
              const figures::Policy& policy) {
  std::map<std::string, std::pair<Named, Tally>> groups;
  Tally total;
  for (const auto& [key, tally] : sums.rows()) {
    Named of = GroupOf(key, statement.by, rulebook);
    const std::string code = of.code;
    const auto group = groups.try_emplace(code, std::move(of), Tally{}).first;
    Add(group->second.second, tally);
    Add(total, tally);
  }
  SetFigures(statement.total, total, statement.period_over);
  for (auto& [code, group] : groups) {
    StatementRow row;
    row.of = std::move(group.first);
    SetTarget(row, statement.by == GroupBy::kAgency ? code : "", policy);
    SetFigures(row, group.second, statement.period_over);
    if (!(row.figures == Figures{})) statement.rows.push_back(std::move(row));
  }
  auto& rows = statement.rows;
  if (!rows.empty() && rows.front().of.code.empty()) {
    std::rotate(rows.begin(), rows.begin() + 1, rows.end());
  }
}

Error DoesNotAddUp(std::string_view row, const Figures& f) {
  return Internal(
      fmt::format("the figures of {} do not add up: received {} + carried over {} + moved in {} "
                  "against finished "
                  "{} early, {} on time, {} late, {} without a due, withdrawn {}, moved out {}, "
                  "open {} in time, "
                  "{} overdue, {} suspended, {} without a due; run dunghan verify",
                  row, f.received, f.carried_over, f.moved_in, f.finished_early, f.finished_on_time,
                  f.finished_late, f.finished_unmeasurable, f.withdrawn, f.moved_out,
                  f.open_in_time, f.open_overdue, f.open_suspended, f.open_unmeasurable));
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
  return {};
}

}  // namespace

std::string_view ToString(GroupBy by) { return kGroupNames[static_cast<size_t>(by)]; }

std::optional<GroupBy> ParseGroupBy(std::string_view text) {
  const auto* found = std::find(kGroupNames.begin(), kGroupNames.end(), text);
  if (found == kGroupNames.end()) return {};
  return static_cast<GroupBy>(found - kGroupNames.begin());
}

Result<Statement> MakeMonthly(ledger::View& view, const figures::Policy& policy,
                              const StatementOptions& options) {
  Statement statement = Heading(view, policy, options);
  const LocalDay today = statement.zone.DayOf(statement.position.at);
  StatementSums sums(view, options);
  if (auto read = sums.Read(SplitAt(today, options.period)); !read) return read.error();
  statement.petitions_received = sums.petitions_received();
  FillRows(statement, sums, view.rulebook(), policy);
  if (auto checked = Check(statement); !checked) return checked.error();
  return statement;
}

}  // namespace dunghan::report

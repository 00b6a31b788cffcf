#pragma once

#include <map>
#include <string>
#include <vector>

#include "dunghan/statement/agency_matcher.h"
#include "dunghan/statement/reconciliation.h"
#include "dunghan/statement/statement.h"

/// Rows of theirs and rows of ours, side by side.
namespace dunghan::statement {

/// Ours by code of the row: agency, or field.
using CountsByRow = std::map<std::string, CountsSaid>;

/// How somebody may count otherwise.
struct CountingRules {
  bool suspended_in_time = true;     ///< among the open in time; else nowhere
  bool stopped_apart = true;         ///< where theirs has a column for them
  bool withdrawn_done = false;       ///< among those done on time
  bool without_due_on_time = false;  ///< on time, or open in time
  bool refused_done = true;
  friend bool operator==(const CountingRules&, const CountingRules&) = default;
};
/// The counts of a row as such forms have them. Where theirs has a column for stopped ones, ours
/// lie there and not among the open.
CountsSaid CountsOfRow(const StatementRow& row, const std::vector<TheirCount>& columns,
                       const CountingRules& rules);
CountsByRow CountsOfRows(const Statement& statement, const std::vector<TheirCount>& columns,
                         const CountingRules& rules = {});

/// Which row of theirs each of ours adds to.
class RowPairs {
 public:
  /// `ours`: codes and names of our rows. Adds to `reconciliation` its rows, matched, without our
  /// counts, and those that only we have.
  RowPairs(const Theirs& theirs, const AgencyMatcher& agencies, const std::vector<Named>& ours,
           Reconciliation& reconciliation);

  /// Our counts by rows of theirs; in the end those of rows that only we have.
  struct Placed {
    std::vector<CountsSaid> rows;
    std::vector<CountsSaid> only_ours;
  };
  Placed Place(const CountsByRow& counts) const;

 private:
  void Match(const AgencyMatcher& agencies, const std::vector<Named>& ours);
  void AssignOwners(const AgencyMatcher& agencies, const std::vector<Named>& ours);

  const Theirs& theirs_;
  Reconciliation& into_;
  std::map<std::string, size_t> row_of_;    // our code -> row of theirs matched with it
  std::map<std::string, size_t> owner_of_;  // our code -> row of theirs that it adds to
  std::map<std::string, size_t> alone_;     // our code -> index in only_ours
};

/// How far ours are from theirs: over all rows that are matched, or totals.
Conjecture Apart(const Reconciliation& reconciliation, const std::vector<CountsSaid>& ours,
                 Said what);

/// What one switch of index 766 in another position adds to each agency's counts.
struct TurnedSwitch {
  Said what;
  CountsByRow change;
};
/// For each position of each switch, one after the other; one pass.
Result<std::vector<TurnedSwitch>> TurnIndexSwitches(ledger::View& view,
                                                    const figures::Period& period);

/// Counts of dossiers by our agencies.
struct ListOutcome {
  CountsByRow ours;     ///< in the scope
  CountsByRow matched;  ///< that both have
};
/// Holds a list against our dossiers; one pass over those of `view`.
Result<ListOutcome> ReconcileDossiers(ledger::View& view, const Theirs& theirs,
                                      const AgencyMatcher& agencies,
                                      const ReconciliationOptions& options, Reconciliation& into);
/// How many of ours lie in the scope, as another view knows it.
Result<CountsByRow> CountInScope(ledger::View& view, const Theirs& theirs, ListScope scope);

}  // namespace dunghan::statement

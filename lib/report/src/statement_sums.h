#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <optional>
#include <string>

#include "dunghan/figures/figures.h"
#include "dunghan/ledger/view.h"
#include "dunghan/report/statement.h"

namespace dunghan::report {

/// The stretches of days a statement is made of. Those of no length are absent.
struct Ranges {
  ledger::DayRange before;                 ///< up to the period, but not beyond today
  std::optional<ledger::DayRange> within;  ///< of the period, up to today
  std::optional<ledger::DayRange> ahead;   ///< of the period, after today
};
Ranges SplitAt(LocalDay today, const figures::Period& period);

/// Restricts a statement to an agency and all below it.
class AgencyFilter {
 public:
  /// An empty code lets everything pass.
  AgencyFilter(const rulebook::Rulebook& rulebook, const std::string& code);

  bool Passes(AgencyCode agency);
  /// Whether the agency is on the list or occurred in what was asked of Passes.
  bool known() const { return listed_ || seen_ || code_.empty(); }
  /// "no agency X ...", with the nearest one on the list.
  Error Unknown() const;

 private:
  const rulebook::Rulebook& rulebook_;
  std::string code_;
  const rulebook::Agency* listed_ = nullptr;
  bool seen_ = false;
};

/// Sums of cells by the finest row.
class StatementSums {
 public:
  using Rows = boost::unordered_flat_map<figures::RowKey, figures::Tally>;

  StatementSums(ledger::View& view, const StatementOptions& options)
      : view_(view), options_(options), filter_(view.rulebook(), options.agency) {}

  Result<void> Read(const Ranges& ranges);

  const Rows& rows() const { return rows_; }
  int64_t petitions_received() const { return petitions_received_; }

 private:
  Result<void> ReadInto(figures::Amounts figures::Tally::*part, const ledger::DayRange& range);
  bool IsPetition(ProcedureCode procedure) const;

  ledger::View& view_;
  const StatementOptions& options_;
  AgencyFilter filter_;
  Rows rows_;
  int64_t petitions_received_ = 0;
};

/// The row of a statement that a finest row belongs to.
Named GroupOf(const figures::RowKey& row, GroupBy by, const rulebook::Rulebook& rulebook);
/// An agency with its names.
Named NamedAgency(AgencyCode code, const rulebook::Rulebook& rulebook);

}  // namespace dunghan::report

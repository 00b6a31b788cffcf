#pragma once

#include <functional>
#include <vector>

#include "form_making.h"

/// Rows of forms, in the order in which they are printed, and charts of them.
namespace dunghan::report {

/// The cells of a row after its name.
using RowCells = std::function<std::vector<statement::CellValue>(const statement::StatementRow& row,
                                                                 const std::string& code)>;

/// Rows by code; those of agencies under heads of their tier, each the sum of its rows, and a
/// total. `sum`: of rows of the statement, in place of which the total's code is "total".
/// A head's code is that of its tier.
struct RowGroup {
  std::string code;
  statement::Said name;
  std::vector<const statement::StatementRow*> rows;
};
/// One group without a name where rows are not agencies, or all are of one tier.
std::vector<RowGroup> GroupsOf(const statement::Statement& statement,
                               const rulebook::Rulebook& rulebook);
/// Several rows as one; rates are made of the sums.
statement::StatementRow SumOf(const std::vector<const statement::StatementRow*>& rows);

/// Fills the section's rows: a name, and what `cells` makes of each row.
void FillRows(statement::PaperSection& section, const FormMaking& making,
              const statement::Statement& statement, const RowCells& cells);

/// The headline rate of the periods before this one and its own, and of the rows.
Result<void> AddCharts(statement::Paper& paper, const FormMaking& making,
                       const statement::Statement& statement);

}  // namespace dunghan::report

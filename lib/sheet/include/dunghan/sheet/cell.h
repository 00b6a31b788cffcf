#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "dunghan/base/time.h"

/// Rows and cells of workbooks and lists, whatever the file they come from.
namespace dunghan::sheet {

enum class CellKind : uint8_t {
  kText,
  kNumber,
  kDate,     ///< a day, or a day and the time of it
  kBoolean,  ///< `number` is 0 or 1
  kError,    ///< what a formula failed with: "#DIV/0!"
};

/// A cell that holds something; those that hold nothing are left out of rows. In CSV all are texts.
/// Of merged cells the first holds it.
struct Cell {
  int column = 0;  ///< from 0: A
  CellKind kind = CellKind::kText;
  /// What stands there. Of text: as it is, outer blanks included. Of anything else the same
  /// whatever the format of the cell: 1234.5, "2021-06-07" or "2021-06-07T08:00:00", "true".
  std::string text;
  double number = 0;
  bool percent = false;   ///< formatted as one: 0.8843 is shown as 88.43 %; not known of an .xls
  LocalTime at{};         ///< kDate; no zone is known
  bool has_time = false;  ///< kDate: not at midnight exactly
};

struct Row {
  int64_t number = 0;       ///< from 1; in CSV the line where it begins
  std::vector<Cell> cells;  ///< by column; never empty

  /// The cell of a column; null where it holds nothing.
  const Cell* At(int column) const;
};

/// "C" of 2, "AA" of 26.
std::string ColumnName(int column);

}  // namespace dunghan::sheet

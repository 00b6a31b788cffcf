#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/sheet/workbook.h"

/// The table that people put into a sheet: with lines above it, headings over several rows, merged
/// cells, a row of column numbers, an empty column in front.
namespace dunghan::sheet {

struct Heading {
  int column = 0;
  /// From the outermost on, " / " between: "Tiếp nhận / Trong kỳ / Trực tuyến".
  std::string text;
  std::string plain;  ///< the same as Plain() has it, " / " between
};

struct TableHead {
  std::vector<std::string> above;  ///< what stands above the table, one text a cell, in one line
  std::vector<Heading> headings;   ///< by column
  int64_t first_row = 0;           ///< of the headings
  int64_t last_row = 0;            ///< of the headings, the row of column numbers included

  /// The column whose heading is one of these, as Plain() has them; the first that is found. -1:
  /// none.
  int Find(std::span<const std::string_view> plain) const;
};

struct TableOptions {
  /// Headings, as Plain() has them, of which a row of headings has half or more, at least two. A
  /// row with "STT", "TT" or "Số thứ tự" is one all the same.
  std::vector<std::string_view> known = {};
  int64_t most_rows_above = 200;
};

/// Takes the head once, and says whether it can use the table; its error ends the reading.
using TakeHead = std::function<Result<void>(const TableHead& head)>;
/// Takes a row below the headings; false: enough.
using TakeRow = std::function<Result<bool>(const Row& row)>;

/// Reads a table as a stream. @error kInvalidArgument: no row of headings; the rest as ForEachRow.
Result<void> ReadTable(Workbook& workbook, size_t sheet, const TableOptions& options,
                       const TakeHead& take_head, const TakeRow& take_row);

}  // namespace dunghan::sheet

#pragma once

#include <string>
#include <vector>

#include "paper_xlsx_book.h"

namespace dunghan::report {

/// A sheet, written from the top, row by row.
class XlsxSheet {
 public:
  /// Columns as wide as that, in characters.
  XlsxSheet(XlsxBook& book, const std::string& name, std::vector<double> widths);

  lxw_worksheet* raw() { return sheet_; }
  lxw_row_t row() const { return row_; }
  size_t columns() const { return widths_.size(); }
  double Width(size_t first, size_t end) const;
  /// How many of the columns make that share of the whole width; at least one.
  size_t ColumnsOf(double share) const;

  // Cells of the row that is being written. The row grows with the lines its texts need.
  void Text(size_t column, const std::string& text, const XlsxStyle& style);
  /// One cell over the columns from `first` up to `end`.
  void Wide(size_t first, size_t end, const std::string& text, const XlsxStyle& style);
  void Value(const statement::Paper& paper, size_t column, const statement::CellValue& value,
             XlsxStyle style);
  /// A cell of one column that goes down so many rows; in those below a blank is to be written. No
  /// row grows by it.
  void Tall(size_t column, lxw_row_t rows, const std::string& text, const XlsxStyle& style);
  /// Ends the row. It is at least as high as that, in lines.
  void NextRow(double lines = 1);

 private:
  void Grow(double width, const std::string& text, const XlsxStyle& style);
  void Merge(lxw_row_t last_row, size_t first, size_t end);

  XlsxBook& book_;
  lxw_worksheet* sheet_;
  const std::vector<double> widths_;
  lxw_row_t row_ = 0;
  double height_ = 0;  ///< of the row, in points
};

}  // namespace dunghan::report

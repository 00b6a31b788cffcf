#pragma once

#include <string>
#include <vector>

#include "dunghan/statement/paper.h"

namespace dunghan::report {

/// A cell of a table's head.
struct HeadCell {
  size_t row = 0;
  size_t column = 0;  ///< among those the head was made of
  size_t rows = 1;
  size_t columns = 1;
  std::string text;
};

/// The head of a table as a grid that its cells cover without gaps: headings, and last of all the
/// row of numbers where there is one.
struct PaperHead {
  size_t rows = 0;
  bool has_numbers = false;
  std::vector<HeadCell> cells;  ///< by row, and there from left to right
};
PaperHead PaperHeadOf(const std::vector<const statement::PaperColumn*>& columns, Language language);

/// All columns of a section.
std::vector<const statement::PaperColumn*> ColumnsOf(const statement::PaperSection& section);

/// How many of the first columns say what a row is of, and stand again where a table goes on beside
/// itself: up to the first one of text that is wider than a running number.
size_t NamingColumns(const std::vector<const statement::PaperColumn*>& columns);

}  // namespace dunghan::report

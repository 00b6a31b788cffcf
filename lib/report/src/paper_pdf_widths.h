#pragma once

#include <vector>

#include "paper_pdf_text.h"

namespace dunghan::report {

/// How the columns of a table lie on pages of one width.
struct PdfColumns {
  double size = 10;  ///< of its letters, in points
  /// Columns that have no room beside the others go on in further parts, each beginning with the
  /// same first ones.
  struct Part {
    std::vector<size_t> columns;
    std::vector<double> widths;
  };
  std::vector<Part> parts;  ///< at least one
};

inline constexpr double kPdfPadding = 3;  ///< on either side of a cell's text

/// The largest letters, down to 6.5 points, with which the table has room. It takes the whole
/// width.
PdfColumns FitPdfColumns(const statement::Paper& paper, const statement::PaperSection& section,
                         PdfText& text, double width);

}  // namespace dunghan::report

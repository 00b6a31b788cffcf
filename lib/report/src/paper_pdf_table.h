#pragma once

#include <string>
#include <vector>

#include "paper_head.h"
#include "paper_pdf_flow.h"
#include "paper_pdf_widths.h"

namespace dunghan::report {

/// A section's table on pages: its head on each, no row torn that has room on one, nothing cut.
class PdfTable {
 public:
  PdfTable(const statement::Paper& paper, const statement::PaperSection& section, PdfText& text);

  void Draw(PdfFlow& flow);

 private:
  /// One cell of a row in its lines, which point into `text`.
  struct Cell {
    std::string text;
    std::vector<std::string_view> lines;
    CellAlign align = CellAlign::kLeft;
    double indent = 0;
  };

  void BeginPart(const PdfColumns::Part& part);
  void MeasureHead();
  double HeadHeight() const;
  void DrawHead(PdfFlow& flow);
  void DrawHeadCell(PdfFlow& flow, const HeadCell& cell, double top);
  void Row(PdfFlow& flow, const statement::PaperRow& row);
  void Nothing(PdfFlow& flow);
  size_t Fill(const statement::PaperRow& row, const PdfStyle& style);
  void Slice(PdfFlow& flow, const statement::PaperRow& row, const PdfStyle& style, size_t first,
             size_t count);
  void NextPage(PdfFlow& flow);
  void EndRun(PdfFlow& flow);
  double X(size_t column) const { return xs_[column]; }

  const statement::Paper& paper_;
  const statement::PaperSection& section_;
  PdfText& text_;
  const size_t naming_;
  const PdfColumns columns_;

  // Of the part that is being drawn.
  const PdfColumns::Part* part_ = nullptr;
  std::vector<double> xs_;  ///< where columns begin, and the last ends
  PaperHead head_;
  std::vector<double> head_rows_;  ///< their heights
  std::vector<Cell> cells_;
  double run_top_ = 0;             ///< where this page's rows begin
  std::vector<double> run_lines_;  ///< where they end
};

}  // namespace dunghan::report

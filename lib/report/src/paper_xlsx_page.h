#pragma once

#include "paper_xlsx_sheet.h"

namespace dunghan::report {

/// What stands around the tables of a workbook's page, and the tables themselves.
class XlsxPage {
 public:
  XlsxPage(const statement::Paper& paper, XlsxSheet& sheet) : paper_(paper), sheet_(sheet) {}

  void OfficialHead();
  void Title();
  /// What stands above and below a section's table, with it.
  void Section(const statement::PaperSection& section, bool with_title = true);
  void EndBlocks();
  void Signatures();
  /// Paper, margins, and what stands at the foot of every printed page.
  void PrintSetup();

  /// Where the head of the last table was: rows from `first` up to `end`.
  struct HeadRows {
    lxw_row_t first = 0;
    lxw_row_t end = 0;
  };
  const HeadRows& head() const { return head_; }

 private:
  void Paragraph(const std::string& text, const XlsxStyle& style);
  void Head(const statement::PaperSection& section);
  void Row(const statement::PaperSection& section, const statement::PaperRow& row, size_t naming);

  const statement::Paper& paper_;
  XlsxSheet& sheet_;
  HeadRows head_;
};

/// Widths for a section's columns, and for empty ones beside them where they alone would be too
/// narrow for a title.
std::vector<double> XlsxWidths(const std::vector<statement::PaperColumn>& columns,
                               Language language);

/// A sheet of a chart's values, and the chart as the spreadsheet program draws it; none of none.
enum class XlsxChartKind : uint8_t { kLine, kBar };
void WriteXlsxChart(const statement::Paper& paper, XlsxBook& book, const std::string& name,
                    const statement::Said& title, const std::vector<statement::ChartValue>& values,
                    XlsxChartKind kind);

}  // namespace dunghan::report

#include "paper_pdf_table.h"

#include <algorithm>
#include <numeric>

namespace dunghan::report {
namespace {

using statement::Paper;
using statement::PaperRow;
using statement::PaperSection;

constexpr double kRowPadding = 2.3;  // above and below a cell's text
constexpr double kIndent = 9;        // for each depth
constexpr double kThin = 0.4;
constexpr size_t kFewestLines = 3;  // of a torn row on a page
constexpr PdfColor kHeadFill{0.868, 0.903, 0.942};
constexpr PdfColor kGroupFill{0.95, 0.95, 0.95};
constexpr PdfColor kTotalFill{0.906, 0.922, 0.937};
constexpr PdfColor kRuleColor{0.35, 0.35, 0.35};

double Sum(const std::vector<double>& values, size_t first, size_t count) {
  const auto begin = values.begin() + static_cast<std::ptrdiff_t>(first);
  return std::accumulate(begin, begin + static_cast<std::ptrdiff_t>(count), 0.0);
}

}  // namespace

PdfTable::PdfTable(const Paper& paper, const PaperSection& section, PdfText& text)
    : paper_(paper),
      section_(section),
      text_(text),
      naming_(NamingColumns(ColumnsOf(section))),
      columns_(FitPdfColumns(paper, section, text, PdfFlow::kWidth)) {}

void PdfTable::Draw(PdfFlow& flow) {
  for (const PdfColumns::Part& part : columns_.parts) {
    BeginPart(part);
    // A head alone at the foot of a page says nothing.
    const double line = PdfText::LineHeight({.size = columns_.size});
    flow.Room(HeadHeight() + static_cast<double>(kFewestLines) * line);
    DrawHead(flow);
    for (const PaperRow& row : section_.rows) Row(flow, row);
    if (section_.rows.empty()) Nothing(flow);
    EndRun(flow);
    flow.Skip(6);
  }
}

void PdfTable::BeginPart(const PdfColumns::Part& part) {
  part_ = &part;
  xs_ = {PdfFlow::kLeft};
  std::vector<const statement::PaperColumn*> columns;
  for (size_t i = 0; i < part.columns.size(); ++i) {
    xs_.push_back(xs_.back() + part.widths[i]);
    columns.push_back(&section_.columns[part.columns[i]]);
  }
  head_ = PaperHeadOf(columns, paper_.language);
  cells_.resize(part.columns.size());
  MeasureHead();
}

void PdfTable::MeasureHead() {
  head_rows_.assign(head_.rows, 0);
  // Those over several rows last: they need what the others do not give.
  for (const bool tall : {false, true}) {
    for (const HeadCell& cell : head_.cells) {
      if ((cell.rows > 1) != tall) continue;
      const bool number = head_.has_numbers && cell.row + 1 == head_.rows;
      const PdfStyle style{.size = columns_.size, .bold = !number, .italic = number};
      const double width = Sum(part_->widths, cell.column, cell.columns) - 2 * kPdfPadding;
      const auto lines = static_cast<double>(text_.Wrap(cell.text, style, width).size());
      const double height = lines * PdfText::LineHeight(style) + 2 * kRowPadding;
      const double has = Sum(head_rows_, cell.row, cell.rows);
      if (has < height) head_rows_[cell.row + cell.rows - 1] += height - has;
    }
  }
}

double PdfTable::HeadHeight() const { return Sum(head_rows_, 0, head_rows_.size()); }

void PdfTable::DrawHead(PdfFlow& flow) {
  const double top = flow.y();
  if (flow.drawing()) {
    for (const HeadCell& cell : head_.cells) DrawHeadCell(flow, cell, top);
  }
  flow.Skip(HeadHeight());
  run_top_ = flow.y();
  run_lines_.clear();
}

void PdfTable::DrawHeadCell(PdfFlow& flow, const HeadCell& cell, double top) {
  const bool number = head_.has_numbers && cell.row + 1 == head_.rows;
  const PdfStyle style{.size = columns_.size, .bold = !number, .italic = number};
  const double y = top + Sum(head_rows_, 0, cell.row);
  const double height = Sum(head_rows_, cell.row, cell.rows);
  const double x = X(cell.column);
  const double width = X(cell.column + cell.columns) - x;
  flow.Rectangle(x, y, width, height, kHeadFill);
  flow.Line(x, y, x + width, y, kThin, kRuleColor);
  flow.Line(x, y + height, x + width, y + height, kThin, kRuleColor);
  flow.Line(x, y, x, y + height, kThin, kRuleColor);
  flow.Line(x + width, y, x + width, y + height, kThin, kRuleColor);
  const auto lines = text_.Wrap(cell.text, style, width - 2 * kPdfPadding);
  const double line = PdfText::LineHeight(style);
  double text_top = y + (height - static_cast<double>(lines.size()) * line) / 2;
  flow.SetColor(kPdfInk);
  for (const std::string_view each : lines) {
    flow.Text(each, style, x, text_top + PdfText::Baseline(style), CellAlign::kCentre, width);
    text_top += line;
  }
}

/// The cells of a row in lines; how many the highest has.
size_t PdfTable::Fill(const PaperRow& row, const PdfStyle& style) {
  size_t most = 1;
  for (size_t i = 0; i < cells_.size(); ++i) {
    const size_t at = part_->columns[i];
    Cell& cell = cells_[i];
    cell.text.clear();
    cell.align = CellAlign::kLeft;
    if (at < row.cells.size()) {
      cell.text = PaperCellText(paper_, row.cells[at]);
      cell.align = PaperAlignOf(section_.columns[at], row.cells[at]);
    }
    cell.indent = at + 1 == naming_ ? kIndent * std::clamp(row.depth, 0, 6) : 0;
    cell.lines = text_.Wrap(cell.text, style, part_->widths[i] - 2 * kPdfPadding - cell.indent);
    most = std::max(most, cell.lines.size());
  }
  return most;
}

void PdfTable::Row(PdfFlow& flow, const PaperRow& row) {
  const PdfStyle style{.size = columns_.size, .bold = row.level != PaperRow::Level::kPlain};
  const size_t lines = Fill(row, style);
  const double line = PdfText::LineHeight(style);
  const auto height_of = [line](size_t count) {
    return static_cast<double>(count) * line + 2 * kRowPadding;
  };
  for (size_t first = 0; first < lines;) {
    const size_t rest = lines - first;
    if (height_of(rest) <= flow.Left()) {
      Slice(flow, row, style, first, rest);
      return;
    }
    const double page = PdfFlow::kBottom - PdfFlow::kTop - HeadHeight() - 40;
    const double room = std::max(flow.Left() - 2 * kRowPadding, 0.0) / line;
    const bool torn = height_of(rest) > page && room >= static_cast<double>(kFewestLines);
    const auto taken = std::min(rest, static_cast<size_t>(room));
    if (torn) {
      Slice(flow, row, style, first, taken);
      first += taken;
    }
    NextPage(flow);
  }
}

void PdfTable::Slice(PdfFlow& flow, const PaperRow& row, const PdfStyle& style, size_t first,
                     size_t count) {
  const double line = PdfText::LineHeight(style);
  const double height = static_cast<double>(count) * line + 2 * kRowPadding;
  const double top = flow.y();
  flow.Skip(height);
  run_lines_.push_back(flow.y());
  if (!flow.drawing()) return;
  if (row.level != PaperRow::Level::kPlain) {
    const bool total = row.level == PaperRow::Level::kTotal;
    flow.Rectangle(xs_.front(), top, xs_.back() - xs_.front(), height,
                   total ? kTotalFill : kGroupFill);
  }
  flow.SetColor(kPdfInk);
  for (size_t i = 0; i < cells_.size(); ++i) {
    const Cell& cell = cells_[i];
    if (first >= cell.lines.size()) continue;
    const size_t end = std::min(cell.lines.size(), first + count);
    double y = top + (height - static_cast<double>(end - first) * line) / 2;
    const double x = X(i) + kPdfPadding + cell.indent;
    for (size_t each = first; each < end; ++each) {
      flow.Text(cell.lines[each], style, x, y + PdfText::Baseline(style), cell.align,
                X(i + 1) - kPdfPadding - x);
      y += line;
    }
  }
}

void PdfTable::Nothing(PdfFlow& flow) {
  const std::string text = PaperPlain(section_.nothing.In(paper_.language));
  if (text.empty()) return;
  flow.Skip(kRowPadding);
  flow.Paragraph(text, {.size = columns_.size, .italic = true}, CellAlign::kCentre);
  flow.Skip(kRowPadding);
  flow.Line(xs_.front(), flow.y(), xs_.back(), flow.y(), kThin, kRuleColor);
  flow.Line(xs_.front(), run_top_, xs_.front(), flow.y(), kThin, kRuleColor);
  flow.Line(xs_.back(), run_top_, xs_.back(), flow.y(), kThin, kRuleColor);
}

void PdfTable::NextPage(PdfFlow& flow) {
  EndRun(flow);
  flow.NewPage(PdfFlow::Head::kRunning);
  DrawHead(flow);
}

/// The rules between the rows and columns of a page, all at once.
void PdfTable::EndRun(PdfFlow& flow) {
  if (!flow.drawing() || run_lines_.empty()) return;
  cairo_t* cairo = flow.cairo();
  flow.SetColor(kRuleColor);
  cairo_set_line_width(cairo, kThin);
  for (const double y : run_lines_) {
    cairo_move_to(cairo, xs_.front(), y);
    cairo_line_to(cairo, xs_.back(), y);
  }
  for (const double x : xs_) {
    cairo_move_to(cairo, x, run_top_);
    cairo_line_to(cairo, x, run_lines_.back());
  }
  cairo_stroke(cairo);
  run_lines_.clear();
}

}  // namespace dunghan::report

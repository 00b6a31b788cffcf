#include "paper_xlsx_page.h"

#include <algorithm>

#include "dunghan/base/text.h"
#include "format.h"
#include "paper_head.h"
#include "paper_text.h"
#include "text_table.h"

namespace dunghan::report {
namespace {

using statement::CellKind;
using statement::PaperColumn;
using statement::PaperRow;
using statement::PaperSection;

constexpr lxw_color_t kXlsxHead = 0xDDE6F0;
constexpr lxw_color_t kXlsxGroup = 0xF2F2F2;
constexpr lxw_color_t kXlsxTotal = 0xE7EBEF;
constexpr lxw_color_t kXlsxRed = 0xC00000;
constexpr double kNarrowestPage = 100;  // characters
constexpr double kEmptyColumn = 10;
constexpr double kWidestColumn = 60;
constexpr uint8_t kPaperA4 = 9;
constexpr double kRowOfTable = 1.25;  // lines, so that rows do not stick together

/// How many characters an unbroken number or date of that kind has.
double LeastOf(CellKind kind) {
  switch (kind) {
    case CellKind::kDay:
    case CellKind::kTime:
      return 11;
    case CellKind::kInstant:
      return 16;
    case CellKind::kPercent:
      return 9;
    case CellKind::kText:
    case CellKind::kCount:
    case CellKind::kNumber:
      break;
  }
  return 4;
}

/// "&" begins a code in headers and footers.
std::string FooterText(std::string_view text) {
  std::string out;
  for (const char c : text) out.append(c == '&' ? 2 : 1, c);
  return out;
}

lxw_format_alignments XlsxAlign(CellAlign align) {
  if (align == CellAlign::kRight) return LXW_ALIGN_RIGHT;
  return align == CellAlign::kCentre ? LXW_ALIGN_CENTER : LXW_ALIGN_LEFT;
}

}  // namespace

std::vector<double> XlsxWidths(const std::vector<PaperColumn>& columns, Language language) {
  std::vector<double> widths;
  double total = 0;
  for (const PaperColumn& column : columns) {
    size_t longest = 0;
    for (const std::string& word : WrapTo(PaperPlain(column.heading.In(language)), 1)) {
      longest = std::max(longest, Columns(word));
    }
    const double wished = std::max(
        {static_cast<double>(column.width), LeastOf(column.kind), static_cast<double>(longest)});
    widths.push_back(std::min(wished, kWidestColumn) + 1.5);
    total += widths.back();
  }
  for (; total < kNarrowestPage; total += kEmptyColumn) widths.push_back(kEmptyColumn);
  return widths;
}

void XlsxPage::Paragraph(const std::string& text, const XlsxStyle& style) {
  sheet_.Wide(0, sheet_.columns(), text, style);
  sheet_.NextRow();
}

void XlsxPage::OfficialHead() {
  const Language language = paper_.language;
  const statement::Letterhead& head = paper_.head;
  struct Line {
    std::string text;
    XlsxStyle style;
  };
  std::vector<Line> left;
  std::vector<Line> right;
  const auto add = [&](std::vector<Line>& side, const std::string& text, XlsxStyle style) {
    style.align = LXW_ALIGN_CENTER;
    if (!text.empty()) side.push_back({text, std::move(style)});
  };
  add(left, PaperPlain(head.above.In(language)), {});
  add(left, PaperPlain(head.issuer.In(language)), {.bold = true});
  add(left, PaperPlain(head.address.In(language)), {.italic = true, .size = 10});
  add(right, std::string(kCountryWords.In(language)), {.bold = true});
  add(right, std::string(kMottoWords.In(language)), {.bold = true});
  for (const std::string& line : PaperLines(head.form, language)) {
    add(right, line, {.italic = true, .size = 10});
  }
  const size_t middle = std::min(sheet_.ColumnsOf(0.5), sheet_.columns() - 1);
  for (size_t i = 0; i < std::max(left.size(), right.size()); ++i) {
    if (i < left.size()) sheet_.Wide(0, middle, left[i].text, left[i].style);
    if (i < right.size()) sheet_.Wide(middle, sheet_.columns(), right[i].text, right[i].style);
    sheet_.NextRow();
  }
  sheet_.NextRow();
}

void XlsxPage::Title() {
  Paragraph(PaperTitle(paper_), {.bold = true, .align = LXW_ALIGN_CENTER, .size = 14});
  for (const std::string& line : PaperLines(paper_.subtitle, paper_.language)) {
    Paragraph(line, {.italic = true, .align = LXW_ALIGN_CENTER});
  }
  std::string marks;
  for (const std::string& mark : PaperMarks(paper_)) marks += (marks.empty() ? "" : " · ") + mark;
  if (!marks.empty()) {
    Paragraph(marks, {.bold = true, .align = LXW_ALIGN_CENTER, .size = 13, .color = kXlsxRed});
  }
  sheet_.NextRow();
}

void XlsxPage::Section(const PaperSection& section, bool with_title) {
  const Language language = paper_.language;
  if (with_title && !section.title.empty()) {
    Paragraph(PaperPlain(section.title.In(language)), {.bold = true, .size = 12});
  }
  for (const std::string& line : PaperLines(section.before, language)) Paragraph(line, {});
  if (!section.columns.empty()) Head(section);
  const size_t naming = NamingColumns(ColumnsOf(section));
  for (const PaperRow& row : section.rows) Row(section, row, naming);
  if (section.rows.empty() && !section.nothing.empty()) {
    Paragraph(PaperPlain(section.nothing.In(language)),
              {.italic = true, .border = true, .align = LXW_ALIGN_CENTER});
  }
  for (const std::string& line : PaperLines(section.after, language)) Paragraph(line, {});
}

void XlsxPage::Head(const PaperSection& section) {
  const PaperHead head = PaperHeadOf(ColumnsOf(section), paper_.language);
  head_.first = sheet_.row();
  head_.end = sheet_.row() + static_cast<lxw_row_t>(head.rows);
  for (size_t row = 0; row < head.rows; ++row) {
    const bool numbers = head.has_numbers && row + 1 == head.rows;
    const XlsxStyle style{.bold = !numbers,
                          .italic = numbers,
                          .border = true,
                          .align = LXW_ALIGN_CENTER,
                          .size = numbers ? 9 : 11,
                          .background = kXlsxHead};
    // What lies below a cell that goes down; its own row writes over that.
    for (size_t i = 0; i < section.columns.size(); ++i) sheet_.Text(i, "", style);
    double lines = 1;
    for (const HeadCell& cell : head.cells) {
      const size_t end = cell.column + cell.columns;
      // A heading's lines are shared out among the rows it covers.
      if (row >= cell.row && row < cell.row + cell.rows) {
        const double all = static_cast<double>(Columns(cell.text)) * 1.15;
        const double needed = all / sheet_.Width(cell.column, end) + 0.6;
        lines = std::max(lines, needed / static_cast<double>(cell.rows));
      }
      if (cell.row != row) continue;
      if (cell.rows == 1) {
        sheet_.Wide(cell.column, end, cell.text, style);
      } else {
        sheet_.Tall(cell.column, static_cast<lxw_row_t>(cell.rows), cell.text, style);
      }
    }
    sheet_.NextRow(lines);
  }
}

void XlsxPage::Row(const PaperSection& section, const PaperRow& row, size_t naming) {
  XlsxStyle style{.border = true};
  style.bold = row.level != PaperRow::Level::kPlain;
  if (row.level == PaperRow::Level::kGroup) style.background = kXlsxGroup;
  if (row.level == PaperRow::Level::kTotal) style.background = kXlsxTotal;
  for (size_t i = 0; i < section.columns.size(); ++i) {
    const statement::CellValue none;
    const statement::CellValue& value = i < row.cells.size() ? row.cells[i] : none;
    style.align = XlsxAlign(PaperAlignOf(section.columns[i], value));
    style.indent = i + 1 == naming ? std::clamp(row.depth, 0, 15) : 0;
    sheet_.Value(paper_, i, value, style);
  }
  sheet_.NextRow(kRowOfTable);
}

void XlsxPage::EndBlocks() {
  sheet_.NextRow();
  for (const PaperBlock& block : PaperEndBlocks(paper_)) {
    Paragraph(block.title + ":", {.bold = true, .size = 10});
    for (const std::string& line : block.lines) Paragraph("- " + line, {.size = 10});
  }
}

void XlsxPage::Signatures() {
  const std::vector<SignaturePlace> places = PaperSignatures(paper_);
  std::vector<size_t> ends = {0};
  for (size_t i = 1; i <= places.size(); ++i) {
    const double share = static_cast<double>(i) / static_cast<double>(places.size());
    ends.push_back(i == places.size() ? sheet_.columns() : sheet_.ColumnsOf(share));
  }
  // One alone stands on the right.
  if (places.size() == 1) ends[0] = std::min(sheet_.ColumnsOf(0.5), sheet_.columns() - 1);
  const auto row_of = [&](const auto& text_of, const XlsxStyle& style) {
    for (size_t i = 0; i < places.size(); ++i) {
      if (ends[i] < ends[i + 1]) sheet_.Wide(ends[i], ends[i + 1], text_of(i), style);
    }
    sheet_.NextRow();
  };
  const XlsxStyle centred{.align = LXW_ALIGN_CENTER};
  XlsxStyle bold = centred;
  bold.bold = true;
  XlsxStyle italic = centred;
  italic.italic = true;
  sheet_.NextRow();
  row_of([&](size_t i) { return i + 1 == places.size() ? PaperPlaceAndDate(paper_) : ""; }, italic);
  size_t lines = 0;
  for (const SignaturePlace& place : places) lines = std::max(lines, place.lines.size());
  for (size_t line = 0; line < lines; ++line) {
    row_of([&](size_t i) { return line < places[i].lines.size() ? places[i].lines[line] : ""; },
           bold);
  }
  row_of([&](size_t i) { return places[i].hint; }, italic);
  for (int i = 0; i < 4; ++i) sheet_.NextRow();
  row_of([&](size_t i) { return places[i].name; }, bold);
}

void XlsxPage::PrintSetup() {
  lxw_worksheet* sheet = sheet_.raw();
  worksheet_set_landscape(sheet);
  worksheet_set_paper(sheet, kPaperA4);
  worksheet_fit_to_pages(sheet, 1, 0);
  worksheet_set_margins(sheet, 0.4, 0.4, 0.5, 0.6);
  worksheet_center_horizontally(sheet);
  std::string footer = "&L&8" + FooterText(PaperPosition(paper_));
  if (paper_.frozen) {
    footer += "\n" + FooterText(PaperPlain(paper_.frozen->id + " " + paper_.frozen->digest));
  }
  footer += fmt::format("&R&8{} &P/&N", kPageWords.In(paper_.language));
  // Longer ones are refused as a whole; Excel takes 255.
  worksheet_set_footer(sheet, CutTo(footer, 250).c_str());
}

}  // namespace dunghan::report

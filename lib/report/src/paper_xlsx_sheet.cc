#include "paper_xlsx_sheet.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "dunghan/base/text.h"
#include "format.h"
#include "paper_text.h"
#include "text_table.h"

namespace dunghan::report {
namespace {

using statement::CellValue;
using statement::Paper;

constexpr double kLineOfSize = 1.36;  // points of height for each of the font's size
// A column's width is in digits of another, wider font.
constexpr double kLettersOfWidth = 1.2;
constexpr size_t kMostText = 32'000;  // Excel: 32,767 UTF-16 units in a cell
constexpr LocalDay kFirstExcelDay{std::chrono::local_days{std::chrono::year{1900} / 3 / 1}};

lxw_col_t Col(size_t column) { return static_cast<lxw_col_t>(column); }

/// Days since 1899-12-30, which is right from March 1900 on: Excel has a 29 February 1900.
double ExcelDay(LocalDay day) {
  const LocalDay zero{std::chrono::local_days{std::chrono::year{1899} / 12 / 30}};
  return static_cast<double>((day - zero).count());
}

/// What a cell holds as a number, with its format; nothing: it is words.
struct XlsxNumber {
  const Paper& paper;
  std::string& format;

  std::optional<double> operator()(std::monostate /*nothing*/) const { return {}; }
  std::optional<double> operator()(const statement::Said& /*words*/) const { return {}; }
  std::optional<double> operator()(int64_t count) const {
    format = "#,##0";
    return static_cast<double>(count);
  }
  std::optional<double> operator()(double number) const {
    format = "#,##0.00";
    return number;
  }
  std::optional<double> operator()(const statement::Percent& percent) const {
    format = "0.00%";
    return figures::CutRatio(percent.of);
  }
  std::optional<double> operator()(const statement::WorkTime& worked) const {
    format = Say(paper.language, "#,##0.00\" giờ\"", "#,##0.00\" h\"");
    return std::chrono::duration<double, std::ratio<3600>>(worked.time).count();
  }
  std::optional<double> operator()(LocalDay day) const {
    if (day < kFirstExcelDay) return {};
    format = "dd/mm/yyyy";
    return ExcelDay(day);
  }
  std::optional<double> operator()(Instant at) const {
    const LocalTime local = paper.zone.ToLocal(at);
    const LocalDay day = std::chrono::floor<std::chrono::days>(local);
    if (day < kFirstExcelDay) return {};
    format = "dd/mm/yyyy hh:mm";
    return ExcelDay(day) +
           std::chrono::duration<double, std::ratio<86'400>>(local - LocalTime(day)).count();
  }
};

}  // namespace

XlsxSheet::XlsxSheet(XlsxBook& book, const std::string& name, std::vector<double> widths)
    : book_(book), sheet_(book.AddSheet(name)), widths_(std::move(widths)) {
  for (size_t i = 0; i < widths_.size(); ++i) {
    book_.Check(worksheet_set_column(sheet_, Col(i), Col(i), widths_[i], nullptr));
  }
}

double XlsxSheet::Width(size_t first, size_t end) const {
  double width = 0;
  for (size_t i = first; i < std::min(end, widths_.size()); ++i) width += widths_[i];
  return width;
}

size_t XlsxSheet::ColumnsOf(double share) const {
  const double wanted = share * Width(0, columns());
  size_t count = 1;
  while (count < columns() && Width(0, count + 1) <= wanted + 0.5) ++count;
  return count;
}

/// Rows of merged cells do not grow by themselves in Excel, and no row does everywhere.
void XlsxSheet::Grow(double width, const std::string& text, const XlsxStyle& style) {
  if (text.empty()) return;
  const double characters = width * kLettersOfWidth * 11 / style.size - style.indent * 2.0;
  const auto room = static_cast<size_t>(std::max(characters, 1.0));
  double lines = 0;
  for (const std::string& line : WrapTo(text, room)) {
    lines += std::ceil(static_cast<double>(std::max<size_t>(Columns(line), 1)) /
                       static_cast<double>(room));
  }
  height_ = std::max(height_, lines * style.size * kLineOfSize);
}

void XlsxSheet::Text(size_t column, const std::string& text, const XlsxStyle& style) {
  if (text.empty()) {
    book_.Check(worksheet_write_blank(sheet_, row_, Col(column), book_.Style(style)));
    return;
  }
  const std::string& shown = text.size() <= kMostText ? text : CutTo(text, kMostText / 2);
  book_.Check(worksheet_write_string(sheet_, row_, Col(column), shown.c_str(), book_.Style(style)));
  if (style.wrap && column < widths_.size()) Grow(widths_[column], text, style);
}

void XlsxSheet::Wide(size_t first, size_t end, const std::string& text, const XlsxStyle& style) {
  Grow(Width(first, end), text, style);
  const double height = height_;
  Text(first, text, style);
  height_ = height;  // not as if the first column were all the room there is
  for (size_t i = first + 1; i < end; ++i) Text(i, "", style);
  if (end > first + 1) Merge(row_, first, end);
}

void XlsxSheet::Tall(size_t column, lxw_row_t rows, const std::string& text,
                     const XlsxStyle& style) {
  const double height = height_;
  Text(column, text, style);
  height_ = height;
  Merge(row_ + rows - 1, column, column + 1);
}

/// The library's own function writes the cells anew, which a sheet that keeps one row cannot bear.
void XlsxSheet::Merge(lxw_row_t last_row, size_t first, size_t end) {
  auto* range = static_cast<lxw_merged_range*>(std::calloc(1, sizeof(lxw_merged_range)));
  if (range == nullptr) {
    book_.Check(LXW_ERROR_MEMORY_MALLOC_FAILED);
    return;
  }
  range->first_row = row_;
  range->last_row = last_row;
  range->first_col = Col(first);
  range->last_col = Col(end - 1);
  STAILQ_INSERT_TAIL(sheet_->merged_ranges, range, list_pointers);
  ++sheet_->merged_range_count;
}

void XlsxSheet::Value(const Paper& paper, size_t column, const CellValue& value, XlsxStyle style) {
  std::string format;
  const std::optional<double> number = std::visit(XlsxNumber{paper, format}, value);
  if (!number) {
    Text(column, PaperCellText(paper, value), style);
    return;
  }
  style.number = std::move(format);
  style.wrap = false;
  book_.Check(worksheet_write_number(sheet_, row_, Col(column), *number, book_.Style(style)));
}

void XlsxSheet::NextRow(double lines) {
  constexpr double kUsual = 11 * kLineOfSize;
  const double height = std::min(std::max(height_, lines * kUsual), 409.0);  // Excel's most
  if (height > kUsual + 0.5) book_.Check(worksheet_set_row(sheet_, row_, height, nullptr));
  ++row_;
  height_ = 0;
}

}  // namespace dunghan::report

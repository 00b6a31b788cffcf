#include "paper_pdf_widths.h"

#include <algorithm>
#include <numeric>

#include "paper_head.h"

namespace dunghan::report {
namespace {

using statement::CellKind;
using statement::PaperColumn;
using statement::PaperRow;
using statement::PaperSection;

constexpr double kLargestLetters = 10;  // where every cell is one line
constexpr double kUsualLetters = 9;
constexpr double kListLetters = 8;
constexpr size_t kLongList = 500;  // rows; paper is saved
constexpr double kSmallestLetters = 6.5;
constexpr double kLettersStep = 0.5;
constexpr double kHeadingLines = 3;      // a heading may take, before its column becomes wider
constexpr double kAverageLetter = 0.46;  // width for a size of 1
constexpr double kKeptOnOneLine = 9;     // texts no wider than that, for a size of 1, are one line
constexpr double kRounding = 0.3;        // points; kerning may widen a line by a hair

/// What a column asks for, with letters of size 1.
struct WidthAsked {
  double least = 0;   ///< its longest word
  double wished = 0;  ///< with few lines
  double whole = 0;   ///< with one line a cell
};

WidthAsked AskWidth(const statement::Paper& paper, const PaperSection& section, size_t at,
                    PdfText& text) {
  const PaperColumn& column = section.columns[at];
  const PdfStyle plain{.size = 1};
  const PdfStyle bold{.size = 1, .bold = true};
  const std::string heading = PaperPlain(column.heading.In(paper.language));
  const double heading_word =
      std::max(text.LongestWord(heading, bold), text.Width(PaperPlain(column.number), plain));
  WidthAsked asked;
  double short_ones = 0;
  for (const PaperRow& row : section.rows) {
    if (at >= row.cells.size()) continue;
    const std::string cell = PaperCellText(paper, row.cells[at]);
    const PdfStyle& style = row.level == PaperRow::Level::kPlain ? plain : bold;
    const double whole = text.Width(cell, style);
    const bool is_text = std::holds_alternative<statement::Said>(row.cells[at]);
    // Numbers, dates and times of day are never broken.
    asked.least = std::max(asked.least, is_text ? text.LongestWord(cell, style) : whole);
    asked.whole = std::max(asked.whole, whole);
    if (whole <= kKeptOnOneLine) short_ones = std::max(short_ones, whole);
  }
  const double most_lines = text.Width(heading, bold) / kHeadingLines;
  const double wide = column.kind == CellKind::kText ? column.width * kAverageLetter : 0;
  asked.least = std::max(asked.least, heading_word);
  asked.whole = std::max(asked.whole, heading_word);
  asked.wished = std::max({asked.least, most_lines, short_ones, std::min(asked.whole, wide)});
  asked.whole = std::max(asked.whole, asked.wished);
  return asked;
}

double InPoints(double of_one, double size) { return of_one * size + 2 * kPdfPadding + kRounding; }

class ColumnFitter {
 public:
  ColumnFitter(std::vector<WidthAsked> asked, size_t naming, double width, bool long_list)
      : asked_(std::move(asked)), naming_(naming), width_(width), long_list_(long_list) {
    // A word without end is broken rather than given a page.
    for (WidthAsked& each : asked_) {
      const double most = width_ * 0.3 / kLargestLetters;
      each.least = std::min(each.least, most);
      each.wished = std::min(each.wished, std::max(most, each.least));
    }
  }

  PdfColumns Fit() {
    std::vector<size_t> all(asked_.size());
    std::iota(all.begin(), all.end(), size_t{0});
    for (double size = kLargestLetters; size >= kSmallestLetters; size -= kLettersStep) {
      if (long_list_ && size > kListLetters) continue;
      const bool whole = Sum(all, &WidthAsked::whole, size) <= width_;
      const bool fits = size <= kUsualLetters && Sum(all, &WidthAsked::wished, size) <= width_;
      if (whole || fits) return {size, {Widened(all, size)}};
    }
    if (Sum(all, &WidthAsked::least, kSmallestLetters) <= width_) {
      return {kSmallestLetters, {Squeezed(all)}};
    }
    return {kSmallestLetters, Parts()};
  }

 private:
  double Sum(const std::vector<size_t>& columns, double WidthAsked::*of, double size) const {
    double sum = 0;
    for (const size_t column : columns) sum += InPoints(asked_[column].*of, size);
    return sum;
  }

  /// What is left goes to texts of several lines first, then to all alike.
  PdfColumns::Part Widened(const std::vector<size_t>& columns, double size) const {
    PdfColumns::Part part{columns, {}};
    double rest = width_ - Sum(columns, &WidthAsked::wished, size);
    const double wanted =
        Sum(columns, &WidthAsked::whole, size) - Sum(columns, &WidthAsked::wished, size);
    const double given = wanted > 0 ? std::min(1.0, rest / wanted) : 0;
    double total = 0;
    for (const size_t column : columns) {
      const WidthAsked& asked = asked_[column];
      part.widths.push_back(InPoints(asked.wished, size) +
                            given * (asked.whole - asked.wished) * size);
      total += part.widths.back();
    }
    for (double& each : part.widths) each *= width_ / total;
    return part;
  }

  PdfColumns::Part Squeezed(const std::vector<size_t>& columns) const {
    PdfColumns::Part part{columns, {}};
    const double least = Sum(columns, &WidthAsked::least, kSmallestLetters);
    const double wished = Sum(columns, &WidthAsked::wished, kSmallestLetters);
    const double given = wished > least ? std::min(1.0, (width_ - least) / (wished - least)) : 0;
    for (const size_t column : columns) {
      const WidthAsked& asked = asked_[column];
      part.widths.push_back(
          InPoints(asked.least + given * (asked.wished - asked.least), kSmallestLetters));
    }
    return part;
  }

  std::vector<PdfColumns::Part> Parts() const {
    std::vector<size_t> first(naming_);
    std::iota(first.begin(), first.end(), size_t{0});
    std::vector<PdfColumns::Part> parts;
    std::vector<size_t> now = first;
    const auto end_part = [&] {
      const bool wide = Sum(now, &WidthAsked::wished, kSmallestLetters) <= width_;
      parts.push_back(wide ? Widened(now, kSmallestLetters) : Squeezed(now));
    };
    for (size_t i = naming_; i < asked_.size(); ++i) {
      now.push_back(i);
      if (now.size() > naming_ + 1 && Sum(now, &WidthAsked::least, kSmallestLetters) > width_) {
        now.pop_back();
        end_part();
        now = first;
        now.push_back(i);
      }
    }
    end_part();
    return parts;
  }

  std::vector<WidthAsked> asked_;
  size_t naming_;
  double width_;
  bool long_list_;
};

}  // namespace

PdfColumns FitPdfColumns(const statement::Paper& paper, const PaperSection& section, PdfText& text,
                         double width) {
  std::vector<WidthAsked> asked;
  for (size_t i = 0; i < section.columns.size(); ++i) {
    asked.push_back(AskWidth(paper, section, i, text));
  }
  return ColumnFitter(std::move(asked), NamingColumns(ColumnsOf(section)), width,
                      section.rows.size() > kLongList)
      .Fit();
}

}  // namespace dunghan::report

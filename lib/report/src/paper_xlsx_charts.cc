#include <algorithm>

#include "dunghan/report/labels.h"
#include "format.h"
#include "paper_text.h"
#include "paper_xlsx_page.h"

namespace dunghan::report {
namespace {

using statement::CellKind;
using statement::ChartValue;
using statement::Paper;
using statement::PaperSection;

constexpr double kPixelsOfBar = 20;
constexpr double kPixelsAround = 90;
constexpr double kLeastHeight = 320;
constexpr double kChartWidth = 860;

PaperSection TableOf(const Paper& paper, const statement::Said& title,
                     const std::vector<ChartValue>& values) {
  const auto word = [](Term term) {
    return statement::Said{std::string(Text(term, Language::kVi)),
                           std::string(Text(term, Language::kEn))};
  };
  PaperSection section;
  section.title = title;
  section.columns = {{"label", word(Term::kName), {}, "", CellKind::kText, 44},
                     {"rate", word(Term::kGroupRate), {}, "", CellKind::kPercent, 12}};
  if (paper.target_per_mille) {
    section.columns.push_back({"target", word(Term::kTarget), {}, "", CellKind::kPercent, 12});
  }
  for (const ChartValue& value : values) {
    section.rows.push_back({.code = {}, .cells = {value.label, value.value}});
    // Of nothing there is no point: words would be drawn as zero.
    if (value.value.of.all == 0) section.rows.back().cells[1] = {};
    if (paper.target_per_mille) {
      section.rows.back().cells.emplace_back(statement::Percent{{*paper.target_per_mille, 1000}});
    }
  }
  return section;
}

/// A column of the rows that were written last.
void AddSeries(lxw_chart* chart, const std::string& sheet, const XlsxPage& page, size_t rows,
               char column, const std::string& name, lxw_color_t color, bool line) {
  const size_t first = page.head().end + 1;
  const auto range = [&](char of) {
    return fmt::format("='{0}'!${1}${2}:${1}${3}", sheet, of, first, first + rows - 1);
  };
  lxw_chart_series* series = chart_add_series(chart, range('A').c_str(), range(column).c_str());
  chart_series_set_name(series, name.c_str());
  if (line) {
    lxw_chart_line style{};
    style.color = color;
    style.width = 1.75;
    chart_series_set_line(series, &style);
  } else {
    lxw_chart_fill fill{};
    fill.color = color;
    chart_series_set_fill(series, &fill);
  }
}

}  // namespace

void WriteXlsxChart(const Paper& paper, XlsxBook& book, const std::string& name,
                    const statement::Said& title, const std::vector<ChartValue>& values,
                    XlsxChartKind kind) {
  constexpr lxw_color_t kBlue = 0x2C6E9E;
  constexpr lxw_color_t kRed = 0xB00000;
  if (values.empty()) return;
  const PaperSection section = TableOf(paper, title, values);
  XlsxSheet sheet(book, name, XlsxWidths(section.columns, paper.language));
  XlsxPage page(paper, sheet);
  if (paper.simulated) page.Title();
  page.Section(section);
  page.PrintSetup();
  const bool line = kind == XlsxChartKind::kLine;
  lxw_chart* chart = book.AddChart(line ? LXW_CHART_LINE : LXW_CHART_BAR);
  const std::string sheet_name = sheet.raw()->name;
  AddSeries(chart, sheet_name, page, values.size(), 'B',
            std::string(Text(Term::kGroupRate, paper.language)), kBlue, line);
  if (line && paper.target_per_mille) {
    AddSeries(chart, sheet_name, page, values.size(), 'C',
              std::string(Text(Term::kTarget, paper.language)), kRed, line);
  }
  chart_title_set_name(chart, PaperPlain(title.In(paper.language)).c_str());
  chart_legend_set_position(chart, LXW_CHART_LEGEND_BOTTOM);
  lxw_chart_axis* const shares = line ? chart->y_axis : chart->x_axis;
  chart_axis_set_num_format(shares, "0%");
  chart_axis_set_max(shares, 1);
  lxw_chart_line grid{};
  grid.color = 0xD9D9D9;
  grid.width = 0.75;
  chart_axis_major_gridlines_set_line(shares, &grid);
  if (!line) {
    chart_axis_set_min(shares, 0);
    chart_axis_set_reverse(chart->y_axis);
  }
  const double height =
      line ? kLeastHeight
           : std::max(kLeastHeight,
                      kPixelsAround + kPixelsOfBar * static_cast<double>(values.size()));
  // The library's chart is 480 by 288 pixels.
  lxw_chart_options options{};
  options.x_scale = kChartWidth / 480;
  options.y_scale = height / 288;
  book.Check(worksheet_insert_chart_opt(sheet.raw(), page.head().first,
                                        static_cast<lxw_col_t>(section.columns.size() + 1), chart,
                                        &options));
}

}  // namespace dunghan::report

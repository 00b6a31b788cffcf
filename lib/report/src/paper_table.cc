#include <algorithm>

#include "format.h"
#include "paper_head.h"
#include "paper_parts.h"
#include "paper_text.h"
#include "text_table.h"

namespace dunghan::report {
namespace {

using statement::CellKind;
using statement::Paper;
using statement::PaperColumn;
using statement::PaperRow;
using statement::PaperSection;

constexpr size_t kWidestHeading = 12;

class PaperTable {
 public:
  PaperTable(const Paper& paper, int columns)
      : paper_(paper), columns_(static_cast<size_t>(std::max(columns, 0))) {}

  std::string Write() && {
    Heading();
    for (const PaperSection& section : paper_.sections) Section(section);
    Chart(paper_.trend_title, paper_.trend);
    Chart(paper_.ranking_title, paper_.ranking);
    for (const PaperBlock& block : PaperEndBlocks(paper_)) {
      out_ += '\n';
      Line(block.title + ":");
      for (const std::string& line : block.lines) Line("- " + line, "  ");
    }
    return std::move(out_);
  }

 private:
  std::string In(const statement::Said& said) const { return PaperPlain(said.In(paper_.language)); }

  /// Wrapped to the terminal; further lines are indented.
  void Line(std::string_view text, std::string_view indent = {}) {
    const size_t width = columns_ == 0 ? text.size() + 1 : columns_;
    bool first = true;
    for (const std::string& line : WrapTo(text, std::max(width, indent.size() + 1))) {
      out_.append(first ? std::string_view() : indent).append(line).append("\n");
      first = false;
    }
  }

  void Heading() {
    for (const statement::Said* line : {&paper_.head.above, &paper_.head.issuer}) {
      if (!line->empty()) Line(In(*line));
    }
    Line(PaperTitle(paper_));
    for (const std::string& mark : PaperMarks(paper_)) Line("*** " + mark + " ***");
    for (const statement::Said& line : paper_.head.form) Line(In(line));
    for (const statement::Said& line : paper_.subtitle) Line(In(line));
  }

  void Section(const PaperSection& section) {
    out_ += '\n';
    if (!section.title.empty()) Line(In(section.title));
    for (const statement::Said& paragraph : section.before) Line(In(paragraph));
    if (!section.columns.empty()) Table(section);
    if (section.rows.empty() && !section.nothing.empty()) Line(In(section.nothing));
    for (const statement::Said& paragraph : section.after) Line(In(paragraph));
  }

  TextTable::Column Column(const PaperColumn& column) const {
    TextTable::Column made;
    const auto wished = static_cast<size_t>(std::max(column.width, 1));
    made.heading = WrapTo(In(column.heading), std::min(wished, kWidestHeading));
    if (!column.number.empty()) made.heading.push_back(PaperPlain(column.number));
    made.may_be_cut = column.kind == CellKind::kText;
    made.align = made.may_be_cut ? TextTable::Align::kLeft : TextTable::Align::kRight;
    for (const statement::Said& group : column.groups) made.groups.push_back(In(group));
    return made;
  }

  void Table(const PaperSection& section) {
    TextTable table;
    for (const PaperColumn& column : section.columns) table.AddColumn(Column(column));
    const size_t naming = NamingColumns(ColumnsOf(section));
    table.AddRule();
    for (const PaperRow& row : section.rows) {
      if (row.level == PaperRow::Level::kTotal && &row != &section.rows.front()) table.AddRule();
      std::vector<std::string> cells(section.columns.size());
      for (size_t i = 0; i < std::min(cells.size(), row.cells.size()); ++i) {
        cells[i] = PaperCellText(paper_, row.cells[i]);
      }
      cells[naming - 1].insert(0, 2 * static_cast<size_t>(std::max(row.depth, 0)), ' ');
      table.AddRow(std::move(cells));
    }
    out_ += table.ToString({.columns = columns_, .repeated = naming});
  }

  void Chart(const statement::Said& title, const std::vector<statement::ChartValue>& values) {
    if (values.empty()) return;
    out_ += '\n';
    if (!title.empty()) Line(In(title));
    TextTable table;
    table.AddColumn({.heading = {}, .align = TextTable::Align::kLeft, .may_be_cut = true});
    table.AddColumn({.heading = {}});
    for (const statement::ChartValue& value : values) {
      table.AddRow({In(value.label), Percent(value.value.of, paper_.language)});
    }
    out_ += table.ToString({.columns = columns_});
  }

  const Paper& paper_;
  const size_t columns_;
  std::string out_;
};

}  // namespace

std::string WritePaperTable(const Paper& paper, int columns) {
  return PaperTable(paper, columns).Write();
}

}  // namespace dunghan::report

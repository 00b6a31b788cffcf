#include <algorithm>

#include "format.h"
#include "paper_head.h"
#include "paper_parts.h"
#include "paper_text.h"
#include "paper_xlsx_page.h"

namespace dunghan::report {
namespace {

using statement::Paper;
using statement::PaperColumn;
using statement::PaperSection;

/// Sections that share a sheet, since their columns are the same or they have none.
struct SheetOfSections {
  std::vector<const PaperSection*> sections;
  const std::vector<PaperColumn>* columns = nullptr;
};

bool SameColumns(const std::vector<PaperColumn>& a, const std::vector<PaperColumn>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](const PaperColumn& x, const PaperColumn& y) {
                      return x.key == y.key && x.heading == y.heading && x.groups == y.groups;
                    });
}

std::vector<SheetOfSections> SheetsOf(const Paper& paper) {
  std::vector<SheetOfSections> sheets(1);
  for (const PaperSection& section : paper.sections) {
    SheetOfSections& last = sheets.back();
    if (!section.columns.empty()) {
      if (last.columns != nullptr && !SameColumns(*last.columns, section.columns)) {
        sheets.push_back({{&section}, &section.columns});
        continue;
      }
      last.columns = &section.columns;
    }
    last.sections.push_back(&section);
  }
  return sheets;
}

class PaperXlsx {
 public:
  PaperXlsx(const Paper& paper, XlsxBook& book) : paper_(paper), book_(book) {}

  void Write() {
    const std::vector<SheetOfSections> sheets = SheetsOf(paper_);
    for (const SheetOfSections& each : sheets) {
      const bool first = &each == &sheets.front();
      const Said& title = each.sections.empty() ? paper_.title : each.sections.front()->title;
      std::string name = first || title.empty() ? paper_.form : title.vi;
      if (!first && !title.empty()) name = title.In(paper_.language);
      Tables(each, name, first);
    }
    WriteXlsxChart(paper_, book_, std::string(kTrendWords.In(paper_.language)), paper_.trend_title,
                   paper_.trend, XlsxChartKind::kLine);
    WriteXlsxChart(paper_, book_, std::string(kRankingWords.In(paper_.language)),
                   paper_.ranking_title, paper_.ranking, XlsxChartKind::kBar);
    if (!paper_.definitions.empty()) Definitions();
    if (!paper_.dossiers.columns.empty()) Dossiers();
  }

 private:
  using Said = statement::Said;

  std::vector<double> Widths(const std::vector<PaperColumn>* columns) const {
    static const std::vector<PaperColumn> none;
    return XlsxWidths(columns != nullptr ? *columns : none, paper_.language);
  }

  void Tables(const SheetOfSections& tables, const std::string& name, bool first) {
    XlsxSheet sheet(book_, name.empty() ? std::string(kPaperWords.In(paper_.language)) : name,
                    Widths(tables.columns));
    XlsxPage page(paper_, sheet);
    const bool letters = std::any_of(tables.sections.begin(), tables.sections.end(),
                                     [](const PaperSection* each) { return each->letter; });
    if (!letters && first) page.OfficialHead();
    if (!letters) page.Title();
    std::vector<lxw_row_t> breaks;
    size_t with_table = 0;
    for (const PaperSection* section : tables.sections) {
      if (section->letter) {
        if (sheet.row() > 0) breaks.push_back(sheet.row());
        page.OfficialHead();
        page.Title();
      } else if (section != tables.sections.front()) {
        sheet.NextRow();
      }
      page.Section(*section);
      if (!section->columns.empty()) ++with_table;
      if (section->letter) page.Signatures();
    }
    if (first) page.EndBlocks();
    if (first && !letters) page.Signatures();
    page.PrintSetup();
    if (!breaks.empty()) {
      breaks.push_back(0);
      book_.Check(worksheet_set_h_pagebreaks(sheet.raw(), breaks.data()));
    }
    if (with_table == 1 && !letters) KeepHead(sheet, page, *tables.columns);
    // A running number that is a text is meant to be one.
    worksheet_ignore_errors(sheet.raw(), LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576");
  }

  void KeepHead(XlsxSheet& sheet, const XlsxPage& page, const std::vector<PaperColumn>& columns) {
    PaperSection section;
    section.columns = columns;
    const auto naming = static_cast<lxw_col_t>(NamingColumns(ColumnsOf(section)));
    worksheet_freeze_panes(sheet.raw(), page.head().end, naming);
    book_.Check(worksheet_repeat_rows(sheet.raw(), page.head().first, page.head().end - 1));
  }

  void Definitions() {
    PaperSection section;
    section.columns = {{"term",
                        {std::string(kTermWords.vi), std::string(kTermWords.en)},
                        {},
                        "",
                        statement::CellKind::kText,
                        32},
                       {"meaning",
                        {std::string(kMeaningWords.vi), std::string(kMeaningWords.en)},
                        {},
                        "",
                        statement::CellKind::kText,
                        60}};
    for (const statement::Definition& each : paper_.definitions) {
      section.rows.push_back({.code = {}, .cells = {each.term, each.meaning}});
    }
    XlsxSheet sheet(book_, std::string(kDefinitionsWords.In(paper_.language)), {34, 100});
    XlsxPage page(paper_, sheet);
    page.Section(section);
    page.PrintSetup();
    KeepHead(sheet, page, section.columns);
  }

  void Dossiers() {
    const PaperSection& dossiers = paper_.dossiers;
    XlsxSheet sheet(book_, std::string(kDossiersWords.In(paper_.language)),
                    Widths(&dossiers.columns));
    XlsxPage page(paper_, sheet);
    if (paper_.simulated) page.Title();
    page.Section(dossiers);
    page.PrintSetup();
    KeepHead(sheet, page, dossiers.columns);
    if (!dossiers.rows.empty()) {
      const auto last = static_cast<lxw_row_t>(page.head().end + dossiers.rows.size() - 1);
      book_.Check(worksheet_autofilter(sheet.raw(), page.head().end - 1, 0, last,
                                       static_cast<lxw_col_t>(dossiers.columns.size() - 1)));
    }
    worksheet_ignore_errors(sheet.raw(), LXW_IGNORE_NUMBER_STORED_AS_TEXT, "A1:XFD1048576");
  }

  const Paper& paper_;
  XlsxBook& book_;
};

}  // namespace

Result<std::string> WritePaperXlsx(const Paper& paper) {
  auto book = XlsxBook::Open(paper);
  if (!book) return book.error();
  PaperXlsx(paper, **book).Write();
  return (*book)->Bytes();
}

}  // namespace dunghan::report

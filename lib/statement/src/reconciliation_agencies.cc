#include <fmt/format.h>

#include "reconciliation_part.h"

namespace dunghan::statement {
namespace {

/// part / all x whole to two decimals, rounded half up as the portal does.
CellValue HalfUpCell(const CountsSaid& counts, int64_t whole) {
  const auto all = counts[TheirCount::kIndexAll];
  const auto part = counts[TheirCount::kIndexOnTime];
  if (!all || !part || *all == 0) return {};
  return static_cast<double>((*part * whole * 200 + *all) / (2 * *all)) / 100;
}

CellValue NumberCell(std::optional<double> number) {
  return number ? CellValue(*number) : CellValue();
}
PaperRow::Level LevelOnPaper(TheirRow::Level level) {
  return level == TheirRow::Level::kTotal   ? PaperRow::Level::kTotal
         : level == TheirRow::Level::kGroup ? PaperRow::Level::kGroup
                                            : PaperRow::Level::kPlain;
}

class AgencyLayout : private ReconciliationPart {
 public:
  explicit AgencyLayout(const Reconciliation& of) : ReconciliationPart(of) {}

  std::vector<PaperSection> Lay() const {
    return {of_.kind == TheirsKind::kProgress ? Progress()
            : of_.kind == TheirsKind::kCounts ? Counts()
                                              : Listed(),
            NotMatched(), OnlyOurs()};
  }

 private:
  std::vector<PaperColumn> AgencyColumns() const {
    const Said name = of_.by_field ? Said{"Lĩnh vực", "Field"} : Said{"Cơ quan", "Agency"};
    return {Text("code", {"Mã", "Code"}, 14), Text("name", name, 32),
            Text("match", {"Cách khớp", "Matched"}, 16)};
  }
  std::vector<CellValue> AgencyCells(const ReconciledRow& row) const {
    const std::string& code = row.ours.code.empty() ? row.theirs.code : row.ours.code;
    const std::string& name = row.theirs.name.empty() ? row.ours.name : row.theirs.name;
    const bool plain = row.theirs.level == TheirRow::Level::kPlain;
    return {TextCell(of_.by_field ? "" : code), TextCell(name),
            plain ? CellValue(FromWords(WordsOf(row.way))) : CellValue()};
  }
  static PaperRow RowOfAgency(const ReconciledRow& row) {
    const bool total = row.theirs.level == TheirRow::Level::kTotal;
    return {.code = total ? "total" : row.ours.code,
            .level = LevelOnPaper(row.theirs.level),
            .depth = row.theirs.above >= 0 ? 1 : 0};
  }
  Said AgenciesTitle() const {
    return of_.by_field ? Said{"Theo lĩnh vực", "By field"} : Said{"Theo cơ quan", "By agency"};
  }

  /// Theirs, ours now, ours then, and theirs less ours: as known then, if it is known.
  void AddCountColumns(std::vector<PaperColumn>& columns, const std::string& key,
                       const Said& group) const {
    columns.push_back(Count(key + "_theirs", TheirName(), {group}));
    columns.push_back(Count(key + "_now", {"Hiện nay", "Now"}, {group}));
    if (has_then()) {
      columns.push_back(Count(key + "_then", {"Lúc lấy tệp", "When taken"}, {group}));
    }
    columns.push_back(Count(key + "_difference", {"Chênh lệch", "Difference"}, {group}));
  }
  void AddCountCells(std::vector<CellValue>& cells, const ReconciledRow& row,
                     TheirCount count) const {
    const auto theirs = row.theirs.counts[count];
    cells.push_back(CountCell(theirs));
    cells.push_back(CountCell(row.now[count]));
    if (has_then()) cells.push_back(CountCell(row.then[count]));
    cells.push_back(Difference(theirs, has_then() ? row.then[count] : row.now[count]));
  }
  static CellValue Difference(std::optional<int64_t> theirs, std::optional<int64_t> ours) {
    if (!theirs || !ours) return {};
    return *theirs - *ours;
  }

  PaperSection Progress() const {
    PaperSection section{.key = "agencies", .title = AgenciesTitle(), .columns = AgencyColumns()};
    auto& columns = section.columns;
    AddCountColumns(columns, "all", {"Tổng số hồ sơ", "All"});
    AddCountColumns(columns, "on_time", {"Đúng hạn", "On time"});
    const std::vector<Said> rate = {{"Tỷ lệ (%)", "Rate (%)"}};
    const std::vector<Said> score = {{"Điểm", "Score"}};
    columns.push_back(Number("rate_theirs", TheirName(), rate));
    columns.push_back(Number("rate_now", OurName(), rate));
    if (has_then()) {
      columns.push_back(Number("rate_then", {"Lúc lấy tệp", "When taken"}, rate));
    }
    columns.push_back(Number("score_theirs", TheirName(), score));
    columns.push_back(Number("score_now", OurName(), score));
    for (const ReconciledRow& row : of_.rows) {
      if (row.ours.code.empty() && row.theirs.level == TheirRow::Level::kPlain) continue;
      PaperRow line = RowOfAgency(row);
      line.cells = AgencyCells(row);
      AddCountCells(line.cells, row, TheirCount::kIndexAll);
      AddCountCells(line.cells, row, TheirCount::kIndexOnTime);
      line.cells.push_back(NumberCell(row.theirs.ratio));
      line.cells.push_back(HalfUpCell(row.now, 100));
      if (has_then()) line.cells.push_back(HalfUpCell(row.then, 100));
      line.cells.push_back(NumberCell(row.theirs.score));
      line.cells.push_back(HalfUpCell(row.now, 20));
      section.rows.push_back(std::move(line));
    }
    section.nothing = {"Không cơ quan nào khớp.", "No agency is matched."};
    return section;
  }

  /// Forms have up to twenty columns: a line for each count of each agency.
  PaperSection Counts() const {
    PaperSection section{.key = "agencies", .title = AgenciesTitle(), .columns = AgencyColumns()};
    auto& columns = section.columns;
    columns.push_back(Text("count", {"Chỉ tiêu", "Count"}, 36));
    columns.push_back(Count("theirs", TheirName()));
    columns.push_back(Count("now", {"Hệ thống này, hiện nay", "Ours, now"}));
    if (has_then()) columns.push_back(Count("then", {"Lúc lấy tệp", "When taken"}));
    columns.push_back(Count("difference", {"Chênh lệch", "Difference"}));
    for (const ReconciledRow& row : of_.rows) {
      const bool total = row.theirs.level == TheirRow::Level::kTotal;
      if (row.ours.code.empty() && !total) continue;
      for (const TheirCount count : of_.columns) {
        PaperRow line = RowOfAgency(row);
        line.cells = AgencyCells(row);
        line.cells.push_back(FromWords(WordsOf(count)));
        AddCountCells(line.cells, row, count);
        section.rows.push_back(std::move(line));
      }
    }
    section.nothing = {"Không dòng nào khớp.", "No row is matched."};
    return section;
  }

  PaperSection Listed() const {
    PaperSection section{.key = "agencies", .title = AgenciesTitle(), .columns = AgencyColumns()};
    AddCountColumns(section.columns, "dossiers", {"Hồ sơ", "Dossiers"});
    section.columns.push_back(Count("matched", {"Khớp mã", "Matched"}));
    for (const ReconciledRow& row : of_.rows) {
      if (row.ours.code.empty()) continue;
      PaperRow line = RowOfAgency(row);
      line.cells = AgencyCells(row);
      AddCountCells(line.cells, row, TheirCount::kDossiers);
      line.cells.push_back(CountCell(row.matched));
      section.rows.push_back(std::move(line));
    }
    section.nothing = {"Không cơ quan nào khớp.", "No agency is matched."};
    return section;
  }

  PaperSection NotMatched() const {
    PaperSection section{
        .key = "not_matched",
        .title = {"Dòng trong tệp không khớp", "Rows of the file that are not matched"},
        .columns = {Count("row", {"Dòng", "Row"}), Text("code", {"Mã", "Code"}, 14),
                    Text("name", {"Tên", "Name"}, 36), Text("why", {"Vì sao", "Why"}, 30)},
        .nothing = {"Mọi dòng đều khớp.", "Every row is matched."}};
    for (const ReconciledRow& row : of_.rows) {
      if (!row.ours.code.empty() || row.theirs.level != TheirRow::Level::kPlain) continue;
      section.rows.push_back(
          {.cells = {row.theirs.row > 0 ? CellValue(row.theirs.row) : CellValue(),
                     TextCell(row.theirs.code), TextCell(row.theirs.name),
                     FromWords(WordsOf(row.way))}});
    }
    return section;
  }

  PaperSection OnlyOurs() const {
    PaperSection section{
        .key = "only_ours",
        .title = {"Chỉ có ở hệ thống này", "Only here"},
        .columns = {Text("code", {"Mã", "Code"}, 14), Text("name", {"Tên", "Name"}, 36)},
        .nothing = {"Không có.", "None."}};
    const TheirCount shown = ShownCount();
    section.columns.push_back(Count("now", FromWords(WordsOf(shown))));
    if (has_then()) section.columns.push_back(Count("then", {"Lúc lấy tệp", "When taken"}));
    for (const ReconciledRow& row : of_.only_ours) {
      PaperRow line{.code = row.ours.code,
                    .cells = {TextCell(row.ours.code), Said{row.ours.name, row.ours.name_en},
                              CountCell(row.now[shown].value_or(0))}};
      if (has_then()) line.cells.push_back(CountCell(row.then[shown].value_or(0)));
      section.rows.push_back(std::move(line));
    }
    return section;
  }
  TheirCount ShownCount() const {
    if (of_.kind == TheirsKind::kDossiers) return TheirCount::kDossiers;
    if (of_.kind == TheirsKind::kProgress) return TheirCount::kIndexAll;
    return of_.columns.empty() ? TheirCount::kReceived : of_.columns.front();
  }
};

}  // namespace

std::vector<PaperSection> AgencySections(const Reconciliation& of) {
  return AgencyLayout(of).Lay();
}

}  // namespace dunghan::statement

#include <algorithm>
#include <array>

#include "dunghan/base/digest.h"
#include "dunghan/base/json_writer.h"
#include "dunghan/report/csv_text.h"
#include "paper_csv_parts.h"
#include "paper_parts.h"

namespace dunghan::report {
namespace {

using statement::CellKind;
using statement::CellValue;
using statement::Paper;
using statement::PaperColumn;
using statement::PaperRow;
using statement::PaperSection;

constexpr std::string_view kPaperLineEnd = "\r\n";
constexpr std::array<std::string_view, 3> kCsvLevels = {"plain", "group", "total"};
constexpr std::array<std::string_view, 4> kCsvOrigin = {"period", "basis", "position", "simulated"};

/// Numbers as JSON has them.
struct PaperCsvCell {
  std::string& out;
  const Paper& paper;

  void operator()(std::monostate /*nothing*/) const {}
  void operator()(int64_t count) const { JsonWriter(out).Integer(count); }
  void operator()(double number) const { JsonWriter(out).Number(number); }
  void operator()(const statement::WorkTime& worked) const { JsonWriter(out).Seconds(worked.time); }
  void operator()(LocalDay day) const { AppendDate(out, day); }
  void operator()(Instant at) const { paper.zone.AppendFormatted(out, at); }
  void operator()(const statement::Said& said) const {
    AppendCsvText(out, said.In(paper.language));
  }
  void operator()(const statement::Percent& percent) const {
    JsonWriter(out).Integer(percent.of.on_time);
    out += ',';
    JsonWriter(out).Integer(percent.of.all);
    out += ',';
    if (const auto ratio = figures::CutRatio(percent.of)) JsonWriter(out).Number(*ratio);
  }
};

class PaperCsv {
 public:
  explicit PaperCsv(const Paper& paper)
      : paper_(paper),
        origin_{paper.period.name,
                paper.basis ? std::string(ToString(*paper.basis)) : std::string(),
                CsvPosition(paper), paper.simulated ? "true" : "false"} {}

  std::string Write() && {
    const std::vector<CsvTable> tables = CsvTablesOf(paper_);
    has_sections_ = tables.size() > 1 || (tables.size() == 1 && tables[0].sections.size() > 1);
    for (const CsvTable& table : tables) {
      if (!out_.empty()) out_ += kPaperLineEnd;
      Table(table);
    }
    return std::move(out_);
  }

 private:
  void Table(const CsvTable& table) {
    has_code_ = !HasCsvColumn(table, "code");
    has_levels_ = !HasCsvColumn(table, "level") &&
                  std::any_of(table.sections.begin(), table.sections.end(), [](const auto* of) {
                    return std::any_of(of->rows.begin(), of->rows.end(), [](const PaperRow& row) {
                      return row.level != PaperRow::Level::kPlain;
                    });
                  });
    Head(table);
    for (const PaperSection* section : table.sections) {
      for (const PaperRow& row : section->rows) Row(table, *section, row);
    }
  }

  void Text(std::string_view text) {
    AppendCsvText(out_, text);
    out_ += ',';
  }
  /// In the place of the last cell's comma.
  void EndLine() {
    out_.pop_back();
    out_ += kPaperLineEnd;
  }

  void Head(const CsvTable& table) {
    if (has_sections_) Text("section");
    if (has_code_) Text("code");
    if (has_levels_) Text("level");
    for (const PaperColumn& column : table.columns()) {
      if (column.kind != CellKind::kPercent) {
        Text(column.key);
        continue;
      }
      for (const char* part : {".on_time", ".all", ".ratio"}) Text(column.key + part);
    }
    for (const std::string_view key : kCsvOrigin) {
      if (!HasCsvColumn(table, key)) Text(key);
    }
    EndLine();
  }

  void Row(const CsvTable& table, const PaperSection& section, const PaperRow& row) {
    if (has_sections_) Text(section.key);
    if (has_code_) Text(row.code);
    if (has_levels_) Text(kCsvLevels.at(static_cast<size_t>(row.level)));
    for (size_t i = 0; i < section.columns.size(); ++i) {
      Value(section.columns[i], i < row.cells.size() ? row.cells[i] : CellValue{});
    }
    for (size_t i = 0; i < origin_.size(); ++i) {
      if (!HasCsvColumn(table, kCsvOrigin[i])) Text(origin_[i]);
    }
    EndLine();
  }

  void Value(const PaperColumn& column, const CellValue& value) {
    const bool is_percent = std::holds_alternative<statement::Percent>(value);
    // Words in the place of a percentage stand where its ratio would.
    if (column.kind == CellKind::kPercent && !is_percent) out_ += ",,";
    std::visit(PaperCsvCell{out_, paper_}, value);
    out_ += ',';
  }

  const Paper& paper_;
  const std::array<std::string, kCsvOrigin.size()> origin_;
  std::string out_;
  bool has_sections_ = false;
  bool has_code_ = false;
  bool has_levels_ = false;
};

}  // namespace

std::vector<CsvTable> CsvTablesOf(const Paper& paper) {
  const auto same = [](const PaperColumn& a, const PaperColumn& b) {
    return a.key == b.key && a.kind == b.kind;
  };
  std::vector<CsvTable> tables;
  for (const PaperSection& section : paper.sections) {
    if (section.columns.empty()) continue;
    const bool goes_on =
        !tables.empty() &&
        std::equal(section.columns.begin(), section.columns.end(), tables.back().columns().begin(),
                   tables.back().columns().end(), same);
    if (!goes_on) tables.emplace_back();
    tables.back().sections.push_back(&section);
  }
  return tables;
}

bool HasCsvColumn(const CsvTable& table, std::string_view key) {
  return std::any_of(table.columns().begin(), table.columns().end(),
                     [key](const PaperColumn& column) { return column.key == key; });
}

std::string CsvPosition(const Paper& paper) {
  return std::to_string(paper.position.seq) + ":" + ToHex(paper.position.chain);
}

std::string WritePaperCsv(const Paper& paper) { return PaperCsv(paper).Write(); }

}  // namespace dunghan::report

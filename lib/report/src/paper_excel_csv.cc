#include <algorithm>
#include <cmath>

#include "dunghan/base/text.h"
#include "dunghan/report/csv_text.h"
#include "dunghan/report/labels.h"
#include "format.h"
#include "paper_csv_parts.h"
#include "paper_parts.h"
#include "paper_text.h"

namespace dunghan::report {
namespace {

using statement::CellKind;
using statement::CellValue;
using statement::Paper;
using statement::PaperColumn;
using statement::PaperRow;
using statement::PaperSection;

constexpr char kSemicolon = ';';

/// "1234,50": two decimals, no marks between thousands.
std::string PlainHundredths(int64_t hundredths) {
  const int64_t size = hundredths < 0 ? -hundredths : hundredths;
  return fmt::format("{}{},{:02}", hundredths < 0 ? "-" : "", size / 100, size % 100);
}

/// Numbers as a spreadsheet takes them for numbers, whatever the paper's language.
struct ExcelCell {
  std::string& out;
  const Paper& paper;

  void operator()(std::monostate /*nothing*/) const {}
  void operator()(int64_t count) const { out += fmt::format("{}", count); }
  void operator()(double number) const { out += PlainHundredths(std::llround(number * 100)); }
  void operator()(const statement::Percent& percent) const {
    if (percent.of.all == 0) return;
    const int64_t hundredths = percent.of.on_time * 10'000 / percent.of.all;  // cut
    out += PlainHundredths(hundredths) + "%";
  }
  void operator()(const statement::WorkTime& worked) const {
    constexpr int64_t kHundredthHour = 36'000;  // in milliseconds
    const int64_t ms = worked.time.count();
    const int64_t half = ms < 0 ? -kHundredthHour / 2 : kHundredthHour / 2;
    out += PlainHundredths((ms + half) / kHundredthHour);
  }
  void operator()(LocalDay day) const { out += Date(day); }
  void operator()(Instant at) const { out += DateTime(at, paper.zone); }
  void operator()(const statement::Said& said) const {
    AppendCsvText(out, said.In(paper.language), kSemicolon);
  }
};

std::string ExcelHeading(const PaperColumn& column, Language language) {
  std::string heading;
  for (const statement::Said& group : column.groups) {
    heading.append(group.In(language)).append(" / ");
  }
  heading += column.heading.In(language);
  if (column.kind == CellKind::kTime) {
    heading += Say(language, " (giờ làm việc)", " (working hours)");
  }
  return heading;
}

class ExcelCsv {
 public:
  explicit ExcelCsv(const Paper& paper) : paper_(paper) {}

  std::string Write() && {
    out_ = kByteOrderMark;
    const auto tables = std::count_if(paper_.sections.begin(), paper_.sections.end(),
                                      [](const auto& each) { return !each.columns.empty(); });
    bool first = true;
    for (const PaperSection& section : paper_.sections) {
      if (section.columns.empty()) continue;
      if (!first) out_ += "\r\n";
      first = false;
      if (tables > 1 && !section.title.empty()) {
        Text(section.title.In(paper_.language));
        EndLine();
      }
      Table(section);
    }
    return std::move(out_);
  }

 private:
  void Text(std::string_view text) {
    AppendCsvText(out_, text, kSemicolon);
    out_ += kSemicolon;
  }
  void EndLine() {
    out_.pop_back();
    out_ += "\r\n";
  }

  void Table(const PaperSection& section) {
    const Language language = paper_.language;
    for (const PaperColumn& column : section.columns) Text(ExcelHeading(column, language));
    for (const Term term : {Term::kPeriod, Term::kBasis, Term::kPosition}) {
      Text(report::Text(term, language));
    }
    Text(Say(language, "Mô phỏng", "Simulated"));
    EndLine();
    for (const PaperRow& row : section.rows) {
      for (size_t i = 0; i < section.columns.size(); ++i) {
        if (i < row.cells.size()) std::visit(ExcelCell{out_, paper_}, row.cells[i]);
        out_ += kSemicolon;
      }
      Text(paper_.period.name);
      Text(paper_.basis ? report::Text(*paper_.basis, language) : std::string_view());
      Text(CsvPosition(paper_));
      Text(paper_.simulated ? Say(language, "có", "yes") : Say(language, "không", "no"));
      EndLine();
    }
  }

  const Paper& paper_;
  std::string out_;
};

}  // namespace

std::string WritePaperExcelCsv(const Paper& paper) { return ExcelCsv(paper).Write(); }

}  // namespace dunghan::report

#include "dunghan/report/csv_text.h"
#include "dunghan/report/writers.h"
#include "json_figures.h"

namespace dunghan::report {
namespace {

constexpr std::string_view kLineEnd = "\r\n";

void AppendLine(std::string& out, std::string_view code, std::string_view name,
                const StatementRow& row) {
  AppendCsvText(out, code);
  out += ',';
  AppendCsvText(out, name);
  for (const Field& field : FieldsOf(row, Maps::kFlat)) {
    out += ',';
    if (field.is_text) {
      AppendCsvText(out, field.value);
    } else {
      out += field.value;
    }
  }
  out += kLineEnd;
}

}  // namespace

std::string WriteCsv(const Statement& statement, Language language) {
  std::string out = "code,name";
  for (const Field& field : FieldsOf(statement.total, Maps::kFlat)) {
    out += ',';
    out += field.path;
  }
  out += kLineEnd;
  for (const StatementRow& row : statement.rows) {
    AppendLine(out, row.of.code, language == Language::kVi ? row.of.name : row.of.name_en, row);
  }
  AppendLine(out, "total", Text(Term::kTotal, language), statement.total);
  return out;
}

}  // namespace dunghan::report

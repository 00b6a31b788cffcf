#include "dunghan/report/writers.h"
#include "json_figures.h"

namespace dunghan::report {
namespace {

constexpr std::string_view kLineEnd = "\r\n";

/// Quoted where RFC 4180 asks for it.
void AppendText(std::string& out, std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
    out += text;
    return;
  }
  out += '"';
  for (const char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void AppendLine(std::string& out, std::string_view code, std::string_view name,
                const StatementRow& row) {
  AppendText(out, code);
  out += ',';
  AppendText(out, name);
  for (const Field& field : FieldsOf(row, Maps::kFlat)) {
    out += ',';
    const bool is_text = !field.value.empty() && field.value.front() == '"';
    if (is_text) {
      AppendText(out, std::string_view(field.value).substr(1, field.value.size() - 2));
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

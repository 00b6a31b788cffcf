#include <fmt/format.h>

#include "dunghan/base/digest.h"
#include "dunghan/report/csv_text.h"
#include "dunghan/report/writers.h"
#include "json_figures.h"

namespace dunghan::report {
namespace {

constexpr std::string_view kLineEnd = "\r\n";

/// What every row says of the statement it is from, so that the file stays a plain table.
std::string Origin(const statement::Statement& statement) {
  std::string out = ",";
  AppendCsvText(out, statement.period.name);
  out += fmt::format(",{},{}:{},{}", ToString(statement.basis), statement.position.seq,
                     ToHex(statement.position.chain), statement.simulated);
  return out;
}

void AppendLine(std::string& out, std::string_view code, std::string_view name,
                const statement::StatementRow& row, std::string_view origin) {
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
  out += origin;
  out += kLineEnd;
}

}  // namespace

std::string WriteCsv(const statement::Statement& statement, Language language) {
  std::string out = "code,name";
  for (const Field& field : FieldsOf(statement.total, Maps::kFlat)) {
    out += ',';
    out += field.path;
  }
  out += ",period,basis,position,simulated";
  out += kLineEnd;
  const std::string origin = Origin(statement);
  for (const statement::StatementRow& row : statement.rows) {
    AppendLine(out, row.of.code, language == Language::kVi ? row.of.name : row.of.name_en, row,
               origin);
  }
  AppendLine(out, "total", Text(Term::kTotal, language), statement.total, origin);
  return out;
}

}  // namespace dunghan::report

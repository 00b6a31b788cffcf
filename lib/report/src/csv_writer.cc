#include <fmt/format.h>

#include "dunghan/base/digest.h"
#include "dunghan/report/csv_text.h"
#include "dunghan/report/writers.h"
#include "row_fields.h"

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

/// Numbers as JSON has them.
struct CsvValue {
  std::string& out;

  void operator()(int64_t value) const { JsonWriter(out).Integer(value); }
  void operator()(double value) const { JsonWriter(out).Number(value); }
  void operator()(std::chrono::milliseconds time) const { JsonWriter(out).Seconds(time); }
  void operator()(const std::string& text) const { AppendCsvText(out, text); }
  // Of null nothing; what is open-ended has fields of its own.
  template <class Other>
  void operator()(const Other& /*value*/) const {}
};

void AppendLine(std::string& out, std::string_view code, std::string_view name,
                const statement::StatementRow& row, std::string_view origin) {
  AppendCsvText(out, code);
  out += ',';
  AppendCsvText(out, name);
  for (const RowField& field : RowFields()) {
    if (field.in == RowField::In::kJson) continue;
    out += ',';
    std::visit(CsvValue{out}, field.read(row));
  }
  out += origin;
  out += kLineEnd;
}

}  // namespace

std::string WriteCsv(const statement::Statement& statement, Language language) {
  std::string out = "code,name";
  for (const RowField& field : RowFields()) {
    if (field.in == RowField::In::kJson) continue;
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

#include <fmt/format.h>

#include <iterator>

#include "dunghan/base/digest.h"
#include "dunghan/base/text.h"
#include "dunghan/report/writers.h"
#include "json_figures.h"

namespace dunghan::report {
namespace {

/// The fields of a row, those with a common prefix as an object of their own.
void AppendFields(std::string& out, const StatementRow& row) {
  std::string_view open;
  for (const auto& [path, value] : FieldsOf(row)) {
    const size_t dot = path.find('.');
    const std::string_view object =
        dot == std::string_view::npos ? std::string_view() : path.substr(0, dot);
    if (object != open) {
      if (!open.empty()) out += '}';
      out += ',';
      if (!object.empty()) fmt::format_to(std::back_inserter(out), "\"{}\":{{", object);
      open = object;
    } else if (out.back() != '{') {
      out += ',';
    }
    const std::string_view name = object.empty() ? path : path.substr(dot + 1);
    fmt::format_to(std::back_inserter(out), "\"{}\":{}", name, value.empty() ? "null" : value);
  }
  if (!open.empty()) out += '}';
}

void AppendRow(std::string& out, const StatementRow& row) {
  out += "{\"code\":";
  AppendJsonQuoted(out, row.of.code);
  out += ",\"name\":";
  AppendJsonQuoted(out, row.of.name);
  AppendFields(out, row);
  if (row.own_target) {
    fmt::format_to(std::back_inserter(out), ",\"target\":{}", row.target.per_mille);
  }
  out += '}';
}

void AppendHeading(std::string& out, const Statement& statement) {
  out += "\"period\":{\"name\":";
  AppendJsonQuoted(out, statement.period.name);
  fmt::format_to(std::back_inserter(out), R"(,"from":"{}","to":"{}"}},"basis":"{}","by":"{}")",
                 FormatDate(statement.period.from), FormatDate(statement.period.to),
                 ToString(statement.basis), ToString(statement.by));
  if (statement.agency) {
    out += ",\"agency\":";
    AppendJsonQuoted(out, statement.agency->code);
  }
  fmt::format_to(std::back_inserter(out),
                 R"(,"position":{{"seq":{},"at":"{}","chain":"{}"}},"target":{},"simulated":{})",
                 statement.position.seq, statement.zone.Format(statement.position.at),
                 ToHex(statement.position.chain), statement.total.target.per_mille,
                 statement.simulated);
}

}  // namespace

std::string WriteJson(const Statement& statement) {
  std::string out = "{";
  AppendHeading(out, statement);
  out += ",\"total\":{";
  AppendFields(out, statement.total);
  out += "},\"rows\":[";
  for (size_t i = 0; i < statement.rows.size(); ++i) {
    if (i > 0) out += ',';
    AppendRow(out, statement.rows[i]);
  }
  out += "]}\n";
  return out;
}

}  // namespace dunghan::report

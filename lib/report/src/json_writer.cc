#include <fmt/format.h>

#include <iterator>

#include "dunghan/base/digest.h"
#include "dunghan/base/text.h"
#include "dunghan/figures/headlines.h"
#include "dunghan/report/writers.h"
#include "row_fields.h"

namespace dunghan::report {
namespace {

/// As in the configuration.
std::string_view CodeOf(dossier::Comparison comparison) {
  constexpr std::string_view kNames[] = {"by_unit", "date", "instant"};
  return kNames[static_cast<size_t>(comparison)];
}

void AppendFields(std::string& out, const statement::StatementRow& row) {
  JsonWriter json(out);
  WriteRowFields(json, row);
}

void AppendRow(std::string& out, const statement::StatementRow& row) {
  out += "{\"code\":";
  AppendJsonQuoted(out, row.of.code);
  out += ",\"name\":";
  AppendJsonQuoted(out, row.of.name);
  out += ',';
  AppendFields(out, row);
  if (row.own_target) {
    fmt::format_to(std::back_inserter(out), ",\"target\":{}", row.target.per_mille);
  }
  out += '}';
}

void AppendHeading(std::string& out, const statement::Statement& statement) {
  out += "\"period\":{\"name\":";
  AppendJsonQuoted(out, statement.period.name);
  fmt::format_to(std::back_inserter(out), R"(,"from":"{}","to":"{}"}},"basis":"{}","by":"{}")",
                 FormatDate(statement.period.from), FormatDate(statement.period.to),
                 ToString(statement.basis), ToString(statement.by));
  if (statement.agency) {
    out += ",\"agency\":";
    AppendJsonQuoted(out, statement.agency->code);
  }
  fmt::format_to(
      std::back_inserter(out),
      R"(,"position":{{"seq":{},"at":"{}","chain":"{}"}},"target":{},"simulated":{},"begun":{},"empty":{})"
      R"(,"headline":"{}","target_is":"{}","comparison":"{}","tree":"{}")",
      statement.position.seq, statement.zone.Format(statement.position.at),
      ToHex(statement.position.chain), statement.total.target.per_mille, statement.simulated,
      statement.begun, statement::IsEmpty(statement), ToString(statement.headline),
      statement.total.target.is == figures::TargetIs::kAbove ? "above" : "at_least",
      CodeOf(statement.comparison), ToString(statement.tree));
}

}  // namespace

std::string WriteJson(const statement::Statement& statement) {
  std::string out = "{";
  AppendHeading(out, statement);
  out += ",\"total\":{";
  AppendFields(out, statement.total);
  out += "},\"rows\":[";
  for (size_t i = 0; i < statement.rows.size(); ++i) {
    if (i > 0) out += ',';
    AppendRow(out, statement.rows[i]);
  }
  out += "],\"petitions\":{";
  AppendFields(out, statement.petitions);
  out += "}}\n";
  return out;
}

}  // namespace dunghan::report

#include <initializer_list>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "dunghan/base/json_table.h"
#include "dunghan/figures/headlines.h"
#include "dunghan/report/writers.h"
#include "dunghan/rulebook/index766_switches.h"
#include "position_table.h"
#include "row_fields.h"

namespace dunghan::report {
namespace {

using statement::Statement;
using statement::StatementRow;

using PeriodRow = JsonRow<figures::Period>;
constexpr JsonTable kPeriodTable(
    "period", "A period, both days among it.",
    {PeriodRow::Of(
         "name", "As it is asked for.",
         [](const auto& period) -> const auto& { return period.name; }),
     PeriodRow::Of("from", "The first day.", [](const auto& period) { return period.from; }),
     PeriodRow::Of("to", "The last day.", [](const auto& period) { return period.to; })});

using IndexRulesRow = JsonRow<Statement>;
constexpr JsonTable kIndexRulesTable(
    "index766_rules", "By which rules index 766 is recounted for open dossiers.",
    {IndexRulesRow::Of("applies",
                       "Whether the portal has a rate for such a period: a whole month, "
                       "quarter, half year or year.",
                       [](const auto& of) { return of.has_index766; }),
     IndexRulesRow::Of("confirmed", "Whether they were held against what the portal shows.",
                       [](const auto& of) { return of.index766.confirmed; }),
     IndexRulesRow::Of("valid_from", "Since when they hold; null: always.",
                       [](const auto& of) { return of.index766.valid_from; }),
     IndexRulesRow::Of("switches", "Each by its name.", [](const auto& of) {
       std::map<std::string, std::string> switches;
       for (const rulebook::IndexSwitch& one : rulebook::IndexSwitches()) {
         switches.emplace(one.name, one.values[one.get(of.index766)]);
       }
       return switches;
     })});

using HeadingRow = JsonRow<Statement>;
constexpr JsonTable kHeadingTable(
    "statement_heading", "What a statement is of, and what it is made by.",
    {HeadingRow::Object<kPeriodTable>(
         "period", "The period.", [](const auto& of) -> const auto& { return of.period; }),
     HeadingRow::Of("basis", "By which due: promised or lawful.",
                    [](const auto& of) { return of.basis; }),
     HeadingRow::Of("by", "What a row is of.", [](const auto& of) { return of.by; }),
     HeadingRow::Of("agency", "The agency that alone is counted, with those below it.",
                    [](const auto& of) -> JsonIfAny<std::string_view> {
                      if (!of.agency) return {};
                      return {of.agency->code};
                    }),
     HeadingRow::Object<kPositionTable>("position", "How far the record went.",
                                        [](const auto& of) {
                                          return ToldPosition{of.position, of.zone};
                                        }),
     HeadingRow::Of("target", "per mille", "The share that is to be on time.",
                    [](const auto& of) { return of.total.target.per_mille; }),
     HeadingRow::Of("simulated", "Whether the ledger is marked as simulated.",
                    [](const auto& of) { return of.simulated; }),
     HeadingRow::Of("begun", "Whether the period has begun.",
                    [](const auto& of) { return of.begun; }),
     HeadingRow::Of("empty", "Whether there is nothing to count.",
                    [](const auto& of) { return statement::IsEmpty(of); }),
     HeadingRow::Of("headline", "Which share comes first.",
                    [](const auto& of) { return of.headline; }),
     HeadingRow::Of("target_is", "Whether that share keeps the target: at_least, or above.",
                    [](const auto& of) {
                      const bool is_above = of.total.target.is == figures::TargetIs::kAbove;
                      return std::string_view(is_above ? "above" : "at_least");
                    }),
     HeadingRow::Of("comparison", "How finishes are compared with dues.",
                    [](const auto& of) { return NameOf(of.comparison); }),
     HeadingRow::Object<kIndexRulesTable>(
         "index766_rules", "By which rules index 766 is recounted.",
         [](const auto& of) -> const auto& { return of; }),
     HeadingRow::Of("tree", "By which tree of agencies: as-was or period-end.",
                    [](const auto& of) { return of.tree; })});

using RowNamesRow = JsonRow<StatementRow>;
constexpr JsonTable kRowNamesTable(
    "statement_row_names", "What a row is of.",
    {RowNamesRow::Of(
         "code", "Its code.", [](const auto& row) -> const auto& { return row.of.code; }),
     RowNamesRow::Of(
         "name", "Its name.", [](const auto& row) -> const auto& { return row.of.name; })});
constexpr JsonTable kRowTargetTable("statement_row_target", "What it is measured by.",
                                    {RowNamesRow::Of("target", "per mille", "A target of its own.",
                                                     [](const auto& row) {
                                                       return JsonIf(row.own_target,
                                                                     row.target.per_mille);
                                                     })});

std::vector<JsonField> AllOf(std::initializer_list<std::span<const JsonField>> lists) {
  std::vector<JsonField> all;
  for (const auto& list : lists) all.insert(all.end(), list.begin(), list.end());
  return all;
}

void WriteFigures(JsonWriter& json, std::string_view key, const StatementRow& row) {
  json.BeginObject(key);
  WriteRowFields(json, row);
  json.End();
}

}  // namespace

const JsonShape& StatementShape() {
  static const JsonShape figures_of_row{"figures", "Every figure of a row.", RowShape()};
  static const auto row_fields =
      AllOf({kRowNamesTable.shape().fields, RowShape(), kRowTargetTable.shape().fields});
  static const JsonShape row{"statement_row", "Every figure of one row.", row_fields};
  static const JsonField parts[] = {{.name = "total",
                                     .type = JsonType::kObject,
                                     .meaning = "All of them.",
                                     .of = &figures_of_row},
                                    {.name = "rows",
                                     .type = JsonType::kObject,
                                     .holds = JsonHolds::kList,
                                     .meaning = "One for each.",
                                     .of = &row},
                                    {.name = "petitions",
                                     .type = JsonType::kObject,
                                     .meaning = "Petitions, which are counted apart.",
                                     .of = &figures_of_row}};
  static const auto fields = AllOf({kHeadingTable.shape().fields, parts});
  static const JsonShape shape{"statement", "The figures of a period.", fields};
  return shape;
}

std::string WriteJson(const Statement& statement) {
  std::string out;
  JsonWriter json(out);
  json.BeginObject();
  kHeadingTable.WriteMembers(json, statement);
  WriteFigures(json, "total", statement.total);
  json.BeginArray("rows");
  for (const StatementRow& row : statement.rows) {
    json.BeginObject();
    kRowNamesTable.WriteMembers(json, row);
    WriteRowFields(json, row);
    kRowTargetTable.WriteMembers(json, row);
    json.End();
  }
  json.End();
  WriteFigures(json, "petitions", statement.petitions);
  json.End();
  json.EndLine();
  return out;
}

}  // namespace dunghan::report

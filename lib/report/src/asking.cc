#include "dunghan/report/asking.h"

#include <fmt/format.h>

#include "dunghan/base/text.h"
#include "dunghan/report/comparison_writer.h"
#include "dunghan/report/writers.h"
#include "dunghan/statement/frozen.h"
#include "dunghan/statement/restatement.h"

namespace dunghan::report {
namespace {

constexpr std::string_view kCompare = "compare";

class AskReader {
 public:
  AskReader(const Ask& ask, const FormRules& rules, const figures::Policy& policy,
            std::string_view mark)
      : ask_(ask), rules_(rules), policy_(policy), mark_(mark) {}

  Result<Asked> Read(LocalDay today, PaperFormat otherwise) {
    Asked asked;
    FormRequest& request = asked.request;
    if (!ask_.form.empty()) request.form = ask_.form;
    if (!asked.IsCompare() && !IsForm(request.form, rules_)) {
      return Expected("form", Forms(), ask_.form);
    }
    if (ask_.period.empty()) {
      request.period = figures::MonthOf(today, policy_.reporting_month);
    } else {
      auto period = figures::ParsePeriod(ask_.period);
      if (!period) return period.error();
      request.period = std::move(*period);
    }
    if (!ask_.by.empty()) {
      request.by = statement::ParseGroupBy(ask_.by);
      if (!request.by) {
        return Expected("by", "agency, procedure, field, tier, counter or channel", ask_.by);
      }
      if (!asked.IsMonthly() && rules_.forms.Find(request.form) == nullptr &&
          request.by != statement::GroupBy::kAgency) {
        return InvalidArgument(
            fmt::format("{}by: the form {} has rows of its own", mark_, request.form));
      }
    }
    request.agency = ask_.agency;
    request.basis = policy_.basis;
    if (!ask_.basis.empty()) {
      const auto basis = dossier::ParseBasis(ask_.basis);
      if (!basis) return Expected("basis", "promised or lawful", ask_.basis);
      request.basis = *basis;
      if (request.form == "petitions") {
        return InvalidArgument(
            fmt::format("{}basis: petitions go by limits of their own, not by dues", mark_));
      }
    }
    if (!ask_.tree.empty()) {
      const auto tree = statement::ParseTree(ask_.tree);
      if (!tree) return Expected("tree", "as-was or period-end", ask_.tree);
      request.tree = *tree;
    }
    if (!ask_.language.empty()) {
      const auto language = ParseLanguage(ask_.language);
      if (!language) return Expected("lang", "vi or en", ask_.language);
      request.language = *language;
    }
    if (auto read = ReadFormat(asked, otherwise); !read) return read.error();
    // The others have no place for them.
    request.dossiers = asked.format == PaperFormat::kXlsx || asked.format == PaperFormat::kJson;
    if (auto read = ReadRates(asked); !read) return read.error();
    return asked;
  }

 private:
  Error Expected(std::string_view name, std::string_view expected, std::string_view found) const {
    return InvalidArgument(
        fmt::format("{}{}: expected {}, got {}", mark_, name, expected, JsonQuote(found)));
  }

  std::string Forms() const {
    std::string names;
    for (const FormName& form : FormNames()) names += fmt::format("{}, ", form.name);
    for (const FormDefinition& form : rules_.forms.forms) {
      if (names.find(form.code + ",") == std::string::npos) names += form.code + ", ";
    }
    return names + std::string(kCompare);
  }

  Result<void> ReadFormat(Asked& asked, PaperFormat otherwise) const {
    asked.format = otherwise;
    if (!ask_.format.empty()) {
      const auto format = ParsePaperFormat(ask_.format);
      if (!format) {
        return Expected("format", "table, json, csv, xlsx, html or pdf", ask_.format);
      }
      asked.format = *format;
    }
    if (ask_.purpose.empty() || ask_.purpose == "machines") return {};
    if (ask_.purpose != "excel") return Expected("for", "machines or excel", ask_.purpose);
    if (asked.format != PaperFormat::kCsv) {
      return InvalidArgument(fmt::format("{}for: goes with the format csv", mark_));
    }
    asked.format = PaperFormat::kExcelCsv;
    return {};
  }

  Result<void> ReadRates(Asked& asked) const {
    if (!asked.IsCompare()) {
      if (ask_.rates.empty()) return {};
      return InvalidArgument(fmt::format("{}rates: goes with the form compare", mark_));
    }
    if (!ask_.agency.empty()) {
      return InvalidArgument(
          fmt::format("{}agency: the form compare is of all agencies together", mark_));
    }
    if (ask_.rates.empty()) return {};
    const auto rates = statement::ParseRates(ask_.rates);
    if (!rates) {
      return InvalidArgument(fmt::format("{}rates: {}", mark_, rates.error().for_client));
    }
    asked.from = rates->first;
    asked.to = rates->second;
    return {};
  }

  const Ask& ask_;
  const FormRules& rules_;
  const figures::Policy& policy_;
  std::string_view mark_;
};

/// The formats that a monthly statement and a comparison have of their own.
bool IsPlain(PaperFormat format) {
  return format == PaperFormat::kTable || format == PaperFormat::kJson ||
         format == PaperFormat::kCsv;
}

Result<WrittenStatement> AsWritten(const statement::Paper& paper, PaperFormat format, int columns) {
  auto bytes = WritePaper(paper, format, columns);
  if (!bytes) return bytes.error();
  return WrittenStatement{std::move(*bytes), paper.nothing};
}

Result<WrittenStatement> WriteComparison(ledger::View& view, const figures::Policy& policy,
                                         const FormRules& rules, const Asked& asked, int columns) {
  const auto comparison = statement::Compare(view, policy,
                                             {.period = asked.request.period,
                                              .basis = asked.request.basis,
                                              .from = asked.from,
                                              .to = asked.to});
  if (!comparison) return comparison.error();
  const Language language = asked.request.language;
  switch (asked.format) {
    case PaperFormat::kTable:
      return WrittenStatement{WriteComparisonTable(*comparison, language)};
    case PaperFormat::kJson:
      return WrittenStatement{WriteComparisonJson(*comparison)};
    case PaperFormat::kCsv:
      return WrittenStatement{WriteComparisonCsv(*comparison, language)};
    default:
      return AsWritten(ComparisonPaper(*comparison, rules, language), asked.format, columns);
  }
}

Result<WrittenStatement> WriteMonthly(ledger::View& view, const figures::Policy& policy,
                                      const Asked& asked) {
  const FormRequest& request = asked.request;
  const auto statement =
      statement::MakeMonthly(view, policy,
                             {.period = request.period,
                              .by = request.by.value_or(statement::GroupBy::kAgency),
                              .agency = request.agency,
                              .basis = request.basis,
                              .tree = request.tree});
  if (!statement) return statement.error();
  WrittenStatement written{.bytes = {}, .of_nothing = IsOfNothing(*statement)};
  if (asked.format == PaperFormat::kTable) written.bytes = WriteTable(*statement, request.language);
  if (asked.format == PaperFormat::kJson) written.bytes = WriteJson(*statement);
  if (asked.format == PaperFormat::kCsv) written.bytes = WriteCsv(*statement, request.language);
  return written;
}

/// "rows/000.00.19.H52/received" is of that row, "total/received" of "total"; else nothing.
std::string_view RowOfPath(std::string_view path) {
  constexpr std::string_view kRows = "rows/";
  if (path.starts_with("total/")) return "total";
  if (!path.starts_with(kRows)) return {};
  path.remove_prefix(kRows.size());
  return path.substr(0, path.find('/'));
}

/// The rows that the reported monthly statement of the period has otherwise; none where no such
/// statement was sent.
Result<std::set<std::string>> RestatedRows(ledger::View& view, const figures::Policy& policy,
                                           const FormRequest& request) {
  std::set<std::string> rows;
  const auto frozen = statement::FrozenIn(view);
  if (!frozen) return frozen.error();
  const statement::FrozenIdentity identity{.form = "monthly",
                                           .period = request.period.name,
                                           .basis = std::string(ToString(request.basis)),
                                           .by = "agency",
                                           .tree = std::string(ToString(request.tree)),
                                           .agency = request.agency,
                                           .language = "vi"};
  const statement::FrozenOnRecord* reported = statement::Counting(*frozen, identity);
  if (!reported || !reported->sent) return rows;
  const auto with_json = statement::FindFrozen(view, reported->id);
  if (!with_json) return with_json.error();
  const auto now = statement::MakeMonthly(view, policy,
                                          {.period = request.period,
                                           .agency = request.agency,
                                           .basis = request.basis,
                                           .tree = request.tree});
  if (!now) return now.error();
  const auto moved = statement::MovedCells(with_json->statement.json, WriteJson(*now));
  if (!moved) return moved.error();
  for (const statement::MovedCell& cell : *moved) {
    if (const auto row = RowOfPath(cell.path); !row.empty()) rows.emplace(row);
  }
  return rows;
}

}  // namespace

Result<Asked> ParseAsk(const Ask& ask, const FormRules& rules, const figures::Policy& policy,
                       LocalDay today, PaperFormat otherwise, std::string_view mark) {
  return AskReader(ask, rules, policy, mark).Read(today, otherwise);
}

Result<WrittenStatement> WriteAsked(ledger::View& view, const figures::Policy& policy,
                                    const FormRules& rules, const Asked& asked, int columns) {
  if (asked.IsCompare()) return WriteComparison(view, policy, rules, asked, columns);
  if (asked.IsMonthly() && IsPlain(asked.format)) return WriteMonthly(view, policy, asked);
  FormRules with_restated = rules;
  if (asked.request.form == "indicators") {
    auto restated = RestatedRows(view, policy, asked.request);
    if (!restated) return restated.error();
    with_restated.restated = std::move(*restated);
  }
  const auto paper = MakePaper(view, policy, with_restated, asked.request);
  if (!paper) return paper.error();
  return AsWritten(*paper, asked.format, columns);
}

}  // namespace dunghan::report

#include "reading/report_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string_view>

#include "app/exit_code.h"
#include "dunghan/base/text.h"
#include "dunghan/report/as_of.h"
#include "dunghan/report/comparison_writer.h"
#include "dunghan/report/writers.h"
#include "dunghan/statement/comparison.h"
#include "dunghan/statement/statement.h"
#include "finish.h"
#include "live/data_age.h"
#include "output_file.h"

namespace dunghan::commands {
namespace {

enum class ReportFormat { kTable, kJson, kCsv };

constexpr std::string_view kForms[] = {"monthly",   "compare", "II.06a", "II.06b",
                                       "late-list", "quality", "award",  "reconcile"};
constexpr std::string_view kFormats[] = {"table", "json", "csv", "xlsx", "html", "pdf"};
constexpr size_t kFormsMade = 2;
constexpr size_t kFormatsMade = 3;

enum class ReportForm { kMonthly, kCompare };

struct ReportRequest {
  ReportForm form = ReportForm::kMonthly;
  statement::ComparisonOptions comparison;
  statement::StatementOptions statement;
  ReportFormat format = ReportFormat::kTable;
  Language language = Language::kVi;
};

std::string Listed(std::span<const std::string_view> names) {
  std::string text;
  for (const std::string_view name : names)
    text += fmt::format("{}{}", text.empty() ? "" : ", ", name);
  return text;
}

/// The place of a choice among those known, of which the first `made` can be had.
Result<size_t> Choose(std::string_view option, std::string_view text,
                      std::span<const std::string_view> known, size_t made) {
  const auto found =
      static_cast<size_t>(std::find(known.begin(), known.end(), text) - known.begin());
  if (found < made) return found;
  if (found < known.size()) {
    return InvalidArgument(fmt::format("{} \"{}\" is not available yet", option, text));
  }
  return InvalidArgument(
      fmt::format("--{}: expected {}, got {}", option, Listed(known.first(made)), JsonQuote(text)));
}

/// The form, as far as it can be had.
Result<ReportForm> FormOf(const ReportOptions& options) {
  const auto absent = [](std::string_view option) {
    return InvalidArgument(fmt::format("--{} is not available yet", option));
  };
  if (options.freeze) return absent("freeze");
  const auto form = Choose("form", options.form, kForms, kFormsMade);
  if (!form) return form.error();
  return static_cast<ReportForm>(*form);
}

Error Expected(std::string_view option, std::string_view expected, std::string_view found) {
  return InvalidArgument(
      fmt::format("--{}: expected {}, got {}", option, expected, JsonQuote(found)));
}

/// As named, else the reporting month of the view's position.
Result<figures::Period> PeriodOf(const std::string& name, const ledger::View& view,
                                 const figures::Policy& policy) {
  if (!name.empty()) return figures::ParsePeriod(name);
  const auto& zone = view.rulebook().default_calendar().zone();
  return figures::MonthOf(zone.DayOf(view.position().at), policy.reporting_month);
}

Result<ReportRequest> Parse(const ReportOptions& options, const ledger::View& view,
                            const figures::Policy& policy) {
  ReportRequest request;
  const auto form = FormOf(options);
  if (!form) return form.error();
  request.form = *form;
  const auto format = Choose("format", options.format, kFormats, kFormatsMade);
  if (!format) return format.error();
  request.format = static_cast<ReportFormat>(*format);
  const auto language = ParseLanguage(options.language);
  if (!language) return Expected("lang", "vi or en", options.language);
  request.language = *language;
  const auto by = statement::ParseGroupBy(options.by);
  if (!by) return Expected("by", "agency, procedure, field, tier, counter or channel", options.by);
  request.statement.by = *by;
  request.statement.basis = policy.basis;
  if (options.basis) {
    const auto basis = dossier::ParseBasis(*options.basis);
    if (!basis) return Expected("basis", "promised or lawful", *options.basis);
    request.statement.basis = *basis;
  }
  if (options.tree) {
    const auto tree = statement::ParseTree(*options.tree);
    if (!tree) return Expected("tree", "as-was or period-end", *options.tree);
    request.statement.tree = *tree;
  }
  auto period = PeriodOf(options.period, view, policy);
  if (!period) return period.error();
  request.statement.period = std::move(*period);
  request.statement.agency = options.agency;
  if (request.form != ReportForm::kCompare) return request;
  if (!options.agency.empty()) {
    return InvalidArgument("--agency: the form compare is of all agencies together");
  }
  const auto rates = statement::ParseRates(options.rates);
  if (!rates) return InvalidArgument("--rates: " + rates.error().for_client);
  request.comparison = {.period = request.statement.period,
                        .basis = request.statement.basis,
                        .from = rates->first,
                        .to = rates->second};
  return request;
}

/// Whose table it is, on a line of its own.
std::string Issuer(const ReportOptions& options, Language language) {
  const bool english = language == Language::kEn && !options.issuer_en.empty();
  const std::string& issuer = english ? options.issuer_en : options.issuer;
  return issuer.empty() ? "" : Escaped(issuer) + "\n";
}

/// How old the data of a table are, which its position does not say: that is when it was asked.
std::string AgeLine(const std::optional<Instant>& newest, const worktime::Zone& zone,
                    Language language) {
  if (!newest) return {};
  const std::string at = zone.Format(*newest);  // RFC 3339
  const std::string day =
      fmt::format("{}/{}/{}", at.substr(8, 2), at.substr(5, 2), at.substr(0, 4));
  return language == Language::kVi
             ? fmt::format("Sự kiện mới nhất: {} ngày {}\n", at.substr(11, 5), day)
             : fmt::format("Newest event: {} on {}\n", at.substr(11, 5), day);
}

std::string Write(const statement::Statement& statement, const ReportRequest& request) {
  switch (request.format) {
    case ReportFormat::kTable:
      return report::WriteTable(statement, request.language);
    case ReportFormat::kJson:
      return report::WriteJson(statement);
    case ReportFormat::kCsv:
      return report::WriteCsv(statement, request.language);
  }
  return {};
}

/// From the first event to the last, by day, where the period has begun.
Result<report::LedgerExtent> ExtentOf(ledger::View& view, const std::filesystem::path& folder,
                                      bool begun) {
  report::LedgerExtent extent{folder.string(), {}, {}};
  if (!begun) return extent;  // nothing of it is said
  const auto& zone = view.rulebook().default_calendar().zone();
  auto read = view.ForEachEvent(ledger::EventOrder::kRecorded, [&](ledger::StoredEvent&& stored) {
    const LocalDay day = zone.DayOf(stored.event.at);
    extent.first = std::min(extent.first.value_or(day), day);
    extent.last = std::max(extent.last.value_or(day), day);
    return true;
  });
  if (!read) return read.error();
  return extent;
}

/// Prints it, or writes the file named.
int Deliver(const std::string& text, const ReportOptions& options, const Console& console) {
  if (!options.output || *options.output == "-") return Print(text, console);
  const auto written = WriteWholeFile(*options.output, text);
  // The store is well: a place that cannot be written to is work that failed.
  return written ? app::kDone : (Fail(written.error(), console), app::kFailed);
}

/// A statement of nothing: said, and passed on to programs alone.
int DeliverNothing(const statement::Statement& statement, const ReportRequest& request,
                   const ReportOptions& options, ledger::View& view, const Console& console) {
  const auto extent = ExtentOf(view, options.ledger, statement.begun);
  if (!extent) return Fail(extent.error(), console);
  console.err << Escaped(report::NothingText(statement, *extent, request.language)) << '\n';
  if (request.format == ReportFormat::kJson) Deliver(Write(statement, request), options, console);
  return app::kFailed;
}

std::string Write(const statement::Comparison& comparison, const ReportRequest& request) {
  switch (request.format) {
    case ReportFormat::kTable:
      return report::WriteComparisonTable(comparison, request.language);
    case ReportFormat::kJson:
      return report::WriteComparisonJson(comparison);
    case ReportFormat::kCsv:
      return report::WriteComparisonCsv(comparison, request.language);
  }
  return {};
}

int RunCompare(const ReportOptions& options, const ReportRequest& request, ledger::View& view,
               const figures::Policy& policy, const Console& console) {
  const auto comparison = statement::Compare(view, policy, request.comparison);
  if (!comparison) {
    const bool usage = comparison.error().code == ErrorCode::kInvalidArgument;
    return usage ? FailUsage(comparison.error(), console) : Fail(comparison.error(), console);
  }
  view.Release();
  std::string text = Write(*comparison, request);
  if (request.format == ReportFormat::kTable) text = Issuer(options, request.language) + text;
  return Deliver(text, options, console);
}

}  // namespace

Result<std::optional<ledger::AsOf>> ParseAsOf(const std::optional<std::string>& text,
                                              std::string_view option) {
  if (!text) return std::optional<ledger::AsOf>();
  const auto as_of = report::ParseAsOf(*text);
  if (!as_of) return InvalidArgument(fmt::format("{}: {}", option, as_of.error().for_client));
  return std::optional(*as_of);
}

int RunReport(const ReportOptions& options, ledger::View& view, const figures::Policy& policy,
              const Console& console) {
  const auto request = Parse(options, view, policy);
  if (!request) return FailUsage(request.error(), console);
  if (request->form == ReportForm::kCompare) {
    return RunCompare(options, *request, view, policy, console);
  }
  const auto statement = statement::MakeMonthly(view, policy, request->statement);
  if (!statement) return Fail(statement.error(), console);
  const bool is_table = request->format == ReportFormat::kTable;
  const auto newest =
      is_table ? live::NewestEvent(view) : Result<std::optional<Instant>>(std::nullopt);
  if (!newest) return Fail(newest.error(), console);
  // Before printing: see RunVerify.
  view.Release();
  if (report::IsOfNothing(*statement)) {
    return DeliverNothing(*statement, *request, options, view, console);
  }
  std::string text = Write(*statement, *request);
  if (is_table) {
    text = Issuer(options, request->language) + text +
           AgeLine(*newest, statement->zone, request->language);
  }
  return Deliver(text, options, console);
}

}  // namespace dunghan::commands

#include "reading/report_command.h"

#include <fmt/format.h>

#include <algorithm>

#include "app/exit_code.h"
#include "dunghan/base/escaped.h"
#include "dunghan/base/text.h"
#include "dunghan/base/whole_file.h"
#include "dunghan/report/as_of.h"
#include "dunghan/report/writers.h"
#include "finish.h"
#include "live/data_age.h"

namespace dunghan::commands {
namespace {

using report::Asked;
using report::PaperFormat;

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

/// Why a statement is of nothing, in a sentence.
Result<std::string> WhyNothing(const Asked& asked, const ReportOptions& options, ledger::View& view,
                               const figures::Policy& policy) {
  const auto statement = statement::MakeMonthly(
      view, policy, {.period = asked.request.period, .agency = asked.request.agency});
  if (!statement) return statement.error();
  const auto extent = ExtentOf(view, options.ledger, statement->begun);
  if (!extent) return extent.error();
  return report::NothingText(*statement, *extent, asked.request.language);
}

/// Who it is of before a table, and how old its data are after it.
Result<std::string> AroundTable(const std::string& table, const Asked& asked,
                                const ReportOptions& options, ledger::View& view) {
  const Language language = asked.request.language;
  if (asked.IsCompare()) return Issuer(options, language) + table;
  const auto newest = live::NewestEvent(view);
  if (!newest) return newest.error();
  const auto& zone = view.rulebook().default_calendar().zone();
  return Issuer(options, language) + table + AgeLine(*newest, zone, language);
}

}  // namespace

Result<std::optional<ledger::AsOf>> ParseAsOf(const std::optional<std::string>& text,
                                              std::string_view option) {
  if (!text) return std::optional<ledger::AsOf>();
  const auto as_of = report::ParseAsOf(*text);
  if (!as_of) return InvalidArgument(fmt::format("{}: {}", option, as_of.error().for_client));
  return std::optional(*as_of);
}

int Deliver(const std::string& text, const ReportOptions& options, const Console& console) {
  if (!options.output || *options.output == "-") return Print(text, console);
  const auto written = WriteWholeFile(*options.output, text);
  // The store is well: a place that cannot be written to is work that failed.
  return written ? app::kDone : (Fail(written.error(), console), app::kFailed);
}

int RunReport(const ReportOptions& options, ledger::View& view, const figures::Policy& policy,
              const report::FormRules& rules, const Console& console) {
  const auto& zone = view.rulebook().default_calendar().zone();
  const auto asked = report::ParseAsk(options.ask, rules, policy, zone.DayOf(view.position().at),
                                      PaperFormat::kTable, "--");
  if (!asked) return FailUsage(asked.error(), console);
  auto written = report::WriteAsked(view, policy, rules, *asked, options.columns);
  if (!written) {
    const bool usage = written.error().code == ErrorCode::kInvalidArgument;
    return usage ? FailUsage(written.error(), console) : Fail(written.error(), console);
  }
  std::string text = std::move(written->bytes);
  if (written->of_nothing) {
    const auto why = WhyNothing(*asked, options, view, policy);
    if (!why) return Fail(why.error(), console);
    view.Release();
    console.err << Escaped(*why) << '\n';
    // Passed on to programs alone.
    if (asked->format == PaperFormat::kJson) Deliver(text, options, console);
    return app::kFailed;
  }
  const bool is_plain_table =
      asked->format == PaperFormat::kTable && (asked->IsMonthly() || asked->IsCompare());
  if (is_plain_table) {
    auto around = AroundTable(text, *asked, options, view);
    if (!around) return Fail(around.error(), console);
    text = std::move(*around);
  }
  // Before printing: see RunVerify.
  view.Release();
  return Deliver(text, options, console);
}

}  // namespace dunghan::commands

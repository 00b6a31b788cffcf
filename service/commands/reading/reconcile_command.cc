#include "reading/reconcile_command.h"

#include <fmt/format.h>

#include <ostream>

#include "app/exit_code.h"
#include "dunghan/base/escaped.h"
#include "dunghan/base/text.h"
#include "dunghan/base/whole_file.h"
#include "dunghan/statement/reconciliation.h"
#include "finish.h"

namespace dunghan::commands {
namespace {

/// A period is required unless the file has one: it is not this month's by default.
Result<statement::ReadingOptions> ReadingOf(const report::Ask& ask, const ReconcileOptions& options,
                                            const worktime::Zone& zone) {
  statement::ReadingOptions reading{.zone = zone};
  if (!ask.period.empty()) {
    auto period = figures::ParsePeriod(ask.period);
    if (!period) return period.error();
    reading.period = std::move(*period);
  }
  if (options.taken.empty()) return reading;
  if (const auto day = ParseDate(options.taken)) {
    // At the end of that day at the latest.
    reading.taken = zone.StartOf(*day + std::chrono::days{1}) - std::chrono::milliseconds{1};
    return reading;
  }
  const auto at = ParseRfc3339(options.taken);
  if (!at) {
    return InvalidArgument(
        fmt::format("--taken: expected a date or an instant, got {}", JsonQuote(options.taken)));
  }
  reading.taken = *at;
  return reading;
}

/// The ledger as it was known then; null where it does not reach back so far, which is said.
std::unique_ptr<ledger::View> ViewOfThen(Instant taken, ledger::View& now, const OpenAsOf& open,
                                         const Console& console) {
  if (taken >= now.position().at) return nullptr;
  auto then = open({.seq = {}, .at = taken});
  if (then) return std::move(*then);
  console.err << "dunghan: the record does not reach back to when that file was taken ("
              << Escaped(then.error().for_client) << "): compared as known now alone\n";
  return nullptr;
}

}  // namespace

int RunReconcile(const ReportOptions& report, const ReconcileOptions& options, ledger::View& view,
                 const OpenAsOf& open, const figures::Policy& policy,
                 const report::FormRules& rules, const Console& console) {
  if (options.with.empty()) {
    return FailUsage(InvalidArgument("--form reconcile: needs --with FILE"), console);
  }
  report::Ask ask = report.ask;
  ask.form.clear();
  const auto& zone = view.rulebook().default_calendar().zone();
  const auto asked = report::ParseAsk(ask, rules, policy, zone.DayOf(view.position().at),
                                      report::PaperFormat::kTable, "--");
  if (!asked) return FailUsage(asked.error(), console);
  const auto reading = ReadingOf(ask, options, zone);
  if (!reading) return FailUsage(reading.error(), console);
  const auto theirs = statement::ReadTheirs(options.with, *reading);
  if (!theirs) return Fail(theirs.error(), console);
  if (zone.DayOf(theirs->taken) > zone.DayOf(view.position().at)) {
    return FailUsage(InvalidArgument("--taken: it lies ahead of now"), console);
  }
  const auto then = ViewOfThen(theirs->taken, view, open, console);
  const auto reconciled =
      statement::Reconcile(view, then.get(), policy, *theirs,
                           {.basis = asked->request.basis, .agency = asked->request.agency});
  if (!reconciled) return Fail(reconciled.error(), console);
  view.Release();
  statement::Paper paper = statement::ReconciliationPaper(*reconciled, asked->request.language);
  report::AddHead(paper, rules);
  const auto bytes = report::WritePaper(paper, asked->format, report.columns);
  if (!bytes) return Fail(bytes.error(), console);
  return Deliver(*bytes, report, console);
}

}  // namespace dunghan::commands

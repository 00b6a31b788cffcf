#include "reading/sources_command.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>
#include <vector>

#include "aligned_table.h"
#include "dunghan/base/escaped.h"
#include "dunghan/base/text.h"
#include "finish.h"

namespace dunghan::commands {
namespace {

using std::chrono::seconds;
using SourceTable = AlignedTable<14>;

/// "3h05m", "12m", "40s".
std::string Worked(std::chrono::milliseconds time) {
  const int64_t all = std::chrono::floor<seconds>(time).count();
  if (all < 60) return fmt::format("{}s", all);
  if (all < 3'600) return fmt::format("{}m", all / 60);
  return fmt::format("{}h{:02}m", all / 3'600, all % 3'600 / 60);
}

std::string LagOf(const ledger::LagBuckets& lags, int per_mille) {
  const auto lag = lags.Quantile(per_mille);
  return lag ? Worked(*lag) : "-";
}

std::string InstantOf(const api::Since& since, const worktime::Zone& zone) {
  return since.at ? zone.Format(*since.at) : "never";
}

SourceTable::Row RowOf(const api::ToldSource& source, const worktime::Zone& zone) {
  const ledger::SourceFigures& window = source.in_window;
  return {Escaped(source.name),
          std::string(rulebook::ToString(source.role)),
          InstantOf(source.event, zone),
          InstantOf(source.contact, zone),
          source.contact.at ? Worked(source.contact.working) : "-",
          std::string(live::ToString(source.contact.freshness)),
          std::to_string(window.counts.stored),
          std::to_string(window.counts.duplicate),
          std::to_string(window.counts.quarantined),
          std::to_string(source.waiting),
          LagOf(window.lags, 500),
          LagOf(window.lags, 900),
          LagOf(window.lags, 950) + " / " + LagOf(window.lags, 990),
          window.longest ? Worked(window.longest->working) : "-"};
}

void PrintSources(const api::ToldSources& told, const worktime::Zone& zone, std::ostream& out) {
  SourceTable table;
  std::vector<SourceTable::Row> rows = {{"SOURCE", "ROLE", "LAST EVENT", "LAST CONTACT", "SILENT",
                                         "STATE", "STORED", "DUPLICATE", "QUARANTINED", "WAITING",
                                         "LAG P50", "P90", "P95 / P99", "LONGEST SILENCE"}};
  for (const auto& source : told.all) rows.push_back(RowOf(source, zone));
  for (const auto& row : rows) table.Measure(row);
  for (const auto& row : rows) table.Print(row, out);
  out << fmt::format(
      "Since {}, in working time; duplicate and quarantined are counted since {}.{}\n",
      FormatDate(told.from), zone.Format(told.counted_since),
      told.is_simulated ? " Simulated data." : "");
}

}  // namespace

int RunSources(const SourcesOptions& options, ledger::View& view, const api::SourceRules& rules,
               const Console& console) {
  if (options.format != "table" && options.format != "json") {
    return FailUsage(InvalidArgument(fmt::format("--format: expected table or json, got {}",
                                                 JsonQuote(options.format))),
                     console);
  }
  if (options.days < 1 || options.days > api::kMostSourceDays) {
    return FailUsage(
        InvalidArgument(fmt::format("--days: expected a whole number from 1 to {}, got {}",
                                    api::kMostSourceDays, options.days)),
        console);
  }
  const auto told = api::TellSources(view, rules, options.days);
  if (!told) return Fail(told.error(), console);
  view.Release();
  const worktime::Zone& zone = view.rulebook().default_calendar().zone();
  if (options.format == "json") return Print(api::SourcesAsJson(*told, zone), console);
  if (told->all.empty()) {
    console.err << "no source was ever heard\n";
    return 0;
  }
  PrintSources(*told, zone, console.out);
  return 0;
}

}  // namespace dunghan::commands

#include "import/import_report.h"

#include <fmt/format.h>

#include "dunghan/base/escaped.h"
#include "dunghan/base/json_writer.h"

namespace dunghan::commands {

void PrintProblems(const ImportWriter::Report& report, const ImportOptions& options,
                   const Console& console) {
  for (const auto& problem : report.problems) {
    const std::string field = problem.field.empty() ? "" : problem.field + ": ";
    console.err << Escaped(fmt::format("{}: {}{}", problem.place, field, problem.reason)) << '\n';
  }
  const auto more = report.totals.quarantined - static_cast<int64_t>(report.problems.size());
  if (more > 0) {
    console.err << fmt::format("and {} more{}\n", more,
                               options.dry_run ? "" : "; see `dunghan quarantine list`");
  }
}

void PrintSummary(const ImportTotals& totals, const ImportOptions& options,
                  const Console& console) {
  if (options.json) {
    std::string text;
    JsonWriter writer(text);
    writer.BeginObject();
    writer.Integer("read", totals.all());
    writer.Integer("stored", totals.stored);
    writer.Integer("duplicate", totals.duplicate);
    writer.Integer("quarantined", totals.quarantined);
    writer.End();
    console.out << text;
  } else {
    if (options.dry_run) console.out << "dry run, nothing is stored: ";
    console.out << fmt::format("read {}: stored {}, duplicate {}, quarantined {}", totals.all(),
                               totals.stored, totals.duplicate, totals.quarantined);
  }
  console.out << '\n' << std::flush;
}

}  // namespace dunghan::commands

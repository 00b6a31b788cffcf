#include "import/table_import.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "app/exit_code.h"
#include "dunghan/base/text.h"
#include "dunghan/sheet/workbook.h"
#include "import/import_progress.h"
#include "import/import_report.h"
#include "import/import_warnings.h"
#include "import/import_writer.h"
#include "intake/event_decoder.h"
#include "intake/table_rows.h"

namespace dunghan::commands {
namespace {

using Steady = std::chrono::steady_clock;
using intake::EventFields;
using intake::RowIs;
using intake::TablePlan;

constexpr std::string_view kFormats[] = {"csv", "xls", "xlsx", "ods"};

std::string Rows(int64_t count) { return fmt::format("{} row{}", count, count == 1 ? "" : "s"); }

/// What rows of one list came to.
struct RowCounts {
  int64_t snapshots = 0;
  int64_t notes = 0;
  int64_t repeated = 0;
};

class TableImport {
 public:
  TableImport(const ImportOptions& options, ledger::Ledger* ledger, const ImportRules& rules,
              const Console& console)
      : options_(options),
        rules_(rules),
        console_(console),
        clock_(rules.clock != nullptr ? *rules.clock : machine_clock_),
        decoder_(rules.codes, rules.rulebooks, options.source),
        checks_(*rules.codes, rules.rulebooks, rules.sources) {
    if (!ledger) return;
    writer_.emplace(*ledger, options.group, [this](const ImportTotals& so_far) {
      if (options_.acks) {
        console_.out << "acknowledged " << so_far.all() << '\n' << std::flush;
      }
    });
  }

  int Run() {
    if (auto read = Mappings(); read != 0) return read;
    const auto taken = Taken();
    if (!taken) return Refuse(taken.error().for_client, app::kUsage);
    int code = app::kDone;
    {
      ProgressLine progress(console_.err, console_.err_is_terminal, Steady::now());
      for (const std::string& file : options_.files) {
        code = ReadFile(file, *taken, progress);
        if (code != app::kDone) break;
      }
    }
    if (!writer_) return code;
    if (writer_->group().count > 0) writer_->Submit();
    const auto report = writer_->Finish();
    for (const auto& lines : {warnings_.Lines(), report.warnings.Lines()}) {
      for (const std::string& line : lines) console_.err << Escaped(line) << '\n';
    }
    PrintProblems(report, console_);
    if (report.error) {
      Refuse("the ledger cannot be written: " + report.error->for_client, 0);
      code = app::kStoreUnusable;
    } else if (code == app::kDone && options_.strict && report.totals.quarantined > 0) {
      code = app::kFailed;
    }
    PrintSummary(report.totals, options_.json, console_);
    return code;
  }

 private:
  int Refuse(const std::string& why, int code) {
    console_.err << Escaped(why) << '\n';
    return code;
  }

  /// A name is that of a built-in one, unless a file is called so.
  int Mappings() {
    mappings_ = intake::BuiltInMappings();
    name_ = options_.mapping;
    std::error_code error;
    const bool is_file = !name_.empty() && std::filesystem::is_regular_file(name_, error);
    if (!is_file) return 0;
    auto loaded = intake::LoadMappings(name_);
    for (const Problem& problem : loaded.problems) {
      console_.err << Escaped(ToString(problem)) << '\n';
    }
    if (HasErrors(loaded.problems)) return app::kUsage;
    mappings_ = std::move(loaded.mappings);
    name_.clear();
    return 0;
  }

  Result<std::optional<Instant>> Taken() const {
    if (options_.taken.empty()) return std::optional<Instant>();
    if (const auto day = ParseDate(options_.taken)) {
      return std::optional(Zone().StartOf(*day + std::chrono::days{1}) -
                           std::chrono::milliseconds{1});
    }
    const auto at = ParseRfc3339(options_.taken);
    if (!at) {
      return InvalidArgument(
          fmt::format("--taken: expected a date or an instant, got {}", JsonQuote(options_.taken)));
    }
    return std::optional(*at);
  }
  const worktime::Zone& Zone() const {
    return rules_.rulebooks->newest().default_calendar().zone();
  }

  int ReadFile(const std::string& file, std::optional<Instant> taken, ProgressLine& progress) {
    auto workbook = sheet::Workbook::Open(file);
    if (!workbook) return Refuse(workbook.error().for_client, app::kFailed);
    if (const auto kind = sheet::ToString(workbook->kind()); kind != options_.format) {
      return Refuse(
          fmt::format("{}: --format {}: by its content it is {}", file, options_.format, kind),
          app::kUsage);
    }
    intake::TableAsk ask{.mappings = &mappings_,
                         .mapping = name_,
                         .taken = taken,
                         .zone = Zone(),
                         .now = clock_.Now()};
    if (!options_.sheet.empty()) ask.sheet = options_.sheet;
    auto plan = intake::PlanTable(*workbook, ask);
    if (!plan) {
      const bool asked_wrongly = plan.error().code == ErrorCode::kNotFound;
      return Refuse(plan.error().for_client, asked_wrongly ? app::kUsage : app::kFailed);
    }
    intake::TableRows rows(*plan, rules_.rulebooks);
    const std::string place = std::filesystem::path(file).filename().string();
    counts_ = {};
    if (!writer_) TellPlan(file, *plan);
    int64_t done = 0;
    const Instant now = clock_.Now();
    auto read = workbook->ForEachRow(plan->sheet, [&](const sheet::Row& row) {
      if (row.number <= plan->last_head_row) return true;
      Take(rows, row, place, now);
      ++done;
      if (const auto drawn = Steady::now(); writer_ && progress.IsDue(drawn)) {
        progress.Draw({.file = file,
                       .fraction = static_cast<double>(done) /
                                   static_cast<double>(std::max<int64_t>(plan->rows, 1)),
                       .events = counts_.snapshots},
                      drawn);
      }
      return !(writer_ && writer_->failed());
    });
    if (!read) return Refuse(read.error().for_client, app::kFailed);
    TellRows(file, *plan, rows);
    return app::kDone;
  }

  void Take(intake::TableRows& rows, const sheet::Row& row, const std::string& file, Instant now) {
    const intake::Place place{.name = file, .number = row.number};
    const RowIs is = rows.Read(row, fields_);
    if (is == RowIs::kNote || is == RowIs::kRepeated) {
      ++(is == RowIs::kNote ? counts_.notes : counts_.repeated);
      return;
    }
    ++counts_.snapshots;
    ledger::Item scratch;
    ledger::Item& item = writer_ ? writer_->group().items[writer_->group().count++] : scratch;
    const auto verdict = decoder_.DecodeFields(fields_, place, item);
    if (is == RowIs::kConflict && verdict == intake::Verdict::kEvent) {
      SetAside(rows.first_row(), place, item);
    } else if (verdict == intake::Verdict::kEvent) {
      const auto& event = std::get<dossier::Event>(item.content);
      const auto odd = checks_.Check(event, now);
      if (!odd.empty()) {
        warnings_.Add(odd, place,
                      [&](intake::Oddity oddity) { return checks_.ValueOf(oddity, event); });
      }
    }
    if (!writer_) return TellRow(row.number, item);
    writer_->group().offset = static_cast<uint64_t>(row.number);
    writer_->group().file = file;
    if (writer_->group().count == options_.group) writer_->Submit();
  }

  /// Which of two rows counts, nobody knows: the first is taken, and people are told of the other.
  void SetAside(int64_t first, const intake::Place& place, ledger::Item& item) {
    ledger::Reject reject;
    reject.source = options_.source;
    reject.place = place.ToString();
    reject.field = "dossier";
    reject.reason =
        fmt::format("a second row of this dossier, with other words than row {}", first);
    AppendFields(reject.fields, fields_);
    item.content = std::move(reject);
  }

  void TellPlan(const std::string& file, const TablePlan& plan) {
    std::ostream& out = console_.out;
    out << Escaped(fmt::format("{}: {}{}, mapping {}, taken {} (by {})", file,
                               plan.sheet_name.empty() ? "" : JsonQuote(plan.sheet_name) + ", ",
                               Rows(plan.rows), plan.mapping->name, Zone().Format(plan.taken),
                               plan.taken_by))
        << '\n';
    for (size_t i = 0; i < intake::kTableColumns; ++i) {
      const auto column = static_cast<intake::TableColumn>(i);
      const int at = plan.columns[column];
      out << Escaped(at < 0 ? fmt::format("  {:<10} -", ToString(column))
                            : fmt::format("  {:<10} column {}, {}{}", ToString(column),
                                          sheet::ColumnName(at), JsonQuote(plan.headings[i]),
                                          plan.order[i] == intake::DateOrder::kMonthFirst
                                              ? ", month first"
                                              : ""))
          << '\n';
    }
    std::string passed_by;
    for (const std::string& heading : plan.columns.passed_by) {
      passed_by += (passed_by.empty() ? "" : ", ") + JsonQuote(heading);
    }
    if (!passed_by.empty()) out << Escaped("  not read:  " + passed_by) << '\n';
  }

  /// Of a dry run: the first rows, and the first of those that cannot be used.
  void TellRow(int64_t row, const ledger::Item& item) {
    constexpr int64_t kShown = 5;
    constexpr int64_t kProblems = 10;
    if (const auto* reject = std::get_if<ledger::Reject>(&item.content)) {
      if (++unusable_ <= kProblems) {
        console_.out << Escaped(fmt::format("  row {}: {}: {}", row, reject->field, reject->reason))
                     << '\n';
      }
      return;
    }
    if (++shown_ > kShown) return;
    const auto& event = std::get<dossier::Event>(item.content);
    const auto at = [&](const std::optional<Instant>& instant) {
      return instant ? Zone().Format(*instant) : std::string("-");
    };
    std::string due = "-";
    if (event.due) {
      const auto* day = std::get_if<LocalDay>(&*event.due);
      due = day ? FormatDate(*day) : Zone().Format(std::get<Instant>(*event.due));
    }
    console_.out << Escaped(fmt::format("  row {}: {} {} {} received {} due {} ended {} {}", row,
                                        event.dossier, event.agency.text(), event.procedure.text(),
                                        at(event.received), due, at(event.ended),
                                        ToString(event.state)))
                 << '\n';
  }

  void TellRows(const std::string& file, const TablePlan& plan, const intake::TableRows& rows) {
    std::ostream& out = writer_ ? console_.err : console_.out;
    std::string line = fmt::format("{}: {}, exported {}: {} of dossiers", file, Rows(plan.rows),
                                   Zone().Format(plan.taken), counts_.snapshots);
    if (counts_.notes > 0) line += fmt::format(", {} of none", counts_.notes);
    if (counts_.repeated > 0) line += fmt::format(", {} repeated", counts_.repeated);
    if (unusable_ > 0) line += fmt::format(", {} cannot be used", unusable_);
    if (rows.restored() > 0) {
      line += fmt::format("; {} codes of procedures that had become numbers were restored",
                          rows.restored());
    }
    out << Escaped(line) << '\n';
    const auto tell = [&](std::string_view what, const std::map<std::string, int64_t>& names) {
      constexpr size_t kShown = 20;
      size_t shown = 0;
      for (const auto& [name, count] : names) {
        if (++shown > kShown) break;
        out << Escaped(fmt::format("unknown {} {}: {}", what, JsonQuote(name), Rows(count)))
            << '\n';
      }
      if (names.size() > kShown) out << fmt::format("and {} more\n", names.size() - kShown);
    };
    tell("agency", rows.unknown().agencies);
    tell("procedure", rows.unknown().procedures);
    tell("state", rows.unknown().states);
    const bool any = !rows.unknown().agencies.empty() || !rows.unknown().procedures.empty();
    if (any) {
      out << "put them into the lists of the rulebook, or into [mapping.agencies] and "
             "[mapping.procedures] of a mapping\n";
    }
  }

  const ImportOptions& options_;
  const ImportRules& rules_;
  const Console& console_;
  const SystemClock machine_clock_;
  const Clock& clock_;
  intake::EventDecoder decoder_;
  intake::EventChecks checks_;
  ImportWarnings warnings_;
  std::vector<intake::TableMapping> mappings_;
  std::string name_;
  EventFields fields_;
  RowCounts counts_;
  int64_t shown_ = 0;
  int64_t unusable_ = 0;
  std::optional<ImportWriter> writer_;
};

}  // namespace

bool IsTableFormat(std::string_view format) {
  return std::find(std::begin(kFormats), std::end(kFormats), format) != std::end(kFormats);
}

int ImportTables(const ImportOptions& options, ledger::Ledger* ledger, const ImportRules& rules,
                 const Console& console) {
  if (const int wrong = CheckImport(options, console); wrong != 0) return wrong;
  const int code = TableImport(options, ledger, rules, console).Run();
  if (ledger) (void)ledger->Flush();
  return code;
}

}  // namespace dunghan::commands

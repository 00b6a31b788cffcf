#include "import/table_import.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "app/exit_code.h"
#include "dunghan/base/escaped.h"
#include "dunghan/base/text.h"
#include "dunghan/sheet/workbook.h"
#include "import/import_progress.h"
#include "import/import_report.h"
#include "import/import_warnings.h"
#include "import/import_writer.h"
#include "import/proposed_names.h"
#include "intake/list_reader.h"

namespace dunghan::commands {
namespace {

using Steady = std::chrono::steady_clock;
using intake::Oddities;
using intake::TablePlan;

constexpr std::string_view kFormats[] = {"csv", "xls", "xlsx", "ods"};

intake::ListRules RulesOf(const ImportOptions& options, const ImportRules& rules) {
  return {.codes = rules.codes,
          .rulebooks = rules.rulebooks,
          .sources = rules.sources,
          .source = options.source};
}

class TableImport final : intake::ItemTaker {
 public:
  TableImport(const ImportOptions& options, ledger::Ledger* ledger, const ImportRules& rules,
              const Console& console)
      : options_(options),
        rules_(rules),
        console_(console),
        clock_(rules.clock != nullptr ? *rules.clock : machine_clock_),
        reader_(RulesOf(options, rules)) {
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
    PrintProblems(report, options_, console_);
    if (report.error) {
      Refuse("the ledger cannot be written: " + report.error->for_client, 0);
      code = app::kStoreUnusable;
    } else if (code == app::kDone && options_.strict && report.totals.quarantined > 0) {
      code = app::kFailed;
    }
    PrintSummary(report.totals, options_, console_);
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
    if (const auto taken = intake::ParseTaken(options_.taken, Zone())) return std::optional(*taken);
    return InvalidArgument(
        fmt::format("--taken: expected a date or an instant, got {}", JsonQuote(options_.taken)));
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
    if (auto planned = reader_.Plan(*workbook, ask); !planned) {
      const bool asked_wrongly = planned.error().code == ErrorCode::kNotFound;
      return Refuse(planned.error().for_client, asked_wrongly ? app::kUsage : app::kFailed);
    }
    const TablePlan& plan = reader_.plan();
    if (!writer_) TellPlan(file, plan);
    progress_ = &progress;
    file_ = file;
    auto read = reader_.Read(*workbook, std::filesystem::path(file).filename().string(),
                             clock_.Now(), *this);
    if (!read) return Refuse(read.error().for_client, app::kFailed);
    TellRows(file, plan);
    return app::kDone;
  }

  ledger::Item& Room() override {
    return writer_ ? writer_->group().items[writer_->group().count] : scratch_;
  }
  void Odd(Oddities odd, const intake::Place& place,
           const ImportWarnings::ValueOf& value_of) override {
    warnings_.Add(odd, place, value_of);
  }
  bool Take(const intake::Place& place) override {
    if (!writer_) {
      TellRow(place.number, scratch_);
      return true;
    }
    ImportGroup& group = writer_->group();
    ++group.count;
    group.offset = static_cast<uint64_t>(place.number);
    group.file = place.name;
    if (group.count == options_.group) writer_->Submit();
    Draw();
    return !writer_->failed();
  }
  void Draw() {
    const auto now = Steady::now();
    if (!progress_->IsDue(now)) return;
    const auto rows = static_cast<double>(std::max<int64_t>(reader_.plan().rows, 1));
    progress_->Draw({.file = file_,
                     .fraction = static_cast<double>(reader_.counts().all()) / rows,
                     .events = reader_.counts().dossiers},
                    now);
  }

  void TellPlan(const std::string& file, const TablePlan& plan) {
    std::ostream& out = console_.out;
    out << Escaped(fmt::format("{}: {}{}, mapping {}, taken {} (by {})", file,
                               plan.sheet_name.empty() ? "" : JsonQuote(plan.sheet_name) + ", ",
                               CountOfRows(plan.rows), plan.mapping->name,
                               Zone().Format(plan.taken), plan.taken_by))
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
    const bool is_letter = event.type == dossier::EventType::kApologised;
    const auto at = [&](const std::optional<Instant>& instant) {
      return instant ? Zone().Format(*instant) : std::string("-");
    };
    std::string due = "-";
    if (event.due) {
      const auto* day = std::get_if<LocalDay>(&*event.due);
      due = day ? FormatDate(*day) : Zone().Format(std::get<Instant>(*event.due));
    }
    if (is_letter) {
      console_.out << Escaped(fmt::format("  row {}: {} apologised {} number {} due {}", row,
                                          event.dossier, at(event.at), event.id, due))
                   << '\n';
      return;
    }
    std::string line = fmt::format("  row {}: {} {} {} received {} due {} ended {} {}", row,
                                   event.dossier, event.agency.text(), event.procedure.text(),
                                   at(event.received), due, at(event.ended), ToString(event.state));
    if (!event.alias.empty()) line += fmt::format(" alias {}", event.alias);
    console_.out << Escaped(line) << '\n';
  }

  void TellRows(const std::string& file, const TablePlan& plan) {
    const intake::RowCounts& counts = reader_.counts();
    std::ostream& out = writer_ ? console_.err : console_.out;
    std::string line =
        fmt::format("{}: {}, exported {}: {} of dossiers", file, CountOfRows(plan.rows),
                    Zone().Format(plan.taken), counts.dossiers);
    if (counts.notes > 0) line += fmt::format(", {} of none", counts.notes);
    if (counts.repeated > 0) line += fmt::format(", {} repeated", counts.repeated);
    if (counts.outside > 0) line += fmt::format(", {} only compared", counts.outside);
    if (unusable_ > 0) line += fmt::format(", {} cannot be used", unusable_);
    if (reader_.restored() > 0) {
      line += fmt::format("; {} codes of procedures that had become numbers were restored",
                          reader_.restored());
    }
    out << Escaped(line) << '\n';
    TellUnknown(reader_.unknown(), rules_.rulebooks->newest(), out);
  }

  const ImportOptions& options_;
  const ImportRules& rules_;
  const Console& console_;
  const SystemClock machine_clock_;
  const Clock& clock_;
  intake::ListReader reader_;
  ImportWarnings warnings_;
  std::vector<intake::TableMapping> mappings_;
  std::string name_;
  ProgressLine* progress_ = nullptr;  ///< of the file that is read
  std::string file_;                  ///< likewise
  ledger::Item scratch_;              ///< of a dry run
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

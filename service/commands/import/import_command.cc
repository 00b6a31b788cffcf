#include "import/import_command.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <utility>

#include "app/exit_code.h"
#include "app/rules.h"
#include "dunghan/base/escaped.h"
#include "dunghan/base/identifier.h"
#include "dunghan/base/text.h"
#include "dunghan/ledger/ledger.h"
#include "import/import_progress.h"
#include "import/import_report.h"
#include "import/import_warnings.h"
#include "import/import_writer.h"
#include "import/table_import.h"
#include "intake/byte_source.h"
#include "intake/event_decoder.h"
#include "intake/event_json.h"
#include "intake/line_source.h"
#include "intake/national_decoder.h"

namespace dunghan::commands {
namespace {

using Steady = std::chrono::steady_clock;
using intake::ByteSource;
using intake::LineSource;
using intake::ReadStatus;

// How long to wait for input before looking at the progress line and the writer again.
constexpr std::chrono::milliseconds kInputPatience{200};

constexpr std::string_view kNational = "national";
constexpr std::string_view kCloudEvents = "cloudevents";

/// Where reading stopped, and why.
struct BreakOff {
  std::string file;
  int64_t line = 0;
  uint64_t offset = 0;
  Error error;
};

/// The source that the command names is as good as configured.
std::vector<std::string> SourcesOf(const ImportOptions& options, const ImportRules& rules) {
  auto sources = rules.sources;
  if (!sources.empty()) sources.push_back(options.source);
  return sources;
}

/// One run of the command: reads and decodes here, commits on the writer's thread.
class Import {
 public:
  Import(const ImportOptions& options, ledger::Ledger& ledger, const ImportRules& rules,
         const Console& console)
      : options_(options),
        console_(console),
        clock_(rules.clock != nullptr ? *rules.clock : machine_clock_),
        now_(clock_.Now()),
        zone_(rules.rulebooks->newest().default_calendar().zone()),
        decoder_(rules.codes, rules.rulebooks, options.source),
        checks_(*rules.codes, rules.rulebooks, SourcesOf(options, rules)),
        writer_(ledger, options.group,
                [this](const ImportTotals& so_far) { Acknowledge(so_far); }) {
    if (options.format != kNational) return;
    const auto built_in =
        std::make_shared<const intake::NationalMapping>(intake::BuiltInNational());
    national_.emplace(rules.national ? rules.national : built_in, rules.codes, rules.rulebooks,
                      intake::BatchOptions{.default_source = options.source,
                                           .sources = SourcesOf(options, rules)});
  }

  int Run(std::vector<ByteSource> inputs);

 private:
  void ReadFile(ByteSource input, ProgressLine& progress);
  void Take(const LineSource& lines, const intake::Line& line);
  void TakeMessage(const LineSource& lines, const intake::Line& line);
  void Put(ledger::Item&& item);
  void Reached(const LineSource& lines);
  void See(const ledger::Item& item, const intake::Place& place);
  void Submit();
  void Acknowledge(const ImportTotals& so_far);
  void Draw(const LineSource& lines, ProgressLine& progress);

  int Report(const ImportWriter::Report& report) const;
  void PrintWarnings(const ImportWriter::Report& report);
  int PrintFailure(const ImportWriter::Report& report) const;

  const ImportOptions& options_;
  const Console& console_;
  const SystemClock machine_clock_;
  const dunghan::Clock& clock_;
  Instant now_;  // as of the last group
  worktime::Zone zone_;
  int64_t shown_ = 0;  // of a dry run
  intake::EventDecoder decoder_;
  intake::EventChecks checks_;
  std::optional<intake::NationalDecoder> national_;  ///< lines are messages
  int64_t undated_ = 0;                              ///< pauses left to messages of progress
  ImportWarnings warnings_;
  std::optional<BreakOff> broken_;
  std::optional<uint64_t> bytes_in_all_;
  uint64_t bytes_before_ = 0;  // of the files that are done
  ImportWriter writer_;
};

int Import::Run(std::vector<ByteSource> inputs) {
  bytes_in_all_ = 0;
  for (const auto& input : inputs) {
    // A pipe does not say how much will come: then no part of it can be told.
    if (!input.size()) bytes_in_all_.reset();
    if (bytes_in_all_) *bytes_in_all_ += *input.size();
  }
  {
    ProgressLine progress(console_.err, console_.err_is_terminal, Steady::now());
    for (auto& input : inputs) {
      if (broken_ || writer_.failed()) break;
      ReadFile(std::move(input), progress);
    }
    Submit();
  }
  const auto report = writer_.Finish();
  PrintWarnings(report);
  return Report(report);
}

void Import::ReadFile(ByteSource input, ProgressLine& progress) {
  LineSource lines(std::move(input));
  intake::Line line;
  while (!writer_.failed()) {
    // With something in the group nobody waits for more: what the input has not brought yet does
    // not hold back what is there.
    const bool waiting = writer_.group().count == 0;
    const auto got = lines.Read(line, waiting ? kInputPatience : std::chrono::milliseconds{0});
    if (!got) {
      broken_ = BreakOff{lines.bytes().name(), lines.lines() + 1, lines.read(), got.error()};
      return;
    }
    if (*got == ReadStatus::kEnd) break;
    if (*got == ReadStatus::kDone) Take(lines, line);
    if (*got == ReadStatus::kNotYet || writer_.group().count == options_.group) {
      Submit();
      Draw(lines, progress);
    }
  }
  bytes_before_ += lines.bytes().taken();
}

/// A message holds several events.
void Import::TakeMessage(const LineSource& lines, const intake::Line& line) {
  const intake::Place place{.name = lines.bytes().name(), .number = line.number};
  intake::NationalLine told = national_->DecodeLine(line, place, now_);
  undated_ += told.undated;
  for (ledger::Item& item : told.items) {
    See(item, place);
    Put(std::move(item));
  }
  Reached(lines);
}

/// How far the group goes.
void Import::Reached(const LineSource& lines) {
  auto& group = writer_.group();
  group.offset = lines.offset();
  if (group.file != lines.bytes().name()) group.file = lines.bytes().name();
}

void Import::Put(ledger::Item&& item) {
  if (writer_.group().count == options_.group) Submit();
  auto& group = writer_.group();
  group.items[group.count++] = std::move(item);
}

void Import::Take(const LineSource& lines, const intake::Line& line) {
  if (national_) return TakeMessage(lines, line);
  auto& group = writer_.group();
  auto& item = group.items[group.count++];
  const intake::Place place{.name = lines.bytes().name(), .number = line.number};
  if (line.overlong) {
    decoder_.RejectOverlong(line.text, line.size, line.digest, place, item);
  } else {
    options_.format == kCloudEvents ? decoder_.DecodeCloudEvent(line.text, place, item)
                                    : decoder_.DecodeLine(line.text, place, item);
    See(item, place);
  }
  Reached(lines);
}

/// What is odd about it; of a dry run the first ones are shown.
void Import::See(const ledger::Item& item, const intake::Place& place) {
  constexpr int64_t kShown = 5;
  const auto* event = std::get_if<dossier::Event>(&item.content);
  if (!event) return;
  if (options_.dry_run && ++shown_ <= kShown) {
    std::string json;
    intake::AppendEventJson(json, *event, zone_);
    console_.out << Escaped(fmt::format("{}: {}", place.ToString(), json)) << '\n';
  }
  const auto odd = checks_.Check(*event, now_);
  if (odd.empty()) return;
  warnings_.Add(odd, place, [&](intake::Oddity oddity) { return checks_.ValueOf(oddity, *event); });
}

void Import::Submit() {
  if (writer_.group().count > 0) writer_.Submit();
  now_ = clock_.Now();
}

void Import::Acknowledge(const ImportTotals& so_far) {
  // Until Finish, only the writer's thread prints here.
  if (options_.acks) console_.out << "acknowledged " << so_far.all() << '\n' << std::flush;
}

void Import::Draw(const LineSource& lines, ProgressLine& progress) {
  const auto now = Steady::now();
  if (!progress.IsDue(now)) return;
  ImportProgress state{
      .file = lines.bytes().name(), .fraction = {}, .events = writer_.totals().all()};
  if (bytes_in_all_ && *bytes_in_all_ > 0) {
    const auto done = static_cast<double>(bytes_before_ + lines.bytes().taken());
    state.fraction = done / static_cast<double>(*bytes_in_all_);
  }
  progress.Draw(state, now);
}

int Import::Report(const ImportWriter::Report& report) const {
  PrintProblems(report, options_, console_);
  int exit_code = options_.strict && report.totals.quarantined > 0 ? app::kFailed : app::kDone;
  if (broken_ || report.error) exit_code = PrintFailure(report);
  PrintSummary(report.totals, options_, console_);
  return exit_code;
}

void Import::PrintWarnings(const ImportWriter::Report& report) {
  if (undated_ > 0) {
    console_.err << fmt::format(
        "{} pauses had no date in their message: messages of progress tell when they began\n",
        undated_);
  }
  for (const auto& lines :
       {LinesOf(decoder_.TakeIgnored()), warnings_.Lines(), report.warnings.Lines()}) {
    for (const std::string& line : lines) console_.err << Escaped(line) << '\n';
  }
}

int Import::PrintFailure(const ImportWriter::Report& report) const {
  // A store that fails stops the reading; what the reading met after that does not matter.
  if (report.error) {
    const Error& error = *report.error;
    const auto detail = error.for_log.empty() ? "" : " (" + error.for_log + ")";
    console_.err << Escaped("the ledger cannot be written: " + error.for_client + detail) << '\n';
  } else {
    console_.err << Escaped(fmt::format("{}:{}: breaks off at byte {}: {}", broken_->file,
                                        broken_->line, broken_->offset, broken_->error.for_client))
                 << '\n';
  }
  const auto& totals = report.totals;
  console_.err << fmt::format("{} events are safe", totals.all());
  if (totals.all() > 0) {
    console_.err << Escaped(fmt::format(", up to byte {} of {}", report.offset, report.file));
  }
  console_.err << "; importing again repeats nothing\n";
  return report.error ? app::kStoreUnusable : app::kFailed;
}

std::optional<std::string> FindUsageError(const ImportOptions& options) {
  const bool table = IsTableFormat(options.format);
  const bool lines =
      options.format == "events" || options.format == kNational || options.format == kCloudEvents;
  if (!lines && !table) {
    return fmt::format(
        "--format: expected events, national, cloudevents, csv, xls, xlsx or ods, found {}",
        JsonQuote(options.format));
  }
  if (!table) {
    for (const auto& [name, given] :
         {std::pair("--mapping", !options.mapping.empty() && options.format != kNational),
          std::pair("--taken", !options.taken.empty()),
          std::pair("--sheet", !options.sheet.empty())}) {
      if (given) return fmt::format("{}: goes with --format csv, xls, xlsx or ods", name);
    }
  } else if (options.files.empty() ||
             std::find(options.files.begin(), options.files.end(), "-") != options.files.end()) {
    return fmt::format("--format {}: name the files; they are read twice", options.format);
  }
  if (!intake::IsSourceName(options.source)) {
    return fmt::format("--source: expected 1 to 64 printable characters, found {}{}",
                       JsonQuote(options.source), HiddenIdentifierFault(options.source));
  }
  return {};
}

}  // namespace

std::shared_ptr<const intake::NationalMapping> NationalOf(const app::Settings& settings,
                                                          const ImportOptions& options,
                                                          const Console& console) {
  const bool named = options.format == kNational && !options.mapping.empty();
  auto loaded = named ? intake::LoadNationalMapping(options.mapping) : app::LoadNational(settings);
  for (const Problem& problem : loaded.problems) {
    console.err << Escaped(ToString(problem)) << '\n';
  }
  if (HasErrors(loaded.problems)) return nullptr;
  return std::make_shared<const intake::NationalMapping>(std::move(loaded.mapping));
}

int CheckImport(const ImportOptions& options, const Console& console) {
  if (const auto wrong = FindUsageError(options)) {
    console.err << Escaped(*wrong) << '\n';
    return app::kUsage;
  }
  for (const auto& name : options.files) {
    std::error_code error;
    if (name == "-" || std::filesystem::exists(name, error)) continue;
    if (!error) error = std::make_error_code(std::errc::no_such_file_or_directory);
    console.err << Escaped(name) << ": cannot be opened: " << error.message() << '\n';
    return app::kFailed;
  }
  return app::kDone;
}

int RunImport(const ImportOptions& options, ledger::Ledger& ledger, const ImportRules& rules,
              const Console& console) {
  if (IsTableFormat(options.format)) return ImportTables(options, &ledger, rules, console);
  if (const int wrong = CheckImport(options, console); wrong != 0) return wrong;
  auto names = options.files;
  if (names.empty()) names.emplace_back("-");
  std::vector<ByteSource> inputs;
  for (const auto& name : names) {
    if (name == "-") {
      inputs.push_back(ByteSource::Borrow(options.standard_input, "stdin"));
      continue;
    }
    auto input = ByteSource::Open(name);
    if (!input) {
      console.err << Escaped(input.error().for_client) << '\n';
      return app::kFailed;
    }
    inputs.push_back(std::move(*input));
  }
  const int code = Import(options, ledger, rules, console).Run(std::move(inputs));
  // What is derived is whole when this ends; where that cannot be written, the record is safe.
  (void)ledger.Flush();
  return code;
}

int RunDryImport(const ImportOptions& options, const ImportRules& rules, const Console& console) {
  if (IsTableFormat(options.format)) return ImportTables(options, nullptr, rules, console);
  const SystemClock machine;
  ledger::Options memory;
  memory.rulebook = rules.rulebooks->newest_version().rulebook;
  memory.operator_name = "dry run";
  memory.codes = rules.codes;
  memory.clock = rules.clock ? rules.clock : &machine;
  memory.tell_changes = false;
  auto ledger = ledger::Open(std::move(memory));
  if (!ledger) {
    console.err << Escaped(ledger.error().for_client) << '\n';
    return app::kFailed;
  }
  return RunImport(options, **ledger, rules, console);
}

}  // namespace dunghan::commands

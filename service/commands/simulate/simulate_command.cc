#include "simulate/simulate_command.h"

#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <fstream>
#include <functional>
#include <memory>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "app/exit_code.h"
#include "dunghan/base/escaped.h"
#include "dunghan/base/text.h"
#include "dunghan/report/csv_text.h"
#include "dunghan/simulate/province.h"
#include "import/import_progress.h"
#include "intake/event_json.h"
#include "national/national_json.h"
#include "simulate/follow.h"
#include "simulate/follow_system.h"

namespace dunghan::commands {
namespace {

constexpr size_t kChunk = size_t{64} << 10U;
constexpr int kFastest = 1'000'000;  // of --speed

Result<std::optional<LocalDay>> DayOf(std::string_view option,
                                      const std::optional<std::string>& text) {
  if (!text) return std::optional<LocalDay>();
  const auto day = ParseDate(*text);
  if (!day) return InvalidArgument(fmt::format("{}: {}", option, day.error().for_client));
  return std::optional(*day);
}

/// What belongs to --follow alone, or does not go with it.
std::optional<Error> FindMismatch(const SimulateOptions& options) {
  if (options.follow) {
    if (options.format != "events") {
      return InvalidArgument(
          "--format national: does not go with --follow, which posts plain events");
    }
    if (options.plant) return InvalidArgument("--plant: does not go with --follow");
    if (options.output) return InvalidArgument("--output: does not go with --follow");
    if (!options.speed || (*options.speed > 0 && *options.speed <= kFastest)) return {};
    return InvalidArgument(fmt::format("--speed: expected a number above 0, at most {}, found {}",
                                       kFastest, *options.speed));
  }
  if (options.plant && options.output == options.plant) {
    return InvalidArgument("--plant: expected another file than --output");
  }
  if (options.start) return InvalidArgument("--start: goes with --follow alone");
  if (options.speed) return InvalidArgument("--speed: goes with --follow alone");
  return {};
}

/// An instant, or the midnight a day begins with.
Result<std::optional<Instant>> StartOf(const std::optional<std::string>& text,
                                       const worktime::Zone& zone) {
  if (!text) return std::optional<Instant>();
  if (const auto day = ParseDate(*text)) return std::optional(zone.StartOf(*day));
  const auto instant = ParseRfc3339(*text);
  if (instant) return std::optional(*instant);
  return InvalidArgument(fmt::format(
      "--start: {} is neither a date YYYY-MM-DD nor an instant with offset", JsonQuote(*text)));
}

Result<simulate::Options> Translate(const SimulateOptions& options, Instant now) {
  if (options.format != "events" && options.format != "national") {
    return InvalidArgument(fmt::format("--format: expected \"events\" or \"national\", found {}",
                                       JsonQuote(options.format)));
  }
  if (auto error = FindMismatch(options)) return *error;
  const auto from = DayOf("--from", options.from);
  if (!from) return from.error();
  const auto to = DayOf("--to", options.to);
  if (!to) return to.error();
  return simulate::Options{.dossiers = options.dossiers,
                           .from = *from,
                           .to = *to,
                           .agencies = options.agencies,
                           .procedures = options.procedures,
                           .seed = options.seed,
                           .tidy = options.tidy,
                           .plant = options.plant.has_value(),
                           .now = now};
}

/// Where what a province gives is written to.
struct Sinks {
  std::ostream& events;
  std::ostream* planted = nullptr;
};

using AppendEvent = std::function<void(std::string& out, const dossier::Event& event, bool last)>;

/// How an event becomes a line, or none.
AppendEvent MakeAppend(const std::string& format, const worktime::Zone& zone) {
  if (format == "national") {
    return [writer = std::make_shared<NationalWriter>(zone)](
               std::string& out, const dossier::Event& event, bool last) {
      writer->Append(out, event);
      if (last) writer->Forget(event.dossier);
    };
  }
  return [&zone](std::string& out, const dossier::Event& event, bool) {
    intake::AppendEventJson(out, event, zone);
    out += '\n';
  };
}

/// A row of the list of what was tampered with.
void WritePlant(std::ostream& out, const simulate::Plant& plant, const worktime::Zone& zone) {
  std::string row;
  for (const std::string_view text :
       {std::string_view(plant.dossier), ToString(plant.trick), plant.agency.text()}) {
    report::AppendCsvText(row, text);
    row += ',';
  }
  zone.AppendFormatted(row, plant.at);
  row += ',';
  report::AppendCsvText(row, plant.what);
  out << row << '\n';
}

/// Events to lines, in large pieces. False: an output takes no more.
bool Write(simulate::Province& province, const AppendEvent& append, const worktime::Zone& zone,
           const Sinks& sinks, const std::function<void(int64_t events)>& progress) {
  std::string buffer;
  buffer.reserve(2 * kChunk);
  dossier::Event event;
  int64_t events = 0;
  const auto flush = [&] {
    sinks.events.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
    buffer.clear();
    for (const auto& plant : province.TakePlanted()) WritePlant(*sinks.planted, plant, zone);
    return sinks.events && (!sinks.planted || *sinks.planted);
  };
  if (sinks.planted) *sinks.planted << "dossier,kind,agency,at,what\n";
  while (province.Next(event)) {
    append(buffer, event, province.dossier_over());
    ++events;
    if (buffer.size() < kChunk) continue;
    if (!flush()) return false;
    progress(events);
  }
  return flush() && sinks.events.flush() && (!sinks.planted || sinks.planted->flush());
}

Error CannotWriteEvents(const std::filesystem::path& path, int error) {
  return Unavailable(
      fmt::format("cannot write {}: {}", path.string(), std::generic_category().message(error)));
}

using WriteSink = std::function<bool(std::ostream&)>;

/// Into a device or pipe as it is; a file is written beside its place and put there when all is in.
std::optional<Error> WriteFile(const std::filesystem::path& path, const WriteSink& write) {
  std::error_code error;
  const bool device = std::filesystem::is_other(path, error);
  auto part = path;
  if (!device) part += ".part";
  errno = 0;
  std::ofstream file(part, std::ios::binary | std::ios::trunc);
  bool written = file && write(file);
  file.close();
  written = written && file;
  const int why = errno;
  if (written && device) return {};
  if (written) std::filesystem::rename(part, path, error);
  if (written && !error) return {};
  std::error_code ignored;
  if (!device) std::filesystem::remove(part, ignored);
  return CannotWriteEvents(path, written ? error.value() : why);
}

/// The events to where they are wanted.
std::optional<Error> WriteEvents(const SimulateOptions& options, const Console& console,
                                 const WriteSink& write) {
  if (options.output && *options.output != "-") return WriteFile(*options.output, write);
  write(console.out);  // what it does not take is told at the program's end
  return {};
}

/// And the list of what was tampered with, if it is wanted.
std::optional<Error> WriteAll(const SimulateOptions& options, const Console& console,
                              const std::function<bool(const Sinks&)>& write) {
  if (!options.plant) {
    return WriteEvents(options, console, [&](std::ostream& out) { return write({out}); });
  }
  std::optional<Error> of_events;
  const auto of_list = WriteFile(*options.plant, [&](std::ostream& planted) {
    of_events = WriteEvents(options, console, [&](std::ostream& out) {
      return write({out, &planted});
    });
    if (!planted) of_events.reset();  // it ended because of the list
    return planted && !of_events;
  });
  return of_events ? of_events : of_list;
}

/// Posts the province to a daemon.
int Follow(const SimulateOptions& options, const simulate::Options& province,
           const FollowRules& rules, const Console& console) {
  const auto complain = [&](const Error& error) {
    console.err << Escaped(error.for_client) << '\n';
    return app::kUsage;
  };
  auto url = http::ParseBaseUrl(*options.follow);
  if (!url) return complain(InvalidArgument("--follow: " + url.error().for_client));
  const auto start = StartOf(options.start, rules.rulebook->default_calendar().zone());
  if (!start) return complain(start.error());
  if (province.to) {
    // Whatever the daemon's clock says: what cannot be is told before anybody is asked.
    const auto trial = simulate::Province::Create(province, rules.rulebook, rules.codes);
    if (!trial) return complain(trial.error());
  }
  const FollowOptions follow{
      .url = *options.follow, .start = *start, .speed = options.speed, .province = province};
  SignalPace pace;
  HttpTransport transport(std::move(*url));
  return RunFollow(follow, rules, transport, pace, console);
}

}  // namespace

int RunSimulate(const SimulateOptions& options, std::shared_ptr<const rulebook::Rulebook> rulebook,
                std::shared_ptr<CodeTable> codes, const Clock& clock, const Console& console) {
  using Steady = std::chrono::steady_clock;
  const auto complain = [&](const Error& error) {
    console.err << Escaped(error.for_client) << '\n';
    return app::kUsage;
  };
  const auto translated = Translate(options, clock.Now());
  if (!translated) return complain(translated.error());
  if (options.follow) {
    return Follow(options, *translated, {.codes = codes, .rulebook = rulebook}, console);
  }
  auto province = simulate::Province::Create(*translated, rulebook, codes);
  if (!province) return complain(province.error());

  // On standard output the events go to another program, which shows its own progress.
  const bool to_file = options.output && *options.output != "-";
  ProgressLine line(console.err, console.err_is_terminal && to_file, Steady::now());
  const auto progress = [&](int64_t events) {
    const auto now = Steady::now();
    if (!line.IsDue(now)) return;
    const auto arrived = static_cast<double>(province->arrived());
    const double fraction = arrived / static_cast<double>(options.dossiers);
    line.Draw({.file = "simulate", .fraction = fraction, .events = events}, now);
  };
  const auto& zone = rulebook->default_calendar().zone();
  const auto append = MakeAppend(options.format, zone);
  const auto error = WriteAll(options, console, [&](const Sinks& sinks) {
    return Write(*province, append, zone, sinks, progress);
  });
  if (!error) return console.out ? app::kDone : app::kFailed;
  console.err << Escaped(error->for_client) << '\n';
  return app::kFailed;
}

}  // namespace dunghan::commands

#include "commands/simulate.h"

#include <fmt/format.h>

#include <cerrno>
#include <chrono>
#include <fstream>
#include <functional>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <system_error>
#include <utility>

#include "commands/follow.h"
#include "commands/follow_system.h"
#include "commands/import_progress.h"
#include "dunghan/base/text.h"
#include "dunghan/simulate/province.h"
#include "intake/event_json.h"

namespace dunghan::commands {
namespace {

enum ExitCode { kDone = 0, kFailed = 1, kUsage = 2 };

constexpr size_t kChunk = size_t{64} << 10U;
constexpr int kFastest = 1'000'000;  // of --speed

Result<std::optional<LocalDay>> DayOf(std::string_view option,
                                      const std::optional<std::string>& text) {
  if (!text) return std::optional<LocalDay>();
  const auto day = ParseDate(*text);
  if (!day) return InvalidArgument(fmt::format("{}: {}", option, day.error().for_client));
  return std::optional(*day);
}

std::optional<Error> FindUnavailable(const SimulateOptions& options) {
  if (options.format == "national") {
    return InvalidArgument("--format national: not available yet; \"events\" is");
  }
  if (options.format != "events") {
    return InvalidArgument(
        fmt::format("--format: expected \"events\", found {}", JsonQuote(options.format)));
  }
  if (options.plant) return InvalidArgument("--plant: not available yet");
  return {};
}

/// What belongs to --follow alone, or does not go with it.
std::optional<Error> FindMismatch(const SimulateOptions& options) {
  if (options.follow) {
    if (options.output) return InvalidArgument("--output: does not go with --follow");
    if (!options.speed || (*options.speed > 0 && *options.speed <= kFastest)) return {};
    return InvalidArgument(fmt::format("--speed: expected a number above 0, at most {}, found {}",
                                       kFastest, *options.speed));
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
  if (auto error = FindUnavailable(options)) return *error;
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
                           .now = now};
}

/// Events to NDJSON, in large pieces. False: the output takes no more.
bool Write(simulate::Province& province, const worktime::Zone& zone, std::ostream& out,
           const std::function<void(int64_t events)>& progress) {
  std::string buffer;
  buffer.reserve(2 * kChunk);
  dossier::Event event;
  int64_t events = 0;
  while (province.Next(event)) {
    intake::AppendEventJson(buffer, event, zone);
    buffer += '\n';
    ++events;
    if (buffer.size() < kChunk) continue;
    if (!out.write(buffer.data(), static_cast<std::streamsize>(buffer.size()))) return false;
    buffer.clear();
    progress(events);
  }
  out.write(buffer.data(), static_cast<std::streamsize>(buffer.size()));
  return static_cast<bool>(out.flush());
}

Error CannotWrite(const std::filesystem::path& path, int error) {
  return Unavailable(
      fmt::format("cannot write {}: {}", path.string(), std::generic_category().message(error)));
}

using WriteEvents = std::function<bool(std::ostream&)>;

/// Into a device or pipe as it is; a file is written beside its place and put there when all is in.
std::optional<Error> WriteFile(const std::filesystem::path& path, const WriteEvents& write) {
  std::error_code error;
  const bool device = std::filesystem::is_other(path, error);
  auto part = path;
  if (!device) part += ".part";
  errno = 0;
  std::ofstream file(part, std::ios::binary | std::ios::trunc);
  const bool written = file && write(file);
  file.close();
  const int why = written && file ? 0 : errno;
  if (why == 0 && device) return {};
  if (why == 0) std::filesystem::rename(part, path, error);
  if (why == 0 && !error) return {};
  std::error_code ignored;
  if (!device) std::filesystem::remove(part, ignored);
  return CannotWrite(path, why == 0 ? error.value() : why);
}

/// Posts the province to a daemon.
int Follow(const SimulateOptions& options, const simulate::Options& province,
           const FollowRules& rules, const Console& console) {
  const auto complain = [&](const Error& error) {
    console.err << Escaped(error.for_client) << '\n';
    return kUsage;
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
    return kUsage;
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
  const WriteEvents write = [&](std::ostream& out) {
    return Write(*province, rulebook->default_calendar().zone(), out, progress);
  };
  std::optional<Error> error;
  if (to_file) {
    error = WriteFile(*options.output, write);
  } else if (errno = 0; !write(console.out)) {
    error = CannotWrite("standard output", errno);
  }
  if (!error) return kDone;
  console.err << Escaped(error->for_client) << '\n';
  return kFailed;
}

}  // namespace dunghan::commands

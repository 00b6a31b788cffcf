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

#include "commands/import_progress.h"
#include "dunghan/base/text.h"
#include "dunghan/simulate/province.h"
#include "intake/event_json.h"

namespace dunghan::commands {
namespace {

enum ExitCode { kDone = 0, kFailed = 1, kUsage = 2 };

constexpr size_t kChunk = size_t{64} << 10U;

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
  if (options.follow) return InvalidArgument("--follow: not available yet");
  return {};
}

Result<simulate::Options> Translate(const SimulateOptions& options, Instant now) {
  if (auto error = FindUnavailable(options)) return *error;
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
  auto province = simulate::Province::Create(*translated, rulebook, std::move(codes));
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

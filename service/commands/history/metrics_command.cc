#include "history/metrics_command.h"

#include <fmt/format.h>
#include <re2/re2.h>

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <memory>
#include <ostream>
#include <string_view>
#include <system_error>
#include <utility>

#include "app/exit_code.h"
#include "app/settings_values.h"
#include "dunghan/base/text.h"
#include "finish.h"
#include "history/metrics_history.h"
#include "history/metrics_replay.h"
#include "import/import_progress.h"
#include "metrics/business.h"

namespace dunghan::commands {
namespace {

using Steady = std::chrono::steady_clock;

/// From so many samples on it is said beforehand how many there will be.
constexpr int64_t kMany = 1'000'000;

struct MetricsRequest {
  ReplayOptions replay;
  std::shared_ptr<const re2::RE2> families;
  std::shared_ptr<const re2::RE2> without;

  bool Wants(std::string_view family) const {
    const re2::StringPiece name(family.data(), family.size());
    return (!families || re2::RE2::FullMatch(name, *families)) &&
           !(without && re2::RE2::FullMatch(name, *without));
  }
};

Error ExpectedInMetrics(std::string_view option, std::string_view expected,
                        std::string_view found) {
  return InvalidArgument(
      fmt::format("--{}: expected {}, found {}", option, expected, JsonQuote(found)));
}

/// An instant; of a day the first one, or the last.
enum class EndOfSpan { kFirst, kLast };
Result<Instant> InstantOf(std::string_view option, const std::string& text,
                          const worktime::Zone& zone, EndOfSpan end) {
  if (const auto day = ParseDate(text)) {
    if (end == EndOfSpan::kFirst) return zone.StartOf(*day);
    return zone.StartOf(*day + std::chrono::days{1}) - std::chrono::milliseconds{1};
  }
  const auto instant = ParseRfc3339(text);
  if (instant) return *instant;
  return ExpectedInMetrics(option, "a date YYYY-MM-DD or an instant with offset", text);
}

/// What lies ahead of now is left out: nobody knows what will happen.
Result<Steps> StepsOf(const MetricsOptions& options, const worktime::Zone& zone, Instant now) {
  const auto from = InstantOf("from", options.from, zone, EndOfSpan::kFirst);
  if (!from) return from.error();
  const auto to = InstantOf("to", options.to, zone, EndOfSpan::kLast);
  if (!to) return to.error();
  const auto step = app::ParseDuration(options.step);
  if (!step || *step < std::chrono::seconds{1}) {
    return ExpectedInMetrics("step", "a duration of 1s or more, such as 15min, 1h or 1d",
                             options.step);
  }
  if (*from > *to) {
    return InvalidArgument(
        fmt::format("--from: {} is after --to {}", zone.Format(*from), zone.Format(*to)));
  }
  if (*from > now) {
    return InvalidArgument(fmt::format("--from: {} is in the future, it is {} now",
                                       zone.Format(*from), zone.Format(now)));
  }
  return Steps{*from, std::min(*to, now), *step};
}

/// RE2 takes time in proportion to the text and a bounded memory, whatever is asked for.
Result<std::shared_ptr<const re2::RE2>> FamiliesOf(std::string_view option,
                                                   const std::optional<std::string>& pattern) {
  constexpr size_t kLongest = 1000;
  if (!pattern) return std::shared_ptr<const re2::RE2>();
  if (pattern->size() > kLongest) {
    return InvalidArgument(
        fmt::format("--{}: expected a regular expression of at most {} bytes, found {}", option,
                    kLongest, pattern->size()));
  }
  auto families = std::make_shared<const re2::RE2>(*pattern, re2::RE2::Quiet);
  if (families->ok()) return families;
  return ExpectedInMetrics(option, fmt::format("a regular expression ({})", families->error()),
                           *pattern);
}

Result<MetricsRequest> Parse(const MetricsOptions& options, const ledger::View& view) {
  MetricsRequest request;
  const auto steps =
      StepsOf(options, view.rulebook().default_calendar().zone(), view.position().at);
  if (!steps) return steps.error();
  request.replay.steps = *steps;
  if (options.known != "then" && options.known != "now") {
    return ExpectedInMetrics("known", "then or now", options.known);
  }
  request.replay.known = options.known == "then" ? Known::kThen : Known::kNow;
  auto families = FamiliesOf("families", options.families);
  if (!families) return families.error();
  request.families = std::move(*families);
  auto without = FamiliesOf("without", options.without);
  if (!without) return without.error();
  request.without = std::move(*without);
  return request;
}

/// How far the record has been gone through, and what will come of it.
class Teller {
 public:
  Teller(int64_t events, int64_t steps, const Console& console)
      : all_(events),
        steps_(steps),
        console_(console),
        line_(console.err, console.err_is_terminal, Steady::now()) {}

  void TakenIn(int64_t events) {
    events_ = events;
    Draw();
  }
  void Stood(int64_t step, int64_t series) {
    if (!std::exchange(begun_, true)) Estimate(step, series);
    Draw();
  }

 private:
  void Draw() {
    const auto part =
        static_cast<double>(events_) / static_cast<double>(std::max<int64_t>(1, all_));
    line_.Draw({.file = "metrics", .fraction = part, .events = events_}, Steady::now());
  }
  void Estimate(int64_t step, int64_t series) {
    const int64_t steps = steps_ - step;
    if (steps * series < kMany) return;
    console_.err << fmt::format("at least {} samples: {} steps of {} series\n", steps * series,
                                steps, series);
  }

  int64_t all_;
  int64_t steps_;
  const Console& console_;
  ProgressLine line_;
  int64_t events_ = 0;
  bool begun_ = false;
};

/// Why the past may seem empty.
void TellLeftOut(const Replayed& replayed, const MetricsRequest& request,
                 const worktime::Zone& zone, const Console& console) {
  if (replayed.left_out == 0) return;
  const bool then = request.replay.known == Known::kThen;
  const auto& steps = request.replay.steps;
  const bool all = replayed.left_out == steps.count();
  const std::string begun = replayed.begun ? zone.Format(*replayed.begun) : zone.Format(steps.to);
  console.err << fmt::format(
      "note: nothing {} {} {}; {} left out{}\n", then ? "was on record" : "had happened",
      replayed.begun ? "before" : "by", begun,
      all ? "all steps are" : fmt::format("{} steps before that are", replayed.left_out),
      then ? ". Of a ledger that was filled later, from an older system, --known now shows the past"
           : "");
}

Error CannotWriteMetrics(std::string_view where, int error) {
  return Unavailable(
      fmt::format("cannot write {}: {}", where,
                  error != 0 ? std::generic_category().message(error) : "the disk reports none"));
}

/// To standard output, or to a file that is there whole or not at all. What standard output does
/// not take is told at the program's end.
Result<void> WriteTo(const std::optional<std::string>& output, std::ostream& standard,
                     const std::function<Result<bool>(std::ostream&)>& write) {
  if (!output || *output == "-") {
    const auto written = write(standard);
    if (!written) return written.error();
    return {};
  }
  namespace fs = std::filesystem;
  std::error_code error;
  const bool device = fs::is_other(*output, error);
  // A stream says that it failed; why is in here, if nothing older is.
  errno = 0;
  const fs::path part = device ? *output : *output + ".part";
  std::ofstream file(part, std::ios::binary | std::ios::trunc);
  const auto written = file ? write(file) : Result<bool>(false);
  file.close();
  const int why = errno;
  const bool whole = written && *written && file;
  if (whole && !device) fs::rename(part, *output, error);
  if (whole && (device || !error)) return {};
  std::error_code ignored;
  if (!device) fs::remove(part, ignored);
  if (!written) return written.error();
  return CannotWriteMetrics(*output, whole ? error.value() : why);
}

}  // namespace

int RunMetrics(const MetricsOptions& options, ledger::View& view, const figures::Policy& policy,
               const Console& console) {
  auto request = Parse(options, view);
  if (!request) return FailUsage(request.error(), console);
  const auto& steps = request->replay.steps;
  const worktime::Zone zone = view.rulebook().default_calendar().zone();

  MetricsHistory history([&](std::string_view family) { return request->Wants(family); });
  metrics::BusinessPage page;
  std::optional<Teller> teller(std::in_place, view.position().seq, steps.count(), console);
  request->replay.policy = policy;
  request->replay.progress = [&](int64_t events) { teller->TakenIn(events); };
  bool unknown_family = false;
  const auto replayed = ReplayHistory(
      view, request->replay, [&](int64_t step, const board::Snapshot& snapshot) -> Result<void> {
        auto taken =
            history.Take(step, page.Render(snapshot, steps.At(step), options.max_series).text);
        teller->Stood(step, history.series());
        unknown_family = !history.has_families();
        if (unknown_family) {
          return ExpectedInMetrics("families", "names of families", options.families.value_or(""));
        }
        return taken;
      });
  teller.reset();  // its line is wiped
  if (unknown_family) return FailUsage(replayed.error(), console);
  if (!replayed) return Fail(replayed.error(), console);
  TellLeftOut(*replayed, *request, zone, console);
  const auto at = [&](int64_t step) { return steps.At(step); };
  const auto written = WriteTo(options.output, console.out,
                               [&](std::ostream& out) { return history.Write(at, out); });
  // The store is well: a place that cannot be written to is work that failed.
  if (!written) return Fail(written.error(), console), app::kFailed;
  if (!console.out) return app::kFailed;
  console.err << fmt::format("{} samples of {} series\n", history.samples(), history.series());
  return app::kDone;
}

}  // namespace dunghan::commands

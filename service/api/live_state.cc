#include "live_state.h"

#include <fmt/format.h>

#include "dunghan/base/text.h"
#include "live/data_age.h"
#include "readiness.h"

namespace dunghan::api {
namespace {

int64_t WholeSecondsOf(std::chrono::milliseconds time) {
  return std::chrono::floor<std::chrono::seconds>(time).count();
}

std::string WriteData(const Services& services, Instant now) {
  const auto& calendar = services.board.Now()->rulebook->default_calendar();
  const auto age = live::AgeOf(services.board.newest_event(), now, calendar, services.late_after);
  const std::string newest =
      age.newest ? fmt::format(R"("{}")", calendar.zone().Format(*age.newest)) : "null";
  return fmt::format(
      R"("data":{{"freshness":"{}","newest_event":{},"working_seconds":{},"late_after":{},)"
      R"("stale_after":{}}})",
      ToString(age.freshness), newest, WholeSecondsOf(age.working),
      WholeSecondsOf(services.late_after), WholeSecondsOf(2 * services.late_after));
}

std::string WriteHealth(const Readiness& readiness) {
  const ClockState& clock = readiness.clock;
  const bool jumped = clock.jump.count() > 0;
  const int64_t ahead = WholeSecondsOf(clock.ledger_ahead);
  return fmt::format(R"("health":{{"ready":{},"ledger":"{}","detail":{},"seconds":{},"clock":"{}",)"
                     R"("clock_seconds":{}}})",
                     readiness.ready(), ToString(readiness.trouble), JsonQuote(readiness.text),
                     readiness.seconds,
                     jumped      ? "jumped"
                     : ahead > 0 ? "behind_ledger"
                                 : "ok",
                     jumped ? WholeSecondsOf(clock.jump) : ahead);
}

}  // namespace

std::string WriteLiveState(const Services& services, Instant now) {
  return WriteData(services, now) + "," + WriteHealth(ReadinessOf(services));
}

}  // namespace dunghan::api

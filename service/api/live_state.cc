#include "live_state.h"

#include "live_state_table.h"

namespace dunghan::api {

int64_t WholeSeconds(std::chrono::milliseconds time) {
  return std::chrono::floor<std::chrono::seconds>(time).count();
}

std::string_view ClockWord(const ClockState& clock) {
  if (clock.jump.count() > 0) return "jumped";
  return WholeSeconds(clock.ledger_ahead) > 0 ? "behind_ledger" : "ok";
}

std::string WriteLiveState(const Services& services, Instant now) {
  const auto& calendar = services.board.Now()->rulebook->default_calendar();
  const auto age = live::AgeOf(services.board.newest_event(), now, calendar, services.late_after);
  std::string out;
  JsonWriter json(out);
  kLiveStateTable.WriteMembers(
      json, {{age, services.late_after, calendar.zone()}, ReadinessOf(services)});
  return out;
}

}  // namespace dunghan::api

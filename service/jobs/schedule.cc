#include "jobs/schedule.h"

namespace dunghan::jobs {
namespace {

Instant NextReading(const Daily& daily, Instant after, const worktime::Zone& zone) {
  LocalDay day = zone.DayOf(after);
  Instant reading = zone.ToInstant(day + daily.at);
  // A reading that the clocks skip is the instant of the change, which may lie on another day.
  while (reading <= after) reading = zone.ToInstant(++day + daily.at);
  return reading;
}

}  // namespace

Instant FirstOf(const Schedule& schedule, Instant now, const worktime::Zone& zone) {
  const auto* daily = std::get_if<Daily>(&schedule);
  return daily ? NextReading(*daily, now, zone) : now;
}

Instant NextOf(const Schedule& schedule, Instant begun, const worktime::Zone& zone) {
  if (const auto* daily = std::get_if<Daily>(&schedule)) return NextReading(*daily, begun, zone);
  return begun + std::get<Every>(schedule).interval;
}

}  // namespace dunghan::jobs

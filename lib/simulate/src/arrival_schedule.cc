#include "arrival_schedule.h"

#include <fmt/format.h>

#include <algorithm>

#include "season.h"

namespace dunghan::simulate {
namespace {

using dossier::Channel;
using rulebook::OnlineLevel;
using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::minutes;

// What counters hand in of all work of provincial agencies, per mille; the rest comes by communes.
constexpr uint64_t kByCentre = 900;
constexpr uint64_t kEvening = 200;
constexpr minutes kEveningFrom = std::chrono::hours{17} + minutes{30};
constexpr uint64_t kMorning = 450;

uint64_t MulDiv(uint64_t a, uint64_t b, uint64_t by) {
  __extension__ using Wide = unsigned __int128;
  return static_cast<uint64_t>(static_cast<Wide>(a) * b / by);
}

/// Of a procedure fully online, per mille: hardly anybody in 2018, nearly everybody from 2028 on.
uint64_t OnlineOn(LocalDay day) {
  constexpr LocalDay kBegin{std::chrono::year{2018} / 1 / 1};
  const int64_t passed = std::clamp<int64_t>((day - kBegin).count(), 0, 3650);
  return 120 + static_cast<uint64_t>(passed) * 780 / 3650;
}

Channel ChannelOf(const Service& service, LocalDay day, Random& random) {
  const uint64_t draw = random.Below(1000);
  const uint64_t online = service.online == OnlineLevel::kFull      ? OnlineOn(day)
                          : service.online == OnlineLevel::kPartial ? OnlineOn(day) * 6 / 10
                                                                    : 0;
  if (draw < online) return Channel::kOnline;
  return draw >= 970 ? Channel::kPostal : Channel::kInPerson;
}

AgencyCode CounterOf(const Desk& desk, const Roster& roster, Channel channel, Random& random) {
  if (!desk.provincial) return desk.code;
  const bool elsewhere = channel == Channel::kInPerson && !random.PerMille(kByCentre);
  if (elsewhere && !roster.communes.empty()) {
    return roster.communes[random.Below(roster.communes.size())];
  }
  return roster.centre ? roster.centre : desk.code;
}

const Service& Pick(const Roster::Staffed& entry, Random& random) {
  uint64_t draw = random.Below(entry.services_weight);
  for (const Service* service : entry.services) {
    if (draw < service->weight) return *service;
    draw -= service->weight;
  }
  return *entry.services.back();
}

}  // namespace

Result<std::vector<ArrivalSchedule::OpenDesk>> ArrivalSchedule::OpenDesks(
    LocalDay day, const Roster& roster) const {
  std::vector<OpenDesk> open;
  uint64_t weight = 0;
  for (const auto& entry : roster.entries) {
    const auto& calendar = *entry.desk->calendar;
    const Instant midnight = calendar.zone().StartOf(day);
    const auto work = calendar.WorkingTime(midnight, calendar.zone().StartOf(day + days{1}));
    if (!work) return work.error();
    if (*work < minutes{1}) continue;
    weight += entry.desk->weight;
    open.push_back({&entry, midnight, *work, weight});
  }
  return open;
}

Result<ArrivalSchedule> ArrivalSchedule::Make(const Options& options,
                                              const worktime::WorkingCalendar& calendar,
                                              Catalog& catalog) {
  const Season season(calendar);
  ArrivalSchedule schedule;
  schedule.seed_ = options.seed;
  std::vector<std::pair<LocalDay, uint64_t>> weights;
  uint64_t sum = 0;
  for (LocalDay day = *options.from; day <= *options.to; day += days{1}) {
    const auto open = schedule.OpenDesks(day, catalog.On(day));
    if (!open) return open.error();
    uint64_t work = 0;
    uint64_t before = 0;
    for (const OpenDesk& desk : *open) {
      const auto open_minutes = std::chrono::floor<minutes>(desk.work).count();
      work += (desk.weight_through - before) * static_cast<uint64_t>(open_minutes);
      before = desk.weight_through;
    }
    Random noise(HashOf(options.seed, FormatDate(day)));
    const auto luck = static_cast<uint64_t>(noise.Between(85, 115));
    const uint64_t weight = work * season.BusyOn(day) * luck / 1000;
    weights.emplace_back(day, weight);
    sum += weight;
  }
  if (sum == 0) {
    return InvalidArgument(fmt::format("no agency is open from {} to {}", FormatDate(*options.from),
                                       FormatDate(*options.to)));
  }
  // Rounding the running total, not each day, so that the days come to the number asked for.
  uint64_t through = 0;
  uint64_t given = 0;
  for (const auto& [day, weight] : weights) {
    through += weight;
    const uint64_t total = MulDiv(static_cast<uint64_t>(options.dossiers), through, sum);
    if (total > given) schedule.days_.push_back({day, total - given});
    given = total;
  }
  return schedule;
}

std::vector<Arrival> ArrivalSchedule::ArrivalsOn(const Day& day, const Roster& roster,
                                                 uint64_t first) const {
  std::vector<Arrival> arrivals;
  const auto desks = OpenDesks(day.day, roster);
  if (!desks || desks->empty()) return arrivals;  // cannot be: Make has been here
  arrivals.reserve(day.dossiers);
  for (uint64_t i = 0; i < day.dossiers; ++i) {
    const Random random(Random::Mix(seed_) ^ Random::Mix(first + i + 1));
    arrivals.push_back(ArrivalAt(*desks, roster, day.day, random));
  }
  std::stable_sort(arrivals.begin(), arrivals.end(),
                   [](const Arrival& a, const Arrival& b) { return a.at < b.at; });
  return arrivals;
}

Arrival ArrivalSchedule::ArrivalAt(const std::vector<OpenDesk>& desks, const Roster& roster,
                                   LocalDay day, Random random) const {
  const uint64_t draw = random.Below(desks.back().weight_through);
  const OpenDesk& desk = *std::upper_bound(
      desks.begin(), desks.end(), draw,
      [](uint64_t value, const OpenDesk& row) { return value < row.weight_through; });
  Arrival arrival;
  arrival.entry = desk.entry;
  arrival.service = &Pick(*desk.entry, random);
  arrival.channel = ChannelOf(*arrival.service, day, random);
  arrival.counter = CounterOf(*desk.entry->desk, roster, arrival.channel, random);
  arrival.at = TimeOf(desk, day, arrival.channel, random);
  arrival.random = Random(random.Next());
  return arrival;
}

Instant ArrivalSchedule::TimeOf(const OpenDesk& desk, LocalDay day, Channel channel,
                                Random& random) const {
  const auto& calendar = *desk.entry->desk->calendar;
  if (channel == Channel::kOnline && random.PerMille(kEvening)) {
    const auto evening = kEveningFrom + minutes{random.Between(0, 330)};
    return calendar.zone().ToInstant(LocalTime{day} + evening);
  }
  const int64_t seconds = std::chrono::floor<std::chrono::seconds>(desk.work).count();
  int64_t offset = random.Between(0, seconds - 1);
  // The morning rush: some come as early as the sooner of two draws in the first half of the day.
  if (random.PerMille(kMorning)) offset = std::min(offset, random.Between(0, seconds - 1)) / 2;
  const auto at = calendar.AddWorkingTime(desk.midnight, std::chrono::seconds{offset});
  return at ? *at : desk.midnight;
}

}  // namespace dunghan::simulate

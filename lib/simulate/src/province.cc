#include "dunghan/simulate/province.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <unordered_map>
#include <utility>

#include "arrival_schedule.h"
#include "delivery.h"
#include "flight.h"
#include "queue.h"
#include "tamper.h"

namespace dunghan::simulate {
namespace {

using dossier::Event;

constexpr int64_t kMostDossiers = 1'000'000'000;  // they are numbered in 32 bits

// What is filed anew has numbers of its own, so that it moves those of nobody else.
constexpr uint32_t kFirstRefiled = 9000;
constexpr uint32_t kMostRefiled = 1000;

// So that neither what is tampered with nor when things arrive changes what happens.
constexpr uint64_t kOfDelivery = 0xd3117e2;
constexpr uint64_t kOfTampering = 0x7a39e2;
constexpr uint64_t kOfRefiling = 0x2ef11e;

Random Another(Random random, uint64_t purpose) { return Random(random.Next() ^ purpose); }

}  // namespace

struct Province::State {
  State(const Options& asked, std::shared_ptr<const rulebook::Rulebook> book,
        std::shared_ptr<CodeTable> table, Catalog all, ArrivalSchedule plan);

  void OpenDay();
  bool HasMoreDays() const;
  void Begin(const Arrival& arrival, const Roster& roster, LocalDay day, uint32_t number);
  void Plan(const Arrival& arrival, uint32_t slot);
  void Tamper(const Arrival& arrival, const Setting& setting, const Outcome& outcome,
              uint32_t slot);
  void FileAgain(const Arrival& arrival, Setting setting, const Bent& bent, uint32_t slot);
  void Launch(const Desk& desk, Random random, uint32_t slot, uint8_t filing);
  Setting SettingOf(const Arrival& arrival, const Flight& flight) const;
  uint32_t FreeSlot();
  bool HasTurn();

  Options options;
  std::shared_ptr<const rulebook::Rulebook> rulebook;
  std::shared_ptr<CodeTable> codes;
  worktime::DueRules due_rules;
  Catalog catalog;
  ArrivalSchedule schedule;
  size_t days_begun = 0;
  uint64_t arrived = 0;
  Instant horizon = Instant::min();  // nothing that has not been planned yet happens before

  Queue queue;
  std::vector<Turn> today;  // taken from the queue
  size_t turn = 0;          // the next one of today
  std::vector<Flight> flights;
  std::vector<uint32_t> free_slots;
  EventFiller filler;
  Instant arrival = Instant::min();  // of the event handed out last
  bool over = false;                 // its dossier is

  Tamperer tamperer;
  std::map<AgencyCode, uint32_t> refiled;
  std::vector<Plant> planted;
};

Province::State::State(const Options& asked, std::shared_ptr<const rulebook::Rulebook> book,
                       std::shared_ptr<CodeTable> table, Catalog all, ArrivalSchedule plan)
    : options(asked),
      rulebook(std::move(book)),
      codes(std::move(table)),
      due_rules(rulebook->TermsFor({}).due_rules),
      catalog(std::move(all)),
      schedule(std::move(plan)),
      filler(*rulebook, *codes),
      tamperer(asked.seed) {}

void Province::State::OpenDay() {
  const auto& day = schedule.busy_days()[days_begun++];
  const Roster& roster = catalog.On(day.day);
  std::unordered_map<uint32_t, uint32_t> numbers;  // by agency
  for (const Arrival& each : schedule.ArrivalsOn(day, roster, arrived)) {
    Begin(each, roster, day.day, ++numbers[each.entry->desk->code.number()]);
    ++arrived;
  }
  horizon = Instant::max();
  if (days_begun == schedule.busy_days().size()) return;
  const LocalDay next = schedule.busy_days()[days_begun].day;
  for (const auto& entry : catalog.On(next).entries) {
    horizon = std::min(horizon, entry.desk->calendar->zone().StartOf(next));
  }
}

uint32_t Province::State::FreeSlot() {
  if (free_slots.empty()) {
    flights.emplace_back();
    return static_cast<uint32_t>(flights.size() - 1);
  }
  const uint32_t slot = free_slots.back();
  free_slots.pop_back();
  return slot;
}

void Province::State::Begin(const Arrival& each, const Roster& roster, LocalDay day,
                            uint32_t number) {
  const AgencyCode agency = each.entry->desk->code;
  const uint32_t slot = FreeSlot();
  Flight& flight = flights[slot];
  AssignDossierCode(flight.code, agency, day, number);
  flight.procedure = each.service->code;
  flight.channel = each.channel;
  flight.actors = {AgencyCode(), agency, each.counter};
  auto partner = flight.actors.begin() + static_cast<int>(Actor::kPartner);
  int links = each.service->links;
  for (const AgencyCode candidate : roster.partners[each.service->number]) {
    if (links == 0 || !candidate) break;
    if (candidate == agency) continue;
    *partner++ = candidate;
    --links;
  }
  Plan(each, slot);
}

Setting Province::State::SettingOf(const Arrival& each, const Flight& flight) const {
  const auto partners = flight.actors.begin() + static_cast<int>(Actor::kPartner);
  const auto count = std::count_if(partners, flight.actors.end(),
                                   [](AgencyCode code) { return static_cast<bool>(code); });
  return {.desk = each.entry->desk,
          .service = each.service,
          .channel = each.channel,
          .arrival = each.at,
          .counter_differs = each.counter != each.entry->desk->code,
          .partners = static_cast<int>(count),
          .due_rules = due_rules};
}

void Province::State::Plan(const Arrival& each, uint32_t slot) {
  const Setting setting = SettingOf(each, flights[slot]);
  const Outcome outcome = Live(setting, each.random, flights[slot].steps);
  if (options.plant) Tamper(each, setting, outcome, slot);
  Launch(*setting.desk, each.random, slot, 0);
}

void Province::State::Tamper(const Arrival& each, const Setting& setting, const Outcome& outcome,
                             uint32_t slot) {
  Flight& flight = flights[slot];
  const auto bent =
      tamperer.Bend(setting, outcome, Another(each.random, kOfTampering), flight.steps);
  if (!bent) return;
  auto plant = std::make_unique<Plant>();
  plant->dossier = flight.code;
  plant->trick = bent->trick;
  plant->agency = setting.desk->code;
  plant->what = bent->what;
  flight.plant = std::move(plant);
  if (bent->trick == Trick::kRefiled) FileAgain(each, setting, *bent, slot);
}

/// The same wish as a dossier of its own.
void Province::State::FileAgain(const Arrival& each, Setting setting, const Bent& bent,
                                uint32_t slot) {
  const AgencyCode agency = setting.desk->code;
  const LocalDay day = setting.desk->calendar->zone().DayOf(bent.again);
  const uint32_t second = FreeSlot();
  Flight& flight = flights[second];
  AssignDossierCode(flight.code, agency, day, kFirstRefiled + refiled[agency]++ % kMostRefiled);
  flight.procedure = flights[slot].procedure;
  flight.actors = flights[slot].actors;
  flight.channel = setting.channel = dossier::Channel::kInPerson;
  setting.arrival = bent.again;
  const Random random = Another(each.random, kOfRefiling);
  Live(setting, random, flight.steps);
  flights[slot].plant->what += flight.code;
  Launch(*setting.desk, random, second, 1);
}

/// Queues what will arrive up to now.
void Province::State::Launch(const Desk& desk, Random random, uint32_t slot, uint8_t filing) {
  Flight& flight = flights[slot];
  if (options.tidy) {
    DeliverAtOnce(flight.steps);
  } else {
    Deliver(desk, Another(random, kOfDelivery), flight.steps);
  }
  flight.turns = 0;
  const auto push = [&](Instant at, size_t step) {
    if (at > options.now) return;
    ++flight.turns;
    queue.Push({at, flight.steps[step].type, filing, static_cast<uint16_t>(step),
                static_cast<uint32_t>(arrived), slot});
  };
  for (size_t i = 0; i < flight.steps.size(); ++i) {
    push(flight.steps[i].arrival, i);
    if (flight.steps[i].repeated) push(*flight.steps[i].repeated, i);
  }
  if (flight.turns > 0) return;
  flight.plant.reset();
  free_slots.push_back(slot);
}

/// Whether there are days to plan whose events would be handed out.
bool Province::State::HasMoreDays() const {
  return days_begun < schedule.busy_days().size() && horizon <= options.now;
}

bool Province::State::HasTurn() {
  if (turn < today.size()) return true;
  // A day may be taken once nothing more can arrive in it.
  const auto more_to_come = [&] {
    const auto ends = queue.NextDayEnds();
    return HasMoreDays() && (!ends || horizon < *ends);
  };
  while (more_to_come()) OpenDay();
  if (!queue.NextDayEnds()) return false;
  today = queue.TakeDay();
  turn = 0;
  return true;
}

Result<Province> Province::Create(const Options& options,
                                  std::shared_ptr<const rulebook::Rulebook> rulebook,
                                  std::shared_ptr<CodeTable> codes) {
  Options full = options;
  if (!full.to) full.to = rulebook->default_calendar().zone().DayOf(options.now);
  full.from = options.from.value_or(*full.to - std::chrono::days{364});
  if (*full.from > *full.to) {
    return InvalidArgument(fmt::format("from {}: expected a day up to {}", FormatDate(*full.from),
                                       FormatDate(*full.to)));
  }
  if (options.dossiers < 1 || options.dossiers > kMostDossiers) {
    return InvalidArgument(
        fmt::format("dossiers: expected 1 to {}, found {}", kMostDossiers, options.dossiers));
  }
  auto catalog = Catalog::Make(full, *rulebook, *codes);
  if (!catalog) return catalog.error();
  auto schedule = ArrivalSchedule::Make(full, rulebook->default_calendar(), *catalog);
  if (!schedule) return schedule.error();
  auto state = std::make_unique<State>(full, std::move(rulebook), std::move(codes),
                                       std::move(*catalog), std::move(*schedule));
  return Province(std::move(state));
}

Province::Province(std::unique_ptr<State> state) : state_(std::move(state)) {}
Province::~Province() = default;
Province::Province(Province&&) noexcept = default;
Province& Province::operator=(Province&&) noexcept = default;

bool Province::Next(Event& out) {
  State& state = *state_;
  if (!state.HasTurn()) return false;
  const Turn& turn = state.today[state.turn++];
  Flight& flight = state.flights[turn.slot];
  state.filler.Fill(flight, turn.step, out);
  state.arrival = turn.at;
  if (flight.plant && flight.steps[turn.step].shows) {
    flight.plant->at = out.at;
    state.planted.push_back(std::move(*flight.plant));
    flight.plant.reset();
  }
  state.over = --flight.turns == 0;
  if (!state.over) return true;
  flight.plant.reset();
  state.free_slots.push_back(turn.slot);
  return true;
}

Instant Province::arrival() const { return state_->arrival; }

bool Province::dossier_over() const { return state_->over; }

std::vector<Plant> Province::TakePlanted() { return std::exchange(state_->planted, {}); }

int64_t Province::arrived() const { return static_cast<int64_t>(state_->arrived); }

int64_t Province::in_flight() const {
  return static_cast<int64_t>(state_->flights.size() - state_->free_slots.size());
}

}  // namespace dunghan::simulate

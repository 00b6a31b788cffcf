#include "dunghan/simulate/province.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include "life.h"
#include "queue.h"
#include "schedule.h"

namespace dunghan::simulate {
namespace {

using dossier::Event;
using dossier::EventType;

constexpr int64_t kMostDossiers = 1'000'000'000;  // they are numbered in 32 bits
constexpr std::array<std::string_view, 3> kUnits = {"mot-cua", "chuyen-mon", "lanh-dao"};
constexpr std::array<std::string_view, 3> kStepNames = {"tiep-nhan", "tham-dinh", "phe-duyet"};
constexpr std::array<std::string_view, 8> kReasons = {
    "", "citizen", "incomplete", "not_eligible", "payment", "other_agency", "staff", "system"};

void AppendNumber(std::string& out, uint64_t value, size_t digits) {
  char buffer[20];
  const auto result = std::to_chars(std::begin(buffer), std::end(buffer), value);
  const auto size = static_cast<size_t>(result.ptr - buffer);
  if (size < digits) out.append(digits - size, '0');
  out.append(buffer, size);
}

/// AGENCY-YYMMDD-NNNN, the national pattern (circular 01/2018/TT-VPCP, article 19).
void AppendDossierCode(std::string& out, AgencyCode agency, LocalDay day, uint32_t number) {
  const std::chrono::year_month_day date{day};
  out += agency.text();
  out += '-';
  AppendNumber(out, static_cast<uint64_t>(static_cast<int>(date.year()) % 100), 2);
  AppendNumber(out, static_cast<unsigned>(date.month()), 2);
  AppendNumber(out, static_cast<unsigned>(date.day()), 2);
  out += '-';
  AppendNumber(out, number, 4);
}

/// A dossier with events to come.
struct Flight {
  AgencyCode agency;
  ProcedureCode procedure;
  AgencyCode counter;
  AgencyCode partner;
  dossier::Channel channel = dossier::Channel::kUnknown;
  LocalDay day;         // of arrival
  uint32_t number = 0;  // within agency and day, from 1
  std::vector<Step> steps;
};

}  // namespace

struct Province::State {
  State(const Options& asked, std::shared_ptr<const rulebook::Rulebook> book,
        std::shared_ptr<CodeTable> table, Catalog all, Schedule plan);

  void OpenDay();
  bool HasMoreDays() const;
  void Begin(const Arrival& arrival, LocalDay day, uint32_t number);
  uint32_t FreeSlot();
  bool HasTurn();
  void Fill(const Flight& flight, size_t number, Event& out) const;

  Options options;
  std::shared_ptr<const rulebook::Rulebook> rulebook;
  std::shared_ptr<CodeTable> codes;
  worktime::DueRules due_rules;
  Catalog catalog;
  Schedule schedule;
  size_t days_begun = 0;
  uint64_t arrived = 0;
  Instant horizon = Instant::min();  // nothing that has not been planned yet happens before

  Queue queue;
  std::vector<Turn> today;  // taken from the queue
  size_t turn = 0;          // the next one of today
  std::vector<Flight> flights;
  std::vector<uint32_t> free_slots;

  SourceName source;
  std::array<UnitName, kUnits.size()> units;
  std::array<StepName, kStepNames.size()> step_names;
  std::array<ReasonCode, kReasons.size()> reasons;
};

Province::State::State(const Options& asked, std::shared_ptr<const rulebook::Rulebook> book,
                       std::shared_ptr<CodeTable> table, Catalog all, Schedule plan)
    : options(asked),
      rulebook(std::move(book)),
      codes(std::move(table)),
      due_rules(rulebook->TermsFor({}).due_rules),
      catalog(std::move(all)),
      schedule(std::move(plan)),
      source(codes->Intern<SourceName>(kSource)) {
  for (size_t i = 0; i < kUnits.size(); ++i) units[i] = codes->Intern<UnitName>(kUnits[i]);
  for (size_t i = 0; i < kStepNames.size(); ++i) {
    step_names[i] = codes->Intern<StepName>(kStepNames[i]);
  }
  for (size_t i = 0; i < kReasons.size(); ++i) {
    reasons[i] = rulebook->AdmitReason(codes->Intern<ReasonCode>(kReasons[i]));
  }
}

void Province::State::OpenDay() {
  const auto& day = schedule.busy_days()[days_begun++];
  const Roster& roster = catalog.On(day.day);
  std::unordered_map<uint32_t, uint32_t> numbers;  // by agency
  for (const Arrival& arrival : schedule.ArrivalsOn(day, roster, arrived)) {
    Begin(arrival, day.day, ++numbers[arrival.entry->desk->code.number()]);
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

void Province::State::Begin(const Arrival& arrival, LocalDay day, uint32_t number) {
  const Desk& desk = *arrival.entry->desk;
  const uint32_t slot = FreeSlot();
  Flight& flight = flights[slot];
  const auto dossier = static_cast<uint32_t>(arrived++);
  flight.agency = desk.code;
  flight.procedure = arrival.service->code;
  flight.counter = arrival.counter;
  // Handed on to whoever received it, where that is somebody else.
  flight.partner = arrival.counter != desk.code ? arrival.counter : AgencyCode();
  flight.channel = arrival.channel;
  flight.day = day;
  flight.number = number;
  const Setting setting{.desk = &desk,
                        .service = arrival.service,
                        .channel = arrival.channel,
                        .arrival = arrival.at,
                        .partner = static_cast<bool>(flight.partner),
                        .due_rules = due_rules};
  Live(setting, arrival.random, flight.steps);
  const auto later = std::upper_bound(flight.steps.begin(), flight.steps.end(), options.now,
                                      [](Instant now, const Step& step) { return now < step.at; });
  flight.steps.erase(later, flight.steps.end());
  for (uint32_t i = 0; i < flight.steps.size(); ++i) {
    queue.Push({flight.steps[i].at, flight.steps[i].type, dossier, i, slot});
  }
  if (flight.steps.empty()) free_slots.push_back(slot);
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

void Province::State::Fill(const Flight& flight, size_t number, Event& out) const {
  const Step& step = flight.steps[number];
  const bool opening = step.type == EventType::kSubmitted || step.type == EventType::kReceived;
  const bool assigned = step.type == EventType::kAssigned;
  const auto unit = static_cast<size_t>(step.unit);
  out.dossier.clear();
  AppendDossierCode(out.dossier, flight.agency, flight.day, flight.number);
  out.type = step.type;
  out.channel = opening ? flight.channel : dossier::Channel::kUnknown;
  out.rating = step.rating;
  out.at = step.at;
  out.source = source;
  out.id.clear();
  AppendNumber(out.id, number + 1, 1);
  out.agency = opening || assigned ? flight.agency : AgencyCode();
  out.procedure = opening ? flight.procedure : ProcedureCode();
  out.counter = opening ? flight.counter : AgencyCode();
  out.due.reset();
  if (step.due) out.due = *step.due;
  out.unit = assigned ? units[unit] : UnitName();
  out.step = assigned ? step_names[unit] : StepName();
  out.step_due.reset();
  out.to_agency = step.type == EventType::kTransferred ? flight.partner : AgencyCode();
  out.reason = reasons[static_cast<size_t>(step.reason)];
  out.voids.clear();
  if (step.type == EventType::kVoided) {
    const auto mistaken = std::find_if(flight.steps.begin(), flight.steps.end(),
                                       [](const Step& other) { return other.mistaken; });
    AppendNumber(out.voids, static_cast<uint64_t>(mistaken - flight.steps.begin()) + 1, 1);
  }
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
  auto schedule = Schedule::Make(full, *catalog);
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
  const Flight& flight = state.flights[turn.slot];
  state.Fill(flight, turn.step, out);
  if (turn.step + 1 == flight.steps.size()) state.free_slots.push_back(turn.slot);
  return true;
}

int64_t Province::arrived() const { return static_cast<int64_t>(state_->arrived); }

int64_t Province::in_flight() const {
  return static_cast<int64_t>(state_->flights.size() - state_->free_slots.size());
}

}  // namespace dunghan::simulate

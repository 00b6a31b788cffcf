#include "workload.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>
#include <utility>

namespace dunghan::bench {
namespace {

using dossier::Event;
using dossier::EventType;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;

constexpr std::array<int, 8> kLimits = {1, 3, 5, 7, 10, 15, 20, 30};
constexpr std::array<std::string_view, 6> kUnits = {
    "Bộ phận Một cửa",      "Phòng Đăng ký đất đai",    "Phòng Tư pháp – Hộ tịch",
    "Phòng Quản lý đô thị", "Phòng Đăng ký kinh doanh", "Văn phòng"};
constexpr std::array<std::string_view, 4> kSteps = {"Tiếp nhận", "Thụ lý", "Thẩm định", "Trình ký"};

/// A random number from a number: SplitMix64 (Steele, Lea, Flood 2014).
uint64_t Mix(uint64_t value) {
  value += 0x9e3779b97f4a7c15;
  value = (value ^ value >> 30U) * 0xbf58476d1ce4e5b9;
  value = (value ^ value >> 27U) * 0x94d049bb133111eb;
  return value ^ value >> 31U;
}

/// Draws about one dossier.
class Dice {
 public:
  explicit Dice(uint64_t seed) : seed_(Mix(seed)) {}
  uint64_t Number() { return Mix(seed_ + ++drawn_); }
  double Share() { return static_cast<double>(Number() >> 11U) / static_cast<double>(1ULL << 53U); }
  int Below(int limit) { return static_cast<int>(Number() % static_cast<uint64_t>(limit)); }
  /// Small numbers come much more often.
  int Skewed(int limit) { return static_cast<int>(std::pow(Share(), 2.5) * limit); }

 private:
  uint64_t seed_;
  uint64_t drawn_ = 0;
};

LocalDay DayOf(Instant at) {
  return LocalDay{std::chrono::floor<days>(at + kZone).time_since_epoch()};
}

/// An instant in office hours on that day, or on the weekday before.
Instant InOfficeHours(Instant at, double share) {
  LocalDay day = DayOf(at);
  const unsigned weekday = std::chrono::weekday{day}.iso_encoding();
  if (weekday > 5) day -= days{weekday - 5};
  const minutes clock = minutes{450} + minutes{static_cast<int>(share * 540)};
  return Instant{day.time_since_epoch() + clock - kZone};
}

milliseconds Part(milliseconds whole, double share) {
  // Whole seconds, as sources send them.
  return std::chrono::floor<std::chrono::seconds>(
      milliseconds{static_cast<int64_t>(static_cast<double>(whole.count()) * share)});
}

std::string Uuid(uint64_t high, uint64_t low) {
  return fmt::format("{:08x}-{:04x}-4{:03x}-{:04x}-{:012x}", high >> 32U, high >> 16U & 0xffff,
                     high & 0xfff, 0x8000 | (low >> 48U & 0x3fff), low & 0xffffffffffff);
}

}  // namespace

std::string AgencyText(int agency) {
  return fmt::format("000.{:02}.{:02}.H52", agency % 50 + 1, agency < 50 ? 10 : 20);
}

std::string ProcedureText(int procedure) { return fmt::format("1.{:06}", 1001 + procedure * 7); }

int LimitOf(int procedure) { return kLimits[static_cast<size_t>(procedure) % kLimits.size()]; }

struct Workload::Plan {
  int64_t number = 0;
  int agency = 0;
  int procedure = 0;
  bool open = false;
  Instant received;
  Instant finished;  ///< of an open one: some day after now
};

Workload::Workload(const WorkloadOptions& options, std::shared_ptr<CodeTable> codes,
                   const worktime::WorkingCalendar& calendar)
    : options_(options), codes_(std::move(codes)), calendar_(calendar) {
  for (int i = 0; i < kAgencies; ++i)
    agencies_.push_back(codes_->Intern<AgencyCode>(AgencyText(i)));
  for (int i = 0; i < kProcedures; ++i) {
    procedures_.push_back(codes_->Intern<ProcedureCode>(ProcedureText(i)));
  }
  for (const auto unit : kUnits) units_.push_back(codes_->Intern<UnitName>(unit));
  for (const auto step : kSteps) steps_.push_back(codes_->Intern<StepName>(step));
  source_ = codes_->Intern<SourceName>("motcua");
}

Workload::Plan Workload::PlanOf(int64_t number) const {
  Dice dice(static_cast<uint64_t>(number));
  Plan plan;
  plan.number = number;
  const bool commune = dice.Share() < 0.7;
  plan.agency =
      commune ? kDepartments + dice.Below(kAgencies - kDepartments) : dice.Below(kDepartments);
  plan.procedure =
      commune ? kDepartments * kProceduresOfDepartment + dice.Skewed(kProceduresOfCommunes)
              : plan.agency * kProceduresOfDepartment + dice.Skewed(kProceduresOfDepartment);
  const milliseconds limit = LimitOf(plan.procedure) * days{7} / 5;
  const int64_t closed = options_.dossiers - options_.open;
  plan.open = number >= closed;
  if (plan.open) {
    plan.received =
        InOfficeHours(options_.now - Part(limit, 1.2 * dice.Share()) - hours{12}, dice.Share());
    plan.finished = options_.now + limit;
    return plan;
  }
  const bool late = dice.Share() < 0.07;
  const milliseconds length = Part(limit, late ? 1.0 + 0.5 * dice.Share() : 0.9 * dice.Share());
  const double share = static_cast<double>(number) / static_cast<double>(closed);
  plan.received = InOfficeHours(
      options_.from + Part(options_.now - options_.from - length - days{2}, share), dice.Share());
  plan.finished =
      std::max(InOfficeHours(plan.received + length, dice.Share()), plan.received + hours{1});
  return plan;
}

/// Tells the events of one dossier.
class Workload::Teller {
 public:
  Teller(const Workload& from, const Plan& plan, std::vector<Event>& out)
      : from_(from),
        plan_(plan),
        out_(out),
        dice_(Mix(static_cast<uint64_t>(plan.number)) ^
              std::hash<std::string>()(from.options_.batch)),
        code_(from.CodeOf(plan.number)),
        channel_(dice_.Share() < 0.6 ? dossier::Channel::kOnline : dossier::Channel::kInPerson) {}

  void Tell() {
    if (plan_.open || from_.options_.life == Life::kFull) {
      Whole();
    } else {
      Received();
      Ended();
      Say(EventType::kReturned, plan_.finished + days{1});
    }
  }

 private:
  Event* Say(EventType type, Instant at) {
    if (at > from_.options_.now) return nullptr;
    Event& event = out_.emplace_back();
    event.dossier = code_;
    event.type = type;
    event.channel = channel_;
    event.at = at;
    event.source = from_.source_;
    const uint64_t high = dice_.Number();  // one after the other: arguments have no order
    event.id = Uuid(high, dice_.Number());
    event.agency = from_.agencies_[static_cast<size_t>(plan_.agency)];
    event.procedure = from_.procedures_[static_cast<size_t>(plan_.procedure)];
    event.unit = from_.units_[static_cast<size_t>(plan_.procedure) % from_.units_.size()];
    return &event;
  }
  Event* SayAt(EventType type, double share) {
    return Say(type, plan_.received + Part(plan_.finished - plan_.received, share));
  }
  void Assign(size_t step, double share) {
    Event* event = SayAt(EventType::kAssigned, share);
    if (!event) return;
    event->step = from_.steps_[step];
    event->step_due = event->at + days{2};
  }
  void Received() {
    Event* event = Say(EventType::kReceived, plan_.received);
    if (event) {
      event->due =
          from_.calendar_.NthWorkingDayAfter(DayOf(plan_.received), LimitOf(plan_.procedure))
              .value();
    }
  }
  void Ended() {
    const bool refused = dice_.Share() < 0.04;
    Say(refused ? EventType::kRefused : EventType::kCompleted, plan_.finished);
  }
  void Whole() {
    if (channel_ == dossier::Channel::kOnline) {
      Say(EventType::kSubmitted, plan_.received - hours{2});
    }
    Received();
    Assign(0, 0.02);
    Assign(1, 0.2);
    if (dice_.Share() < 0.2) {
      SayAt(EventType::kSupplementRequested, 0.3);
      SayAt(EventType::kSupplemented, 0.5);
    }
    if (dice_.Share() < 0.3) {
      Event* event = SayAt(EventType::kTransferred, 0.6);
      if (event) event->to_agency = event->agency;
    }
    Assign(2, 0.7);
    Assign(3, 0.9);
    Ended();
    Say(EventType::kReady, plan_.finished + minutes{10});
    Say(EventType::kReturned, plan_.finished + days{1});
    if (dice_.Share() < 0.4) {
      Event* event = Say(EventType::kRated, plan_.finished + days{2});
      if (event) event->rating = static_cast<uint8_t>(dice_.Below(5) + 1);
    }
  }

  const Workload& from_;
  const Plan& plan_;
  std::vector<Event>& out_;
  Dice dice_;
  std::string code_;
  dossier::Channel channel_;
};

std::vector<Event> Workload::Events(int64_t first, int64_t last) const {
  std::vector<Event> events;
  events.reserve(static_cast<size_t>(last - first) * (options_.life == Life::kFull ? 10 : 4));
  for (int64_t number = first; number < last; ++number) {
    const Plan plan = PlanOf(number);
    Teller(*this, plan, events).Tell();
  }
  std::stable_sort(events.begin(), events.end(),
                   [](const Event& a, const Event& b) { return a.at < b.at; });
  return events;
}

std::string Workload::CodeOf(int64_t number) const {
  const Plan plan = PlanOf(number);
  const std::chrono::year_month_day date{DayOf(plan.received)};
  return fmt::format("{}-{:02}{:02}{:02}-{}{:06}", AgencyText(plan.agency),
                     static_cast<int>(date.year()) % 100, static_cast<unsigned>(date.month()),
                     static_cast<unsigned>(date.day()), options_.batch, number);
}

Workload::Row Workload::RowOf(int64_t number) const {
  const Plan plan = PlanOf(number);
  Row row{CodeOf(number), plan.agency, plan.procedure, plan.received, {}};
  if (!plan.open) row.finished = plan.finished;
  return row;
}

void DropUnused(std::vector<Event>& events) {
  for (Event& event : events) {
    if (event.type == EventType::kReceived || event.type == EventType::kSubmitted) continue;
    event.procedure = {};
    event.channel = dossier::Channel::kUnknown;
  }
}

}  // namespace dunghan::bench

#include "life.h"

#include <algorithm>
#include <tuple>

#include "chances.h"
#include "course.h"

namespace dunghan::simulate {
namespace {

using dossier::EventType;
using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::minutes;
using worktime::LimitUnit;
using worktime::TimeLimit;

// Used where nothing is promised: what an agency takes when nobody hurries it.
constexpr TimeLimit kUnhurried{10, LimitUnit::kWorkingDays};

/// What leads to an end, and the end.
class Life {
 public:
  Life(const Setting& setting, Random random, std::vector<Step>& steps)
      : course_{setting, Office(*setting.desk->calendar), random, steps} {}

  Outcome Run();

 private:
  std::optional<Instant> Accept();
  void Promise(Instant received);
  bool Pauses();
  bool Pause(EventType begin, EventType end, milliseconds wait, Reason reason);
  bool WaitInVain(Instant from);
  void MovePromise(Instant resumed, bool restart);
  void Finish();
  void Complete(Instant end);
  Instant InTime();
  Instant Late();

  bool Chance(uint64_t per_mille) { return random().PerMille(per_mille); }
  const Setting& setting() const { return course_.setting; }
  const Office& office() const { return course_.office; }
  Random& random() { return course_.random; }
  std::optional<worktime::DueDate> DueFrom(Instant from) const {
    auto due = worktime::ComputeDue(office().calendar(), from,
                                    setting().service->limit.value_or(kUnhurried), course_.pauses,
                                    setting().due_rules);
    if (!due) return {};
    due->at = office().Promised(due->at);
    return *due;
  }

  Course course_;
  Outcome outcome_;
};

Outcome Life::Run() {
  const auto received = Accept();
  if (!received) return outcome_;
  Promise(*received);
  if (Pauses()) Finish();
  if (course_.promised) outcome_.due = course_.target;
  return outcome_;
}

/// From submission to receipt; nothing if it was declined.
std::optional<Instant> Life::Accept() {
  const Instant arrival = setting().arrival;
  if (setting().channel != dossier::Channel::kOnline) return arrival;
  course_.Add({.at = arrival, .type = EventType::kSubmitted});
  if (Chance(chance::kDeclined)) {
    course_.Add({.at = office().LaterMinutes(arrival, random(), 20, 300),
                 .type = EventType::kDeclined,
                 .reason = Reason::kIncomplete});
    return {};
  }
  // Eight working hours are allowed.
  return Chance(setting().desk->slow_per_mille)
             ? office().LaterMinutes(arrival, random(), 490, 1500)
             : office().LaterMinutes(arrival, random(), 5, 240);
}

void Life::Promise(Instant received) {
  course_.anchor = course_.received = outcome_.received = received;
  course_.target = kNever;
  if (received == kNever) return;
  const auto due = DueFrom(received);
  course_.promised = setting().service->limit && due;
  if (due) course_.target = due->at;
  Step step{.at = received, .type = EventType::kReceived};
  if (course_.promised) step.due = course_.target;
  course_.Add(step);
}

/// The stops of the clock. False: it never runs again.
bool Life::Pauses() {
  const Service& service = *setting().service;
  if (Chance(service.everyday ? chance::kSupplementEveryday : chance::kSupplement)) {
    const milliseconds wait = days{random().Tail(1, 45)};
    if (!Pause(EventType::kSupplementRequested, EventType::kSupplemented, wait,
               Reason::kIncomplete)) {
      return false;
    }
  }
  if (service.charged && Chance(chance::kCharged)) {
    const milliseconds wait = days{random().Between(0, 6)};
    if (!Pause(EventType::kPaymentRequested, EventType::kPaid, wait, Reason::kPayment)) {
      return false;
    }
  }
  if (!service.everyday && Chance(chance::kStopped)) {
    constexpr Reason kWhy[] = {Reason::kOtherAgency, Reason::kAssessment, Reason::kConsultation,
                               Reason::kForceMajeure};
    const milliseconds wait = days{random().Between(2, 15)};
    return Pause(EventType::kSuspended, EventType::kResumed, wait, random().Of(kWhy));
  }
  return true;
}

bool Life::Pause(EventType begin, EventType end, milliseconds wait, Reason reason) {
  const Instant from = office().Within(course_.anchor, course_.target, random(), 150, 700);
  if (from == kNever || office().Between(from, course_.target) < minutes{20}) return true;
  outcome_.paused = true;
  course_.Add({.at = from, .type = begin, .reason = reason});
  const bool supplement = begin == EventType::kSupplementRequested;
  if (supplement && Chance(chance::kNeverSupplemented)) return WaitInVain(from);
  const Instant to = office().LaterMinutes(from + wait, random(), 10, 300);
  if (to == kNever) return false;
  course_.Add({.at = to, .type = end});
  course_.pauses.push_back({from, to});
  course_.anchor = to;
  const bool restarts = setting().service->on_supplement == dossier::OnSupplement::kRestart;
  MovePromise(to, supplement && restarts);
  return true;
}

/// Half of those who never answer take their dossier back in the end.
bool Life::WaitInVain(Instant from) {
  if (!Chance(500)) return false;
  const Instant given_up =
      office().LaterMinutes(from + days{random().Between(20, 60)}, random(), 0, 400);
  course_.Add({.at = given_up, .type = EventType::kWithdrawn, .reason = Reason::kCitizen});
  return false;
}

void Life::MovePromise(Instant resumed, bool restart) {
  if (restart) {
    course_.received = resumed;
    course_.pauses.clear();
  }
  const auto due = DueFrom(course_.received);
  const Instant before = course_.target;
  course_.target = due ? due->at : kNever;
  if (course_.promised && due && due->at != before) {
    course_.Add({.at = office().LaterMinutes(resumed, random(), 1, 15),
                 .type = EventType::kDueSet,
                 .due = due->at});
  }
}

void Life::Finish() {
  if (Chance(chance::kWithdrawn)) {
    const Instant at = office().Within(course_.anchor, course_.target, random(), 100, 1000);
    course_.Add({.at = at, .type = EventType::kWithdrawn, .reason = Reason::kCitizen});
    return PassThrough(course_, at);
  }
  if (Chance(chance::kForgotten)) return BeForgotten(course_);
  const bool late = random().Below(10'000) < setting().desk->late_per_10000;
  const Instant end = late ? Late() : InTime();
  PassThrough(course_, end);
  if (end == kNever) return;
  if (late) BeLate(course_, end);
  const bool mistaken = Chance(chance::kMistaken) && CloseByMistake(course_, end);
  if (Chance(chance::kRefused)) {
    course_.Add({.at = end, .type = EventType::kRefused, .reason = Reason::kNotEligible});
    return;
  }
  outcome_.plain = !mistaken;
  const auto& zone = office().zone();
  outcome_.late = late && zone.DayOf(course_.target) < zone.DayOf(end);
  Complete(end);
}

void Life::Complete(Instant end) {
  course_.Add({.at = end, .type = EventType::kCompleted});
  if (Chance(chance::kReopened)) {
    end = CompleteAgain(course_, end);
    outcome_.plain = false;
  }
  HandOver(course_, end);
}

Instant Life::InTime() {
  if (course_.target == kNever) return kNever;
  if (!Chance(chance::kOnDueDay)) {
    // Of two draws the later one: work is finished towards the end of its time.
    const auto part = std::max(random().Between(30, 950), random().Between(30, 950));
    return office().Part(course_.anchor, course_.target, part);
  }
  const auto& zone = office().zone();
  const Instant day = std::max(course_.anchor, zone.StartOf(zone.DayOf(course_.target)));
  return office().Within(day, course_.target, random(), 50, 1000);
}

Instant Life::Late() {
  return office().Later(course_.target, minutes{random().Tail(kDayMinutes / 2, 60 * kDayMinutes)});
}

}  // namespace

Outcome Live(const Setting& setting, Random random, std::vector<Step>& steps) {
  steps.clear();
  const Outcome outcome = Life(setting, random, steps).Run();
  Sort(steps);
  return outcome;
}

void Sort(std::vector<Step>& steps) {
  std::stable_sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) {
    return std::tie(a.at, a.type) < std::tie(b.at, b.type);
  });
}

}  // namespace dunghan::simulate

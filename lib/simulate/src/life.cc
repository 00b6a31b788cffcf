#include "life.h"

#include <algorithm>
#include <tuple>

#include "chances.h"

namespace dunghan::simulate {
namespace {

using dossier::EventType;
using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::minutes;
using worktime::LimitUnit;
using worktime::TimeLimit;

/// Beyond all calendars; steps at it are dropped.
constexpr Instant kNever = Instant::max();

// Used where nothing is promised: what an agency takes when nobody hurries it.
constexpr TimeLimit kUnhurried{10, LimitUnit::kWorkingDays};

constexpr int64_t kDayMinutes = 450;  // of work, in offices that open seven hours and a half

class Life {
 public:
  Life(const Setting& setting, Random random, std::vector<Step>& steps)
      : setting_(setting), calendar_(*setting.desk->calendar), random_(random), steps_(steps) {}

  void Run();

 private:
  std::optional<Instant> Accept();
  void Promise(Instant received);
  bool Pauses();
  bool Pause(EventType begin, EventType end, milliseconds wait, Reason reason);
  void MovePromise(Instant resumed, bool restart);
  void Finish();
  Instant InTime();
  Instant Late();
  void Mistake(Instant end);
  void Apologise(Instant end);
  void AfterCompletion(Instant end);
  void HandOver(Instant end);
  void Assign(Instant from, Instant to);

  void Add(const Step& step) {
    if (step.at != kNever) steps_.push_back(step);
  }
  /// That much working time later; never, if the calendar does not reach so far.
  Instant Later(Instant from, milliseconds work) const {
    if (from == kNever) return kNever;
    const auto whole = std::chrono::floor<std::chrono::seconds>(work);
    const auto later = calendar_.AddWorkingTime(from, whole);
    return later ? *later : kNever;
  }
  Instant LaterMinutes(Instant from, int64_t least, int64_t most) {
    return Later(from, minutes{random_.Between(least, most)});
  }
  milliseconds WorkBetween(Instant from, Instant to) const {
    const auto work = calendar_.WorkingTime(from, to);
    return work ? *work : milliseconds{0};
  }
  /// A part of the working time between two instants, per mille.
  Instant Within(Instant from, Instant to, int64_t least, int64_t most) {
    return Later(from, WorkBetween(from, to) * random_.Between(least, most) / 1000);
  }

  const Setting& setting_;
  const worktime::WorkingCalendar& calendar_;
  Random random_;
  std::vector<Step>& steps_;

  Instant anchor_;   // since when the office could work on it without a stop
  Instant target_;   // what it works towards: the promise, where one was made
  Instant started_;  // the limit runs from here
  bool promised_ = false;
  std::vector<worktime::Suspension> pauses_;
};

void Life::Run() {
  const auto received = Accept();
  if (!received) return;
  Promise(*received);
  if (Pauses()) Finish();
}

/// From submission to receipt; nothing if it was declined.
std::optional<Instant> Life::Accept() {
  if (setting_.channel != dossier::Channel::kOnline) return setting_.arrival;
  Add({.at = setting_.arrival, .type = EventType::kSubmitted});
  if (random_.PerMille(chance::kDeclined)) {
    Add({.at = LaterMinutes(setting_.arrival, 20, 300),
         .type = EventType::kDeclined,
         .reason = Reason::kIncomplete});
    return {};
  }
  const bool late = random_.PerMille(chance::kAcceptedLate);
  return late ? LaterMinutes(setting_.arrival, 490, 1500) : LaterMinutes(setting_.arrival, 5, 240);
}

void Life::Promise(Instant received) {
  const auto& limit = setting_.service->limit;
  anchor_ = started_ = received;
  if (received == kNever) {
    target_ = kNever;
    return;
  }
  const auto due =
      worktime::ComputeDue(calendar_, received, limit.value_or(kUnhurried), {}, setting_.due_rules);
  promised_ = limit && due;
  target_ = due ? due->at : kNever;
  Step step{.at = received, .type = EventType::kReceived};
  if (promised_) step.due = target_;
  Add(step);
}

/// The stops of the clock. False: it never runs again.
bool Life::Pauses() {
  const Service& service = *setting_.service;
  if (random_.PerMille(service.everyday ? chance::kSupplementEveryday : chance::kSupplement)) {
    const milliseconds wait = days{random_.Tail(1, 45)};
    if (!Pause(EventType::kSupplementRequested, EventType::kSupplemented, wait,
               Reason::kIncomplete)) {
      return false;
    }
  }
  if (service.charged && random_.PerMille(chance::kCharged)) {
    const milliseconds wait = days{random_.Between(0, 6)};
    if (!Pause(EventType::kPaymentRequested, EventType::kPaid, wait, Reason::kPayment)) {
      return false;
    }
  }
  if (!service.everyday && random_.PerMille(chance::kStopped)) {
    const milliseconds wait = days{random_.Between(2, 15)};
    return Pause(EventType::kSuspended, EventType::kResumed, wait, Reason::kOtherAgency);
  }
  return true;
}

bool Life::Pause(EventType begin, EventType end, milliseconds wait, Reason reason) {
  const Instant from = Within(anchor_, target_, 150, 700);
  if (from == kNever || WorkBetween(from, target_) < minutes{20}) return true;
  Add({.at = from, .type = begin, .reason = reason});
  const bool supplement = begin == EventType::kSupplementRequested;
  if (supplement && random_.PerMille(chance::kNeverSupplemented)) {
    // Half of those who never answer take their dossier back in the end.
    if (random_.PerMille(500)) {
      const Instant given_up = LaterMinutes(from + days{random_.Between(20, 60)}, 0, 400);
      Add({.at = given_up, .type = EventType::kWithdrawn, .reason = Reason::kCitizen});
    }
    return false;
  }
  const Instant to = LaterMinutes(from + wait, 10, 300);
  if (to == kNever) return false;
  Add({.at = to, .type = end});
  pauses_.push_back({from, to});
  anchor_ = to;
  const bool restarts = setting_.service->on_supplement == dossier::OnSupplement::kRestart;
  MovePromise(to, supplement && restarts);
  return true;
}

void Life::MovePromise(Instant resumed, bool restart) {
  if (restart) {
    started_ = resumed;
    pauses_.clear();
  }
  const auto due =
      worktime::ComputeDue(calendar_, started_, setting_.service->limit.value_or(kUnhurried),
                           pauses_, setting_.due_rules);
  const Instant before = target_;
  target_ = due ? due->at : kNever;
  if (promised_ && due && due->at != before) {
    Add({.at = LaterMinutes(resumed, 1, 15), .type = EventType::kDueSet, .due = due->at});
  }
}

void Life::Finish() {
  const Instant received = started_;
  if (random_.PerMille(chance::kWithdrawn)) {
    const Instant at = Within(anchor_, target_, 100, 1000);
    Add({.at = at, .type = EventType::kWithdrawn, .reason = Reason::kCitizen});
    return Assign(received, at);
  }
  if (random_.PerMille(chance::kForgotten)) return Assign(received, target_);
  const bool late = random_.Below(10'000) < setting_.desk->late_per_10000;
  const Instant end = late ? Late() : InTime();
  Assign(received, end);
  if (end == kNever) return;
  if (late) Apologise(end);
  if (random_.PerMille(chance::kMistaken)) Mistake(end);
  if (random_.PerMille(chance::kRefused)) {
    Add({.at = end, .type = EventType::kRefused, .reason = Reason::kNotEligible});
    return;
  }
  Add({.at = end, .type = EventType::kCompleted});
  AfterCompletion(end);
}

Instant Life::InTime() {
  if (target_ == kNever) return kNever;
  if (!random_.PerMille(chance::kOnDueDay)) {
    // Of two draws the later one: work is finished towards the end of its time.
    const auto part = std::max(random_.Between(30, 950), random_.Between(30, 950));
    return Later(anchor_, WorkBetween(anchor_, target_) * part / 1000);
  }
  const auto& zone = calendar_.zone();
  const Instant day = std::max(anchor_, zone.StartOf(zone.DayOf(target_)));
  return Within(day, target_, 50, 1000);
}

Instant Life::Late() {
  return Later(target_, minutes{random_.Tail(kDayMinutes / 2, 60 * kDayMinutes)});
}

/// Closed by mistake, noticed within two hours.
void Life::Mistake(Instant end) {
  const Instant closed = Within(anchor_, end, 100, 800);
  const Instant noticed = LaterMinutes(closed, 5, 120);
  if (noticed == kNever || noticed >= end) return;
  Add({.at = closed, .type = EventType::kCompleted, .mistaken = true});
  Add({.at = noticed, .type = EventType::kVoided});
}

/// The apology with the new date is due a day before the limit expires; not all are written.
void Life::Apologise(Instant end) {
  const Instant before = std::max(anchor_, target_ - days{1});
  const Instant written = LaterMinutes(before, 5, 60);
  if (promised_ && random_.PerMille(chance::kApologised) && written < end) {
    const Instant again = LaterMinutes(target_, kDayMinutes, 5 * kDayMinutes);
    if (again != kNever) Add({.at = written, .type = EventType::kApologised, .due = again});
  }
  if (random_.PerMille(chance::kCauseGiven)) {
    constexpr Reason kCauses[] = {Reason::kStaff, Reason::kOtherAgency, Reason::kSystem};
    const Reason cause = kCauses[random_.Below(std::size(kCauses))];
    Add({.at = LaterMinutes(end, 5, 200), .type = EventType::kLateCause, .reason = cause});
  }
}

void Life::AfterCompletion(Instant end) {
  if (!random_.PerMille(chance::kReopened)) return HandOver(end);
  const Instant again = LaterMinutes(end, 60, 4 * kDayMinutes);
  const Reason reason = random_.PerMille(350) ? Reason::kCitizen : Reason::kStaff;
  Add({.at = again, .type = EventType::kReopened, .reason = reason});
  const Instant second = LaterMinutes(again, 60, 3 * kDayMinutes);
  Add({.at = second, .type = EventType::kCompleted});
  HandOver(second);
}

void Life::HandOver(Instant end) {
  const Instant ready = LaterMinutes(end, 5, 240);
  Add({.at = ready, .type = EventType::kReady});
  if (!random_.PerMille(chance::kReturned)) return;
  const Instant returned = Later(ready, minutes{random_.Tail(45, 30 * kDayMinutes)});
  Add({.at = returned, .type = EventType::kReturned});
  if (!random_.PerMille(chance::kRated)) return;
  constexpr uint8_t kRatings[] = {5, 5, 5, 5, 5, 4, 4, 4, 3, 1};
  Add({.at = LaterMinutes(returned, 1, 30),
       .type = EventType::kRated,
       .rating = kRatings[random_.Below(std::size(kRatings))]});
}

/// From the desk to the specialists and on to the leaders who sign.
void Life::Assign(Instant from, Instant to) {
  if (from == kNever || to == kNever) return;
  const auto count = random_.Between(1, 3);
  int64_t least = 20;
  for (int64_t i = 0; i < count; ++i) {
    const Instant at = Within(from, to, least, least + 150);
    Add({.at = at, .type = EventType::kAssigned, .unit = static_cast<Unit>(i)});
    least += 300;
  }
  if (setting_.partner && random_.PerMille(chance::kTransferred)) {
    Add({.at = Within(from, to, 300, 900), .type = EventType::kTransferred});
  }
}

}  // namespace

void Live(const Setting& setting, Random random, std::vector<Step>& steps) {
  steps.clear();
  Life(setting, random, steps).Run();
  std::stable_sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) {
    return std::tie(a.at, a.type) < std::tie(b.at, b.type);
  });
}

}  // namespace dunghan::simulate

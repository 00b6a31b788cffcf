#include "course.h"

#include <algorithm>

#include "chances.h"

namespace dunghan::simulate {
namespace {

using dossier::EventType;
using std::chrono::days;
using std::chrono::minutes;

constexpr uint8_t kMistakenMark = 1;

Actor PartnerNumber(int number) {
  return static_cast<Actor>(static_cast<int>(Actor::kPartner) + number);
}

/// Units that take over at parts of the working time spent, per mille; by their limits each has the
/// same part of the time there is.
void PassUnits(Course& course, Instant from, Instant end) {
  const auto units = course.random.Between(1, 3);
  const Instant due = std::max(from, course.target);
  int64_t least = 20;
  for (int64_t i = 0; i < units; ++i) {
    const Instant at = course.office.Within(from, end, course.random, least, least + 150);
    Step step{.at = at,
              .type = EventType::kAssigned,
              .unit = static_cast<Unit>(i),
              .actor = Actor::kCompetent};
    if (course.promised) step.step_due = course.office.Part(from, due, 1000 * (i + 1) / units);
    course.Add(step);
    least += 300;
  }
}

/// To each partner in turn, and back to the competent agency.
void PassAgencies(Course& course, Instant from, Instant end) {
  const int partners = course.setting.partners;
  const Instant due = std::max(from, course.target);
  const int64_t stations = partners + 2;  // the competent agency is the first and the last
  Actor holder = Actor::kCompetent;
  course.Add({.at = course.office.Within(from, end, course.random, 10, 60),
              .type = EventType::kAssigned,
              .unit = Unit::kSpecialist,
              .actor = holder,
              .step_due = course.office.Part(from, due, 1000 / stations)});
  for (int64_t i = 1; i < stations; ++i) {
    const bool back = i == partners + 1;
    const Actor next = back ? Actor::kCompetent : PartnerNumber(static_cast<int>(i) - 1);
    const int64_t part = 1000 * i / stations;
    course.Add({.at = course.office.Within(from, end, course.random, part - 80, part + 20),
                .type = EventType::kTransferred,
                .unit = back ? Unit::kLeaders : Unit::kSpecialist,
                .actor = holder,
                .to = next,
                .step_due = course.office.Part(from, due, 1000 * (i + 1) / stations)});
    holder = next;
  }
}

}  // namespace

void PassThrough(Course& course, Instant end) {
  const Instant from = course.received;
  if (from == kNever || end == kNever) return;
  if (course.setting.partners > 0 && course.promised) return PassAgencies(course, from, end);
  PassUnits(course, from, end);
  if (course.setting.counter_differs && course.random.PerMille(chance::kTransferred)) {
    course.Add({.at = course.office.Within(from, end, course.random, 300, 900),
                .type = EventType::kTransferred,
                .unit = Unit::kLeaders,
                .actor = Actor::kCompetent,
                .to = Actor::kCounter});
  }
}

void BeLate(Course& course, Instant end) {
  Random& random = course.random;
  const Office& office = course.office;
  const Instant due = course.target;
  if (course.promised && random.PerMille(chance::kExtended)) {
    constexpr Reason kWhy[] = {Reason::kAssessment, Reason::kConsultation, Reason::kOtherAgency};
    const Instant at = office.Within(course.anchor, due, random, 600, 950);
    const Instant again = office.LaterMinutes(due, random, 3 * kDayMinutes, 10 * kDayMinutes);
    if (again != kNever) {
      course.Add({.at = at, .type = EventType::kExtended, .reason = random.Of(kWhy), .due = again});
    }
  }
  // The apology with the new date is due a day before the limit expires; not all are written.
  const Instant written =
      office.LaterMinutes(std::max(course.anchor, due - days{1}), random, 5, 60);
  if (course.promised && random.PerMille(chance::kApologised) && written < end) {
    const Instant again = office.LaterMinutes(due, random, kDayMinutes, 5 * kDayMinutes);
    if (again != kNever) {
      course.Add({.at = written, .type = EventType::kApologised, .due = again});
    }
  }
  if (random.PerMille(chance::kUrged)) {
    course.Add({.at = office.Within(due, end, random, 50, 950),
                .type = EventType::kUrged,
                .actor = Actor::kCounter});
  }
  if (random.PerMille(chance::kCauseGiven)) {
    constexpr Reason kCauses[] = {Reason::kStaff, Reason::kOtherAgency, Reason::kSystem,
                                  Reason::kForceMajeure};
    const Reason cause = random.Of(kCauses);
    course.Add({.at = office.LaterMinutes(end, random, 5, 200),
                .type = EventType::kLateCause,
                .reason = cause});
  }
}

void BeForgotten(Course& course) {
  PassThrough(course, course.target);
  if (course.target == kNever) return;
  course.Add({.at = course.office.LaterMinutes(course.target, course.random, kDayMinutes,
                                               20 * kDayMinutes),
              .type = EventType::kUrged,
              .actor = Actor::kCounter});
}

bool CloseByMistake(Course& course, Instant end) {
  const Instant closed = course.office.Within(course.anchor, end, course.random, 100, 800);
  const Instant noticed = course.office.LaterMinutes(closed, course.random, 5, 120);
  if (noticed == kNever || noticed >= end) return false;
  course.Add({.at = closed, .type = EventType::kCompleted, .mark = kMistakenMark});
  course.Add({.at = noticed, .type = EventType::kVoided, .voids = kMistakenMark});
  return true;
}

Instant CompleteAgain(Course& course, Instant end) {
  Random& random = course.random;
  const Instant again = course.office.LaterMinutes(end, random, 60, 4 * kDayMinutes);
  const Reason reason = random.PerMille(350) ? Reason::kCitizen : Reason::kStaff;
  course.Add({.at = again, .type = EventType::kReopened, .reason = reason});
  const Instant second = course.office.LaterMinutes(again, random, 60, 3 * kDayMinutes);
  course.Add({.at = second, .type = EventType::kCompleted});
  return second;
}

void HandOver(Course& course, Instant end) {
  Random& random = course.random;
  const Instant ready = course.office.LaterMinutes(end, random, 5, 240);
  course.Add({.at = ready, .type = EventType::kReady});
  if (!random.PerMille(chance::kReturned)) return;
  const Instant returned = course.office.Later(ready, minutes{random.Tail(45, 30 * kDayMinutes)});
  course.Add({.at = returned, .type = EventType::kReturned});
  if (!random.PerMille(chance::kRated)) return;
  constexpr uint8_t kRatings[] = {5, 5, 5, 5, 5, 4, 4, 4, 3, 1};
  const uint8_t rating = random.Of(kRatings);
  course.Add({.at = course.office.LaterMinutes(returned, random, 1, 30),
              .type = EventType::kRated,
              .rating = rating});
}

}  // namespace dunghan::simulate

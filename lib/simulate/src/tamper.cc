#include "tamper.h"

#include <fmt/format.h>

#include <algorithm>

#include "chances.h"

namespace dunghan::simulate {
namespace {

using dossier::EventType;
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr uint8_t kFinishMark = 2;
constexpr uint64_t kMassEvery = 40;  // of agency and month together
constexpr days kMassReach{20};       // what would have been finished within that time after

/// Most of what a trick could be used on is left alone.
constexpr uint64_t kSeized = 500;
constexpr uint64_t kSeizedAny = 20;

/// One dossier, and what can be done to it. Each trick gives nothing, and changes nothing, where it
/// does not fit.
class Bending {
 public:
  Bending(const Setting& setting, const Outcome& outcome, Random& random, std::vector<Step>& steps)
      : setting_(setting),
        outcome_(outcome),
        office_(*setting.desk->calendar),
        random_(random),
        steps_(steps) {
    const auto found = std::find_if(steps.begin(), steps.end(), IsCompletion);
    if (found != steps.end()) end_ = found->at;
  }

  std::optional<Bent> Apply(Trick trick) {
    switch (trick) {
      case Trick::kFinishMoved:
        return MoveFinish();
      case Trick::kDueMoved:
        return MoveDue();
      case Trick::kLatePause:
        return PauseLate();
      case Trick::kCloseReopen:
        return CloseAndReopen();
      case Trick::kDueReset:
        return ResetDue();
      case Trick::kMassClosing:
        return {};  // see CloseWithOthers
      case Trick::kRefiled:
        return Refuse();
      case Trick::kDueMissing:
        return DropDue();
    }
    return {};
  }

  /// On the last working afternoon of the month it was received in or the next one.
  std::optional<Bent> CloseWithOthers(uint64_t seed);

 private:
  static bool IsCompletion(const Step& step) { return step.type == EventType::kCompleted; }

  std::optional<Bent> MoveFinish();
  std::optional<Bent> MoveDue();
  std::optional<Bent> PauseLate();
  std::optional<Bent> CloseAndReopen();
  std::optional<Bent> ResetDue();
  std::optional<Bent> Refuse();
  std::optional<Bent> DropDue();
  std::optional<Instant> LastAfternoon(std::chrono::year_month month) const;
  bool ClosesInMass(std::chrono::year_month month, uint64_t seed) const;
  bool IsStoppedAt(Instant at) const;

  std::string Text(Instant at) const { return office_.zone().Format(at); }
  void Remove(EventType type) {
    std::erase_if(steps_, [type](const Step& step) { return step.type == type; });
  }

  const Setting& setting_;
  const Outcome& outcome_;
  const Office office_;
  Random& random_;
  std::vector<Step>& steps_;
  Instant end_ = kNever;
};

std::optional<Bent> Bending::MoveFinish() {
  const Instant at = office_.LaterMinutes(end_, random_, 2 * kDayMinutes, 15 * kDayMinutes);
  if (at == kNever) return {};
  std::find_if(steps_.begin(), steps_.end(), IsCompletion)->mark = kFinishMark;
  Remove(EventType::kLateCause);
  steps_.push_back({.at = at, .type = EventType::kVoided, .voids = kFinishMark, .shows = true});
  steps_.push_back({.at = outcome_.due, .type = EventType::kCompleted, .known = at + minutes{1}});
  return Bent{Trick::kFinishMoved, fmt::format("completion of {} withdrawn, sent as of {}",
                                               Text(end_), Text(outcome_.due))};
}

std::optional<Bent> Bending::MoveDue() {
  const auto& zone = office_.zone();
  const Instant at = office_.LaterMinutes(outcome_.due, random_, 5, 200);
  const auto closing = office_.calendar().ClosingOf(zone.DayOf(end_));
  if (outcome_.paused || at >= end_ || !closing) return {};
  steps_.push_back(
      {.at = at, .type = EventType::kDueSet, .shows = true, .due = office_.Promised(*closing)});
  return Bent{Trick::kDueMoved,
              fmt::format("due moved from {} to {}", Text(outcome_.due), Text(*closing))};
}

std::optional<Bent> Bending::PauseLate() {
  const bool before = random_.PerMille(500);
  const Instant from = before ? office_.Within(outcome_.received, outcome_.due, random_, 960, 990)
                              : office_.LaterMinutes(outcome_.due, random_, 30, 300);
  const Instant to = office_.Within(from, end_, random_, 300, 900);
  if (outcome_.paused || to >= end_ || office_.Between(from, to) < minutes{30}) return {};
  steps_.push_back(
      {.at = from, .type = EventType::kSuspended, .reason = Reason::kOtherAgency, .shows = true});
  steps_.push_back({.at = to, .type = EventType::kResumed});
  return Bent{Trick::kLatePause,
              fmt::format("stopped from {} to {}, {} the due {}", Text(from), Text(to),
                          before ? "shortly before" : "after", Text(outcome_.due))};
}

std::optional<Bent> Bending::CloseAndReopen() {
  const Instant closed = office_.Within(outcome_.received, outcome_.due, random_, 900, 990);
  const Instant again = office_.LaterMinutes(outcome_.due, random_, 30, 600);
  if (outcome_.paused || again >= end_ || closed >= outcome_.due) return {};
  steps_.push_back({.at = closed, .type = EventType::kCompleted});
  steps_.push_back(
      {.at = again, .type = EventType::kReopened, .reason = Reason::kStaff, .shows = true});
  return Bent{Trick::kCloseReopen, fmt::format("completed {}, reopened {}, due {}", Text(closed),
                                               Text(again), Text(outcome_.due))};
}

std::optional<Bent> Bending::ResetDue() {
  const Instant at = office_.Within(outcome_.received, outcome_.due, random_, 700, 980);
  auto due = worktime::ComputeDue(office_.calendar(), at, *setting_.service->limit, {},
                                  setting_.due_rules);
  if (due) due->at = office_.Promised(due->at);
  if (outcome_.paused || !due || due->at <= outcome_.due) return {};
  steps_.push_back({.at = at, .type = EventType::kDueSet, .shows = true, .due = due->at});
  return Bent{Trick::kDueReset,
              fmt::format("due reset from {} to {}", Text(outcome_.due), Text(due->at))};
}

std::optional<Bent> Bending::Refuse() {
  const Instant at = office_.Within(outcome_.received, outcome_.due, random_, 850, 990);
  const Instant again = office_.LaterMinutes(at, random_, 30, 2 * kDayMinutes);
  if (outcome_.paused || at >= outcome_.due || again == kNever) return {};
  std::erase_if(steps_, [at](const Step& step) { return step.at > at; });
  steps_.push_back(
      {.at = at, .type = EventType::kRefused, .reason = Reason::kIncomplete, .shows = true});
  return Bent{Trick::kRefiled, fmt::format("refused {}, received again as ", Text(at)), again};
}

std::optional<Bent> Bending::DropDue() {
  Remove(EventType::kDueSet);
  Remove(EventType::kExtended);
  Remove(EventType::kApologised);
  for (Step& step : steps_) {
    if (step.type != EventType::kReceived) continue;
    step.due.reset();
    step.shows = true;
  }
  return Bent{Trick::kDueMissing, fmt::format("due {} left out", Text(outcome_.due))};
}

/// Half an hour into it; nothing in a month without working days.
std::optional<Instant> Bending::LastAfternoon(std::chrono::year_month month) const {
  for (LocalDay day{month / std::chrono::last}; day >= LocalDay{month / 1}; day -= days{1}) {
    const auto closing = office_.calendar().ClosingOf(day);
    if (closing) return *closing - hours{3};
  }
  return {};
}

bool Bending::ClosesInMass(std::chrono::year_month month, uint64_t seed) const {
  const auto number = static_cast<uint64_t>(static_cast<int>(month.year()) * 12) +
                      static_cast<unsigned>(month.month());
  return Random::Mix(HashOf(seed, setting_.desk->code.text()) ^ number) % kMassEvery == 0;
}

bool Bending::IsStoppedAt(Instant at) const {
  bool stopped = false;
  for (const Step& step : steps_) {
    if (step.at > at) break;
    stopped |= step.type == EventType::kSupplementRequested ||
               step.type == EventType::kPaymentRequested || step.type == EventType::kSuspended;
    if (step.type == EventType::kSupplemented || step.type == EventType::kPaid ||
        step.type == EventType::kResumed) {
      stopped = false;
    }
  }
  return stopped;
}

std::optional<Bent> Bending::CloseWithOthers(uint64_t seed) {
  const std::chrono::year_month_day received{office_.zone().DayOf(outcome_.received)};
  for (const int ahead : {0, 1}) {
    const auto month = received.year() / received.month() + std::chrono::months{ahead};
    if (!ClosesInMass(month, seed)) continue;
    const auto afternoon = LastAfternoon(month);
    if (!afternoon) continue;
    const Instant at = *afternoon + minutes{random_.Between(0, 170)};
    if (*afternoon - hours{5} < outcome_.received || end_ <= at || end_ > at + kMassReach) continue;
    if (IsStoppedAt(at) || !random_.PerMille(800)) continue;
    std::erase_if(steps_, [&](const Step& step) {
      const bool handed_over = step.type == EventType::kReady ||
                               step.type == EventType::kReturned || step.type == EventType::kRated;
      return step.at >= at && !handed_over;
    });
    steps_.push_back({.at = at, .type = EventType::kCompleted, .shows = true});
    return Bent{Trick::kMassClosing, fmt::format("closed unfinished; it was done {}", Text(end_))};
  }
  return {};
}

}  // namespace

std::string_view ToString(Trick trick) {
  constexpr std::array<std::string_view, kTricks> kNames = {
      "finish_moved", "due_moved",    "late_pause", "close_reopen",
      "due_reset",    "mass_closing", "refiled",    "due_missing"};
  return kNames[static_cast<size_t>(trick)];
}

/// The trick that is behind its share most, if the dossier is one for it.
std::optional<Trick> Tamperer::Wanted(const Outcome& outcome, Random& random) const {
  const int64_t share = 1 + asked_ * static_cast<int64_t>(chance::kTampered) / 1000 / (kTricks - 1);
  std::optional<Trick> wanted;
  int64_t most = 0;
  for (size_t i = 0; i < kTricks; ++i) {
    const auto trick = static_cast<Trick>(i);
    if (trick == Trick::kMassClosing) continue;
    if (!outcome.late && trick != Trick::kDueMissing) continue;
    const int64_t behind = share - done_[i];
    if (behind <= most) continue;
    most = behind;
    wanted = trick;
  }
  const bool any = wanted == Trick::kDueMissing;
  if (!wanted || !random.PerMille(any ? kSeizedAny : kSeized)) return {};
  return wanted;
}

std::optional<Bent> Tamperer::Bend(const Setting& setting, const Outcome& outcome, Random random,
                                   std::vector<Step>& steps) {
  ++asked_;
  if (!outcome.plain || outcome.due == kNever) return {};
  Bending bending(setting, outcome, random, steps);
  std::optional<Bent> bent;
  if (const auto wanted = Wanted(outcome, random)) bent = bending.Apply(*wanted);
  if (!bent && !outcome.late) bent = bending.CloseWithOthers(seed_);
  if (!bent) return {};
  ++done_[static_cast<size_t>(bent->trick)];
  Sort(steps);
  return bent;
}

}  // namespace dunghan::simulate

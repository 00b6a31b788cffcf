#include "dunghan/dossier/index766.h"

#include <algorithm>
#include <array>

#include "compare.h"
#include "dunghan/dossier/judge.h"

namespace dunghan::dossier {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kMoment{1};

struct Due {
  DueClaim due;
  Instant late_from;
  bool computed = false;
};

/// One dossier under one set of rules, looked at from any instant.
class Observer {
 public:
  Observer(const Facts& facts, const Terms& terms, const Judgement& judgement,
           const Index766Rules& rules)
      : facts_(facts), terms_(terms), judgement_(judgement), rules_(rules) {}

  IndexSeen At(Instant at) const {
    IndexSeen seen;
    if (!facts_.receipt || facts_.receipt->at > at) return seen;
    const auto end = EndAt(at);
    const Requests requests = RequestsUntil(at, end);
    seen.requests = requests.count;
    seen.taken_off = requests.answered;
    if (end) {
      seen.state = IsFinal(*end, at) ? IndexState::kEnded : IndexState::kSetAside;
      seen.counted_at = *end;
    } else if (requests.unanswered) {
      seen.state = IndexState::kSetAside;
      seen.by_request = true;
      seen.counted_at = *requests.unanswered;
    } else {
      seen.state = IndexState::kOpen;
      seen.counted_at = at;
    }
    if (const auto due = DueAt(seen.counted_at)) {
      seen.due = due->due;
      seen.late_from = due->late_from;
      seen.computed_due = due->computed;
    }
    Decide(seen, end.has_value());
    return seen;
  }

  /// Every instant at which something other than the passing of time may change how it counts.
  std::vector<Instant> Turns() const {
    std::vector<Instant> turns{facts_.receipt->at};
    const auto end = EndOf(facts_);
    for (const SuspendedSpan& span : facts_.suspensions) {
      if (span.kind == SuspensionKind::kPayment) continue;
      turns.push_back(span.from);
      if (span.to) turns.push_back(*span.to);
    }
    turns.insert(turns.end(), facts_.asked_again.begin(), facts_.asked_again.end());
    for (const Claim& claim : facts_.claims) turns.push_back(claim.at);
    if (facts_.returned) turns.push_back(*facts_.returned);
    if (end) turns.push_back(*end);
    std::erase_if(turns, [&](Instant at) { return at < facts_.receipt->at || (end && at > *end); });
    std::sort(turns.begin(), turns.end());
    turns.erase(std::unique(turns.begin(), turns.end()), turns.end());
    return turns;
  }

 private:
  struct Requests {
    int count = 0;
    milliseconds answered{};
    std::optional<Instant> unanswered;
  };

  /// The fold's end, else that it was handed over, else a stop that lasts.
  std::optional<Instant> EndAt(Instant at) const {
    if (const auto end = EndOf(facts_); end && *end <= at) return end;
    const Instant receipt = facts_.receipt->at;
    if (rules_.returned_ends && facts_.returned) {
      const Instant returned = std::max(*facts_.returned, receipt);
      if (returned <= at) return returned;
    }
    if (rules_.stopped == IndexStopped::kEnd) {
      for (const SuspendedSpan& span : facts_.suspensions) {
        if (span.kind != SuspensionKind::kStop || (span.to && *span.to <= at)) continue;
        const Instant from = std::max(span.from, receipt);
        if (from <= at) return from;
      }
    }
    return {};
  }

  /// Whether nothing on file follows that would end it at another instant, or open it again.
  bool IsFinal(Instant end, Instant at) const {
    const auto on_file = EndOf(facts_);
    if (on_file && *on_file <= at) return true;
    if (on_file) return false;
    return rules_.returned_ends && facts_.returned &&
           std::max(*facts_.returned, facts_.receipt->at) == end;
  }

  /// Requests from the receipt until the end, their answers before it.
  Requests RequestsUntil(Instant at, std::optional<Instant> end) const {
    Requests requests;
    struct Point {
      Instant at;
      bool asks;
    };
    boost::container::small_vector<Point, 4> points;
    for (const SuspendedSpan& span : facts_.suspensions) {
      if (span.kind != SuspensionKind::kSupplement) continue;
      points.push_back({span.from, true});
      if (span.to) points.push_back({*span.to, false});
    }
    if (points.empty()) return requests;
    for (const Instant again : facts_.asked_again) points.push_back({again, true});
    // Of one instant a request comes first, as events do.
    std::stable_sort(points.begin(), points.end(), [](const Point& a, const Point& b) {
      return a.at != b.at ? a.at < b.at : a.asks && !b.asks;
    });
    for (const Point& point : points) {
      if (point.at > at || (end && point.at >= *end)) break;
      if (!point.asks) {
        if (requests.unanswered) Answer(requests, point.at);
        continue;
      }
      if (point.at < facts_.receipt->at) continue;
      if (!requests.unanswered) {
        requests.unanswered = point.at;
        ++requests.count;
      } else if (rules_.repeat == IndexRepeat::kFurther) {
        ++requests.count;
      }
    }
    return requests;
  }
  void Answer(Requests& requests, Instant at) const {
    if (rules_.supplement_time == IndexSupplementTime::kCalendar) {
      requests.answered += at - *requests.unanswered;
    }
    requests.unanswered.reset();
  }

  std::optional<Due> DueAt(Instant counted_at) const {
    if (facts_.end && facts_.end->undated) return {};
    if (rules_.due == IndexDue::kInForce) {
      const BasisJudgement& promised = judgement_.On(Basis::kPromised);
      if (promised.due && !promised.fallback) return Said(*promised.due);
    } else {
      const auto& claims = facts_.claims;  // in canonical order
      const auto last = std::find_if(claims.rbegin(), claims.rend(),
                                     [&](const Claim& claim) { return claim.at <= counted_at; });
      if (last != claims.rend()) return Said(last->due);
    }
    return Lawful();
  }

  Instant EndOfDayOf(Instant at) const {
    return EndOfDay(terms_.calendar->zone().DayOf(at), terms_);
  }
  Due Said(const DueClaim& said) const {
    const DueClaim due = AsRead(said, terms_.calendar->zone());
    if (const auto* day = std::get_if<LocalDay>(&due)) return {due, EndOfDay(*day, terms_)};
    const Instant at = std::get<Instant>(due);
    const bool by_date = rules_.comparison == IndexComparison::kDate;
    return {due, by_date ? EndOfDayOf(at) : at + kMoment};
  }
  /// Without credit for suspensions.
  std::optional<Due> Lawful() const {
    if (!terms_.limit) return {};
    const auto due = worktime::ComputeDue(*terms_.calendar, facts_.receipt->at, *terms_.limit, {},
                                          terms_.due_rules);
    if (!due) return {};
    const bool by_date =
        rules_.comparison == IndexComparison::kDate || worktime::IsDayBased(terms_.limit->unit);
    const Instant late_from = by_date ? EndOfDay(due->date, terms_) : due->at + kMoment;
    return Due{due->at, late_from, true};
  }

  void Decide(IndexSeen& seen, bool ended) const {
    const bool counts = rules_.second_request == IndexSecondRequest::kLate ||
                        (rules_.second_request == IndexSecondRequest::kLateIfOpen && !ended);
    if (seen.requests > 1 && counts) {
      seen.verdict = IndexVerdict::kLate;
      seen.reason = IndexReason::kSecondRequest;
    } else if (seen.late_from) {
      const bool in_time = seen.counted_at - seen.taken_off < *seen.late_from;
      seen.verdict = in_time ? IndexVerdict::kOnTime : IndexVerdict::kLate;
      seen.reason = IndexReason::kDue;
    }
  }

  const Facts& facts_;
  const Terms& terms_;
  const Judgement& judgement_;
  const Index766Rules& rules_;
};

/// Appends a stretch; one like the last is a part of it.
void Push(IndexTimeline& timeline, const IndexStretch& stretch) {
  if (!timeline.empty()) {
    const IndexStretch& last = timeline.back();
    if (last.state == stretch.state && last.verdict == stretch.verdict &&
        last.counted_at == stretch.counted_at) {
      return;
    }
  }
  timeline.push_back(stretch);
}

}  // namespace

const std::shared_ptr<const Index766Policy>& DefaultIndex766() {
  static const auto policy = std::make_shared<const Index766Policy>(1);
  return policy;
}

const Index766Rules& RulesOn(const Index766Policy& policy, LocalDay day) {
  const auto after = std::upper_bound(
      policy.begin() + 1, policy.end(), day,
      [](LocalDay at, const Index766Rules& rules) { return at < rules.valid_from; });
  return *std::prev(after);
}

std::string_view ToString(IndexVerdict verdict) {
  constexpr std::array<std::string_view, kIndexVerdicts> kNames = {"on_time", "late",
                                                                   "unmeasurable"};
  return kNames[static_cast<size_t>(verdict)];
}

std::string_view ToString(IndexState state) {
  constexpr std::array<std::string_view, 4> kNames = {"none", "open", "set_aside", "ended"};
  return kNames[static_cast<size_t>(state)];
}

const Index766Rules& IndexRulesOf(const Facts& facts, const Terms& terms) {
  const Index766Policy& policy = *terms.index766;
  if (policy.size() == 1) return policy.front();
  auto end = EndOf(facts);
  // Handed over is an end too, by the rules of that day.
  if (!end && facts.receipt && facts.returned) {
    const Instant returned = std::max(*facts.returned, facts.receipt->at);
    if (RulesOn(policy, terms.calendar->zone().DayOf(returned)).returned_ends) end = returned;
  }
  return end ? RulesOn(policy, terms.calendar->zone().DayOf(*end)) : policy.back();
}

IndexSeen SeenForIndex(const Facts& facts, const Terms& terms, const Judgement& judgement,
                       const Index766Rules& rules, Instant at) {
  return Observer(facts, terms, judgement, rules).At(at);
}

IndexTimeline JudgeForIndex(const Facts& facts, const Terms& terms, const Judgement& judgement) {
  IndexTimeline timeline;
  if (!facts.receipt) return timeline;
  const Observer observer(facts, terms, judgement, IndexRulesOf(facts, terms));
  const auto turns = observer.Turns();
  for (size_t i = 0; i < turns.size(); ++i) {
    const IndexSeen seen = observer.At(turns[i]);
    const bool open = seen.state == IndexState::kOpen;
    const Instant counted_at = open ? facts.receipt->at : seen.counted_at;
    Push(timeline, {turns[i], seen.state, seen.verdict, counted_at});
    if (!open || seen.verdict != IndexVerdict::kOnTime) continue;
    const Instant late = *seen.late_from + seen.taken_off;
    if (i + 1 < turns.size() && late >= turns[i + 1]) continue;
    Push(timeline, {late, IndexState::kOpen, IndexVerdict::kLate, counted_at});
  }
  return timeline;
}

std::optional<Instant> NextLate(const IndexTimeline& timeline, Instant at) {
  for (const IndexStretch& stretch : timeline) {
    if (stretch.from <= at) continue;
    const bool by_time =
        stretch.state == IndexState::kOpen && stretch.verdict == IndexVerdict::kLate;
    return by_time ? std::optional(stretch.from) : std::nullopt;
  }
  return {};
}

}  // namespace dunghan::dossier

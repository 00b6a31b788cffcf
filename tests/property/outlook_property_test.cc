#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>
#include <vector>

#include "dunghan/figures/outlook.h"
#include "dunghan/test/histories.h"

/// How a period can end, against trying out every way in which the dossiers on hand can finish.
/// What a way comes to is read off the standings alone.
namespace dunghan::figures {
namespace {

using dossier::Basis;
using dossier::BasisJudgement;
using dossier::Event;
using dossier::Standing;
using std::chrono::days;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array kHeadlines = {Headline::kOfficial, Headline::kStrict, Headline::kDueCohort};

struct Dossier {
  std::vector<Event> events;  ///< none after now
  dossier::Terms terms;
};

dossier::Terms RandomTerms() {
  dossier::Terms terms;
  terms.calendar = test::Office();
  if (*rc::gen::inRange(0, 6) != 0) {
    terms.limit = worktime::ParseTimeLimit(
                      *rc::gen::element<std::string>("5wd", "15wd", "8wh", "3cd", "1mo", "sd"))
                      .value();
  }
  terms.on_supplement =
      *rc::gen::element(dossier::OnSupplement::kPause, dossier::OnSupplement::kRestart);
  terms.comparison = *rc::gen::element(dossier::Comparison::kByUnit, dossier::Comparison::kDate,
                                       dossier::Comparison::kInstant);
  return terms;
}

Rate Counted(bool counts, bool in_time) { return {counts && in_time ? 1 : 0, counts ? 1 : 0}; }

void Add(Rate& sum, const Rate& rate) {
  sum.on_time += rate.on_time;
  sum.all += rate.all;
}

bool IsLower(const Rate& a, const Rate& b) { return a.on_time * b.all < b.on_time * a.all; }

/// A few dossiers as known at an instant of a period that is not over.
class Stock {
 public:
  Stock() {
    // No instant at which anything happens or is due.
    now_ = test::kHistoryFrom + minutes{5 * *rc::gen::inRange(0, 12 * test::kHistoryHours)} +
           seconds{30};
    from_ = zone_.DayOf(now_) - days{*rc::gen::inRange(0, 40)};
    to_ = zone_.DayOf(now_) + days{*rc::gen::inRange(0, 20)};
    end_ = zone_.StartOf(to_ + days{1}) - milliseconds{1};
    basis_ = *rc::gen::element(Basis::kPromised, Basis::kLawful);
    std::map<std::string, Dossier> by_code;
    for (const Event& event : test::RandomHistory(events_, 4, 60)) {
      if (event.at <= now_) by_code[event.dossier].events.push_back(event);
    }
    for (auto& [code, dossier] : by_code) {
      if (*rc::gen::inRange(0, 4) != 0) LiveOn(code, dossier);
      dossier.terms = RandomTerms();
      dossiers_.push_back(std::move(dossier));
    }
  }

  /// As boards and statements count it.
  Figures ToFigures() const {
    Tally tally;
    for (const Dossier& dossier : dossiers_) {
      const auto judged = dossier::JudgedBy(dossier::Fold(dossier.events), dossier.terms);
      if (!judged.facts.first_at) continue;
      for (const auto& part : ContributeAt(judged, now_)) {
        if (part.basis != basis_ || part.day > to_) continue;
        Amounts& sums = part.day < from_                ? tally.before
                        : part.day <= zone_.DayOf(now_) ? tally.within
                                                        : tally.ahead;
        sums[static_cast<size_t>(part.amount)] += part.count;
      }
    }
    return tally.ToFigures();
  }

  /// The rates the period can end with.
  std::vector<Rate> Ends(Headline headline) const {
    std::vector<Rate> sums = {Rate{}};
    for (const Dossier& dossier : dossiers_) {
      std::vector<Rate> longer;
      for (const Rate& sum : sums) {
        for (const Rate& end : EndsOf(dossier, headline)) {
          longer.push_back(sum);
          Add(longer.back(), end);
        }
      }
      sums = std::move(longer);
    }
    return sums;
  }

  /// The official rate with what is overdue finished at once, and nothing else.
  Rate WithBacklogFinished() const {
    Rate sum;
    for (const Dossier& dossier : dossiers_) {
      const bool overdue = StandingNow(dossier) == Standing::kOverdue;
      const auto events = overdue ? Finished(dossier, now_ + milliseconds{1}) : dossier.events;
      Add(sum, AtEnd(events, dossier.terms, Headline::kOfficial));
    }
    return sum;
  }

 private:
  /// Received, and perhaps stopped: more are on hand than by chance alone.
  void LiveOn(const std::string& code, Dossier& dossier) {
    const auto at = [this] { return now_ - minutes{15 * *rc::gen::inRange(0, 4 * 24 * 20)}; };
    Event received = events_.Received(code, "2021-06-07 08:00");
    received.at = at();
    if (*rc::gen::inRange(0, 3) != 0) received.due = test::RandomDue(received.at + days{5});
    dossier.events.push_back(received);
    if (*rc::gen::inRange(0, 3) != 0) return;
    dossier.events.push_back(
        events_.Make(code, dossier::EventType::kSuspended, "2021-06-07 08:00"));
    dossier.events.back().at = at();
  }

  BasisJudgement JudgementOf(const std::vector<Event>& events, const dossier::Terms& terms) const {
    return dossier::Judge(dossier::Fold(events), terms).On(basis_);
  }
  Standing StandingNow(const Dossier& dossier) const {
    return dossier::StandingAt(JudgementOf(dossier.events, dossier.terms), now_);
  }

  static std::vector<Event> Finished(const Dossier& dossier, Instant at) {
    std::vector<Event> events = dossier.events;
    Event& event = events.emplace_back();
    event.dossier = events.front().dossier;
    event.type = dossier::EventType::kCompleted;
    event.at = at;
    event.source = events.front().source;
    dossier::EnsureId(event);
    return events;
  }

  /// What one dossier adds to the rate, for every way in which it can finish.
  std::vector<Rate> EndsOf(const Dossier& dossier, Headline headline) const {
    std::vector<Rate> ends = {AtEnd(dossier.events, dossier.terms, headline)};
    const auto judgement = JudgementOf(dossier.events, dossier.terms);
    const Standing standing = dossier::StandingAt(judgement, now_);
    // The cohort leaves those out that are suspended, until they are resumed or ended.
    const bool left_out = headline == Headline::kDueCohort && standing == Standing::kSuspended;
    if (!dossier::IsOpen(standing) || left_out) return ends;
    std::vector<Instant> instants = {now_ + milliseconds{1}, now_ + (end_ - now_) / 2, end_};
    if (judgement.overdue_from) {
      instants.push_back(*judgement.overdue_from - milliseconds{1});
      instants.push_back(*judgement.overdue_from);
    }
    for (const Instant at : instants) {
      if (at <= now_ || at > end_) continue;
      ends.push_back(AtEnd(Finished(dossier, at), dossier.terms, headline));
    }
    return ends;
  }

  /// What a dossier with these events adds to the rate of the whole period.
  Rate AtEnd(const std::vector<Event>& events, const dossier::Terms& terms,
             Headline headline) const {
    const auto facts = dossier::Fold(events);
    if (!facts.first_at) return {};
    const BasisJudgement judgement = JudgementOf(events, terms);
    const Standing standing = dossier::StandingAt(judgement, end_);
    const auto ended = dossier::EndOf(facts);
    const bool here = ended && from_ <= zone_.DayOf(*ended) && zone_.DayOf(*ended) <= to_;
    const bool finished = here && (IsInTime(standing) || standing == Standing::kFinishedLate);
    if (headline == Headline::kOfficial) return Counted(finished, IsInTime(standing));
    if (headline == Headline::kStrict) {
      const bool good = standing == Standing::kInTime || standing == Standing::kSuspended;
      const bool bad =
          standing == Standing::kOverdue || (here && standing == Standing::kWithdrawnOverdue);
      return Counted(finished || good || bad, good || (finished && IsInTime(standing)));
    }
    // A due on the last day is over when the period is.
    const Standing came = judgement.timeline.back().standing;
    const bool due_here =
        judgement.counted_on && from_ <= *judgement.counted_on && *judgement.counted_on <= to_;
    const bool late = came == Standing::kFinishedLate || came == Standing::kOverdue ||
                      came == Standing::kWithdrawnOverdue;
    return Counted(due_here && (IsInTime(came) || late), IsInTime(came));
  }
  static bool IsInTime(Standing standing) {
    return standing == Standing::kFinishedEarly || standing == Standing::kFinishedOnTime;
  }

  const worktime::Zone zone_ = test::Office()->zone();
  test::Events events_;
  Instant now_;
  LocalDay from_;
  LocalDay to_;
  Instant end_;  ///< the last millisecond
  Basis basis_ = Basis::kPromised;
  std::vector<Dossier> dossiers_;
};

/// Any, or one that one of the rates just meets or just does not.
Target RandomTarget(const Figures& figures, Headline headline) {
  int per_mille = *rc::gen::inRange(0, 1001);
  const Rate near = *rc::gen::element(RateOf(figures, headline), Best(figures, headline),
                                      Cleared(figures, headline));
  if (near.all > 0 && *rc::gen::inRange(0, 4) != 0) {
    const int cut = static_cast<int>(near.on_time * 1000 / near.all);
    per_mille = std::clamp(cut + *rc::gen::inRange(-1, 2), 0, 1000);
  }
  return {per_mille, *rc::gen::element(TargetIs::kAtLeast, TargetIs::kAbove)};
}

RC_GTEST_PROP(OutlookProperty, TheBestIsTheHighestRateAnyWayOfFinishingEndsWith, ()) {
  const Stock stock;
  const Figures figures = stock.ToFigures();
  for (const Headline headline : kHeadlines) {
    const Rate best = Best(figures, headline);
    bool attained = best.all == 0;
    for (const Rate& end : stock.Ends(headline)) {
      if (best.all == 0) RC_ASSERT(end.on_time == 0);
      if (best.all == 0 || end.all == 0) continue;
      RC_ASSERT(!IsLower(best, end));
      attained = attained || !IsLower(end, best);
    }
    RC_ASSERT(attained);
    RC_ASSERT(!IsLower(best, RateOf(figures, headline)));
  }
}

RC_GTEST_PROP(OutlookProperty, ClearedIsTheRateWithTheBacklogFinished, ()) {
  const Stock stock;
  const Figures figures = stock.ToFigures();
  RC_ASSERT(Cleared(figures, Headline::kOfficial) == stock.WithBacklogFinished());
  RC_ASSERT(Cleared(figures, Headline::kStrict) == RateOf(figures, Headline::kStrict));
  RC_ASSERT(Cleared(figures, Headline::kDueCohort) == RateOf(figures, Headline::kDueCohort));
}

/// The verdict from all ways of finishing.
TargetState Expected(const Stock& stock, const Rate& rate, Headline headline,
                     const Target& target) {
  if (rate.all == 0) return TargetState::kNoData;
  const Rate cleared = headline == Headline::kOfficial ? stock.WithBacklogFinished() : rate;
  if (*Meets(rate, target) && *Meets(cleared, target)) return TargetState::kReached;
  for (const Rate& end : stock.Ends(headline)) {
    if (Meets(end, target).value_or(false)) return TargetState::kAtRisk;
  }
  return TargetState::kOutOfReach;
}

RC_GTEST_PROP(OutlookProperty, TheVerdictIsThatOfAllWaysOfFinishing, ()) {
  const Stock stock;
  const Figures figures = stock.ToFigures();
  for (const Headline headline : kHeadlines) {
    const Target target = RandomTarget(figures, headline);
    const Rate rate = RateOf(figures, headline);
    const TargetState state = StateOf(figures, headline, target, false);
    RC_ASSERT(state == Expected(stock, rate, headline, target));
    if (Meets(rate, target).value_or(false)) RC_ASSERT(state != TargetState::kOutOfReach);
    const TargetState over = StateOf(figures, headline, target, true);
    RC_ASSERT(over == (rate.all == 0          ? TargetState::kNoData
                       : *Meets(rate, target) ? TargetState::kMet
                                              : TargetState::kMissed));
  }
}

}  // namespace
}  // namespace dunghan::figures

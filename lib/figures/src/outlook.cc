#include "dunghan/figures/outlook.h"

#include <array>

namespace dunghan::figures {
namespace {

bool IsMetBy(const Rate& rate, const Target& target) { return Meets(rate, target).value_or(false); }

}  // namespace

Rate Best(const Figures& figures, Headline headline) {
  switch (headline) {
    case Headline::kOfficial: {
      const Rate now = Official(figures);
      const int64_t more = figures.open_in_time + figures.open_suspended_ahead;
      return {now.on_time + more, now.all + more};
    }
    case Headline::kDueCohort: {
      const int64_t late = figures.due_cohort.all - figures.due_cohort.on_time;
      return {figures.due_in_period - late, figures.due_in_period};
    }
    case Headline::kStrict:
      return Strict(figures);
  }
  return {};
}

int64_t Backlog(const Figures& figures, Headline headline) {
  return headline == Headline::kOfficial ? figures.open_overdue : 0;
}

Rate Cleared(const Figures& figures, Headline headline) {
  const Rate now = RateOf(figures, headline);
  return {now.on_time, now.all + Backlog(figures, headline)};
}

std::string_view ToString(TargetState state) {
  constexpr std::array<std::string_view, kTargetStates> kNames = {
      "no_data", "out_of_reach", "missed", "at_risk", "reached", "met"};
  return kNames[static_cast<size_t>(state)];
}

TargetState StateOf(const Figures& figures, Headline headline, const Target& target,
                    bool period_over) {
  const Rate rate = RateOf(figures, headline);
  if (rate.all == 0) return TargetState::kNoData;
  const bool meets = IsMetBy(rate, target);
  if (period_over) return meets ? TargetState::kMet : TargetState::kMissed;
  if (meets && IsMetBy(Cleared(figures, headline), target)) return TargetState::kReached;
  return IsMetBy(Best(figures, headline), target) ? TargetState::kAtRisk : TargetState::kOutOfReach;
}

Outlook OutlookOf(const Figures& figures, Headline headline, const Target& target,
                  bool period_over) {
  return {.state = StateOf(figures, headline, target, period_over),
          .best = period_over ? RateOf(figures, headline) : Best(figures, headline),
          .cleared = Cleared(figures, headline),
          .backlog = Backlog(figures, headline)};
}

}  // namespace dunghan::figures

#include "dunghan/figures/outlook.h"

#include <array>

namespace dunghan::figures {
namespace {

bool IsMetBy(const Rate& rate, const Target& target) { return Meets(rate, target).value_or(false); }

}  // namespace

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

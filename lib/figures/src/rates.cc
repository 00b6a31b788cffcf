#include <algorithm>
#include <cmath>
#include <limits>
#include <string_view>

#include "dunghan/figures/figures.h"

namespace dunghan::figures {
namespace {

constexpr int64_t kMille = 1000;

/// The most that may be late of `due` with the target kept: late * 1000 <= (or <) due * (1000 - t).
int64_t AllowedLate(int64_t due, const Target& target) {
  const int64_t share = due * (kMille - target.per_mille);
  if (target.is == TargetIs::kAtLeast) return share / kMille;
  return share == 0 ? 0 : (share - 1) / kMille;
}

/// The least k with (due - late + k) / (due + k) meeting the target.
int64_t NeedsOnTime(int64_t due, int64_t late, const Target& target) {
  const int64_t allowed_share = kMille - target.per_mille;
  // Of a target of 100 % a single late one is never made up for.
  if (allowed_share <= 0) return -1;
  // late * 1000 <= (due + k) * allowed_share, or < for "above".
  const int64_t needed = late * kMille + (target.is == TargetIs::kAbove ? 1 : 0);
  const int64_t total = (needed + allowed_share - 1) / allowed_share;
  return std::max<int64_t>(0, total - due);
}

}  // namespace

std::string_view ToString(BudgetState state) {
  switch (state) {
    case BudgetState::kWithin:
      return "within";
    case BudgetState::kExceeded:
      return "exceeded";
    case BudgetState::kMet:
      return "met";
    case BudgetState::kMissed:
      return "missed";
    case BudgetState::kNoData:
      return "no_data";
  }
  return "";
}

std::optional<double> CutRatio(const Rate& rate, int digits) {
  if (rate.all == 0) return {};
  int64_t scale = 1;
  for (int i = 0; i < digits; ++i) scale *= 10;
  // In integers: floor(on_time * scale / all) is never above the ratio itself.
  const int64_t cut = rate.on_time * scale / rate.all;
  return static_cast<double>(cut) / static_cast<double>(scale);
}

double CutShare(double share, int digits) {
  const double scale = std::pow(10, digits);
  return std::floor(share * scale) / scale;
}

std::optional<bool> Meets(const Rate& rate, const Target& target) {
  if (rate.all == 0) return {};
  const int64_t have = rate.on_time * kMille;
  const int64_t want = rate.all * target.per_mille;
  return target.is == TargetIs::kAtLeast ? have >= want : have > want;
}

std::optional<Interval> Wilson95(const Rate& rate) {
  if (rate.all == 0) return {};
  constexpr double kZ = 1.959963984540054;  // the normal distribution's 97.5 % point
  const auto n = static_cast<double>(rate.all);
  const double p = static_cast<double>(rate.on_time) / n;
  const double z2 = kZ * kZ;
  const double centre = (p + z2 / (2 * n)) / (1 + z2 / n);
  const double half = kZ * std::sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n);
  // Where all or none are on time the bound is exactly there, whatever floating point makes of it;
  // else it is not, however near.
  constexpr double kBelowOne = 1.0 - std::numeric_limits<double>::epsilon();
  return Interval{rate.on_time == 0 ? 0.0 : std::max(0.0, centre - half),
                  rate.on_time == rate.all ? 1.0 : std::min(kBelowOne, centre + half)};
}

Rate Official(const Figures& f) {
  const int64_t on_time = f.finished_early + f.finished_on_time;
  return {on_time, on_time + f.finished_late};
}

Rate GrantedOnly(const Figures& f) {
  const int64_t on_time = f.finished_early + f.finished_on_time - f.refused_in_time;
  return {on_time, on_time + f.finished_late - f.refused_late};
}

Rate Strict(const Figures& f) {
  // Left out: what cannot be measured, and what was withdrawn in time.
  const int64_t late = f.finished_late + f.open_overdue + f.withdrawn_overdue;
  const int64_t all =
      f.finished_early + f.finished_on_time + f.open_in_time + f.open_suspended + late;
  return {all - late, all};
}

Rate Index766(const Figures& f) { return f.index766; }

LateBudget BudgetOf(const Figures& figures, const Target& target, bool period_over) {
  LateBudget budget;
  budget.due = figures.due_in_period;
  budget.late = figures.due_cohort.all - figures.due_cohort.on_time;
  if (budget.due == 0) return budget;
  budget.allowed = AllowedLate(budget.due, target);
  budget.left = budget.allowed - budget.late;
  const Rate rate{budget.due - budget.late, budget.due};
  // There is a due by now: the rate is not 0/0.
  const bool kept = *Meets(rate, target);
  if (!kept && !period_over) budget.needs_on_time = NeedsOnTime(budget.due, budget.late, target);
  budget.state = period_over ? (kept ? BudgetState::kMet : BudgetState::kMissed)
                             : (kept ? BudgetState::kWithin : BudgetState::kExceeded);
  return budget;
}

}  // namespace dunghan::figures

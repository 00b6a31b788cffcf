#pragma once

#include <cstdint>
#include <string_view>

#include "dunghan/figures/figures.h"
#include "dunghan/figures/policy.h"

/// How a period stands to its target, and how it can still end: the one verdict that page, metrics,
/// alerts and reports show.
namespace dunghan::figures {

/// The highest headline rate the period can end with: the maximum over when the dossiers on hand
/// finish until its end, each of them at any instant or not at all. New receipts, claims,
/// withdrawals and voids aside.
///
///   official    (in time + s) / (in time + late + s), s = open in time + those suspended whose due
///               is not over, whatever their due day; those overdue are best left for later
///   due cohort  (due - late) / due, of the whole period: those suspended are not in it until they
///               are resumed or ended
///   strict      as it stands: what is open and not overdue counts as in time already
///   index 766   likewise; those late for a second request alone, which may still end in time, are
///               left out of this
///
/// Never below the rate itself. 0/0 is "no data". REQUIRES: the figures reach up to now.
Rate Best(const Figures& figures, Headline headline);

/// The headline rate with the backlog cleared: those open and overdue count as finished late. The
/// other headlines count them already and are as they stand.
Rate Cleared(const Figures& figures, Headline headline);

/// Open and overdue dossiers that the headline rate does not count yet, and `Cleared` does.
int64_t Backlog(const Figures& figures, Headline headline);

/// Where a period stands, by the first of these that is true.
enum class TargetState : uint8_t {
  kNoData,      ///< the rate is 0/0
  kOutOfReach,  ///< not even the best that is possible meets the target
  kMissed,      ///< the period is over, and its rate did not meet the target
  kAtRisk,      ///< the best possible meets it; the rate, or the rate with the backlog, does not
  kReached,     ///< the rate and the rate with the backlog meet it
  kMet,         ///< the period is over, and its rate met the target
};
inline constexpr size_t kTargetStates = 6;
/// "no_data", "out_of_reach", "missed", "at_risk", "reached", "met".
std::string_view ToString(TargetState state);

/// In this order: 0/0; the period over: met or missed; rate and cleared rate meet the target:
/// reached; the best possible meets it: at risk; else out of reach. So it is never out of reach
/// while the rate meets the target.
TargetState StateOf(const Figures& figures, Headline headline, const Target& target,
                    bool period_over);

/// All that is said of a row beside its rate.
struct Outlook {
  TargetState state = TargetState::kNoData;
  Rate best;     ///< once the period is over, the rate itself
  Rate cleared;  ///< see Cleared
  int64_t backlog = 0;
  friend bool operator==(const Outlook&, const Outlook&) = default;
};
Outlook OutlookOf(const Figures& figures, Headline headline, const Target& target,
                  bool period_over);

}  // namespace dunghan::figures

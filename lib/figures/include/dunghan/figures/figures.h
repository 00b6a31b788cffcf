#pragma once

#include <cstdint>
#include <optional>

#include "dunghan/figures/cells.h"
#include "dunghan/figures/policy.h"

/// Figures of one row over one period, and the rates made of them. Counts are exact; a rate is a
/// numerator and a denominator, and compared with a target as integers.
namespace dunghan::figures {

/// on_time out of all. 0/0 is "no data", never 100 %.
struct Rate {
  int64_t on_time = 0;
  int64_t all = 0;
  friend bool operator==(const Rate&, const Rate&) = default;
};

/// The ratio for print, to `digits` places, cut and not rounded: never up to or across a target.
std::optional<double> CutRatio(const Rate& rate, int digits = 4);
/// The same of a share that is no ratio of counts, such as the bound of an interval: never up to a
/// target it is below of, nor to 1. REQUIRES: it is not negative.
double CutShare(double share, int digits = 4);
/// Whether the rate reaches the target, as integers; nothing for 0/0.
std::optional<bool> Meets(const Rate& rate, const Target& target);

struct Interval {
  double low = 0;
  double high = 0;
};
/// The 95 % Wilson score interval (E. B. Wilson, 1927); nothing for 0/0. Its high bound is 1, and
/// its low one 0, only where the rate itself is.
std::optional<Interval> Wilson95(const Rate& rate);

enum class BudgetState { kWithin, kExceeded, kMet, kMissed, kNoData };
std::string_view ToString(BudgetState state);

/// How many of the dossiers due in a period may be late before its target is lost.
struct LateBudget {
  int64_t due = 0;      ///< in the whole period, as known now
  int64_t allowed = 0;  ///< the most that may be late with the target kept
  int64_t late = 0;     ///< already late
  int64_t left = 0;     ///< allowed - late, signed
  /// How many more in time would restore the target; 0 while within and once the period is over,
  /// -1 if no number would.
  int64_t needs_on_time = 0;
  BudgetState state = BudgetState::kNoData;
};

/// The counts of one row on one basis over one period.
struct Figures {
  int64_t received = 0;
  int64_t carried_over = 0;
  int64_t moved_in = 0;
  int64_t finished_early = 0;
  int64_t finished_on_time = 0;
  int64_t finished_late = 0;
  int64_t finished_unmeasurable = 0;
  int64_t refused_in_time = 0;    ///< of which
  int64_t refused_late = 0;       ///< of which
  int64_t withdrawn = 0;          ///< overdue ones included
  int64_t withdrawn_overdue = 0;  ///< of which
  int64_t moved_out = 0;
  int64_t open_in_time = 0;
  int64_t open_overdue = 0;
  int64_t open_suspended = 0;
  int64_t open_unmeasurable = 0;
  int64_t reopened = 0;
  int64_t without_receipt = 0;    ///< outside the equation
  int64_t moved_in_overdue = 0;   ///< of those moved in, when they were
  int64_t moved_out_overdue = 0;  ///< of those moved out, when they were
  Rate due_cohort;                ///< due in [from, min(to, now)] and decided
  int64_t due_in_period = 0;      ///< the cohort of the whole period, as known now
  /// Of those suspended, the ones whose finish would still be in time: their `overdue_from` lies
  /// ahead, or is not known while the clock stands.
  int64_t open_suspended_ahead = 0;
  /// Index 766, on whole calendar months, quarters, half years and years alone; else 0/0.
  Rate index766;
  int64_t index766_unmeasurable = 0;  ///< in neither number
  int64_t index766_open = 0;          ///< of those counted: open, and on time so far

  friend bool operator==(const Figures&, const Figures&) = default;

  Figures& operator+=(const Figures& other);
};

/// received + carried_over + moved_in = all that became of them (design, section 7).
bool EquationHolds(const Figures& figures);

/// (early + on time) / all finished with a due, refusals included.
Rate Official(const Figures& figures);
/// The same without refusals.
Rate GrantedOnly(const Figures& figures);
/// 1 - (finished late + open overdue + withdrawn overdue) / all but unmeasurable and those
/// withdrawn in time.
Rate Strict(const Figures& figures);
/// By which the national portal ranks provinces: ended, open and set aside on time, of all.
Rate Index766(const Figures& figures);
/// The headline rate.
Rate RateOf(const Figures& figures, Headline headline);

LateBudget BudgetOf(const Figures& figures, const Target& target, bool period_over);

/// Sums that make Figures: what lies before the period, in it through `today`, and after today.
/// Fed with any number of partial sums.
///
/// What passes to another row in the period is given as all amounts of the days before it passed:
/// its stock then leaves the one row and goes on in the other; its flows stay where they happened.
struct Tally {
  /// Whether index 766 has a rate for the period, and how long its open dossiers are given.
  bool has_index766 = false;
  dossier::IndexOpenUntil open_until = dossier::IndexOpenUntil::kPosition;
  Amounts before{};  ///< days before the period
  Amounts within{};  ///< days of the period through min(to, today)
  /// Days of the period after today: dues still to come. Of index 766 all days after today, in the
  /// row of whoever has the dossier now: where open ones are given until the period's end, they are
  /// late with him.
  Amounts ahead{};
  Amounts moved_in{};   ///< passed to this row in the period
  Amounts moved_out{};  ///< passed from this row in the period

  Figures ToFigures() const;
};

}  // namespace dunghan::figures

#pragma once

#include <chrono>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "dunghan/worktime/calendar.h"
#include "dunghan/worktime/limit.h"

namespace dunghan::worktime {

/// A stretch of time in which the clock stands: waiting for a supplement, a payment, a stop.
/// Half-open [from, to).
struct Suspension {
  Instant from;
  Instant to;
  friend bool operator==(const Suspension&, const Suspension&) = default;
};

struct DueRules {
  /// Same-day procedures received at or after this local time, or after a closing before it, are
  /// due the next working day.
  std::chrono::minutes same_day_cutoff = std::chrono::hours{15};
};

struct DueDate {
  Instant at;             ///< the due instant: a closing for day-based limits
  LocalDay date;          ///< its local day
  bool confirmed = true;  ///< false: rests on a calendar day that is not announced yet
  friend bool operator==(const DueDate&, const DueDate&) = default;
};

/// The due date of a limit that starts at `from`.
///
/// Suspensions may be in any order and overlap; they are united first. Each counts if it began
/// before the due as moved by those before it, and moves the due by its total, rounded once: `wh`
/// and `ws` by the working time suspended; `wd` and `sd` to the closing of the day on which that
/// working time after the unsuspended due is reached; `cd` and `mo` by whole calendar days, rounded
/// up, before rolling. A suspension before `from` counts from `from` on. One that takes no working
/// time moves nothing, not even to the next opening.
///
/// The due is unconfirmed if any unconfirmed exception lies between the day of `from` and its date.
/// @error kInvalidArgument: beyond the calendar's validity, naming calendar and year.
Result<DueDate> ComputeDue(const WorkingCalendar& calendar, Instant from, TimeLimit limit,
                           std::span<const Suspension> suspensions = {},
                           const DueRules& rules = {});

/// The same answer with the way to it, enough to recompute it by hand.
struct Explanation {
  /// The rule applied and where counting starts: `from` as given, the first day or instant counted.
  struct Rule {
    TimeLimit limit;
    Instant from;
    LocalDay first_day;     ///< wd, cd: the day counted as day 1; sd: the day itself; mo: the day N
                            ///< months are added to
    Instant first_instant;  ///< wh, ws: where the clock starts; else the same as from
    bool after_cutoff = false;  ///< sd: received at or after the cut-off, or the closing before it
  };
  /// Days counted from `from` to `to` inclusive, without suspensions and before rolling: so many
  /// working, so many off. Day-based limits only; the skipped and added exceptions stand in
  /// `Exception` entries.
  struct Counted {
    LocalDay from;
    LocalDay to;
    int64_t working_days;
    int64_t days_off;  ///< closed days of the stretch, weekly ones and exceptions together
  };
  /// A dated exception between the day of `from` and that of the due: a holiday skipped, a make-up
  /// day worked.
  struct Exception {
    LocalDay date;
    std::vector<OpenInterval> hours;  ///< none: closed
    std::string name;
    std::string source;
    bool working = false;  ///< open for any time at all
    bool confirmed = true;
  };
  /// One suspension as united: whether it counted, and how much it added.
  struct Pause {
    Instant from;
    Instant to;
    bool counted = false;               ///< false: began after the due as moved by those before it
    std::chrono::milliseconds added{};  ///< working time (wd, sd, wh, ws) or calendar time (cd, mo)
  };
  /// The due without suspensions, and the total added; only where a suspension counted.
  struct Moved {
    DueDate unsuspended;
    std::chrono::milliseconds total{};
    int64_t days = 0;  ///< cd, mo: the total as whole days, rounded up
  };
  /// A calendar-day or month limit that fell on a day off and was rolled forward.
  struct Rolled {
    LocalDay from;
    LocalDay to;
  };
  using Step = std::variant<Rule, Counted, Exception, Pause, Moved, Rolled>;

  std::string calendar;
  std::vector<Step> steps;
  DueDate due;
};

Result<Explanation> ExplainDue(const WorkingCalendar& calendar, Instant from, TimeLimit limit,
                               std::span<const Suspension> suspensions = {},
                               const DueRules& rules = {});

/// The due recomputed from the explanation alone and the weekly hours: every exception, pause and
/// rule is taken from the steps. For checking that an explanation is complete.
Result<DueDate> RecomputeFromExplanation(const WorkingCalendar& weekly_only,
                                         const Explanation& explanation);

}  // namespace dunghan::worktime

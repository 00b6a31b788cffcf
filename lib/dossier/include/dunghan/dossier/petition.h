#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "dunghan/dossier/facts.h"
#include "dunghan/worktime/calendar.h"
#include "dunghan/worktime/limit.h"

/// Petitions (phản ánh, kiến nghị) have clocks of their own, and are never judged as procedures.
namespace dunghan::dossier {

/// The limits of the national portal's indicator 5.2 (decision 766/QĐ-TTg, as the portal describes
/// it): each counts from sending, or from the latest forwarding; publishing from the answer.
struct PetitionRules {
  std::optional<LocalDay> valid_from;  ///< of the first: nothing, always
  worktime::TimeLimit refuse{2, worktime::LimitUnit::kWorkingDays};
  worktime::TimeLimit ask{5, worktime::LimitUnit::kWorkingDays};  ///< for more
  worktime::TimeLimit answer{15, worktime::LimitUnit::kWorkingDays};
  worktime::TimeLimit publish{2, worktime::LimitUnit::kWorkingDays};
  friend bool operator==(const PetitionRules&, const PetitionRules&) = default;
};
/// By `valid_from`; never empty. Those of the day of sending hold.
using PetitionPolicy = std::vector<PetitionRules>;

enum class PetitionState : uint8_t {
  kNotSent,
  kOpenInTime,
  kOpenLate,  ///< the limit for an answer is over
  kAnsweredInTime,
  kAnsweredLate,
  kRefusedInTime,
  kRefusedLate,
  kWithdrawn,
};

enum class Promptness : uint8_t { kNotYet, kInTime, kLate };

/// How a petition stands at an instant. Limits are compared by date.
struct PetitionSeen {
  PetitionState state = PetitionState::kNotSent;
  Instant sent;                            ///< `submitted`, else `received`
  Instant from;                            ///< the clocks count from it
  AgencyCode agency;                       ///< the one it was forwarded to last
  std::optional<LocalDay> answer_by;       ///< nothing: the calendar does not reach so far
  std::optional<Instant> ended;            ///< answered, refused or withdrawn
  Promptness asked = Promptness::kNotYet;  ///< for more: the first time since `from`
  std::optional<Instant> asked_at;
  Promptness published = Promptness::kNotYet;
  std::optional<Instant> published_at;
  bool rated = false;      ///< and answered; whenever that was said
  bool satisfied = false;  ///< rated 4 or 5, and answered in time
};

/// As of `at`; what is dated later has not happened. Pure.
PetitionSeen SeePetition(const Facts& facts, const worktime::WorkingCalendar& calendar,
                         const PetitionPolicy& policy, Instant at);
/// Lets the time pass: what is open turns late. All else comes with facts.
void PassTime(PetitionSeen& seen, const worktime::Zone& zone, Instant at);

}  // namespace dunghan::dossier

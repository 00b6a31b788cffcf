#pragma once

#include <array>
#include <boost/container/small_vector.hpp>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dunghan/dossier/facts.h"
#include "dunghan/dossier/index766.h"
#include "dunghan/worktime/calendar.h"
#include "dunghan/worktime/due.h"
#include "dunghan/worktime/limit.h"

namespace dunghan::dossier {

/// How a finish is compared with a due.
enum class Comparison : uint8_t {
  /// Day-based limits by date, hour-based by instant; a procedure without a limit by the form of
  /// the promise.
  kByUnit,
  kDate,     ///< always by local date
  kInstant,  ///< always by instant; a date then means the end of that local day
};

/// What a supplement does to the limit.
enum class OnSupplement : uint8_t {
  kPause,    ///< the clock stands while it is awaited
  kRestart,  ///< the whole limit starts anew when it arrives
};

/// How far a procedure can be done online.
enum class OnlineLevel : uint8_t { kNone, kPartial, kFull };

/// How long a pause for a reason usually takes at most.
using PauseLimits = std::vector<std::pair<ReasonCode, worktime::TimeLimit>>;

/// The rules that hold for one dossier, filled in by the rulebook.
struct Terms {
  std::shared_ptr<const worktime::WorkingCalendar> calendar;  ///< never null
  std::optional<worktime::TimeLimit> limit;                   ///< of the day of receipt
  std::optional<worktime::TimeLimit> acceptance_limit;        ///< of what is submitted online
  OnlineLevel online_level = OnlineLevel::kNone;              ///< on the day of receipt
  OnSupplement on_supplement = OnSupplement::kPause;
  Comparison comparison = Comparison::kByUnit;
  worktime::DueRules due_rules;
  /// How soon after the receipt the first supplement is to be asked for, by the law of the day of
  /// receipt; nothing: it does not say.
  std::optional<worktime::TimeLimit> supplement_within = {};
  std::shared_ptr<const PauseLimits> pause_limits = {};                ///< likewise; null: none
  std::shared_ptr<const Index766Policy> index766 = DefaultIndex766();  ///< never null
  /// Known from lists of open dossiers alone, which come from time to time.
  bool by_lists = false;
};

/// Which due a dossier is measured by.
enum class Basis : uint8_t {
  kPromised,  ///< the promise in force; where there is none, the lawful due
  kLawful,    ///< computed from the limit
};
inline constexpr int kBases = 2;
std::string_view ToString(Basis basis);
std::optional<Basis> ParseBasis(std::string_view text);

/// Where a dossier stands, exactly one at any instant and basis.
enum class Standing : uint8_t {
  kWithoutReceipt,
  kPendingAcceptance,
  kDeclined,
  kInTime,
  kSuspended,
  kOverdue,
  kUnmeasurable,  ///< open, no due on this basis, or due since the newest list
  kFinishedEarly,
  kFinishedOnTime,
  kFinishedLate,
  kFinishedUnmeasurable,
  kWithdrawn,  ///< before it was overdue, or without a due
  kWithdrawnOverdue,
};
/// The names of the interface: both finer pairs share "unmeasurable" and "withdrawn".
std::string_view ToString(Standing standing);
bool IsOpen(Standing standing);   ///< received and without an end
bool IsEnded(Standing standing);  ///< finished or withdrawn

/// A standing and the instant from which it holds.
struct Stretch {
  Instant from;
  Standing standing = Standing::kWithoutReceipt;
  friend bool operator==(const Stretch&, const Stretch&) = default;
};

/// Why a dossier has no due on a basis.
enum class NoDue : uint8_t {
  kHasOne,
  kNoLimit,         ///< the procedure has no limit and nothing was promised
  kBeyondCalendar,  ///< the calendar does not reach that far
  kSuspended,       ///< unknown while the clock stands
  kNoReceipt,
  kEndUndated,  ///< it ended, and nobody said when: nothing can be said of its due
};

/// One basis of a judgement.
struct BasisJudgement {
  std::optional<DueClaim> due;  ///< as promised (see AsRead) or computed
  /// Its local day: of a computed due the day it was counted to, even where that closes at 24:00,
  /// which is the next day's first instant.
  std::optional<LocalDay> due_day;
  /// The day it counts on in figures, windows and buckets: the due day, or that of the receipt
  /// where the due lies before it.
  std::optional<LocalDay> counted_on;
  std::optional<Instant> overdue_from;  ///< the first instant at which finishing would be late
  NoDue no_due = NoDue::kHasOne;
  bool by_date = false;   ///< compared by date
  bool fallback = false;  ///< promised basis resting on the lawful due
  bool confirmed = true;  ///< false: rests on days not announced yet
  /// By the newest list it was open, and not yet due. Since then it has fallen due: from
  /// `overdue_from` on it is kUnmeasurable, until the next list says whether it is done.
  bool awaits_list = false;
  /// From the first event on, by time; never empty for a dossier with events. The last stretch has
  /// no end. What a dossier contributes to any figure is read off this.
  boost::container::small_vector<Stretch, 6> timeline;

  friend bool operator==(const BasisJudgement&, const BasisJudgement&) = default;
};

/// Where a dossier submitted online stands on the acceptance clock: from `submitted` until it is
/// received or declined.
enum class Acceptance : uint8_t {
  kNone,     ///< not submitted online, or not yet
  kWaiting,  ///< the limit has not passed, or there is none that could
  kWaitingLate,
  kAcceptedInTime,
  kAcceptedLate,
  kDeclinedInTime,
  kDeclinedLate,
};
std::string_view ToString(Acceptance acceptance);  ///< "waiting_late"; kNone is ""

struct AcceptanceStretch {
  Instant from;
  Acceptance standing = Acceptance::kNone;
  friend bool operator==(const AcceptanceStretch&, const AcceptanceStretch&) = default;
};

/// The acceptance clock of one dossier. Day-based limits are compared by date, others by instant,
/// whatever Terms::comparison says.
struct AcceptanceJudgement {
  std::optional<Instant> due;
  std::optional<LocalDay> due_day;  ///< the day it was counted to
  std::optional<Instant> overdue_from;
  NoDue no_due = NoDue::kNoReceipt;  ///< kNoReceipt: not submitted online
  bool confirmed = true;
  /// By time; empty when not submitted online. What came of it is the last stretch.
  boost::container::small_vector<AcceptanceStretch, 3> timeline;
  friend bool operator==(const AcceptanceJudgement&, const AcceptanceJudgement&) = default;
};

struct Judgement {
  std::array<BasisJudgement, kBases> bases;  ///< index = Basis
  AcceptanceJudgement acceptance;
  IndexTimeline index766;  ///< see JudgeForIndex
  /// The first instant at which finishing would be late on the lawful basis without any credit for
  /// suspensions; nothing without a lawful due of that kind.
  std::optional<Instant> gross_overdue_from;
  bool disputed_promise = false;
  /// The promise was late the moment the dossier was received.
  bool due_before_receipt = false;

  const BasisJudgement& On(Basis basis) const { return bases[static_cast<size_t>(basis)]; }
  friend bool operator==(const Judgement&, const Judgement&) = default;
};

/// Judges the facts by the terms. Pure; never fails: what cannot be computed is unmeasurable.
Judgement Judge(const Facts& facts, const Terms& terms);

/// One judged dossier: what is known of it, the rules that hold for it, and what they make of it.
/// All that is shown, counted or written of a dossier is read off this. A value: it refers to
/// nothing but the calendar, which it keeps.
struct Judged {
  Facts facts;
  Terms terms;
  Judgement judgement;
};
Judged JudgedBy(Facts facts, Terms terms);

/// The standing at an instant; before the first event, kWithoutReceipt.
Standing StandingAt(const BasisJudgement& judgement, Instant instant);

/// The acceptance standing at an instant; before the submission, kNone.
Acceptance AcceptanceAt(const AcceptanceJudgement& judgement, Instant instant);

/// The next instant after `instant` at which the standing changes by itself.
std::optional<Instant> NextChange(const BasisJudgement& judgement, Instant instant);

/// The end that counts, at the receipt if it was earlier; nothing without end or receipt.
std::optional<Instant> EndOf(const Facts& facts);

/// A due as it is taken that somebody said: an instant exactly at a local midnight is that day's
/// date, since source systems turn dates into midnights. Of a computed due an instant stays one.
DueClaim AsRead(const DueClaim& said, const worktime::Zone& zone);

/// The first instant at which finishing would be late by a due that somebody said, as it is read:
/// the next local midnight after a due date, one millisecond after a due instant. A date compared
/// by instant means the end of its day.
Instant OverdueFrom(const DueClaim& said, const Terms& terms);

/// The stops of a dossier as the clock sees them: united over the kinds, clipped to the time from
/// receipt to end. An open one has no `to`.
struct Stop {
  Instant from;
  std::optional<Instant> to;
};
std::vector<Stop> Stops(const Facts& facts);

/// What is odd about the agency's own pauses as of an instant, as bits of Signal: one without a
/// reason that is listed (what is not reads as "other"), one begun after the due of then, promised
/// or lawful, one that takes longer than is usual for its reason.
uint32_t PauseSignals(const Facts& facts, const Judgement& judgement, const Terms& terms,
                      Instant at);

/// The question whose answer is the lawful due; nothing without receipt or limit.
struct LawfulQuestion {
  Instant from;  ///< receipt, or the supplement that restarted the limit
  worktime::TimeLimit limit;
  std::vector<worktime::Suspension> suspensions;  ///< those over
  std::optional<Instant> open_since;              ///< a stop still open that began before the due
};
std::optional<LawfulQuestion> AskLawful(const Facts& facts, const Terms& terms);

/// The promise in force and what was claimed beside it; claims are as they were said.
struct Promise {
  std::optional<Claim> in_force;
  std::optional<Claim> replaced;  ///< whose place the one in force took, because of a suspension
  std::optional<Instant> suspended_from;  ///< when that began
  std::vector<Claim> disputed;
};

/// The due of the receipt, else the first `due_set`. Where receipts, or contents of one, claim
/// different dues, the earlier one is the promise; one that only some contents of the receipt claim
/// counts if it is earlier than what was promised otherwise. A later `due_set` comes into force
/// only if a suspension began between the two claims and before the earlier promise had passed. All
/// else is disputed, but for the same due said again.
Promise PromiseInForce(const Facts& facts, const Terms& terms);

/// What became of a claim.
enum class ClaimState : uint8_t { kInForce, kReplaced, kDisputed };
/// REQUIRES: the promise is that of the facts the claim is from.
ClaimState StateOf(const Claim& claim, const Promise& promise, const worktime::Zone& zone);

}  // namespace dunghan::dossier

#pragma once

#include <boost/container/small_vector.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string_view>

#include "dunghan/dossier/event.h"

namespace dunghan::dossier {

enum class SuspensionKind : uint8_t { kSupplement, kPayment, kStop };
inline constexpr int kSuspensionKinds = 3;
std::string_view ToString(SuspensionKind kind);  ///< "supplement"

/// One stop of the clock, as its opening and closing events say. Paired per kind: the earliest
/// closing event of a kind closes it.
struct SuspendedSpan {
  SuspensionKind kind = SuspensionKind::kSupplement;
  ReasonCode reason;
  Instant from;
  std::optional<Instant> to;  ///< absent: still open
  friend bool operator==(const SuspendedSpan&, const SuspendedSpan&) = default;
};

/// The ruling `received`: the earliest one that was not voided.
struct Receipt {
  Instant at;
  AgencyCode agency;
  ProcedureCode procedure;
  AgencyCode counter;  ///< the competent agency where none was said
  Channel channel = Channel::kUnknown;
  friend bool operator==(const Receipt&, const Receipt&) = default;
};

/// The ruling `submitted`: the earliest one that was not voided.
struct Submission {
  Instant at;
  AgencyCode agency;
  ProcedureCode procedure;
  AgencyCode counter;  ///< the competent agency where none was said
  Channel channel = Channel::kUnknown;
  friend bool operator==(const Submission&, const Submission&) = default;
};

/// Who has an interlinked dossier from `from` on, until the next of these or the end: a step with
/// its agency, unit and limit, or the way between two of them.
struct Hand {
  Instant from;
  /// In transit: the one it goes to. Where none was said the holder before, else the competent
  /// one; nothing only before the receipt.
  AgencyCode agency;
  UnitName unit;
  StepName step;
  std::optional<DueClaim> due;  ///< the step's own limit
  /// Handed over by `transferred` without a word of what the next one does: nobody's step until it
  /// is assigned.
  bool in_transit = false;
  friend bool operator==(const Hand&, const Hand&) = default;
};

/// A date given beside the due; never erases lateness.
struct Appointment {
  Instant at;  ///< when it was said
  DueClaim due;
  friend bool operator==(const Appointment&, const Appointment&) = default;
};

/// The latest answer of a citizen.
struct Rating {
  Instant at;
  uint8_t stars = 0;  ///< 1-5
  friend bool operator==(const Rating&, const Rating&) = default;
};

/// With what a due was claimed.
enum class ClaimBy : uint8_t {
  kDueSet,
  kReceipt,
  /// A receipt, while the ruling one, or another content of it, claims nothing.
  kReceiptAgain,
  kSnapshot,  ///< the first snapshot of whoever says the receipt: as good as kReceipt
};
inline constexpr int kClaimants = 4;

/// A due date as claimed by the source, at `at`.
struct Claim {
  Instant at;
  DueClaim due;
  ClaimBy by = ClaimBy::kDueSet;
  friend bool operator==(const Claim&, const Claim&) = default;
};

enum class EndKind : uint8_t { kCompleted, kRefused, kWithdrawn };
inline constexpr int kEndKinds = 3;

struct End {
  Instant at;
  EndKind kind = EndKind::kCompleted;
  /// Nobody said when: `at` is that of the first snapshot that shows it, and it is not judged.
  bool undated = false;
  friend bool operator==(const End&, const End&) = default;
};

/// What is odd about a dossier, for people to look at; never changes a figure by itself.
enum class Signal : uint32_t {
  kFinishBeforeReceipt = 1U << 0U,  ///< counted as finished at receipt
  kFurtherEnd = 1U << 1U,           ///< a second end without a reopening between
  kReopened = 1U << 2U,             ///< an end was taken back; the first is kept
  kConflictingContent = 1U << 3U,   ///< two contents under one id; the first in order rules
  kSecondReceipt = 1U << 4U,        ///< received twice; the earlier rules
  kVoidedEvent = 1U << 5U,          ///< something was withdrawn by a void
  kDisputedPromise = 1U << 6U,      ///< a due was claimed that does not come into force (Judge)
  kSecondReappointment = 1U << 7U,  ///< apologised with a new date more than once
  kDueBeforeReceipt = 1U << 8U,     ///< promised for before it was received (Judge)
  // Of the agency's own pauses (`suspended`), for which there is no form (PauseSignals).
  kPauseWithoutReason = 1U << 9U,
  kPauseAfterDue = 1U << 10U,
  kPauseTooLong = 1U << 11U,
  // Of snapshots, which say how a dossier stands and not what happened.
  kReceiptMoved = 1U << 12U,   ///< a later snapshot says another receipt
  kEndMoved = 1U << 13U,       ///< a later snapshot says another end
  kPauseByFile = 1U << 14U,    ///< begins, or ends, with the snapshot that shows it
  kSourcesDiffer = 1U << 15U,  ///< a snapshot says otherwise what another source said first
};

/// What a source's snapshots say of a dossier: of each field the newest word.
struct Said {
  SourceName source = {};
  Instant at = {};  ///< of the newest
  std::optional<Instant> received = {};
  std::optional<DueClaim> due = {};
  std::optional<Instant> ended = {};
  AgencyCode agency = {};
  ProcedureCode procedure = {};
  AgencyCode counter = {};
  Channel channel = Channel::kUnknown;
  SaidState state = SaidState::kNone;
  uint8_t rank = 0;  ///< of the source when it said so
  // Whether the dossier's receipt, its end, rests on them.
  bool made_receipt = false;
  bool made_end = false;
  friend bool operator==(const Said&, const Said&) = default;
};

/// What the events of one dossier add up to, free of any rulebook.
///
/// A pure function of the set of events: the order of arrival, repeats and delays do not matter.
/// A value; compare with ==.
struct Facts {
  std::optional<Instant> first_at;  ///< the earliest event, or receipt that a snapshot says
  std::optional<Submission> submission;
  std::optional<Instant> declined;  ///< the first after the submission, else the first
  std::optional<Receipt> receipt;
  AgencyCode
      named_agency;  ///< the first agency any event names; the row of a dossier without receipt
  /// In canonical order, those of all contents of the receipts among them.
  boost::container::small_vector<Claim, 2> claims;
  boost::container::small_vector<SuspendedSpan, 2> suspensions;  ///< in order of beginning
  /// Requests for a supplement while one was unanswered already, in order.
  boost::container::small_vector<Instant, 0> asked_again;
  boost::container::small_vector<Instant, 1> reopened_at;  ///< reopenings that took an end back
  std::optional<End> end;                                  ///< the end that counts
  std::optional<End> first_end;                            ///< the first ever, for signals
  std::optional<Appointment> extension;                    ///< the latest `extended` with a date
  std::optional<Appointment> reappointment;                ///< the latest `apologised` with a date
  std::optional<Instant> apologised;  ///< the latest letter of apology, with a date or without
  uint16_t extensions = 0;
  uint16_t reappointments = 0;
  boost::container::small_vector<Hand, 0> hands;  ///< by time
  std::optional<Instant> ready;                   ///< at the counter; undone by a reopening
  std::optional<Instant> returned;                ///< handed over; undone by a reopening
  ReasonCode late_cause;                          ///< the latest one entered
  boost::container::small_vector<Instant, 0> urged_at;
  std::optional<Rating> rating;
  boost::container::small_vector<Said, 0> said;  ///< by snapshots, a source each, the first first
  uint32_t signals = 0;                          ///< bits of Signal

  /// The last event folded: whatever comes after it in canonical order can be folded on top.
  std::optional<Instant> last_at;
  EventType last_type = EventType::kSubmitted;

  bool Has(Signal signal) const { return (signals & static_cast<uint32_t>(signal)) != 0; }
  void Add(Signal signal) { signals |= static_cast<uint32_t>(signal); }

  friend bool operator==(const Facts&, const Facts&) = default;
};

/// The rank of a snapshot's source: where the snapshots of two sources differ, the higher one rules
/// field by field; of equal ones the first to speak. Absent: all are equal.
using RankOf = std::function<uint8_t(const Event&)>;

/// Folds all events of one dossier. Any order; repeats of the same content do no harm; voids and
/// conflicting contents are resolved. Events that are only compared must have been left out by the
/// caller (see rulebook::Timeline::IsFolded).
Facts Fold(std::span<const Event> events, const RankOf& rank_of = {});

/// Whether `event` can be folded on top of the facts: it is later in canonical order than all
/// folded so far and takes nothing back. The caller has made sure that its id is new to the dossier
/// and not withdrawn by a void.
bool FoldsOnTop(const Facts& facts, const Event& event);

/// Folds one more event. REQUIRES: FoldsOnTop(facts, event).
void FoldNext(Facts& facts, const Event& event, uint8_t rank = 0);

}  // namespace dunghan::dossier

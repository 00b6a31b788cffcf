#pragma once

#include <boost/container/small_vector.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <vector>

#include "dunghan/base/time.h"
#include "dunghan/dossier/facts.h"

/// How a dossier counts in indicator 2.1 of the index by which the national portal ranks provinces
/// (decision 766/QĐ-TTg): the share on time of all dossiers received and processed in a period.
///
/// The rules are the portal's own description of its formulas ("Mô tả công thức tính chỉ số 766");
/// where it leaves something open, a switch says how it is read, with the default first. Days are
/// local to the dossier's calendar.
namespace dunghan::dossier {

struct Terms;
struct Judgement;

/// Whether a stop of the clock (form 05) ends a dossier while it lasts.
enum class IndexStopped : uint8_t { kOpen, kEnd };
/// A request for a supplement while another one is unanswered.
enum class IndexRepeat : uint8_t { kSame, kFurther };
/// What stands in the place of the end of an open dossier.
enum class IndexOpenUntil : uint8_t {
  kPosition,   ///< the instant of the figures, in the period at most
  kPeriodEnd,  ///< the period's end even if it lies ahead, as the portal's text says literally
};
/// What of the time between a request and its answer is taken off.
enum class IndexSupplementTime : uint8_t { kCalendar, kNone };
enum class IndexDue : uint8_t {
  kLatest,   ///< the last one said, for the portal sees what was synchronised last
  kInForce,  ///< the promise in force, as on the promised basis
};
enum class IndexComparison : uint8_t {
  kAsGiven,  ///< a date by date, an instant by instant
  kDate,     ///< always by date
};
/// A dossier with more than one request for a supplement.
enum class IndexSecondRequest : uint8_t { kLateIfOpen, kLate, kIgnore };

/// The switches as they hold from a day on.
struct Index766Rules {
  std::optional<LocalDay> valid_from;  ///< nothing: always
  bool confirmed = false;              ///< somebody has held them against the portal
  bool returned_ends = true;           ///< handed over ends a dossier that nothing else has ended
  IndexStopped stopped = IndexStopped::kOpen;
  IndexRepeat repeat = IndexRepeat::kSame;
  IndexOpenUntil open_until = IndexOpenUntil::kPosition;
  IndexSupplementTime supplement_time = IndexSupplementTime::kCalendar;
  IndexDue due = IndexDue::kLatest;
  IndexComparison comparison = IndexComparison::kAsGiven;
  IndexSecondRequest second_request = IndexSecondRequest::kLateIfOpen;
  friend bool operator==(const Index766Rules&, const Index766Rules&) = default;
};
/// By valid_from; never empty, the first without one.
using Index766Policy = std::vector<Index766Rules>;
/// The defaults, of always.
const std::shared_ptr<const Index766Policy>& DefaultIndex766();
/// The rules of a day.
const Index766Rules& RulesOn(const Index766Policy& policy, LocalDay day);

enum class IndexVerdict : uint8_t { kOnTime, kLate, kUnmeasurable };
inline constexpr size_t kIndexVerdicts = 3;
std::string_view ToString(IndexVerdict verdict);  ///< "on_time"

enum class IndexState : uint8_t {
  kNone,  ///< not received
  kOpen,
  /// Counted as ended, and once, in the period of `counted_at`, until something follows: an
  /// unanswered request, or what ends it for the portal before its end on file.
  kSetAside,
  kEnded,
};
std::string_view ToString(IndexState state);  ///< "set_aside"

/// What decided the verdict.
enum class IndexReason : uint8_t {
  kDue,            ///< its due
  kSecondRequest,  ///< more than one request
  kNoDue,          ///< it has none
};

/// How a dossier counts at one instant, with what that rests on.
struct IndexSeen {
  IndexState state = IndexState::kNone;
  IndexVerdict verdict = IndexVerdict::kUnmeasurable;
  IndexReason reason = IndexReason::kNoDue;
  /// What is compared with the due: the end; of one set aside, the request (or what ended it); of
  /// an open one, the instant asked about.
  Instant counted_at;
  std::chrono::milliseconds taken_off{};  ///< for answered requests
  std::optional<DueClaim> due;            ///< as it was read, or computed
  bool computed_due = false;              ///< nobody said one: it is the lawful one
  std::optional<Instant> late_from;       ///< by the due alone, before anything is taken off
  int requests = 0;                       ///< for a supplement
  bool by_request = false;                ///< set aside for an unanswered request
  friend bool operator==(const IndexSeen&, const IndexSeen&) = default;
};

/// As of `at`: other events later than that have not happened yet; voids, and reopenings for other
/// reasons than a citizen's new wish, work backwards, since the facts are folded from all events.
/// REQUIRES: the judgement is that of facts and terms.
IndexSeen SeenForIndex(const Facts& facts, const Terms& terms, const Judgement& judgement,
                       const Index766Rules& rules, Instant at);

struct IndexStretch {
  Instant from;
  IndexState state = IndexState::kNone;
  IndexVerdict verdict = IndexVerdict::kUnmeasurable;
  Instant counted_at;  ///< of one open: that of the receipt
  friend bool operator==(const IndexStretch&, const IndexStretch&) = default;
};

/// From the receipt on, by time, what time alone will bring included; empty without one.
using IndexTimeline = boost::container::small_vector<IndexStretch, 3>;

/// How it counts at every instant. An ended dossier is seen by the rules of its end, an open one by
/// the newest. REQUIRES: the judgement's bases are those of facts and terms.
IndexTimeline JudgeForIndex(const Facts& facts, const Terms& terms, const Judgement& judgement);

/// The rules JudgeForIndex goes by.
const Index766Rules& IndexRulesOf(const Facts& facts, const Terms& terms);

/// The first instant after `at` at which it becomes late by time alone, if it does.
std::optional<Instant> NextLate(const IndexTimeline& timeline, Instant at);

}  // namespace dunghan::dossier

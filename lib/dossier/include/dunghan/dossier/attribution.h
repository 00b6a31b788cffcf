#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "dunghan/dossier/judge.h"

/// Where the time of a dossier went, and who bears its lateness.
namespace dunghan::dossier {

enum class PartKind : uint8_t {
  kStep,        ///< somebody had it
  kSuspended,   ///< the clock stood, whoever had it
  kTransit,     ///< handed over, not yet taken up
  kUnassigned,  ///< received, not yet given to anybody
};

/// One stretch of the time from receipt to end (or `until`), with the working time in it by the
/// dossier's own calendar.
struct Part {
  PartKind kind = PartKind::kUnassigned;
  Instant from;
  Instant to;
  std::chrono::milliseconds worked{};
  size_t step = 0;       ///< kStep: index into Attribution::steps
  AgencyCode to_agency;  ///< kTransit: the one it goes to
  /// kSuspended: of the stop that began first among those open.
  SuspensionKind suspension = SuspensionKind::kSupplement;
  ReasonCode reason;
  friend bool operator==(const Part&, const Part&) = default;
};

/// One holder's turn: it lasts until the next hand or the end. Hands that had no turn, passed on
/// before the receipt or at the instant they got it, are left out.
struct StepTime {
  Hand hand;
  std::optional<Instant> to;           ///< absent: it still has it
  std::chrono::milliseconds worked{};  ///< suspensions left out
  /// The first instant at which handing it on is late by the step's own limit: dates are compared
  /// by date, instants by instant unless Comparison::kDate is forced.
  std::optional<Instant> overdue_from;
  /// Working time from `overdue_from` on in which the step went on and the clock did not stand.
  std::chrono::milliseconds overrun{};
  /// Its share of the dossier's lateness: overrun / sum of overruns, in whole milliseconds by
  /// largest remainder, so that the shares of all steps add up to Attribution::late whenever any
  /// step overran; else none has one.
  std::chrono::milliseconds late_share{};
  friend bool operator==(const StepTime&, const StepTime&) = default;
};

struct Attribution {
  /// By time, without gaps: each begins where the one before ends. Some have no working time in
  /// them.
  std::vector<Part> parts;
  std::vector<StepTime> steps;
  std::chrono::milliseconds total{};  ///< = the sum over `parts`, exactly
  std::chrono::milliseconds in_steps{};
  std::chrono::milliseconds suspended{};
  std::chrono::milliseconds in_transit{};
  std::chrono::milliseconds unassigned{};
  /// Working time from the first late instant of the basis to the end (or `until`).
  std::chrono::milliseconds late{};
  friend bool operator==(const Attribution&, const Attribution&) = default;
};

/// Divides the working time from receipt to end, or to `until` while open, among steps, suspensions
/// and hand-overs. Pure. Nothing without receipt, before it, or where the calendar does not reach.
/// Hands from before the receipt count from the receipt; while the clock stands nobody has it.
std::optional<Attribution> Attribute(const Facts& facts, const Terms& terms,
                                     const BasisJudgement& basis, Instant until);

}  // namespace dunghan::dossier

#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>

#include "dunghan/base/error.h"
#include "dunghan/base/time.h"
#include "dunghan/board/snapshot.h"
#include "dunghan/figures/policy.h"
#include "dunghan/ledger/view.h"

namespace dunghan::commands {

/// The instants from, from + every ... not after to.
struct Steps {
  Instant from;
  Instant to;
  std::chrono::milliseconds every{};

  /// REQUIRES: from <= to, every > 0.
  int64_t count() const { return (to - from) / every + 1; }
  Instant At(int64_t step) const { return from + step * every; }
};

/// By when an event counts.
enum class Known : uint8_t {
  kThen,  ///< from when it was recorded: what could be said then
  kNow,   ///< from when it happened, by what is known today
};

struct ReplayOptions {
  Steps steps;
  Known known = Known::kThen;
  figures::Policy policy;
  /// Told how many events were taken in so far.
  std::function<void(int64_t events)> progress;
};

struct Replayed {
  /// When there first was a ledger, or something in it; nothing = never up to the last step.
  std::optional<Instant> begun;
  int64_t left_out = 0;  ///< steps before that, at which nothing can be said
};

/// Called at each step with the board as it stood then.
using StepVisitor = std::function<Result<void>(int64_t step, const board::Snapshot& snapshot)>;

/// Lets the past of a ledger happen once more, and looks at the board at each step.
///
/// The events go, in the order they were known in, into dossiers that are held in memory, and these
/// to a board that goes on from day to day; rulebooks are put in force where they were. A figure
/// depends on the set of events and not on how they were grouped, so all that lies between two
/// steps goes in together. No store is written. Memory is that of the open dossiers, and some 45
/// bytes for each event, since any dossier may have to be folded anew.
///
/// The view is let go of: only its position, timeline and events are used.
Result<Replayed> ReplayHistory(ledger::View& view, const ReplayOptions& options,
                               const StepVisitor& visit);

}  // namespace dunghan::commands

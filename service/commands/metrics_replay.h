#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>

#include "dunghan/base/code.h"
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
  std::shared_ptr<CodeTable> codes;  ///< the view's
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
/// The events go, in the order they were known in, into a second ledger in a temporary folder with
/// a clock that is set by hand; rulebooks are put in force where they were. So every figure is made
/// in the one way a daemon makes it. As a figure depends on the set of events and not on how they
/// were grouped, all that lies between two steps goes in together. Memory is that of the open
/// dossiers and of one group; the folder grows by what the record itself takes and is removed at
/// the end.
///
/// The view is let go of: only its position, timeline and events are used.
Result<Replayed> ReplayHistory(ledger::View& view, const ReplayOptions& options,
                               const StepVisitor& visit);

}  // namespace dunghan::commands

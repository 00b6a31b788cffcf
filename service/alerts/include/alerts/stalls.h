#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "alerts/tiers.h"
#include "dunghan/ledger/ledger.h"
#include "dunghan/worktime/calendar.h"

/// Dossiers that stand still, beside the way to their due.
namespace dunghan::alerts {

/// What of it is told. Nothing of it unless asked for: how long is too long no law says in general.
struct StallLimits {
  bool second_supplement = false;  ///< a supplement requested once more
  /// Not supplied for so many working days.
  std::optional<int64_t> supplement_missing = {};
  /// Received, its clock running, and no event for so many working days.
  std::optional<int64_t> not_moved = {};

  bool any() const { return second_supplement || supplement_missing || not_moved; }
};

/// The tiers a dossier has reached. The version is when it began: the request it waits for, the
/// last event. `standing`: on the basis in use.
std::vector<Reached> StallsOf(const dossier::Facts& facts, dossier::Standing standing,
                              const worktime::WorkingCalendar& calendar, const StallLimits& limits,
                              Instant now);

/// Who has a dossier now.
struct Holder {
  std::string_view unit;
  std::string_view step;
  bool is_overrun = false;  ///< the step's own limit has passed
};
/// Nothing in it where nobody said. The texts are the table of codes'.
Holder HolderOf(const dossier::Facts& facts, const worktime::Zone& zone, Instant now);

}  // namespace dunghan::alerts

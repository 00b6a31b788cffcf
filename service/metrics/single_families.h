#pragma once

#include <string>

#include "dunghan/board/snapshot.h"

namespace dunghan::metrics {

/// Appends the families that are not of an agency or a procedure: all together, target, periods,
/// calendars, the office's day.
void AppendSingles(const board::Snapshot& snapshot, Instant now, std::string& page);

}  // namespace dunghan::metrics

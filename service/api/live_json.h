#pragma once

#include <cstdint>
#include <string>

#include "dunghan/board/snapshot.h"

namespace dunghan::api {

/// What the board shows at an instant, as one line of JSON: the counts of all, and of every agency
/// with a number.
std::string WriteLive(const board::Snapshot& snapshot, Instant now, int64_t clock_speed);

}  // namespace dunghan::api

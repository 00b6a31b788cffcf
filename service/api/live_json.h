#pragma once

#include <cstdint>
#include <string>

#include "api/services.h"
#include "dunghan/board/snapshot.h"

/// What the board shows at an instant, as JSON on one line, in two parts: what there is one of, and
/// a row for each agency.
namespace dunghan::api {

/// `"now":...,"total":{...}`: members, to be gone on with.
std::string WriteLiveHead(const board::Snapshot& snapshot, Instant now, int64_t clock_speed,
                          const Site& site);

/// `{"code":...}`; empty where the agency has no number and is not shown.
std::string WriteLiveRow(const board::Snapshot& snapshot,
                         const board::CountsOf<AgencyCode>& agency);

}  // namespace dunghan::api

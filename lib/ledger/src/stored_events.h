#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "dunghan/record/reading.h"

namespace dunghan::ledger {

/// The events with after < seq <= through and when they were recorded, in order, until `visit` says
/// false. Read link by link, some at a time.
void ForEachStored(record::Reading& reading, int64_t after, int64_t through,
                   const std::function<bool(record::StoredEvent&& event)>& visit);

/// The events at those positions, in the order of the positions as they are given.
std::vector<record::StoredEvent> EventsInOrder(record::Reading& reading,
                                               std::span<const int64_t> seqs);

}  // namespace dunghan::ledger

#pragma once

#include <string>
#include <vector>

#include "dunghan/board/snapshot.h"
#include "metrics/business_form.h"

namespace dunghan::metrics {

/// Appends every family that has labels, and where its numbers go.
void AppendFamilies(const board::Snapshot& snapshot, std::string& text, std::vector<Gap>& gaps);

/// Appends the families of one number each.
void AppendSingles(const board::Snapshot& snapshot, std::string& page);

}  // namespace dunghan::metrics

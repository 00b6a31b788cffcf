#pragma once

#include <vector>

#include "dunghan/base/code.h"
#include "dunghan/base/error.h"
#include "dunghan/rulebook/law.h"
#include "input.h"

namespace dunghan::rulebook {

/// The entries [[law]] of a file, by date; those that could be read. Every fault of it becomes a
/// problem: unknown keys, what is missing or of another kind, entries that hold on the same day.
std::vector<Law> ReadLaw(const FileText& input, CodeTable& codes, std::vector<Problem>& problems);

}  // namespace dunghan::rulebook

#pragma once

#include <vector>

#include "app/settings.h"
#include "dunghan/base/error.h"

namespace dunghan::app {

/// What is wrong with [spool] mapping: a file that cannot be read, a name that nobody knows.
std::vector<Problem> CheckListMappings(const Settings& settings);

}  // namespace dunghan::app

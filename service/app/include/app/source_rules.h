#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>

#include "app/settings.h"

/// How often sources are to be heard, by the settings.
namespace dunghan::app {

/// Working time after which silence of a source is a fault; nothing: it may be silent.
std::optional<std::chrono::milliseconds> ExpectedOf(const SourceSettings& source);

/// Without an event for so much working time, figures are late: the least that any source they rest
/// on is expected within.
std::chrono::milliseconds LateAfter(const Settings& settings);

/// Working time of silence after which each configured source is late: one that may be silent is
/// where figures are.
std::map<std::string, std::chrono::milliseconds> LateAfterOf(const Settings& settings);

}  // namespace dunghan::app

#pragma once

#include <filesystem>
#include <span>

#include "dunghan/dossier/event.h"

namespace dunghan::bench {

/// Writes events as a source's export does, one JSON object a line, the procedure on each. The
/// average length of a line.
double WriteLines(const std::filesystem::path& path, std::span<const dossier::Event> events);

}  // namespace dunghan::bench

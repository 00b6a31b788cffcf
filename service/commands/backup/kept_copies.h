#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/base/time.h"

/// A folder of copies of the ledger, each called by when it was made.
namespace dunghan::commands {

/// In a copy that is whole: what verify found of it.
inline constexpr std::string_view kVerified = "verified.json";

/// "2026-12-01T030700Z": in order of time, whatever the zone.
std::string CopyNameOf(Instant at);

/// Removes the oldest whole copies until `keep` are left, never `made`; and what copies of more
/// than a day ago that were cut off left behind. The names of what was removed. What is called
/// otherwise stays.
/// @error kUnavailable: something cannot be removed; what comes after it stays too.
Result<std::vector<std::string>> RemoveOldCopies(const std::filesystem::path& folder, int keep,
                                                 const std::string& made, Instant now);

}  // namespace dunghan::commands

#pragma once

#include <filesystem>
#include <string_view>

#include "dunghan/base/error.h"

namespace dunghan {

/// Writes a file whole or not at all: into a file beside it, made durable, then renamed onto it. A
/// device or pipe is written to as it is; a link keeps pointing where it did.
/// @error kUnavailable names the file and what the system said.
Result<void> WriteWholeFile(const std::filesystem::path& path, std::string_view content);

}  // namespace dunghan

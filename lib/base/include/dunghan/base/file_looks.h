#pragma once

#include <array>
#include <cstdint>
#include <filesystem>

namespace dunghan {

/// What tells a file from the one that stood under its name before: which one it is, size, owner,
/// mode, times. All zeros: there is none.
using FileLooks = std::array<int64_t, 8>;

FileLooks LooksOf(const std::filesystem::path& file);

}  // namespace dunghan

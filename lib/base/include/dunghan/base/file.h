#pragma once

#include <cstddef>
#include <filesystem>
#include <string>

#include "dunghan/base/error.h"

namespace dunghan {

/// The bytes of a file that is read whole: configuration, calendars, lists. The one way to read
/// such a file.
///
/// What is no regular file (a device, a pipe, a socket, a folder) is refused before a byte of it is
/// read, and never waited for; a file of more than `most` bytes likewise, even if it grows
/// meanwhile.
/// @error kInvalidArgument says why: "cannot be read: ...", without the name of the file.
Result<std::string> ReadFile(const std::filesystem::path& path, size_t most);

/// Files of settings and calendars, some kilobytes long.
inline constexpr size_t kMostToml = size_t{4} << 20;
/// Lists of agencies, procedures and successors: the longest known has 3 MB.
inline constexpr size_t kMostList = size_t{32} << 20;

}  // namespace dunghan

#pragma once

#include <filesystem>
#include <string_view>

#include "dunghan/base/error.h"

namespace dunghan {

inline constexpr unsigned kForAll = 0666;
inline constexpr unsigned kForOwner = 0600;

/// Whose it becomes: kOfFolder where root writes for whoever the folder belongs to.
enum class Owner { kWriter, kOfFolder };

/// Writes a file whole or not at all: into a file beside it, made durable, then renamed onto it. A
/// device or pipe is written to as it is; a link keeps pointing where it did. `mode`: what others
/// may do with it, less the process's mask.
/// @error kUnavailable names the file and what the system said.
Result<void> WriteWholeFile(const std::filesystem::path& path, std::string_view content,
                            unsigned mode = kForAll, Owner owner = Owner::kWriter);

/// Removes what writers of that file that were killed have left beside it. REQUIRES: nobody else
/// is writing it.
void RemoveLeftBeside(const std::filesystem::path& path);

/// Makes the names in the folder of `path` outlast a power cut, as far as the file system can.
void SyncFolderOf(const std::filesystem::path& path);

}  // namespace dunghan

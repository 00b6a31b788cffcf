#include "frozen/shelf.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "dunghan/base/file.h"
#include "dunghan/base/whole_file.h"

namespace dunghan::frozen {
namespace {

namespace fs = std::filesystem;
using statement::FrozenFile;

constexpr std::string_view kReady = ".ready";
constexpr size_t kMostFile = size_t{1} << 30U;

Error CannotUse(const fs::path& path, const std::error_code& error) {
  return Unavailable(fmt::format("cannot use {}: {}", path.string(), error.message()));
}

/// Names in a folder last only once the folder is synced.
Result<void> SyncFolder(const fs::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool synced = fd >= 0 && ::fsync(fd) == 0;
  const int error = errno;
  if (fd >= 0) ::close(fd);
  if (synced) return {};
  return CannotUse(folder, std::error_code(error, std::generic_category()));
}

/// Nothing: not there, or other bytes.
std::optional<std::string> ReadSame(const fs::path& path, const FrozenFile& file) {
  auto bytes = ReadFile(path, kMostFile);
  if (!bytes || bytes->size() != file.size || Sha256(*bytes) != file.digest) return {};
  return std::move(*bytes);
}

/// Left by whoever was killed while writing, see WriteWholeFile.
bool IsHalfWritten(std::string_view name) {
  return name.ends_with(".tmp") && (name.starts_with(".DH-") || name.starts_with("..DH-"));
}

}  // namespace

fs::path Shelf::ReadyPathOf(const FrozenFile& file) const {
  return folder_ / fmt::format(".{}{}", file.name, kReady);
}

Result<void> Shelf::LayReady(const std::vector<Content>& files) const {
  if (files.empty()) return {};
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) return CannotUse(folder_, error);
  Result<void> laid;
  for (const Content& content : files) {
    if (laid) laid = WriteWholeFile(ReadyPathOf(content.file), content.bytes);
  }
  if (laid) laid = SyncFolder(folder_);
  if (laid) return laid;
  // Nothing is left of it, on a disk that may be full.
  for (const Content& content : files) fs::remove(ReadyPathOf(content.file), error);
  return laid;
}

Result<Shelf::Published> Shelf::Publish(const statement::FrozenStatement& of) const {
  Published published;
  for (const FrozenFile& file : of.files) {
    const fs::path ready = ReadyPathOf(file);
    if (!ReadSame(ready, file)) {
      if (!Read(file)) published.missing.push_back(file);
      continue;
    }
    std::error_code error;
    fs::rename(ready, PathOf(file), error);
    if (error) return CannotUse(PathOf(file), error);
    published.any = true;
  }
  if (!published.any) return published;
  if (auto synced = SyncFolder(folder_); !synced) return synced.error();
  return published;
}

Result<void> Shelf::Put(const FrozenFile& file, std::string_view bytes) const {
  if (bytes.size() != file.size || Sha256(bytes) != file.digest) {
    return Internal(fmt::format(
        "{} made anew is not the file on record: it was made under other settings ([figures], "
        "[reports], [site]) or by another build, or with other fonts",
        file.name));
  }
  std::error_code error;
  fs::create_directories(folder_, error);
  if (error) return CannotUse(folder_, error);
  if (auto written = WriteWholeFile(PathOf(file), bytes); !written) return written;
  return SyncFolder(folder_);
}

void Shelf::Tidy(const std::vector<statement::FrozenOnRecord>& frozen) const {
  std::error_code error;
  for (const auto& entry : fs::directory_iterator(folder_, error)) {
    const std::string name = entry.path().filename().string();
    std::error_code ignored;
    if (IsHalfWritten(name)) fs::remove(entry.path(), ignored);
    if (!name.starts_with(".DH-") || !name.ends_with(kReady)) continue;
    const bool is_ours = std::any_of(frozen.begin(), frozen.end(), [&](const auto& one) {
      return std::any_of(one.statement.files.begin(), one.statement.files.end(),
                         [&](const FrozenFile& file) { return ReadyPathOf(file) == entry.path(); });
    });
    if (!is_ours) fs::remove(entry.path(), ignored);
  }
}

std::optional<std::string> Shelf::Read(const FrozenFile& file) const {
  return ReadSame(PathOf(file), file);
}

}  // namespace dunghan::frozen

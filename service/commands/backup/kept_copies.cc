#include "backup/kept_copies.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <chrono>
#include <string_view>
#include <system_error>
namespace dunghan::commands {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kForm = "0000-00-00T000000Z";

bool IsCopyName(std::string_view name) {
  return name.size() == kForm.size() &&
         std::equal(name.begin(), name.end(), kForm.begin(), [](char c, char form) {
           return form == '0' ? std::isdigit(static_cast<unsigned char>(c)) != 0 : c == form;
         });
}

}  // namespace

std::string CopyNameOf(Instant at) {
  std::string name = FormatRfc3339(std::chrono::floor<std::chrono::seconds>(at), {});
  name.resize(kForm.size() + 1);  // without the offset: "2026-12-01T03:07:00"
  std::erase(name, ':');
  return name + "Z";
}

Result<std::vector<std::string>> RemoveOldCopies(const fs::path& folder, int keep,
                                                 const std::string& made, Instant now) {
  std::vector<std::string> whole;
  std::vector<std::string> removed;
  const std::string a_day_ago = CopyNameOf(now - std::chrono::days{1});
  std::error_code failed;
  for (const auto& entry : fs::directory_iterator(folder, failed)) {
    std::string name = entry.path().filename().string();
    const std::string_view stamp = std::string_view(name).substr(0, kForm.size());
    if (!IsCopyName(stamp)) continue;
    std::error_code ignored;
    if (name.size() == stamp.size()) {
      const bool is_whole = fs::exists(entry.path() / kVerified, ignored);
      if (is_whole && name != made) whole.push_back(std::move(name));
    } else if (name[stamp.size()] == '.' && stamp < a_day_ago) {
      removed.push_back(std::move(name));
    }
  }
  if (failed) return Unavailable(fmt::format("{}: {}", folder.string(), failed.message()));
  std::sort(whole.begin(), whole.end());
  const size_t others = static_cast<size_t>(std::max(keep, 1)) - 1;
  if (whole.size() > others) {
    removed.insert(removed.end(), whole.begin(), whole.end() - static_cast<ptrdiff_t>(others));
  }
  for (const std::string& name : removed) {
    // What says that it is whole goes first: one that is half removed is none.
    fs::remove(folder / name / kVerified, failed);
    if (!failed) fs::remove_all(folder / name, failed);
    if (failed) return Unavailable(fmt::format("{}: {}", name, failed.message()));
  }
  return removed;
}

}  // namespace dunghan::commands

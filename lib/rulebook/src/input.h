#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "dunghan/base/error.h"
#include "dunghan/base/file.h"
#include "dunghan/base/text.h"

namespace dunghan::rulebook {

/// A file in memory: what problems call it, and its text without a byte-order mark.
struct FileText {
  std::string file;
  std::string_view text;
  /// On record already: read by what held when it was put there, since what a ledger holds must be
  /// read for ever. Codes and names are not looked at again.
  bool recorded = false;
};

/// The bytes of a file, at most so many; one that cannot be read is a problem.
inline std::optional<std::string> ReadBytes(const std::filesystem::path& path, size_t most,
                                            std::vector<Problem>& problems) {
  auto bytes = ReadFile(path, most);
  if (bytes) return *std::move(bytes);
  problems.push_back({path.string(), 0, "", bytes.error().for_client});
  return std::nullopt;
}

/// ` (did you mean "name"?)`, or nothing when no candidate is near.
inline std::string DidYouMean(std::string_view name, std::span<const std::string_view> candidates) {
  const auto nearest = NearestName(name, candidates);
  return nearest ? " (did you mean \"" + *nearest + "\"?)" : "";
}

/// DidYouMean for many names: for as long as it is cheap. Where nearly every row of a long list
/// misses its name, the first of them tell what is wrong.
class Suggester {
 public:
  std::string For(std::string_view name, std::span<const std::string_view> candidates) {
    if (candidates.size() > left_) return "";
    left_ -= candidates.size();
    return DidYouMean(name, candidates);
  }

 private:
  size_t left_ = 200'000;  // candidates to be compared
};

}  // namespace dunghan::rulebook

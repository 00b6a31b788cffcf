#pragma once

#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "dunghan/base/error.h"
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

/// The bytes of a file; one that cannot be read is a problem.
inline std::optional<std::string> ReadBytes(const std::filesystem::path& path,
                                            std::vector<Problem>& problems) {
  const auto fail = [&](const std::error_code& error) {
    problems.push_back({path.string(), 0, "", "cannot be read: " + error.message()});
    return std::nullopt;
  };
  // A directory opens like a file and reads as empty.
  std::error_code ignored;
  if (std::filesystem::is_directory(path, ignored)) {
    return fail(std::make_error_code(std::errc::is_a_directory));
  }
  std::ifstream in(path, std::ios::binary);
  if (!in) return fail({errno, std::generic_category()});
  std::string bytes{std::istreambuf_iterator<char>(in), {}};
  if (in.bad()) return fail(std::make_error_code(std::errc::io_error));
  return bytes;
}

/// ` (did you mean "name"?)`, or nothing when no candidate is near.
inline std::string DidYouMean(std::string_view name, std::span<const std::string_view> candidates) {
  const auto nearest = NearestName(name, candidates);
  return nearest ? " (did you mean \"" + *nearest + "\"?)" : "";
}

}  // namespace dunghan::rulebook

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

/// The whole of a text file without its byte-order mark; a file that cannot be read is a problem.
inline std::optional<std::string> ReadTextFile(const std::filesystem::path& path,
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
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (in.bad()) return fail(std::make_error_code(std::errc::io_error));
  if (text.starts_with("\xEF\xBB\xBF")) text.erase(0, 3);
  return text;
}

/// ` (did you mean "name"?)`, or nothing when no candidate is near.
inline std::string DidYouMean(std::string_view name, std::span<const std::string_view> candidates) {
  const auto nearest = NearestName(name, candidates);
  return nearest ? " (did you mean \"" + *nearest + "\"?)" : "";
}

}  // namespace dunghan::rulebook

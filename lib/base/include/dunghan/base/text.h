#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dunghan {

/// Well-formed UTF-8 as of Unicode 15, table 3-7: no overlong forms, no surrogates.
bool IsUtf8(std::string_view text);

/// Every character printable: well-formed UTF-8 and no control character (C0, DEL, C1).
bool IsPrintable(std::string_view text);

/// Printable ASCII alone: what nearly every text is, and quick to see.
bool IsPlainAscii(std::string_view text);

/// How many code points a well-formed text has.
size_t CodePoints(std::string_view text);

/// The first `count` of them.
std::string_view FirstCharacters(std::string_view text, size_t count);

/// Without the blanks, tabs and ends of lines around it.
constexpr std::string_view WithoutBlanksAround(std::string_view text) {
  constexpr std::string_view kBlank = " \t\r\n";
  const size_t first = text.find_first_not_of(kBlank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlank) - first + 1);
}

/// How many columns a text takes on a terminal: combining marks take none.
size_t Columns(std::string_view text);

/// What a file begins with that says it is UTF-8.
inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
/// A file, or a body, without the byte-order mark that it may begin with.
constexpr std::string_view WithoutByteOrderMark(std::string_view bytes) {
  if (bytes.starts_with(kByteOrderMark)) bytes.remove_prefix(kByteOrderMark.size());
  return bytes;
}

/// The candidate nearest in spelling, if near enough to be meant.
std::optional<std::string> NearestName(std::string_view name,
                                       std::span<const std::string_view> candidates);

/// The text as a JSON string, quotes included. Text that is not UTF-8 gets U+FFFD in its place.
std::string JsonQuote(std::string_view text);
void AppendJsonQuoted(std::string& out, std::string_view text);

/// Reads a whole number; nothing when it is none or has text around it.
std::optional<long long> ParseInteger(std::string_view text);

}  // namespace dunghan

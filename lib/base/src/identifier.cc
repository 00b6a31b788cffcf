#include "dunghan/base/identifier.h"

#include <fmt/format.h>
#include <utf8proc.h>

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <iterator>
#include <memory>
#include <vector>

#include "dunghan/base/text.h"

namespace dunghan {
namespace {

constexpr size_t kMaxCode = 64;
constexpr size_t kMaxBytes = 4;  // of one character

/// The character at `at`, which is moved behind it. REQUIRES: well-formed text.
int32_t Next(std::string_view text, size_t& at) {
  utf8proc_int32_t value = 0;
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto size =
      utf8proc_iterate(bytes + at, static_cast<utf8proc_ssize_t>(text.size() - at), &value);
  at += static_cast<size_t>(size);
  return value;
}

/// Assigned letters and symbols whose picture is empty.
bool IsEmptyPicture(int32_t value) {
  constexpr int32_t kBrailleBlank = 0x2800;
  constexpr int32_t kNullNotehead = 0x1D159;
  constexpr int32_t kHieroglyphFullBlank = 0x13441;
  constexpr int32_t kHieroglyphHalfBlank = 0x13442;
  return value == kBrailleBlank || value == kNullNotehead || value == kHieroglyphFullBlank ||
         value == kHieroglyphHalfBlank;
}

/// What is wrong with a character in an identifier; empty: nothing.
std::string_view FaultOf(int32_t value) {
  const utf8proc_property_t* property = utf8proc_get_property(value);
  switch (property->category) {
    case UTF8PROC_CATEGORY_ZS:
    case UTF8PROC_CATEGORY_ZL:
    case UTF8PROC_CATEGORY_ZP:
      return value == ' ' ? "" : "is a blank";
    case UTF8PROC_CATEGORY_CN:
      return "is no character of Unicode";
    case UTF8PROC_CATEGORY_CO:
      return "is for private use";
    case UTF8PROC_CATEGORY_CC:
    case UTF8PROC_CATEGORY_CF:
    case UTF8PROC_CATEGORY_CS:
      return "leaves no mark";
    default:
      return property->ignorable || IsEmptyPicture(value) ? "leaves no mark" : "";
  }
}

/// The same in a name.
std::string_view NameFaultOf(int32_t value) {
  const bool turns = value == 0x061C || value == 0x200E || value == 0x200F ||
                     (value >= 0x202A && value <= 0x202E) || (value >= 0x2066 && value <= 0x2069);
  if (turns) return "turns the direction of writing";
  return value == 0x2028 || value == 0x2029 ? "breaks the line" : "";
}

/// The first character that `fault_of` finds fault with, as " (U+200B leaves no mark)".
/// REQUIRES: well-formed text.
template <class FaultFinder>
std::string FirstFault(std::string_view text, FaultFinder fault_of) {
  for (size_t at = 0; at < text.size();) {
    const int32_t value = Next(text, at);
    const std::string_view fault = fault_of(value);
    if (!fault.empty()) return fmt::format(" (U+{:04X} {})", value, fault);
  }
  return {};
}

template <class FaultFinder>
bool HasFault(std::string_view text, FaultFinder fault_of) {
  for (size_t at = 0; at < text.size();) {
    if (!fault_of(Next(text, at)).empty()) return true;
  }
  return false;
}

/// Latin letters that are composed whatever stands before them, Vietnamese ones included.
bool IsComposedLatin(int32_t value) {
  return value < 0x0300 || (value >= 0x1E00 && value <= 0x1EFF);
}

/// Whether a text is in the form NFC. REQUIRES: well-formed.
bool IsComposed(std::string_view text) {
  std::vector<utf8proc_int32_t> characters;
  bool latin = true;
  for (size_t at = 0; at < text.size();) {
    characters.push_back(Next(text, at));
    latin = latin && IsComposedLatin(characters.back());
  }
  if (latin) return true;
  constexpr auto kForm = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPOSE);
  constexpr size_t kMostParts = 4;  // of one character, by the canonical decompositions
  std::vector<utf8proc_int32_t> composed(characters.size() * kMostParts);
  const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
  const auto parts =
      utf8proc_decompose(bytes, static_cast<utf8proc_ssize_t>(text.size()), composed.data(),
                         static_cast<utf8proc_ssize_t>(composed.size()), kForm);
  if (parts < 0 || static_cast<size_t>(parts) > composed.size()) return false;
  const auto size = utf8proc_normalize_utf32(composed.data(), parts, kForm);
  composed.resize(static_cast<size_t>(std::max<utf8proc_ssize_t>(size, 0)));
  return composed == characters;
}

bool IsMarked(std::string_view text) { return !HasFault(text, FaultOf) && IsComposed(text); }

void LowerAscii(std::string& text) {
  for (char& c : text) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
}

}  // namespace

bool IsCode(std::string_view text) {
  if (text.empty() || text.size() > kMaxBytes * kMaxCode) return false;
  if (text.find(' ') != std::string_view::npos) return false;
  if (IsPlainAscii(text)) return text.size() <= kMaxCode;
  return IsPrintable(text) && CodePoints(text) <= kMaxCode && IsMarked(text);
}

bool IsIdentifier(std::string_view text, size_t most) {
  if (text.empty() || text.size() > kMaxBytes * most) return false;
  if (IsPlainAscii(text)) return text.size() <= most;
  return IsPrintable(text) && CodePoints(text) <= most && IsMarked(text);
}

bool IsName(std::string_view text) {
  if (IsPlainAscii(text)) return true;
  return IsPrintable(text) && !HasFault(text, NameFaultOf);
}

std::string HiddenIdentifierFault(std::string_view text) {
  if (IsPlainAscii(text) || !IsPrintable(text)) return {};
  auto fault = FirstFault(text, FaultOf);
  if (fault.empty() && !IsComposed(text)) fault = " (not in Unicode's composed form, NFC)";
  return fault;
}

std::string HiddenNameFault(std::string_view text) {
  return IsPrintable(text) ? FirstFault(text, NameFaultOf) : std::string();
}

std::string Folded(std::string_view text) {
  std::string folded(text);
  if (!IsPlainAscii(text)) {
    constexpr auto kForm =
        static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                       UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK);
    utf8proc_uint8_t* mapped = nullptr;
    const auto* bytes = reinterpret_cast<const utf8proc_uint8_t*>(text.data());
    const auto size =
        utf8proc_map(bytes, static_cast<utf8proc_ssize_t>(text.size()), &mapped, kForm);
    const std::unique_ptr<utf8proc_uint8_t, decltype(&std::free)> owned(mapped, &std::free);
    if (size >= 0) folded.assign(reinterpret_cast<const char*>(mapped), static_cast<size_t>(size));
    // A letter of its own to Unicode, a d with a stroke to whoever types without one.
    constexpr std::string_view kStroked = "đ";
    for (size_t at = 0; (at = folded.find(kStroked, at)) != std::string::npos; ++at) {
      folded.replace(at, kStroked.size(), "d");
    }
  }
  LowerAscii(folded);
  return folded;
}

}  // namespace dunghan

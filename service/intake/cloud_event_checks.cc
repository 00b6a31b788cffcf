#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "cloud_event_reader.h"
#include "dunghan/base/text.h"
#include "dunghan/base/time.h"

namespace dunghan::intake {
namespace {

bool IsHex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool IsLetter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool IsDigit(char c) { return c >= '0' && c <= '9'; }

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

/// What stands before a colon that no path can hold there.
bool IsUriScheme(std::string_view text) {
  return !text.empty() && IsLetter(text.front()) &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return IsLetter(c) || IsDigit(c) || c == '+' || c == '-' || c == '.';
         });
}

/// The scheme of a URI; empty: a relative reference.
std::string_view SchemeOf(std::string_view reference) {
  const size_t end = reference.find_first_of(":/?#");
  return end != std::string_view::npos && reference[end] == ':' ? reference.substr(0, end)
                                                                : std::string_view();
}

/// RFC 3986 as far as one text shows whether it was meant as one: its characters, whole
/// percent-encodings, a scheme before the first colon, one fragment.
bool IsUriReference(std::string_view text) {
  constexpr std::string_view kOthers = "-._~:/?#[]@!$&'()*+,;=";
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '%') {
      if (text.size() - i < 3 || !IsHex(text[i + 1]) || !IsHex(text[i + 2])) return false;
    } else if (!IsLetter(c) && !IsDigit(c) && kOthers.find(c) == std::string_view::npos) {
      return false;
    }
  }
  if (std::count(text.begin(), text.end(), '#') > 1) return false;
  const size_t end = text.find_first_of(":/?#");
  const bool has_colon = end != std::string_view::npos && text[end] == ':';
  return !text.empty() && (!has_colon || IsUriScheme(text.substr(0, end)));
}

bool IsUri(std::string_view text) { return IsUriReference(text) && !SchemeOf(text).empty(); }
bool IsVersion(std::string_view text) { return text == "1.0"; }
bool IsFilledText(std::string_view text) { return !text.empty() && IsPrintable(text); }
bool IsTimestamp(std::string_view text) { return ParseRfc3339(text).has_value(); }

enum class Need : uint8_t { kRequired, kOptional };

/// One row for each attribute, in their order.
struct AttributeRule {
  Need need;
  std::string_view expected;
  bool (*admits)(std::string_view);
};
constexpr std::array<AttributeRule, kAttributes> kRules = {{
    {Need::kRequired, "\"1.0\"", IsVersion},
    {Need::kRequired, "text that is not empty, without control characters", IsFilledText},
    {Need::kRequired, "a URI-reference that is not empty", IsUriReference},
    {Need::kRequired, "text that is not empty, without control characters", IsFilledText},
    {Need::kOptional, kInstant, IsTimestamp},
    {Need::kOptional, "text that is not empty, without control characters", IsFilledText},
    {Need::kOptional, "application/json or another media type of JSON", IsJsonMediaType},
    {Need::kOptional, "a URI with its scheme", IsUri},
}};

}  // namespace

bool IsJsonMediaType(std::string_view type) {
  type = type.substr(0, type.find(';'));
  while (!type.empty() && (type.back() == ' ' || type.back() == '\t')) type.remove_suffix(1);
  std::string lower(type);
  std::transform(lower.begin(), lower.end(), lower.begin(), Lower);
  const size_t slash = lower.find('/');
  if (slash == 0 || slash == std::string::npos) return false;
  const std::string_view subtype = std::string_view(lower).substr(slash + 1);
  return subtype == "json" || (subtype.ends_with("+json") && subtype.size() > 5);
}

std::vector<Fault> FaultsOfAttributes(const CloudEvent& event) {
  std::vector<Fault> faults;
  for (size_t i = 0; i < kAttributes; ++i) {
    const AttributeRule& rule = kRules[i];
    const FieldValue& value = event.attributes[i];
    const bool is_given = value.kind != ValueKind::kAbsent && value.kind != ValueKind::kNull;
    if (!is_given && rule.need == Need::kOptional) continue;
    if (value.kind == ValueKind::kText && rule.admits(value.text)) continue;
    faults.push_back({std::string(kAttributeNames[i]),
                      is_given ? fmt::format("expected {}, found {}", rule.expected, Shown(value))
                               : fmt::format("missing; expected {}", rule.expected)});
  }
  return faults;
}

std::optional<std::string_view> DecodeHeaderValue(std::string_view written, std::string& out) {
  std::string unquoted;
  bool is_quoted = false;
  for (size_t i = 0; i < written.size(); ++i) {
    if (written[i] == '"') {
      is_quoted = !is_quoted;
      continue;
    }
    if (is_quoted && written[i] == '\\' && ++i == written.size()) break;
    unquoted += written[i];
  }
  if (is_quoted) return "a quotation mark is not closed";
  out.clear();
  for (size_t i = 0; i < unquoted.size(); ++i) {
    if (unquoted[i] != '%') {
      out += unquoted[i];
      continue;
    }
    if (unquoted.size() - i < 3 || !IsHex(unquoted[i + 1]) || !IsHex(unquoted[i + 2])) {
      return "two hexadecimal digits are missing behind a percent sign";
    }
    const auto digit = [](char c) { return IsDigit(c) ? c - '0' : Lower(c) - 'a' + 10; };
    out += static_cast<char>(digit(unquoted[i + 1]) * 16 + digit(unquoted[i + 2]));
    i += 2;
  }
  if (!IsUtf8(out)) return "what is percent-encoded is not valid UTF-8";
  return {};
}

}  // namespace dunghan::intake

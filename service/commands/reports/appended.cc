#include "reports/appended.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <map>

#include "dunghan/base/text.h"

namespace dunghan::commands {
namespace {

bool IsDigit(char c) { return c >= '0' && c <= '9'; }
bool IsBlank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t' || c == '\0'; }

/// The number that ends at `end`, blanks before it passed over; moves `end` to its beginning.
std::optional<int64_t> NumberBefore(std::string_view bytes, size_t& end) {
  while (end > 0 && IsBlank(bytes[end - 1])) --end;
  const size_t last = end;
  while (end > 0 && IsDigit(bytes[end - 1])) --end;
  if (end == last || last - end > 9) return {};
  return ParseInteger(bytes.substr(end, last - end));
}

/// Objects by their number, the last of each: "12 0 obj ... endobj".
std::map<int64_t, std::string_view> ObjectsOf(std::string_view bytes) {
  constexpr std::string_view kBegins = "obj";
  std::map<int64_t, std::string_view> objects;
  for (size_t at = bytes.find(kBegins); at != std::string_view::npos;
       at = bytes.find(kBegins, at + 1)) {
    if (at >= 3 && bytes.substr(at - 3, 3) == "end") continue;
    size_t before = at;
    const auto generation = NumberBefore(bytes, before);
    const auto number = generation ? NumberBefore(bytes, before) : std::nullopt;
    if (!number) continue;
    const size_t end = std::min(bytes.find("endobj", at), bytes.size());
    objects[*number] = bytes.substr(at + kBegins.size(), end - at - kBegins.size());
  }
  return objects;
}

/// The value of a key, without blanks, as far as the next key: "5 0 R", "[0 0 842 595]".
std::string ValueOf(std::string_view object, std::string_view key) {
  const size_t at = object.find(key);
  if (at == std::string_view::npos) return {};
  std::string value;
  int depth = 0;
  for (const char c : object.substr(at + key.size())) {
    if ((c == '/' || c == '>') && depth <= 0 && !value.empty()) break;
    if (c == '<' || c == '[') ++depth;
    if (c == '>' || c == ']') --depth;
    if (!IsBlank(c)) value += c;
  }
  return value;
}

bool IsOf(std::string_view object, std::string_view type) {
  std::string plain;
  for (const char c : object.substr(0, 4096)) {
    if (!IsBlank(c)) plain += c;
  }
  const size_t at = plain.find("/Type" + std::string(type));
  const size_t end = at + 5 + type.size();
  return at != std::string::npos && (end >= plain.size() || !std::isalpha(plain[end]));
}

/// An object of ours written once more.
std::optional<std::string> WhyChanged(int64_t number, std::string_view was, std::string_view is) {
  const auto same = [&](std::initializer_list<std::string_view> keys) {
    return std::all_of(keys.begin(), keys.end(),
                       [&](std::string_view key) { return ValueOf(was, key) == ValueOf(is, key); });
  };
  const bool is_stream = is.find("stream") != std::string_view::npos;
  const bool is_page = IsOf(was, "/Page") && IsOf(is, "/Page");
  const bool is_catalogue = IsOf(was, "/Catalog") && IsOf(is, "/Catalog");
  const bool is_info = was.find("/Producer") != std::string_view::npos;
  if (!is_stream && is_page &&
      same({"/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate", "/Parent"})) {
    return {};
  }
  if (!is_stream && is_catalogue && same({"/Pages", "/OpenAction", "/OCProperties"})) return {};
  if (!is_stream && is_info) return {};
  return fmt::format("it changes what our pages are made of (object {})", number);
}

}  // namespace

std::optional<std::string> WhyNoSignature(std::string_view ours, std::string_view appended) {
  if (!ours.starts_with("%PDF-")) return "only a PDF can be signed by appending";
  if (appended.find("/ByteRange") == std::string_view::npos) return "it is no signature";
  if (appended.find("/ObjStm") != std::string_view::npos) {
    return "it has packed objects, which are not looked into";
  }
  // What lies over a page hides what is on it; a signature's field is a widget.
  constexpr std::array<std::string_view, 14> kOver = {
      "/FreeText", "/Stamp",  "/Square", "/Circle",    "/Line",  "/Polygon",   "/PolyLine",
      "/Ink",      "/Redact", "/Text ",  "/Watermark", "/Popup", "/Highlight", "/Movie"};
  for (const std::string_view over : kOver) {
    if (appended.find(over) != std::string_view::npos) return "it puts something over a page";
  }
  const auto known = ObjectsOf(ours);
  for (const auto& [number, object] : ObjectsOf(appended)) {
    const auto before = known.find(number);
    if (before == known.end()) continue;
    if (auto why = WhyChanged(number, before->second, object)) return why;
  }
  return {};
}

}  // namespace dunghan::commands

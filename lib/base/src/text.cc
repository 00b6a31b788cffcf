#include "dunghan/base/text.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <numeric>

namespace dunghan {
namespace {

struct CodePoint {
  uint32_t value = 0;
  size_t size = 0;  // 0: not well-formed
};

bool IsContinuation(std::string_view text, size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
}

CodePoint Decode(std::string_view text, size_t at) {
  const auto byte = [&](size_t i) {
    return static_cast<uint32_t>(static_cast<unsigned char>(text[at + i]));
  };
  const uint32_t first = byte(0);
  if (first < 0x80) return {first, 1};
  if (first >= 0xC2 && first <= 0xDF && IsContinuation(text, at + 1)) {
    return {(first & 0x1F) << 6 | (byte(1) & 0x3F), 2};
  }
  if (first >= 0xE0 && first <= 0xEF && IsContinuation(text, at + 1) &&
      IsContinuation(text, at + 2)) {
    const uint32_t value = (first & 0x0F) << 12 | (byte(1) & 0x3F) << 6 | (byte(2) & 0x3F);
    if (value < 0x800 || (value >= 0xD800 && value <= 0xDFFF)) return {};
    return {value, 3};
  }
  if (first >= 0xF0 && first <= 0xF4 && IsContinuation(text, at + 1) &&
      IsContinuation(text, at + 2) && IsContinuation(text, at + 3)) {
    const uint32_t value =
        (first & 0x07) << 18 | (byte(1) & 0x3F) << 12 | (byte(2) & 0x3F) << 6 | (byte(3) & 0x3F);
    if (value < 0x10000 || value > 0x10FFFF) return {};
    return {value, 4};
  }
  return {};
}

bool IsControl(uint32_t value) { return value < 0x20 || (value >= 0x7F && value < 0xA0); }

bool IsCombining(uint32_t value) { return value >= 0x300 && value <= 0x36F; }

/// Calls `visit(code point)` for each; false where the text is not well-formed or visit says stop.
template <class Visit>
bool ForEach(std::string_view text, Visit visit) {
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = Decode(text, at);
    if (point.size == 0 || !visit(point.value)) return false;
    at += point.size;
  }
  return true;
}

size_t EditDistance(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 1; i <= a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j) {
      const size_t replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
      diagonal = row[j];
      row[j] = std::min({row[j] + 1, row[j - 1] + 1, replaced});
    }
  }
  return row[b.size()];
}

}  // namespace

bool IsUtf8(std::string_view text) {
  return ForEach(text, [](uint32_t) { return true; });
}

bool IsPrintable(std::string_view text) {
  return ForEach(text, [](uint32_t value) { return !IsControl(value); });
}

bool IsPlainAscii(std::string_view text) {
  // Eight bytes at a time. The high bit of a byte of `wrong` is set if the byte is below a space,
  // DEL or beyond ASCII; borrows and carries only run on from a byte that is wrong itself.
  constexpr uint64_t kOnes = 0x0101010101010101U;
  constexpr uint64_t kHigh = 0x80 * kOnes;
  uint64_t wrong = 0;
  size_t at = 0;
  for (; at + sizeof(uint64_t) <= text.size(); at += sizeof(uint64_t)) {
    uint64_t bytes = 0;
    std::memcpy(&bytes, text.data() + at, sizeof bytes);
    wrong |= bytes | (bytes - 0x20 * kOnes) | (bytes + kOnes);
  }
  for (; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    wrong |= byte < 0x20 || byte > 0x7E ? kHigh : 0;
  }
  return (wrong & kHigh) == 0;
}

size_t CodePoints(std::string_view text) {
  size_t count = 0;
  ForEach(text, [&](uint32_t) { return ++count, true; });
  return count;
}

std::string_view FirstCharacters(std::string_view text, size_t count) {
  if (text.size() <= count) return text;
  size_t at = 0;
  for (size_t begun = 0; at < text.size(); ++at) {
    const bool begins = (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
    if (begins && begun++ == count) break;
  }
  return text.substr(0, at);
}

size_t Columns(std::string_view text) {
  size_t count = 0;
  ForEach(text, [&](uint32_t value) { return count += IsCombining(value) ? 0 : 1, true; });
  return count;
}

std::optional<std::string> NearestName(std::string_view name,
                                       std::span<const std::string_view> candidates) {
  constexpr size_t kLongest = 256;  // longer ones nobody misspells, and comparing them costs
  const size_t allowed = std::max<size_t>(1, name.size() / 3);
  std::optional<std::string> nearest;
  size_t best = allowed + 1;
  if (name.size() > kLongest) return nearest;
  for (const std::string_view candidate : candidates) {
    // As many characters as one is longer are to be inserted at least.
    if (std::max(name.size(), candidate.size()) - std::min(name.size(), candidate.size()) >= best) {
      continue;
    }
    if (const size_t distance = EditDistance(name, candidate); distance < best) {
      best = distance;
      nearest = candidate;
    }
  }
  return nearest;
}

void AppendJsonQuoted(std::string& out, std::string_view text) {
  out += '"';
  // Nearly every text stands as it is, and is quick to tell from the rest.
  if (IsPlainAscii(text) && text.find('"') == std::string_view::npos &&
      text.find('\\') == std::string_view::npos) {
    out.append(text) += '"';
    return;
  }
  for (size_t at = 0; at < text.size();) {
    const CodePoint point = Decode(text, at);
    if (point.size == 0) {
      out += "\xEF\xBF\xBD";
      ++at;
      continue;
    }
    if (point.value == '"' || point.value == '\\') {
      out += '\\';
      out += text[at];
    } else if (point.value == '\n') {
      out += "\\n";
    } else if (point.value == '\t') {
      out += "\\t";
    } else if (IsControl(point.value)) {
      out += fmt::format("\\u{:04x}", point.value);
    } else {
      out.append(text, at, point.size);
    }
    at += point.size;
  }
  out += '"';
}

std::string JsonQuote(std::string_view text) {
  std::string out;
  AppendJsonQuoted(out, text);
  return out;
}

std::optional<long long> ParseInteger(std::string_view text) {
  long long value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text.empty()) return {};
  return value;
}

}  // namespace dunghan

#include "intake/event_fields.h"

#include <cstring>
#include <string>

#include "dunghan/base/text.h"

namespace dunghan::intake {
namespace {

constexpr size_t kLongestName = 9;

// Which fields have a name of a given length: four at most, so that finding one is a look at the
// length and a comparison or two.
struct ByLength {
  std::array<Field, 4> fields{};
  size_t count = 0;
};
constexpr auto kByLength = [] {
  std::array<ByLength, kLongestName + 1> table{};
  for (size_t i = 0; i < kFields; ++i) {
    ByLength& row = table[kFieldNames[i].size()];
    row.fields[row.count++] = static_cast<Field>(i);
  }
  return table;
}();

constexpr size_t kKeptCharacters = 256;
constexpr size_t kKeptNumber = 64;

// Characters beyond ASCII that are blank or leave no mark: two codes that differ in nothing else
// would look alike to everybody.
bool IsBlankOrInvisible(char32_t c) {
  return c == 0xA0 || c == 0xAD || c == 0x1680 || (c >= 0x2000 && c <= 0x200F) ||
         (c >= 0x2028 && c <= 0x202F) || (c >= 0x205F && c <= 0x206F) || c == 0x3000 || c == 0xFEFF;
}

// REQUIRES: well-formed.
bool HasBlankOrInvisible(std::string_view text) {
  for (size_t i = 0; i < text.size(); ++i) {
    const auto byte = [&](size_t at) { return static_cast<unsigned char>(text[at]); };
    if (byte(i) == ' ') return true;
    char32_t value = 0;
    if (byte(i) >> 5U == 0x06) {
      value = (byte(i) & 0x1FU) << 6U | (byte(i + 1) & 0x3FU);
    } else if (byte(i) >> 4U == 0x0E) {
      value = (byte(i) & 0x0FU) << 12U | (byte(i + 1) & 0x3FU) << 6U | (byte(i + 2) & 0x3FU);
    }
    if (IsBlankOrInvisible(value)) return true;
  }
  return false;
}

void AppendValue(std::string& out, Field field, const FieldValue& value) {
  switch (value.kind) {
    case ValueKind::kAbsent:
    case ValueKind::kNull:
      out += "null";
      return;
    case ValueKind::kText:
      // Free text in place of a code may be anything, a person's name included.
      if (field == Field::kReason && !value.text.empty() && !IsCode(value.text)) {
        out += "\"other\"";
      } else {
        AppendJsonQuoted(out, FirstCharacters(value.text, kKeptCharacters));
      }
      return;
    case ValueKind::kNumber:
      // A number of that length is no rating, and cut it would be another number.
      out += value.text.size() <= kKeptNumber ? value.text : "0";
      return;
    case ValueKind::kBool:
      out += value.text;
      return;
    case ValueKind::kObject:
      out += "{}";
      return;
    case ValueKind::kArray:
      out += "[]";
      return;
  }
}

}  // namespace

std::optional<Field> FindField(std::string_view name) {
  if (name.size() > kLongestName) return {};
  const ByLength& row = kByLength[name.size()];
  for (size_t i = 0; i < row.count; ++i) {
    if (NameOf(row.fields[i]) == name) return row.fields[i];
  }
  return {};
}

void AppendFields(std::string& out, const EventFields& fields) {
  out += '{';
  const auto append = [&](Field field, const FieldValue& value) {
    if (out.back() != '{') out += ',';
    AppendJsonQuoted(out, NameOf(field));
    out += ':';
    AppendValue(out, field, value);
  };
  for (size_t i = 0; i < kFields; ++i) {
    const auto field = static_cast<Field>(i);
    if (fields[field].kind == ValueKind::kAbsent) continue;
    append(field, fields[field]);
    if (fields.twice == field) append(field, fields.again);
  }
  out += '}';
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

bool IsPlain(std::string_view text) {
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

bool IsCode(std::string_view text) {
  constexpr size_t kMax = 64;
  if (text.empty() || text.size() > 4 * kMax) return false;
  if (IsPlain(text)) return text.size() <= kMax && text.find(' ') == std::string_view::npos;
  return IsPrintable(text) && CodePoints(text) <= kMax && !HasBlankOrInvisible(text);
}

}  // namespace dunghan::intake

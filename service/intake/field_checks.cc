#include "field_checks.h"

#include <fmt/format.h>

#include <array>
#include <span>
#include <utility>

#include "dunghan/base/identifier.h"
#include "dunghan/base/text.h"

namespace dunghan::intake {
namespace {

using dossier::Channel;
using dossier::DueClaim;
using dossier::EventType;

constexpr int kFirstYear = 1990;
constexpr int kLastYear = 2200;
constexpr size_t kMaxId = 128;
constexpr size_t kShown = 64;

std::string Quoted(std::string_view text) {
  const std::string_view shown = FirstCharacters(text, kShown);
  return JsonQuote(shown) + (shown.size() < text.size() ? "..." : "");
}

Fault Wrong(Field field, std::string reason) {
  return {std::string(NameOf(field)), std::move(reason)};
}

bool IsGiven(const FieldValue& value) {
  const bool empty = value.kind == ValueKind::kText && value.text.empty();
  return value.kind != ValueKind::kAbsent && value.kind != ValueKind::kNull && !empty;
}

// REQUIRES: the text is a date or time. The year is taken as written, not in UTC: people see that.
Check CheckYear(Field field, std::string_view text) {
  int year = 0;
  for (const char digit : text.substr(0, 4)) year = year * 10 + (digit - '0');
  if (year >= kFirstYear && year <= kLastYear) return {};
  return Wrong(field, fmt::format("the year must be from {} to {}, found {}", kFirstYear, kLastYear,
                                  Quoted(text)));
}

// The error quotes what was found, cut by bytes: a text that is not plain may be cut in two.
Fault BadTime(Field field, const Error& error, std::string_view expected, const FieldValue& found) {
  if (!IsPrintable(error.for_client)) return Unexpected(field, expected, found);
  return Wrong(field, error.for_client);
}

constexpr std::array<std::string_view, 3> kChannels = {"online", "in_person", "postal"};

std::string DidYouMean(std::string_view name, std::span<const std::string_view> known) {
  const auto nearest = NearestName(FirstCharacters(name, kShown), known);
  return nearest ? fmt::format(" (did you mean \"{}\"?)", *nearest) : "";
}

}  // namespace

std::string Shown(const FieldValue& value) {
  switch (value.kind) {
    case ValueKind::kAbsent:
      return "nothing";
    case ValueKind::kNull:
      return "null";
    case ValueKind::kText:
      return Quoted(value.text);
    case ValueKind::kNumber:
      return fmt::format("the number {}", FirstCharacters(value.text, kShown));
    case ValueKind::kBool:
      return std::string(value.text);
    case ValueKind::kObject:
      return "an object";
    case ValueKind::kArray:
      return "an array";
  }
  return {};
}

Fault Unexpected(Field field, std::string_view expected, const FieldValue& found,
                 std::string_view hidden_fault) {
  return Wrong(field, fmt::format("expected {}, found {}{}", expected, Shown(found), hidden_fault));
}

Fault Missing(Field field, std::string_view expected) {
  return Wrong(field, fmt::format("missing; expected {}", expected));
}

Check ExpectNotGiven(Field field, std::string_view expected, const FieldValue& value) {
  if (IsGiven(value)) return Unexpected(field, expected, value);
  return {};
}

bool IsShortName(std::string_view text) {
  constexpr size_t kMost = 200;
  const bool is_short = text.size() <= kMost ||
                        (text.size() <= 4 * kMost && IsUtf8(text) && CodePoints(text) <= kMost);
  return is_short && IsName(text);
}

Check ReadId(const EventFields& fields, Field field, std::string& out) {
  constexpr std::string_view kExpected = "text of at most 128 printable characters";
  std::string_view text;
  if (auto fault = ReadText(fields, field, kExpected, text)) return fault;
  if (!text.empty() && !IsIdentifier(text, kMaxId)) {
    return Unexpected(field, kExpected, fields[field], HiddenIdentifierFault(text));
  }
  out.assign(text);
  return {};
}

Check ReadAt(const EventFields& fields, Instant& out) {
  std::string_view text;
  if (auto fault = ReadText(fields, Field::kAt, kInstant, text)) return fault;
  if (text.empty()) return Missing(Field::kAt, kInstant);
  const auto instant = ParseRfc3339(text);
  if (!instant) return BadTime(Field::kAt, instant.error(), kInstant, fields[Field::kAt]);
  out = *instant;
  return CheckYear(Field::kAt, text);
}

Check ReadDue(const EventFields& fields, Field field, std::optional<DueClaim>& out) {
  constexpr size_t kDateSize = 10;
  std::string_view text;
  if (auto fault = ReadText(fields, field, kInstantOrDate, text)) return fault;
  if (text.empty()) return {};
  if (text.size() == kDateSize) {
    const auto day = ParseDate(text);
    if (!day) return BadTime(field, day.error(), kInstantOrDate, fields[field]);
    out = *day;
  } else {
    const auto instant = ParseRfc3339(text);
    if (!instant) return BadTime(field, instant.error(), kInstantOrDate, fields[field]);
    out = *instant;
  }
  return CheckYear(field, text);
}

Check ReadChannel(const EventFields& fields, Channel& out) {
  constexpr std::string_view kExpected = "\"online\", \"in_person\" or \"postal\"";
  std::string_view text;
  if (auto fault = ReadText(fields, Field::kChannel, kExpected, text)) return fault;
  if (text.empty()) return {};
  const auto channel = dossier::ParseChannel(text);
  if (channel) {
    out = *channel;
    return {};
  }
  auto fault = Unexpected(Field::kChannel, kExpected, fields[Field::kChannel]);
  fault.reason += DidYouMean(text, kChannels);
  return fault;
}

Check ReadState(const EventFields& fields, dossier::SaidState& out) {
  constexpr std::string_view kExpected = "a state such as \"processing\"";
  std::string_view text;
  if (auto fault = ReadText(fields, Field::kState, kExpected, text)) return fault;
  if (text.empty()) return {};
  const auto state = dossier::ParseSaidState(text);
  if (state) {
    out = *state;
    return {};
  }
  std::array<std::string_view, dossier::kSaidStates - 1> known;
  for (size_t i = 0; i < known.size(); ++i) {
    known[i] = ToString(static_cast<dossier::SaidState>(i + 1));
  }
  return Wrong(Field::kState,
               fmt::format("unknown state {}{}", Quoted(text), DidYouMean(text, known)));
}

Check ReadType(const EventFields& fields, EventType& out) {
  std::string_view text;
  if (auto fault = ReadText(fields, Field::kType, "a type such as \"received\"", text))
    return fault;
  if (text.empty()) return Missing(Field::kType, "a type such as \"received\"");
  const auto type = dossier::ParseEventType(text);
  if (type) {
    out = *type;
    return {};
  }
  std::array<std::string_view, dossier::kEventTypes> known;
  for (size_t i = 0; i < known.size(); ++i) known[i] = ToString(static_cast<EventType>(i));
  return Wrong(Field::kType,
               fmt::format("unknown type {}{}", Quoted(text), DidYouMean(text, known)));
}

Check ReadRating(const EventFields& fields, uint8_t& out) {
  constexpr std::string_view kExpected = "a whole number from 1 to 5";
  const FieldValue& value = fields[Field::kRating];
  if (!IsGiven(value)) return Missing(Field::kRating, kExpected);
  const bool fits = value.kind == ValueKind::kNumber && value.text.size() == 1 &&
                    value.text[0] >= '1' && value.text[0] <= '5';
  if (!fits) return Unexpected(Field::kRating, kExpected, value);
  out = static_cast<uint8_t>(value.text[0] - '0');
  return {};
}

Fault GivenTwice(Field field, const FieldValue& first, const FieldValue& second) {
  return Wrong(field, fmt::format("given twice, as {} and as {}", Shown(first), Shown(second)));
}

}  // namespace dunghan::intake

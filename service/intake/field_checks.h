#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "dunghan/base/time.h"
#include "dunghan/dossier/event.h"
#include "intake/event_fields.h"

/// The rules for single fields. Each check gives nothing when the field is good, with `out` filled
/// in, and leaves `out` alone when the field was not given and need not be.
namespace dunghan::intake {

/// Why fields do not make an event.
struct Fault {
  std::string field;
  std::string reason;
};
using Check = std::optional<Fault>;

inline constexpr std::string_view kInstant = "an RFC 3339 time such as 2021-06-07T08:00:00+07:00";
inline constexpr std::string_view kInstantOrDate =
    "a date such as 2021-06-14, or an RFC 3339 time with offset";

/// A value in messages: cut short, `the number 7`, `an object`.
std::string Shown(const FieldValue& value);

/// "expected ..., found ...", the value shown cut short. `hidden_fault` says what one cannot see.
Fault Unexpected(Field field, std::string_view expected, const FieldValue& found,
                 std::string_view hidden_fault = {});
Fault Missing(Field field, std::string_view expected);
Fault GivenTwice(Field field, const FieldValue& first, const FieldValue& second);

/// A name of at most 200 characters.
bool IsShortName(std::string_view text);

/// Whether a field that holds no text was simply not given.
Check ExpectNotGiven(Field field, std::string_view expected, const FieldValue& value);

/// The text of a field; empty when not given.
inline Check ReadText(const EventFields& fields, Field field, std::string_view expected,
                      std::string_view& out) {
  const FieldValue& value = fields[field];
  out = value.text;
  if (value.kind == ValueKind::kText) return {};
  out = {};
  return ExpectNotGiven(field, expected, value);
}

/// An event's id; empty when not given.
Check ReadId(const EventFields& fields, Field field, std::string& out);
/// When it happened; required. Years from 1990 to 2200, as in all times.
Check ReadAt(const EventFields& fields, Instant& out);
Check ReadDue(const EventFields& fields, Field field, std::optional<dossier::DueClaim>& out);
Check ReadType(const EventFields& fields, dossier::EventType& out);  ///< required
Check ReadChannel(const EventFields& fields, dossier::Channel& out);
Check ReadState(const EventFields& fields, dossier::SaidState& out);
Check ReadRating(const EventFields& fields, uint8_t& out);  ///< required

}  // namespace dunghan::intake

#pragma once

#include <optional>
#include <variant>

#include "dunghan/base/json_value.h"
#include "dunghan/dossier/judge.h"
#include "dunghan/worktime/zone.h"

/// Instants and dues in tables of JSON: with the offset that the zone of an office has then.
namespace dunghan::report {

struct ZonedInstant {
  Instant at;
  const worktime::Zone* zone;
};
inline ZonedInstant Zoned(Instant at, const worktime::Zone& zone) { return {at, &zone}; }
inline std::optional<ZonedInstant> Zoned(const std::optional<Instant>& at,
                                         const worktime::Zone& zone) {
  if (!at) return {};
  return ZonedInstant{*at, &zone};
}

/// A due in the form it has: a date stays a date.
struct ZonedDue {
  dossier::DueClaim due;
  const worktime::Zone* zone;
};
inline ZonedDue Zoned(const dossier::DueClaim& due, const worktime::Zone& zone) {
  return {due, &zone};
}

/// A due as somebody said it, in two fields: as it is read, and where that is not as it was said,
/// the instant that was said.
inline ZonedDue AsRead(const dossier::DueClaim& said, const worktime::Zone& zone) {
  return {dossier::AsRead(said, zone), &zone};
}
inline JsonIfAny<ZonedInstant> AsSaid(const dossier::DueClaim& said, const worktime::Zone& zone) {
  if (dossier::AsRead(said, zone) == said) return {};
  return {ZonedInstant{std::get<Instant>(said), &zone}};
}

}  // namespace dunghan::report

namespace dunghan {

template <>
struct JsonOf<report::ZonedInstant> : JsonOne<JsonType::kInstant> {
  static void Write(JsonWriter& json, const report::ZonedInstant& value) {
    json.Quoted([&](std::string& out) { value.zone->AppendFormatted(out, value.at); });
  }
};

template <>
struct JsonOf<report::ZonedDue> : JsonOne<JsonType::kDue> {
  static void Write(JsonWriter& json, const report::ZonedDue& value) {
    if (const auto* day = std::get_if<LocalDay>(&value.due)) return json.Date(*day);
    JsonOf<report::ZonedInstant>::Write(json, {std::get<Instant>(value.due), value.zone});
  }
};

}  // namespace dunghan

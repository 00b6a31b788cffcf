#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <limits>
#include <set>
#include <string>
#include <string_view>

#include "dunghan/dossier/event.h"

namespace dunghan::ledger {

/// What one dossier or source may make a ledger hold. An event beyond a bound is quarantined with a
/// reason that begins with "bound:", so here, and nowhere else, an outcome depends on the order of
/// arrival.
struct Bounds {
  int64_t events_per_dossier = 10'000;
  /// Texts that were not on record before: agencies, procedures, units, steps, reasons, and the
  /// source's own name.
  int64_t texts_per_source = 100'000;
  /// Entries of quarantine that wait. What comes beyond is counted by field, and not kept.
  int64_t waiting_per_source = 100'000;
  /// Bytes of their fields, and of what could not be parsed, likewise.
  int64_t waiting_bytes_per_source = int64_t{256} << 20U;
  /// Sources that have these to themselves; all others share one portion, since names cost nothing.
  std::set<std::string, std::less<>> sources = {};
  /// How long entries of quarantine are kept that are resolved or discarded.
  std::chrono::days settled_for{90};
  /// The known fields of an event as one JSON object, for its entry in quarantine. Without it, an
  /// event beyond a bound is kept without its fields.
  std::function<std::string(const dossier::Event&)> fields_of = {};
};

/// Which of them an event is beyond.
enum class Bound : uint8_t { kNone, kEventsOfDossier, kTextsOfSource };

/// In words: the field at fault, and why.
struct BoundFault {
  std::string_view field;
  std::string_view reason;
};
constexpr BoundFault Describe(Bound bound) {
  switch (bound) {
    case Bound::kNone:
      break;
    case Bound::kEventsOfDossier:
      return {"dossier",
              "bound: the dossier has as many events as one may have ([ledger] "
              "max_events_per_dossier)"};
    case Bound::kTextsOfSource:
      return {"source",
              "bound: the source has brought as many new texts as one may bring ([ledger] "
              "max_texts)"};
  }
  return {};
}

/// For what is on record elsewhere and is only gone through again.
inline Bounds Unbounded() {
  constexpr int64_t kNone = std::numeric_limits<int64_t>::max();
  return {.events_per_dossier = kNone,
          .texts_per_source = kNone,
          .waiting_per_source = kNone,
          .waiting_bytes_per_source = kNone};
}

}  // namespace dunghan::ledger

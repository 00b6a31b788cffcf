#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string_view>

#include "dunghan/ledger/view.h"
#include "dunghan/worktime/calendar.h"

/// How recent the figures are: by when what they rest on happened, whoever is connected to whom.
namespace dunghan::live {

enum class Freshness : uint8_t { kNone, kFresh, kLate, kStale };
std::string_view ToString(Freshness freshness);  ///< "none", "fresh", "late", "stale"

struct DataAge {
  std::optional<Instant> newest;        ///< when the newest event happened; nothing: there is none
  std::chrono::milliseconds working{};  ///< working time since
  Freshness freshness = Freshness::kNone;
};

/// Late beyond so much working time without an event, stale beyond twice as much. Where the
/// calendar does not know the days, a third of all time counts as worked.
DataAge AgeOf(std::optional<Instant> newest, Instant now, const worktime::WorkingCalendar& calendar,
              std::chrono::milliseconds late_after);

/// Whether figures rest on it by `now`: mirrors are compared and not counted, and what is dated
/// ahead has not happened.
bool IsHeard(const dossier::Event& event, const rulebook::Timeline& timeline, Instant now);

/// When the newest event happened that figures rest on, mirrors' and those dated ahead left out: of
/// all open dossiers, and of what was recorded last.
Result<std::optional<Instant>> NewestEvent(ledger::View& view);

}  // namespace dunghan::live

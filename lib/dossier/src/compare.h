#pragma once

#include "dunghan/dossier/judge.h"

namespace dunghan::dossier {

/// Whether a due, as read, is compared by date under these terms.
inline bool ComparesByDate(const DueClaim& due, const Terms& terms) {
  switch (terms.comparison) {
    case Comparison::kDate:
      return true;
    case Comparison::kInstant:
      return false;
    case Comparison::kByUnit:
      break;
  }
  if (terms.limit) return worktime::IsDayBased(terms.limit->unit);
  return std::holds_alternative<LocalDay>(due);
}

/// Of a due as read.
inline LocalDay DayOf(const DueClaim& due, const Terms& terms) {
  if (const auto* day = std::get_if<LocalDay>(&due)) return *day;
  return terms.calendar->zone().DayOf(std::get<Instant>(due));
}

/// The first instant of the day after.
inline Instant EndOfDay(LocalDay day, const Terms& terms) {
  return terms.calendar->zone().StartOf(day + std::chrono::days{1});
}

}  // namespace dunghan::dossier

#pragma once

#include "dunghan/dossier/judge.h"
#include "dunghan/rulebook/timeline.h"

namespace dunghan::report {

/// A judged dossier and from where it is looked at. Refers to what it is made of.
struct SeenDossier {
  const dossier::Judged& judged;
  const rulebook::Timeline& timeline;
  rulebook::Timeline::Rules rules;  ///< of the timeline, for it
  Instant at;                       ///< standings are those of this instant

  const worktime::Zone& zone() const { return judged.terms.calendar->zone(); }
  const rulebook::Rulebook& rulebook() const { return timeline.newest(); }
  /// Names are those of the day of receipt.
  LocalDay day() const {
    return zone().DayOf(judged.facts.receipt ? judged.facts.receipt->at : at);
  }
};

}  // namespace dunghan::report

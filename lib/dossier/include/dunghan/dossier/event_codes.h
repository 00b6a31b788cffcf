#pragma once

#include "dunghan/dossier/event.h"

namespace dunghan::dossier {

/// Calls `visit` with each code of an event, empty ones included, in the order in which a record
/// that meets them for the first time gives them numbers.
template <class Visit>
void ForEachCode(const Event& event, Visit visit) {
  visit(event.source);
  visit(event.agency);
  visit(event.procedure);
  visit(event.counter);
  visit(event.unit);
  visit(event.step);
  visit(event.to_agency);
  visit(event.reason);
}

}  // namespace dunghan::dossier

#pragma once

#include "dunghan/rulebook/rulebook.h"

namespace dunghan::rulebook {

/// The agency itself or, going up the tree of that day, the first above it for which `is(code)`
/// holds; nothing: there is none. A code that is not listed has none above it.
template <class Is>
AgencyCode FirstUpwards(const Rulebook& rulebook, AgencyCode agency, LocalDay day, Is is) {
  while (agency && !is(agency)) {
    const Agency* listed = rulebook.FindAgency(agency, day);
    agency = listed ? listed->parent : AgencyCode();
  }
  return agency;
}

}  // namespace dunghan::rulebook

#include <algorithm>

#include "compare.h"
#include "dunghan/dossier/judge.h"

namespace dunghan::dossier {
namespace {

/// A later claim comes into force only if the clock was stopped between the two, and before the
/// earlier promise had passed: a date moved for no reason, or after the fact, moves nothing.
bool Replaces(const Claim& later, const Claim& earlier, const Facts& facts, const Terms& terms) {
  const Instant passed = OverdueFrom(earlier.due, terms);
  return std::any_of(facts.suspensions.begin(), facts.suspensions.end(),
                     [&](const SuspendedSpan& span) {
                       return span.from >= earlier.at && span.from < later.at && span.from < passed;
                     });
}

}  // namespace

Promise PromiseInForce(const Facts& facts, const Terms& terms) {
  Promise promise;
  const auto& claims = facts.claims;
  if (claims.empty()) return promise;
  auto first = std::find_if(claims.begin(), claims.end(),
                            [](const Claim& claim) { return claim.by_receipt; });
  if (first == claims.end()) first = claims.begin();
  promise.in_force = *first;
  for (auto it = claims.begin(); it != claims.end(); ++it) {
    if (it == first || it->due == promise.in_force->due) continue;
    if (it > first && Replaces(*it, *promise.in_force, facts, terms)) {
      promise.in_force = *it;
    } else {
      promise.disputed.push_back(*it);
    }
  }
  return promise;
}

}  // namespace dunghan::dossier

#include "dunghan/rulebook/scope.h"

#include <algorithm>

namespace dunghan::rulebook {

bool Scope::Includes(AgencyCode agency, LocalDay day, const Rulebook& rulebook) const {
  if (is_everything()) return true;
  return agency && std::any_of(agencies_.begin(), agencies_.end(),
                               [&](AgencyCode own) { return rulebook.IsWithin(agency, own, day); });
}

Sight Scope::Of(const dossier::Facts& facts, LocalDay day, const Rulebook& rulebook) const {
  if (is_everything()) return Sight::kWhole;
  const auto is_own = [&](AgencyCode agency, ProcedureCode procedure) {
    return Includes(agency, day, rulebook) ||
           Includes(rulebook.HolderOn(agency, procedure, day), day, rulebook);
  };
  const auto opened_here = [&](const auto& opening) {
    return opening && (is_own(opening->agency, opening->procedure) ||
                       is_own(opening->counter, opening->procedure));
  };
  if (opened_here(facts.receipt) || opened_here(facts.submission)) return Sight::kWhole;
  const bool is_opened = facts.receipt || facts.submission;
  if (!is_opened && is_own(facts.named_agency, {})) return Sight::kWhole;
  const bool had_it = std::any_of(facts.hands.begin(), facts.hands.end(), [&](const auto& hand) {
    return Includes(hand.agency, day, rulebook);
  });
  return had_it ? Sight::kOwnSteps : Sight::kNone;
}

}  // namespace dunghan::rulebook

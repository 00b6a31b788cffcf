#include "settings_keys.h"

namespace dunghan::app {
namespace {

using dossier::PetitionRules;

template <class Place>
Value<PetitionRules> PetitionLimit(Place place) {
  return Parsed<PetitionRules>("a number of days like \"2wd\" or \"2cd\"", ParseDays, place);
}

}  // namespace

const std::vector<Key<PetitionRules>>& PetitionKeys() {
  static const std::vector<Key<PetitionRules>> keys = {
      {kPetitions, "valid_from", "always", ValidFrom<PetitionRules>(),
       "The first day on which these limits hold: that of sending counts."},
      {kPetitions, "refuse", "\"2wd\"",
       PetitionLimit([](PetitionRules & r) -> auto& { return r.refuse; }),
       "Within which a petition that is not taken up is refused."},
      {kPetitions, "ask", "\"5wd\"",
       PetitionLimit([](PetitionRules & r) -> auto& { return r.ask; }),
       "Within which more is asked for."},
      {kPetitions, "answer", "\"15wd\"",
       PetitionLimit([](PetitionRules & r) -> auto& { return r.answer; }),
       "Within which it is answered."},
      {kPetitions, "publish", "\"2wd\"",
       PetitionLimit([](PetitionRules & r) -> auto& { return r.publish; }),
       "Within which the answer is published."}};
  return keys;
}

}  // namespace dunghan::app

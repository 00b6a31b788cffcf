#include "settings_keys.h"

namespace dunghan::app {
namespace {

using Rules = dossier::PetitionRules;

template <class Place>
Value<Rules> PetitionLimit(Place place) {
  return Parsed<Rules>("a working time like \"2wd\"", ParseTier, place);
}

}  // namespace

const std::vector<Key<Rules>>& PetitionKeys() {
  static const std::vector<Key<Rules>> keys = {
      {kPetitions, "valid_from", "always", ValidFrom<Rules>(),
       "The first day on which these limits hold: that of sending counts."},
      {kPetitions, "refuse", "\"2wd\"", PetitionLimit([](Rules & r) -> auto& { return r.refuse; }),
       "Within which a petition that is not taken up is refused."},
      {kPetitions, "ask", "\"5wd\"", PetitionLimit([](Rules & r) -> auto& { return r.ask; }),
       "Within which more is asked for."},
      {kPetitions, "answer", "\"15wd\"", PetitionLimit([](Rules & r) -> auto& { return r.answer; }),
       "Within which it is answered."},
      {kPetitions, "publish", "\"2wd\"",
       PetitionLimit([](Rules & r) -> auto& { return r.publish; }),
       "Within which the answer is published."}};
  return keys;
}

}  // namespace dunghan::app

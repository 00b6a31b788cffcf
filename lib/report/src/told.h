#pragma once

#include <optional>

#include "dossier_parts.h"
#include "dunghan/dossier/attribution.h"
#include "dunghan/report/dossier_writer.h"
#include "dunghan/report/json_time.h"
#include "event_fates.h"

namespace dunghan::report {

/// A dossier as the tables of its answer see it. Refers to the page it is made from.
struct Told {
  Told(const DossierPage& from, Explain with, Language in)
      : page(from),
        of(from.Seen()),
        explain(with),
        language(in),
        fates(from),
        promise(dossier::PromiseInForce(of.judged.facts, of.judged.terms)),
        attribution(dossier::Attribute(of.judged.facts, of.judged.terms,
                                       of.judged.judgement.On(dossier::Basis::kPromised), of.at)) {}

  template <class When>
  auto Zoned(const When& when) const {
    return report::Zoned(when, of.zone());
  }

  const DossierPage& page;
  SeenDossier of;
  Explain explain;
  Language language;
  EventFates fates;
  dossier::Promise promise;
  std::optional<dossier::Attribution> attribution;
};

/// Something of a dossier.
template <class Item>
using ToldOf = JsonIn<Item, Told>;
/// All of a list of it.
template <class List>
JsonEach<List, Told> EachOf(const List& list, const Told& told) {
  return {list, told};
}
/// It, or null.
template <class Item>
std::optional<ToldOf<Item>> AnyOf(const std::optional<Item>& item, const Told& told) {
  if (!item) return {};
  return ToldOf<Item>{*item, told};
}
template <class Item>
std::optional<ToldOf<Item>> AnyOf(const Item* item, const Told& told) {
  if (!item) return {};
  return ToldOf<Item>{*item, told};
}

/// A due as somebody said it, where anybody did: as it is read ...
inline JsonIfAny<ZonedDue> AsRead(const std::optional<dossier::DueClaim>& said, const Told& told) {
  if (!said) return {};
  return {AsRead(*said, told.of.zone())};
}
/// ... and the instant said, where that is another.
inline JsonIfAny<ZonedInstant> AsSaid(const std::optional<dossier::DueClaim>& said,
                                      const Told& told) {
  if (!said) return {};
  return AsSaid(*said, told.of.zone());
}

/// The same of an extension or re-appointment.
inline JsonIfAny<ZonedDue> ReadDueOf(const std::optional<dossier::Appointment>& of,
                                     const Told& told) {
  if (!of) return {};
  return {AsRead(of->due, told.of.zone())};
}
inline JsonIfAny<ZonedInstant> SaidDueOf(const std::optional<dossier::Appointment>& of,
                                         const Told& told) {
  if (!of) return {};
  return AsSaid(of->due, told.of.zone());
}

}  // namespace dunghan::report

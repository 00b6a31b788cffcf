#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dunghan/base/text.h"
#include "dunghan/dossier/event.h"
#include "dunghan/rulebook/rulebook.h"

namespace dunghan::rulebook {

/// Rulebook::Object, `admits(code)` saying which agencies and procedures are known.
template <class Admits>
std::optional<Rulebook::Objection> ObjectUnless(const dossier::Event& event, Admits admits) {
  using Objection = Rulebook::Objection;
  const bool opening =
      event.type == dossier::EventType::kReceived || event.type == dossier::EventType::kSubmitted;
  const auto missing = [&](std::string_view field) {
    return Objection{std::string(field),
                     "required on \"" + std::string(dossier::ToString(event.type)) + "\""};
  };
  if (opening && !event.agency) return missing("agency");
  if (opening && !event.procedure) return missing("procedure");
  const auto unknown = [&](auto code) { return code && !admits(code); };
  const auto objection = [](std::string_view field, std::string_view what, auto code) {
    return Objection{std::string(field),
                     "unknown " + std::string(what) + " " + JsonQuote(code.text())};
  };
  if (unknown(event.agency)) return objection("agency", "agency", event.agency);
  if (unknown(event.counter)) return objection("counter", "agency", event.counter);
  if (unknown(event.to_agency)) return objection("to_agency", "agency", event.to_agency);
  // A snapshot need not say them, as it need not say anything.
  const bool names = opening || event.type == dossier::EventType::kSnapshot;
  if (names && unknown(event.procedure)) {
    return objection("procedure", "procedure", event.procedure);
  }
  return std::nullopt;
}

}  // namespace dunghan::rulebook

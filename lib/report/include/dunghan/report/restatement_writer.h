#pragma once

#include <string>

#include "dunghan/base/language.h"
#include "dunghan/statement/restatement.h"

/// A restatement as text for people, and as JSON.
namespace dunghan::report {

std::string WriteRestatementText(const statement::Restatement& restatement, Language language);

/// One line: `id`, `period`, `then` and `now` {seq, at, chain}, `definition` {then, now, same},
/// `settings_changed`, `by_definition` and `cells` [{cell, before, after}] (null: it was not
/// there), `dossiers` [{dossier, agency, procedure, reasons, events, rulebooks}].
std::string WriteRestatementJson(const statement::Restatement& restatement);

}  // namespace dunghan::report

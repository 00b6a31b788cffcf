#pragma once

#include <string>
#include <vector>

#include "dunghan/dossier/facts.h"
#include "dunghan/dossier/judge.h"
#include "dunghan/report/labels.h"
#include "dunghan/rulebook/rulebook.h"

/// Why a dossier is due when it is, and stands where it does, in sentences. Each sentence stands on
/// its own. Days and hours are those of the dossier's calendar.
namespace dunghan::report {

/// What there is to explain. Refers to what it is made of.
struct Case {
  const dossier::Facts& facts;
  const dossier::Judgement& judgement;
  const dossier::Terms& terms;
  const rulebook::Procedure* procedure = nullptr;  ///< the row valid on the day of receipt
  Instant at;                                      ///< standings are those of this instant
};

/// The lawful due: the rule and its law, where counting starts, the days counted, holidays and
/// make-up days by name, what each suspension added, rolling, days not announced yet.
std::vector<std::string> ExplainLawful(const Case& the_case, Language language);

/// Why the promise in force is the one it is, and why other claims are not.
std::vector<std::string> ExplainPromise(const Case& the_case, Language language);

/// How the due of a basis is compared, and why the dossier stands where it does.
std::vector<std::string> ExplainStanding(const Case& the_case, dossier::Basis basis,
                                         Language language);

}  // namespace dunghan::report

#pragma once

#include <string>
#include <string_view>

#include "dunghan/base/language.h"
#include "dunghan/dossier/facts.h"
#include "dunghan/rulebook/rulebook.h"

/// What rows of statements, agencies and procedures are called.
namespace dunghan::statement {

/// An agency, procedure, field ... with its names. Names are the code where nothing else is known;
/// the row of dossiers without any has no code, and "(không rõ)" and "(unknown)" for names.
struct Named {
  std::string code;
  std::string name;     ///< Vietnamese
  std::string name_en;  ///< the Vietnamese one where there is no English one
  friend bool operator==(const Named&, const Named&) = default;
};

/// Where a name is empty it is the other one, or the code.
Named WithNames(std::string_view code, Words names);

/// An agency with its names as of a day.
Named NamedAgency(AgencyCode code, const rulebook::Rulebook& rulebook, LocalDay day);
/// A procedure with its names as of a day; outside its validity, those of the newest row.
Named NamedProcedure(ProcedureCode code, const rulebook::Rulebook& rulebook, LocalDay day);

/// Outside its validity, the newest row; null when not listed.
const rulebook::Procedure* ProcedureOn(ProcedureCode code, const rulebook::Rulebook& rulebook,
                                       LocalDay day);
bool IsPetition(ProcedureCode code, const rulebook::Rulebook& rulebook);

Words WordsOf(dossier::Channel channel);  ///< of kUnknown: none
Words WordsOf(rulebook::Tier tier);       ///< likewise

}  // namespace dunghan::statement

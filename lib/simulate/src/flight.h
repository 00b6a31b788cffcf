#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "dunghan/rulebook/rulebook.h"
#include "dunghan/simulate/province.h"
#include "life.h"

namespace dunghan::simulate {

/// A dossier with events to come.
struct Flight {
  std::string code;
  ProcedureCode procedure;
  std::array<AgencyCode, kActors> actors;  ///< by Actor
  dossier::Channel channel = dossier::Channel::kUnknown;
  uint32_t turns = 0;  ///< to come
  std::vector<Step> steps;
  std::unique_ptr<Plant> plant;  ///< until it has shown
};

/// AGENCY-YYMMDD-NNNN, the national pattern (circular 01/2018/TT-VPCP, article 19).
void AssignDossierCode(std::string& out, AgencyCode agency, LocalDay day, uint32_t number);

/// Turns steps into events.
class EventFiller {
 public:
  EventFiller(const rulebook::Rulebook& rulebook, CodeTable& codes);

  /// The id of an event is its number in the dossier's life, from 1.
  void Fill(const Flight& flight, size_t step, dossier::Event& out) const;

 private:
  SourceName source_;
  std::array<UnitName, kUnits.size()> units_;
  std::array<StepName, kStepNames.size()> step_names_;
  std::array<ReasonCode, kReasons.size()> reasons_;
};

}  // namespace dunghan::simulate

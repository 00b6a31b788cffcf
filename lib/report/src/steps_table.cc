#include "steps_table.h"

namespace dunghan::report {

const std::vector<dossier::StepTime>& StepsOf(const Told& told) {
  static const std::vector<dossier::StepTime> none;
  return told.attribution ? told.attribution->steps : none;
}

const std::vector<dossier::Part>& PartsOf(const Told& told) {
  static const std::vector<dossier::Part> none;
  return told.attribution ? told.attribution->parts : none;
}

std::string_view NameOf(dossier::PartKind kind) {
  constexpr std::string_view kNames[] = {"step", "suspended", "transit", "unassigned"};
  return kNames[static_cast<size_t>(kind)];
}

}  // namespace dunghan::report

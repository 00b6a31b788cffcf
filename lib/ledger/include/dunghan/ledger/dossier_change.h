#pragma once

#include <functional>
#include <optional>
#include <string>

#include "dunghan/dossier/judge.h"

namespace dunghan::ledger {

/// A dossier before and after something that changed it: a commit group, the passing of time, a
/// rulebook. Whatever changed in facts or judgement is told, a change of hands or a rating as well
/// as a due; what of it matters is for whoever is told to decide. Events of mirrors, and those
/// dated ahead, change nothing until they are in force.
struct DossierChange {
  std::string code;
  std::optional<dossier::Judged> before;  ///< absent: new
  dossier::Judged after;
};

using ChangeTeller = std::function<void(DossierChange&& change)>;

}  // namespace dunghan::ledger

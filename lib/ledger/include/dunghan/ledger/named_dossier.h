#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "dunghan/ledger/dossiers_view.h"

/// Dossiers as people ask for them: by the code, or by another name that was given to them.
namespace dunghan::ledger {

/// What a name leads to.
struct NamedDossier {
  std::optional<DossierRecord> record;  ///< nothing: there is none, or more than one
  /// Of more than one: their codes, in order, kMostShown at most.
  std::vector<std::string> several;
  bool more = false;  ///< and there are others yet

  static constexpr size_t kMostShown = 10;
};

/// The dossier of that code, else the one of which an event says it as its alias. Those that are
/// not admitted are as though they were not there. No `admits`: all are.
/// @error as the view's; that there is none is no error.
Result<NamedDossier> FindNamed(DossiersView& view, std::string_view name,
                               const std::function<bool(const DossierRecord&)>& admits = {});

}  // namespace dunghan::ledger

#include "dunghan/ledger/named_dossier.h"

#include <utility>

namespace dunghan::ledger {

Result<NamedDossier> FindNamed(DossiersView& view, std::string_view name,
                               const std::function<bool(const DossierRecord&)>& admits) {
  NamedDossier found;
  auto own = view.Find(name);
  if (!own && own.error().code != ErrorCode::kNotFound) return own.error();
  if (own && (!admits || admits(*own))) {
    found.record = std::move(*own);
    return found;
  }
  auto walked = view.ForEachAliased(name, [&](DossierRecord&& record) {
    if (admits && !admits(record)) return true;
    if (found.several.size() == NamedDossier::kMostShown) {
      found.more = true;
      return false;
    }
    found.several.push_back(record.code);
    found.record = std::move(record);
    return true;
  });
  if (!walked) return walked.error();
  if (found.several.size() == 1) {
    found.several.clear();
  } else {
    found.record.reset();
  }
  return found;
}

}  // namespace dunghan::ledger

#include "app/frozen_settings.h"

#include <fmt/format.h>

#include <utility>

#include "app/version.h"

namespace dunghan::app {

frozen::Asked AskedOf(const Settings& settings, statement::FrozenIdentity identity) {
  frozen::Asked asked;
  asked.identity = std::move(identity);
  asked.formats = settings.reports.formats;
  asked.program = fmt::format("dunghan {} ({})", kVersion, kRevision);
  for (const auto& [name, source] : settings.sources) {
    if (rulebook::MakesFigures(source.role)) asked.sources.push_back(name);
  }
  return asked;
}

statement::FrozenIdentity IdentityOf(const report::FormRequest& request,
                                     const report::FormRules& rules) {
  const report::FormDefinition* form = rules.forms.Find(request.form);
  const auto otherwise = form ? form->by : statement::GroupBy::kAgency;
  return {.form = request.form,
          .period = request.period.name,
          .basis = std::string(dossier::ToString(request.basis)),
          .by = std::string(ToString(request.by.value_or(otherwise))),
          .tree = std::string(ToString(request.tree)),
          .agency = request.agency,
          .language = request.language == Language::kVi ? "vi" : "en"};
}

}  // namespace dunghan::app

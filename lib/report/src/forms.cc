#include "dunghan/report/forms.h"

#include <algorithm>
#include <array>

#include "dunghan/base/text.h"
#include "form_making.h"

namespace dunghan::report {
namespace {

struct MadeForm {
  FormName form;
  FormMaker make;
};
constexpr std::array kMadeForms = {
    MadeForm{{"monthly", "counts, rates and chart of a period"}, MakeMonthlyForm},
    MadeForm{{"II.06a", "by agency, in the columns of II.06a"}, MakeColumnsForm},
    MadeForm{{"II.06b", "the same by procedure"}, MakeColumnsForm},
    MadeForm{{"07a", "by agency, in the columns of 07a"}, MakeColumnsForm},
    MadeForm{{"late-list", "every late dossier, with who overran and why"}, MakeLateList},
    MadeForm{{"urge", "a letter to each agency with overdue dossiers"}, MakeUrge},
    MadeForm{{"quality", "what has no due, could not be used or came late"}, MakeQuality},
    MadeForm{{"award", "agencies ranked within classes of volume"}, MakeAward},
    MadeForm{{"petitions", "petitions by agency, by their own limits"}, MakePetitions},
    MadeForm{{"indicators", "a flat table for an operations centre"}, MakeIndicators},
};
constexpr auto kFormNames = [] {
  std::array<FormName, kMadeForms.size()> names{};
  for (size_t i = 0; i < names.size(); ++i) names[i] = kMadeForms[i].form;
  return names;
}();

/// Forms of the data file need no maker of their own.
FormMaker MakerOf(std::string_view name, const FormRules& rules) {
  const auto found = std::find_if(kMadeForms.begin(), kMadeForms.end(),
                                  [&](const MadeForm& made) { return made.form.name == name; });
  const bool in_file = rules.forms.Find(name) != nullptr;
  if (found == kMadeForms.end()) return in_file ? MakeColumnsForm : nullptr;
  return found->make == MakeColumnsForm && !in_file ? nullptr : found->make;
}

}  // namespace

std::span<const FormName> FormNames() { return kFormNames; }

bool IsForm(std::string_view name, const FormRules& rules) {
  return MakerOf(name, rules) != nullptr;
}

Result<statement::Paper> MakePaper(ledger::View& view, const figures::Policy& policy,
                                   const FormRules& rules, const FormRequest& request) {
  const FormMaker make = MakerOf(request.form, rules);
  if (!make) return NotFound(fmt::format("no form {}", JsonQuote(request.form)));
  return make({.view = view, .policy = policy, .rules = rules, .request = request});
}

}  // namespace dunghan::report

#include <algorithm>
#include <iterator>
#include <vector>

#include "dossier_table.h"
#include "dunghan/report/dossier_writer.h"

namespace dunghan::report {
namespace {

/// What of a dossier who has only a step of it is shown.
struct OwnSteps {
  OwnSteps(const DossierPage& page, const rulebook::Scope& scope, Language language)
      : told(page, Explain::kNo, language) {
    const rulebook::Rulebook& rulebook = told.of.rulebook();
    const LocalDay day = rulebook.default_calendar().zone().DayOf(told.of.at);
    const auto& all = StepsOf(told);
    std::copy_if(all.begin(), all.end(), std::back_inserter(steps),
                 [&](const auto& step) { return scope.Includes(step.hand.agency, day, rulebook); });
  }

  Told told;
  std::vector<dossier::StepTime> steps;
};

using OwnStepsRow = JsonRow<OwnSteps>;
inline constexpr JsonTable kOwnStepsTable(
    "own_steps", "A dossier of another agency, as who has, or had, a step of it is shown it.",
    {OwnStepsRow::Of("code", "Its code.",
                     [](const OwnSteps& of) { return std::string_view(of.told.page.record.code); }),
     OwnStepsRow::Of("shown", "own_steps: the rest is not the caller's to see.",
                     [](const OwnSteps&) { return std::string_view("own_steps"); }),
     OwnStepsRow::Object<kPositionTable>(
         "position", "How far the record went.",
         [](const OwnSteps& of) {
           return ToldPosition{of.told.page.view.position(), of.told.of.zone()};
         }),
     OwnStepsRow::Of("simulated", "Whether the ledger is marked as simulated.",
                     [](const OwnSteps& of) { return of.told.page.view.simulated(); }),
     OwnStepsRow::Object<kBasisTable>("promised", "By the promised due.",
                                      [](const OwnSteps& of) {
                                        return ToldOf<dossier::BasisJudgement>{
                                            of.told.of.judged.judgement.On(
                                                dossier::Basis::kPromised),
                                            of.told};
                                      }),
     OwnStepsRow::Object<kBasisTable>("lawful", "By the lawful due.",
                                      [](const OwnSteps& of) {
                                        return ToldOf<dossier::BasisJudgement>{
                                            of.told.of.judged.judgement.On(dossier::Basis::kLawful),
                                            of.told};
                                      }),
     OwnStepsRow::Of("total_seconds", "s",
                     "Working time from the receipt to the end, or to now; null without a receipt.",
                     [](const OwnSteps& of) {
                       return of.told.attribution ? std::optional(of.told.attribution->total)
                                                  : std::nullopt;
                     }),
     OwnStepsRow::Object<kStepTable>("steps", "The steps of the own agencies.",
                                     [](const OwnSteps& of) {
                                       return EachOf(of.steps, of.told);
                                     })});

}  // namespace

const JsonShape& OwnStepsShape() { return kOwnStepsTable.shape(); }

std::string WriteOwnStepsJson(const DossierPage& page, const rulebook::Scope& scope,
                              Language language) {
  return kOwnStepsTable.ToText(OwnSteps(page, scope, language)) + "\n";
}

}  // namespace dunghan::report

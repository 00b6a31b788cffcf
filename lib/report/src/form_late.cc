#include "form_late.h"

#include <algorithm>
#include <tuple>

#include "dunghan/dossier/attribution.h"
#include "dunghan/statement/behind.h"

namespace dunghan::report {
namespace {

using dossier::Standing;

bool IsLate(Standing standing, bool open_alone) {
  if (standing == Standing::kOverdue) return true;
  return !open_alone &&
         (standing == Standing::kFinishedLate || standing == Standing::kWithdrawnOverdue);
}

std::string WhoOverran(const dossier::StepTime& step) {
  std::string who(step.hand.unit.text());
  const std::string_view name = step.hand.step.text();
  if (who.empty()) who = step.hand.agency.text();
  if (!name.empty()) who += fmt::format(", {}", name);
  return who;
}

/// Working time after the due, and the step that bears most of it.
void AddLateness(LateDossier& late, const statement::BehindDossier& dossier, dossier::Basis basis) {
  const auto attribution =
      dossier::Attribute(dossier.judged.facts, dossier.judged.terms,
                         dossier.judged.judgement.On(basis), late.ended.value_or(dossier.seen_at));
  if (!attribution) return;
  late.late = attribution->late;
  const auto most =
      std::max_element(attribution->steps.begin(), attribution->steps.end(),
                       [](const auto& a, const auto& b) { return a.late_share < b.late_share; });
  if (most == attribution->steps.end() || most->late_share.count() == 0) return;
  late.step = WhoOverran(*most);
  late.overrun = most->late_share;
}

LateDossier LateOf(const statement::BehindDossier& dossier, const FormMaking& making) {
  const dossier::Facts& facts = dossier.judged.facts;
  LateDossier late;
  late.code = dossier.code;
  late.agency =
      statement::NamedAgency(dossier.agency, making.view.rulebook(), making.request.period.to);
  late.procedure = statement::NamedProcedure(facts.receipt->procedure, making.view.rulebook(),
                                             making.request.period.to);
  late.received = facts.receipt->at;
  late.due = dossier.judged.judgement.On(making.request.basis).due_day;
  const auto end = dossier::EndOf(facts);
  if (end && *end <= dossier.seen_at) late.ended = end;
  late.finished_since = end && *end > dossier.seen_at && *end <= making.view.position().at;
  late.standing = dossier.standing;
  late.cause = facts.late_cause.text();
  if (facts.apologised && *facts.apologised <= dossier.seen_at) late.apologised = facts.apologised;
  late.urged = std::count_if(facts.urged_at.begin(), facts.urged_at.end(),
                             [&](Instant at) { return at <= dossier.seen_at; });
  AddLateness(late, dossier, making.request.basis);
  return late;
}

}  // namespace

Result<std::vector<LateDossier>> FindLate(const FormMaking& making, bool open_alone) {
  std::vector<LateDossier> found;
  const auto read =
      statement::ForEachBehind(making.view, making.Options(statement::GroupBy::kAgency),
                               [&](const statement::BehindDossier& dossier) {
                                 if (dossier.petition || !IsLate(dossier.standing, open_alone))
                                   return;
                                 if (dossier.judged.facts.receipt)
                                   found.push_back(LateOf(dossier, making));
                               });
  if (!read) return read.error();
  for (LateDossier& late : found) {
    late.apologies_known = read->apologising.contains(late.agency.code);
  }
  std::sort(found.begin(), found.end(), [](const LateDossier& a, const LateDossier& b) {
    return std::tie(a.agency.code, b.late, a.code) < std::tie(b.agency.code, a.late, b.code);
  });
  return found;
}

}  // namespace dunghan::report

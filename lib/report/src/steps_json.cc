#include "dossier_case.h"
#include "due_json.h"
#include "dunghan/dossier/attribution.h"
#include "explanation_json.h"

namespace dunghan::report {
namespace {

constexpr std::string_view kPartNames[] = {"step", "suspended", "transit", "unassigned"};

std::optional<dossier::Attribution> AttributionOf(const DossierCase& the_case) {
  return dossier::Attribute(the_case.facts(), the_case.terms,
                            the_case.judgement().On(dossier::Basis::kPromised), the_case.at());
}

void WritePart(JsonText& json, const dossier::Part& part) {
  json.Open("", '{');
  json.Text("kind", kPartNames[static_cast<size_t>(part.kind)]);
  json.At("from", part.from);
  json.At("to", part.to);
  json.Seconds("seconds", part.worked);
  if (part.kind == dossier::PartKind::kStep) {
    json.Number("step", static_cast<int64_t>(part.step) + 1);
  } else if (part.kind == dossier::PartKind::kSuspended) {
    json.Text("suspension", NameOf(part.suspension));
    json.TextIfAny("reason", part.reason.text());
  }
  json.Close('}');
}

}  // namespace

void WriteAcceptance(JsonText& json, const DossierCase& the_case) {
  const dossier::AcceptanceJudgement& judgement = the_case.judgement().acceptance;
  if (judgement.timeline.empty()) return json.Null("acceptance");
  json.Open("acceptance", '{');
  json.At("submitted_at", the_case.facts().submission->at);
  json.At("due", judgement.due);
  json.Day("due_date", judgement.due_day);
  json.At("overdue_from", judgement.overdue_from);
  json.Text("standing", ToString(dossier::AcceptanceAt(judgement, the_case.at())));
  json.Close('}');
}

void WriteSteps(JsonText& json, const DossierCase& the_case) {
  json.Open("steps", '[');
  if (const auto attribution = AttributionOf(the_case)) {
    for (const dossier::StepTime& step : attribution->steps) {
      json.Open("", '{');
      json.Text("agency", step.hand.agency.text());
      json.TextIfAny("unit", step.hand.unit.text());
      json.TextIfAny("step", step.hand.step.text());
      json.At("from", step.hand.from);
      json.At("to", step.to);
      if (step.hand.due) json.Claim("due", *step.hand.due);
      json.At("overdue_from", step.overdue_from);
      json.Seconds("seconds", step.worked);
      json.Seconds("overrun_seconds", step.overrun);
      json.Seconds("late_seconds_borne", step.late_share);
      json.Close('}');
    }
  }
  json.Close(']');
}

void WriteTimes(JsonText& json, const DossierCase& the_case) {
  const auto attribution = AttributionOf(the_case);
  if (!attribution) {
    json.Null("times");
    return json.Raw("parts", "[]");
  }
  json.Open("times", '{');
  json.Seconds("total", attribution->total);
  json.Seconds("in_steps", attribution->in_steps);
  json.Seconds("suspended", attribution->suspended);
  json.Seconds("in_transit", attribution->in_transit);
  json.Seconds("unassigned", attribution->unassigned);
  json.Seconds("late", attribution->late);
  json.Close('}');
  json.Open("parts", '[');
  for (const dossier::Part& part : attribution->parts) WritePart(json, part);
  json.Close(']');
}

}  // namespace dunghan::report

#include <fmt/format.h>

#include <iterator>

#include "dossier_case.h"
#include "due_json.h"
#include "dunghan/base/digest.h"
#include "dunghan/report/dossier_writer.h"
#include "dunghan/statement/names.h"
#include "event_fates.h"
#include "explanation_json.h"

namespace dunghan::report {
namespace {

using dossier::Basis;
using dossier::Event;

constexpr std::string_view kSignalNames[] = {
    "finish_before_receipt", "further_end",          "reopened",         "conflicting_content",
    "second_receipt",        "voided_event",         "disputed_promise", "second_reappointment",
    "due_before_receipt",    "pause_without_reason", "pause_after_due",  "pause_too_long"};
constexpr std::string_view kNoDueNames[] = {"", "no_limit", "beyond_calendar", "suspended",
                                            "no_receipt"};
constexpr std::string_view kFateNames[] = {"counts", "mirror",        "ahead",
                                           "voided", "voids_nothing", "voids_a_void"};
constexpr std::string_view kEndNames[] = {"completed", "refused", "withdrawn"};

class JsonWriter {
 public:
  JsonWriter(const DossierPage& page, Language language)
      : case_(page),
        facts_(case_.facts()),
        zone_(case_.zone),
        language_(language),
        fates_(page),
        json_(case_.zone) {}

  std::string Write(Explain explain) {
    json_.Open("", '{');
    json_.Text("code", case_.page.record.code);
    const ledger::Position& position = case_.page.view.position();
    json_.Raw("position", fmt::format(R"({{"seq":{},"at":"{}","chain":"{}"}})", position.seq,
                                      zone_.Format(position.at), ToHex(position.chain)));
    json_.Raw("simulated", case_.page.view.simulated() ? "true" : "false");
    Receipt();
    End();
    for (const Basis basis : {Basis::kPromised, Basis::kLawful}) WriteBasis(basis);
    Claims();
    Stops();
    WriteSteps(json_, case_);
    WriteAcceptance(json_, case_);
    Signals();
    Events();
    if (explain == Explain::kYes) WriteExplanation(json_, case_, language_);
    json_.Close('}');
    return std::move(json_.out) + "\n";
  }

 private:
  void Receipt() {
    if (!facts_.receipt) return json_.Raw("receipt", "null");
    const dossier::Receipt& receipt = *facts_.receipt;
    const rulebook::Rulebook& rules = case_.rulebook();
    json_.Open("receipt", '{');
    json_.At("at", receipt.at);
    json_.Text("agency", receipt.agency.text());
    json_.Text("agency_name", statement::NamedAgency(receipt.agency, rules, case_.day()).name);
    json_.Text("procedure", receipt.procedure.text());
    json_.Text("procedure_name",
               statement::NamedProcedure(receipt.procedure, rules, case_.day()).name);
    json_.Text("counter", receipt.counter.text());
    json_.TextIfAny("channel", ToString(receipt.channel));
    if (case_.terms.limit) json_.Text("limit", ToString(*case_.terms.limit));
    json_.Close('}');
  }

  void End() {
    if (!facts_.end) return json_.Raw("end", "null");
    json_.Open("end", '{');
    json_.At("at", facts_.end->at);
    json_.Text("type", kEndNames[static_cast<size_t>(facts_.end->kind)]);
    json_.Close('}');
  }

  void WriteBasis(Basis basis) {
    const dossier::BasisJudgement& judgement = case_.judgement().On(basis);
    json_.Open(ToString(basis), '{');
    json_.Text("standing", ToString(dossier::StandingAt(judgement, case_.at())));
    if (judgement.due) {
      json_.Due("due", *judgement.due);
      json_.Day("due_date", judgement.due_day);
      if (judgement.counted_on != judgement.due_day) {
        json_.Day("counted_on", judgement.counted_on);
      }
      json_.At("overdue_from", *judgement.overdue_from);
      json_.Text("compared_by", judgement.by_date ? "date" : "instant");
      json_.Raw("fallback", judgement.fallback ? "true" : "false");
      json_.Raw("confirmed", judgement.confirmed ? "true" : "false");
    } else {
      json_.Raw("due", "null");
      json_.TextIfAny("no_due", kNoDueNames[static_cast<size_t>(judgement.no_due)]);
    }
    json_.Close('}');
  }

  void Claim(std::string_view key, const dossier::Claim& claim) {
    json_.Open(key, '{');
    json_.At("at", claim.at);
    json_.Claim("due", claim.due);
    json_.Close('}');
  }

  void Claims() {
    const dossier::Promise promise = dossier::PromiseInForce(facts_, case_.terms);
    if (promise.in_force) {
      Claim("promise", *promise.in_force);
    } else {
      json_.Raw("promise", "null");
    }
    json_.Open("disputed", '[');
    for (const dossier::Claim& claim : promise.disputed) Claim("", claim);
    json_.Close(']');
    if (facts_.extension) json_.Claim("extension", facts_.extension->due);
    if (facts_.reappointment) json_.Claim("reappointment", facts_.reappointment->due);
  }

  void Stops() {
    json_.Open("stops", '[');
    for (const dossier::SuspendedSpan& span : facts_.suspensions) {
      json_.Open("", '{');
      json_.Text("kind", NameOf(span.kind));
      json_.At("from", span.from);
      json_.At("to", EndOfStop(span, facts_));
      if (!span.to && facts_.end) json_.Bool("ended_with_dossier", true);
      json_.TextIfAny("reason", span.reason.text());
      json_.Close('}');
    }
    json_.Close(']');
  }

  void Signals() {
    json_.Open("signals", '[');
    for (size_t i = 0; i < std::size(kSignals); ++i) {
      if (HasSignal(case_, kSignals[i])) json_.Text("", kSignalNames[i]);
    }
    json_.Close(']');
  }

  void Events() {
    json_.Open("events", '[');
    for (const ledger::StoredEvent& stored : case_.page.record.events) WriteEvent(stored);
    json_.Close(']');
  }

  void WriteEvent(const ledger::StoredEvent& stored) {
    const Event& event = stored.event;
    json_.Open("", '{');
    json_.Raw("seq", fmt::format("{}", stored.seq));
    json_.Text("type", ToString(event.type));
    json_.At("at", event.at);
    json_.At("recorded_at", stored.recorded_at);
    json_.Text("source", event.source.text());
    json_.Text("id", event.id);
    json_.TextIfAny("agency", event.agency.text());
    json_.TextIfAny("procedure", event.procedure.text());
    json_.TextIfAny("counter", event.counter.text());
    json_.TextIfAny("channel", ToString(event.channel));
    if (event.due) json_.Due("due", *event.due);
    json_.TextIfAny("unit", event.unit.text());
    json_.TextIfAny("step", event.step.text());
    if (event.step_due) json_.Due("step_due", *event.step_due);
    json_.TextIfAny("to_agency", event.to_agency.text());
    json_.TextIfAny("reason", event.reason.text());
    if (event.rating > 0) json_.Raw("rating", fmt::format("{}", event.rating));
    json_.TextIfAny("voids", event.voids);
    if (const auto fate = fates_.Of(event); fate != Fate::kCounts) {
      json_.Text("fate", kFateNames[static_cast<size_t>(fate)]);
    }
    json_.Close('}');
  }

  DossierCase case_;
  const dossier::Facts& facts_;
  const worktime::Zone& zone_;
  Language language_;
  EventFates fates_;
  JsonText json_;
};

}  // namespace

std::string WriteDossierJson(const DossierPage& page, Explain explain, Language language) {
  return JsonWriter(page, language).Write(explain);
}

}  // namespace dunghan::report

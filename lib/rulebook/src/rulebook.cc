#include "dunghan/rulebook/rulebook.h"

#include <algorithm>
#include <utility>

#include "dunghan/base/text.h"
#include "loader.h"

namespace dunghan::rulebook {

std::string_view ToString(Tier tier) {
  switch (tier) {
    case Tier::kUnknown:
      return "";
    case Tier::kProvince:
      return "province";
    case Tier::kDistrict:
      return "district";
    case Tier::kCommune:
      return "commune";
  }
  return "";
}

Rulebook::Loaded Rulebook::Load(const Options& options, std::shared_ptr<CodeTable> codes) {
  return Loader(std::move(codes)).Load(options);
}

std::shared_ptr<const Rulebook> Rulebook::Open(worktime::WorkingCalendar calendar,
                                               std::shared_ptr<CodeTable> codes,
                                               dossier::Comparison comparison) {
  return Loader(std::move(codes)).Open(std::move(calendar), comparison);
}

const Agency* Rulebook::FindAgency(AgencyCode code) const {
  const uint32_t number = code.number();
  const uint32_t place = number < agency_by_code_.size() ? agency_by_code_[number] : 0;
  return place == 0 ? nullptr : &agencies_[place - 1];
}

Rulebook::Rows Rulebook::RowsOf(ProcedureCode code) const {
  return code.number() < procedure_by_code_.size() ? procedure_by_code_[code.number()] : Rows{};
}

const Procedure* Rulebook::FindProcedure(ProcedureCode code, LocalDay day) const {
  const auto [first, count] = RowsOf(code);
  // A procedure has a handful of rows at most.
  for (uint32_t i = first; i < first + count; ++i) {
    const Procedure& row = procedures_[procedures_by_validity_[i]];
    if ((!row.valid_from || *row.valid_from <= day) && (!row.valid_to || day <= *row.valid_to)) {
      return &row;
    }
  }
  return nullptr;
}

const Procedure* Rulebook::FindProcedure(ProcedureCode code) const {
  const auto [first, count] = RowsOf(code);
  return count == 0 ? nullptr : &procedures_[procedures_by_validity_[first + count - 1]];
}

bool Rulebook::IsWithin(AgencyCode code, AgencyCode ancestor) const {
  while (code && code != ancestor) {
    const Agency* agency = FindAgency(code);
    code = agency ? agency->parent : AgencyCode();
  }
  return static_cast<bool>(code);
}

SourceRole Rulebook::RoleOf(SourceName source) const {
  const bool mirror = std::find(mirrors_.begin(), mirrors_.end(), source) != mirrors_.end();
  return mirror ? SourceRole::kMirror : SourceRole::kAuthority;
}

ReasonCode Rulebook::AdmitReason(ReasonCode reason) const {
  if (!reason || reasons_.empty()) return reason;
  return std::binary_search(reasons_.begin(), reasons_.end(), reason) ? reason : other_;
}

std::optional<Rulebook::Objection> Rulebook::ObjectToAgency(std::string_view field,
                                                            AgencyCode code) const {
  if (!code || !ListsAgencies() || FindAgency(code)) return {};
  return Objection{std::string(field), "unknown agency " + JsonQuote(code.text())};
}

std::optional<Rulebook::Objection> Rulebook::Object(const dossier::Event& event) const {
  const bool opening =
      event.type == dossier::EventType::kReceived || event.type == dossier::EventType::kSubmitted;
  const auto missing = [&](std::string_view field) {
    return Objection{std::string(field),
                     "required on \"" + std::string(dossier::ToString(event.type)) + "\""};
  };
  if (opening && !event.agency) return missing("agency");
  if (opening && !event.procedure) return missing("procedure");
  if (auto objection = ObjectToAgency("agency", event.agency)) return objection;
  if (auto objection = ObjectToAgency("counter", event.counter)) return objection;
  if (auto objection = ObjectToAgency("to_agency", event.to_agency)) return objection;
  if (opening && ListsProcedures() && RowsOf(event.procedure).count == 0) {
    return Objection{"procedure", "unknown procedure " + JsonQuote(event.procedure.text())};
  }
  return std::nullopt;
}

dossier::Terms Rulebook::TermsFor(const dossier::Facts& facts) const {
  dossier::Terms terms;
  terms.calendar = default_calendar_;
  terms.comparison = comparison_;
  terms.due_rules = due_rules_;
  const AgencyCode code = facts.receipt ? facts.receipt->agency : facts.named_agency;
  if (const Agency* agency = FindAgency(code)) terms.calendar = agency->calendar;
  if (!facts.receipt) return terms;
  const LocalDay day = terms.calendar->zone().DayOf(facts.receipt->at);
  if (const Procedure* procedure = FindProcedure(facts.receipt->procedure, day)) {
    terms.limit = procedure->limit;
    terms.on_supplement = procedure->on_supplement;
  }
  return terms;
}

}  // namespace dunghan::rulebook

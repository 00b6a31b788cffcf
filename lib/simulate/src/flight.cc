#include "flight.h"

#include <algorithm>
#include <charconv>

namespace dunghan::simulate {
namespace {

using dossier::Event;
using dossier::EventType;

void AppendNumber(std::string& out, uint64_t value, size_t digits = 1) {
  char buffer[20];
  const auto result = std::to_chars(std::begin(buffer), std::end(buffer), value);
  const auto size = static_cast<size_t>(result.ptr - buffer);
  if (size < digits) out.append(digits - size, '0');
  out.append(buffer, size);
}

}  // namespace

void AssignDossierCode(std::string& out, AgencyCode agency, LocalDay day, uint32_t number) {
  const std::chrono::year_month_day date{day};
  out = agency.text();
  out += '-';
  AppendNumber(out, static_cast<uint64_t>(static_cast<int>(date.year()) % 100), 2);
  AppendNumber(out, static_cast<unsigned>(date.month()), 2);
  AppendNumber(out, static_cast<unsigned>(date.day()), 2);
  out += '-';
  AppendNumber(out, number, 4);
}

EventFiller::EventFiller(const rulebook::Rulebook& rulebook, CodeTable& codes)
    : source_(codes.Intern<SourceName>(kSource)) {
  for (size_t i = 0; i < kUnits.size(); ++i) units_[i] = codes.Intern<UnitName>(kUnits[i]);
  for (size_t i = 0; i < kStepNames.size(); ++i) {
    step_names_[i] = codes.Intern<StepName>(kStepNames[i]);
  }
  for (size_t i = 0; i < kReasons.size(); ++i) {
    reasons_[i] = rulebook.AdmitReason(codes.Intern<ReasonCode>(kReasons[i]));
  }
}

void EventFiller::Fill(const Flight& flight, size_t number, Event& out) const {
  const Step& step = flight.steps[number];
  const auto actor = [&](Actor who) { return flight.actors[static_cast<size_t>(who)]; };
  const bool opening = step.type == EventType::kSubmitted || step.type == EventType::kReceived;
  const bool handed_on = step.type == EventType::kAssigned || step.type == EventType::kTransferred;
  const auto unit = static_cast<size_t>(step.unit);
  out.dossier = flight.code;
  out.type = step.type;
  out.channel = opening ? flight.channel : dossier::Channel::kUnknown;
  out.rating = step.rating;
  out.at = step.at;
  out.source = source_;
  out.id.clear();
  AppendNumber(out.id, number + 1);
  out.agency = actor(opening ? Actor::kCompetent : step.actor);
  out.procedure = opening ? flight.procedure : ProcedureCode();
  out.counter = opening ? actor(Actor::kCounter) : AgencyCode();
  out.due.reset();
  if (step.due) out.due = *step.due;
  out.unit = handed_on ? units_[unit] : UnitName();
  out.step = handed_on ? step_names_[unit] : StepName();
  out.step_due.reset();
  if (step.step_due) out.step_due = *step.step_due;
  out.to_agency = actor(step.to);
  out.reason = reasons_[static_cast<size_t>(step.reason)];
  out.voids.clear();
  if (step.voids == 0) return;
  const auto withdrawn = std::find_if(flight.steps.begin(), flight.steps.end(),
                                      [&](const Step& other) { return other.mark == step.voids; });
  AppendNumber(out.voids, static_cast<uint64_t>(withdrawn - flight.steps.begin()) + 1);
}

}  // namespace dunghan::simulate

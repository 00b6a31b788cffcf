#include "intake/event_checks.h"

#include <chrono>
#include <utility>

#include "intake/event_decoder.h"
#include "intake/event_fields.h"

namespace dunghan::intake {
namespace {

using dossier::Event;

/// Clocks differ by minutes; a day is a mistake.
constexpr std::chrono::hours kFar{24};
constexpr std::string_view kSimulator = "simulate";

struct OddityText {
  Field field;
  std::string_view reason;
};
constexpr std::string_view kNotValid = "not valid on that day by the list of agencies";
constexpr std::array<OddityText, kOddities> kTexts = {{
    {Field::kDue, "before the receipt"},
    {Field::kAt, "more than a day ahead: it takes effect when its time has come"},
    {Field::kSource, "not among the configured sources"},
    {Field::kAgency, kNotValid},
    {Field::kCounter, kNotValid},
    {Field::kToAgency, kNotValid},
    {Field::kProcedure, "not among those that the agency handles by the list of procedures"},
    {Field::kVoids, "the dossier has no event of that id from this source yet"},
    {Field::kId,
     "on record already with other content: both are kept, one of them counts; an id has to be "
     "unique within source and dossier"},
}};

void Mark(std::vector<bool>& marks, uint32_t number) {
  if (number >= marks.size()) marks.resize(number + 1);
  marks[number] = true;
}

bool IsMarked(const std::vector<bool>& marks, uint32_t number) {
  return number < marks.size() && marks[number];
}

}  // namespace

std::string_view FieldOf(Oddity oddity) {
  return NameOf(kTexts[static_cast<size_t>(oddity)].field);
}
std::string_view ReasonOf(Oddity oddity) { return kTexts[static_cast<size_t>(oddity)].reason; }

Oddities OdditiesOf(const ledger::ItemOutcome& outcome) {
  Oddities found;
  if (outcome.voids_nothing) found.Add(Oddity::kVoidsNothing);
  if (outcome.other_content) found.Add(Oddity::kOtherContent);
  return found;
}

EventChecks::EventChecks(CodeTable& codes, std::shared_ptr<const rulebook::Timeline> rulebooks,
                         std::span<const std::string> sources)
    : rulebooks_(std::move(rulebooks)) {
  for (const auto& version : rulebooks_->versions()) {
    for (const rulebook::Agency& agency : version.rulebook->agencies()) {
      if (agency.valid_from || agency.valid_to) Mark(dated_, agency.code.number());
    }
    says_who_handles_ = says_who_handles_ || version.rulebook->SaysWhoHandles();
  }
  if (sources.empty()) return;
  for (const std::string& name : sources) Mark(sources_, codes.Intern<SourceName>(name).number());
  for (const std::string_view name : {kDefaultSource, kSimulator}) {
    Mark(sources_, codes.Intern<SourceName>(name).number());
  }
}

Oddities EventChecks::Check(const Event& event, Instant now) const {
  Oddities found;
  if (IsDueBeforeReceipt(event)) found.Add(Oddity::kDueBeforeReceipt);
  if (event.at > now + kFar) found.Add(Oddity::kFarAhead);
  if (!sources_.empty() && !IsMarked(sources_, event.source.number())) {
    found.Add(Oddity::kUnknownSource);
  }
  if (says_who_handles_ && IsHandledElsewhere(event)) found.Add(Oddity::kNotHandledHere);
  if (dated_.empty()) return found;
  if (IsNotValid(event.agency, event)) found.Add(Oddity::kAgencyNotValid);
  if (IsNotValid(event.counter, event)) found.Add(Oddity::kCounterNotValid);
  if (IsNotValid(event.to_agency, event)) found.Add(Oddity::kToAgencyNotValid);
  return found;
}

bool EventChecks::IsNotValid(AgencyCode code, const Event& event) const {
  if (!IsMarked(dated_, code.number())) return false;
  const rulebook::Rulebook& rulebook = *rulebooks_->InForceAt(event.at).rulebook;
  const rulebook::Agency* row = rulebook.FindAgency(code, event.at);
  if (row == nullptr) return false;
  const LocalDay day = row->calendar->zone().DayOf(event.at);
  return (row->valid_from && day < *row->valid_from) || (row->valid_to && *row->valid_to < day);
}

bool EventChecks::IsDueBeforeReceipt(const Event& event) const {
  if (event.type != dossier::EventType::kReceived || !event.due) return false;
  const auto* instant = std::get_if<Instant>(&*event.due);
  const Instant earliest =
      instant ? *instant : Instant{std::get<LocalDay>(*event.due).time_since_epoch()};
  // No zone is further from UTC: nearly every due is seen to be later without looking at one.
  constexpr std::chrono::hours kWidest{14};
  if (earliest > event.at + kWidest) return false;
  const rulebook::Rulebook& rulebook = *rulebooks_->InForceAt(event.at).rulebook;
  const rulebook::Agency* row = rulebook.FindAgency(event.agency, event.at);
  const auto& zone = (row ? *row->calendar : rulebook.default_calendar()).zone();
  const LocalDay received = zone.DayOf(event.at);
  if (instant == nullptr) return std::get<LocalDay>(*event.due) < received;
  // At midnight sharp it is a date in the form of an instant.
  const LocalDay due = zone.DayOf(*instant);
  return zone.StartOf(due) == *instant ? due < received : *instant < event.at;
}

std::string EventChecks::ValueOf(Oddity oddity, const Event& event) const {
  const auto& zone = rulebooks_->newest().default_calendar().zone();
  switch (oddity) {
    case Oddity::kDueBeforeReceipt:
      if (!event.due) return {};
      if (const auto* day = std::get_if<LocalDay>(&*event.due)) return FormatDate(*day);
      return zone.Format(std::get<Instant>(*event.due));
    case Oddity::kFarAhead:
      return zone.Format(event.at);
    case Oddity::kUnknownSource:
      return std::string(event.source.text());
    case Oddity::kAgencyNotValid:
      return std::string(event.agency.text());
    case Oddity::kCounterNotValid:
      return std::string(event.counter.text());
    case Oddity::kToAgencyNotValid:
      return std::string(event.to_agency.text());
    case Oddity::kNotHandledHere:
      return std::string(event.agency.text());
    case Oddity::kVoidsNothing:
      return event.voids;
    case Oddity::kOtherContent:
      return event.id;
  }
  return {};
}

bool EventChecks::IsHandledElsewhere(const Event& event) const {
  if (!IsOpening(event.type)) return false;
  const rulebook::Rulebook& rulebook = *rulebooks_->InForceAt(event.at).rulebook;
  const rulebook::Agency* agency = rulebook.FindAgency(event.agency, event.at);
  const auto& zone = (agency ? *agency->calendar : rulebook.default_calendar()).zone();
  const LocalDay day = zone.DayOf(event.at);
  const rulebook::Procedure* procedure = rulebook.FindProcedure(event.procedure, day);
  return procedure && !rulebook.Handles(event.agency, *procedure, day);
}

void WarningList::Add(size_t index, Oddities oddities) {
  Add(index, oddities, [](Oddity) { return std::string(); });
}

}  // namespace dunghan::intake

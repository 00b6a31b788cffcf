#include "event_builder.h"

#include <fmt/format.h>

#include <utility>

#include "dunghan/base/identifier.h"
#include "dunghan/base/text.h"
#include "dunghan/ledger/bounds.h"
#include "intake/event_decoder.h"

namespace dunghan::intake {
namespace {

using dossier::Channel;
using dossier::Event;
using dossier::EventType;

constexpr uint32_t Bit(Field field) { return 1U << static_cast<uint32_t>(field); }

// The fields beyond those that every type may carry.
constexpr uint32_t UsedBy(EventType type) {
  const uint32_t row = Bit(Field::kProcedure) | Bit(Field::kCounter) | Bit(Field::kChannel);
  const uint32_t step = Bit(Field::kStep) | Bit(Field::kStepDue);
  const uint32_t alias = Bit(Field::kAlias);
  switch (type) {
    case EventType::kSubmitted:
      return row | alias;
    case EventType::kReceived:
      return row | Bit(Field::kDue) | alias;
    case EventType::kDueSet:
    case EventType::kExtended:
    case EventType::kApologised:
      return Bit(Field::kDue);
    case EventType::kAssigned:
      return step;
    case EventType::kTransferred:
      return step | Bit(Field::kToAgency);
    case EventType::kRated:
      return Bit(Field::kRating);
    case EventType::kVoided:
      return Bit(Field::kVoids);
    case EventType::kSnapshot:
      return row | Bit(Field::kDue) | Bit(Field::kReceived) | Bit(Field::kState) |
             Bit(Field::kEnded) | alias;
    default:
      return 0;
  }
}

bool Uses(EventType type, Field field) { return (UsedBy(type) & Bit(field)) != 0; }

// Back to Event{}, but keeping the room of the texts, so that an item used again allocates nothing.
void Clear(Event& event) {
  event.dossier.clear();
  event.type = {};
  event.channel = Channel::kUnknown;
  event.rating = 0;
  event.at = {};
  event.source = {};
  event.id.clear();
  event.agency = {};
  event.procedure = {};
  event.counter = {};
  event.due.reset();
  event.unit = {};
  event.step = {};
  event.step_due.reset();
  event.to_agency = {};
  event.reason = {};
  event.voids.clear();
  event.received.reset();
  event.state = {};
  event.ended.reset();
  event.alias.clear();
}

/// What a field kept as a handle may hold.
struct HandleForm {
  std::string_view expected;
  bool (*admits)(std::string_view);
  std::string (*hidden_fault)(std::string_view);
};
constexpr HandleForm kCode{kCodeForm, IsCode, HiddenIdentifierFault};
bool IsSpeaker(std::string_view text) { return IsIdentifier(text, kMaxSourceName); }
constexpr HandleForm kSource{"text of at most 64 printable characters", IsSpeaker,
                             HiddenIdentifierFault};
constexpr HandleForm kShortName{"text of at most 200 printable characters", IsShortName,
                                HiddenNameFault};

/// A text kept as a handle, or its stand-in; none when not given.
template <class C>
Check ReadHandle(const EventFields& fields, Field field, const HandleForm& form,
                 CodeCache<C>& cache, C& out) {
  std::string_view text;
  if (auto fault = ReadText(fields, field, form.expected, text)) return fault;
  if (text.empty()) return {};
  out = cache.Find(text, form.admits);
  if (!out) return Unexpected(field, form.expected, fields[field], form.hidden_fault(text));
  return {};
}

/// The code that a reason stands for: free text in place of one may hold anything.
std::string_view ReasonOf(std::string_view text) { return IsCode(text) ? text : "other"; }

}  // namespace

bool IsSourceName(std::string_view text) {
  return IsSpeaker(text) && !text.starts_with(kActSource);
}

EventBuilder::EventBuilder(std::shared_ptr<CodeTable> codes,
                           std::shared_ptr<const rulebook::Timeline> rulebooks, size_t most_texts)
    : codes_(std::move(codes)),
      rulebooks_(std::move(rulebooks)),
      most_texts_(most_texts),
      agencies_(*codes_),
      procedures_(*codes_),
      sources_(*codes_),
      units_(*codes_),
      steps_(*codes_),
      reasons_(*codes_) {}

Check EventBuilder::Build(const EventFields& fields, std::string_view default_source, Event& out) {
  if (auto fault = Judge(fields, default_source, out)) {
    AddOthers(fields, default_source, *fault);
    return fault;
  }
  if (IsBeyond(out)) {
    const auto fault = ledger::Describe(ledger::Bound::kTextsOfSource);
    return Fault{std::string(fault.field), std::string(fault.reason)};
  }
  // Texts get into the table of codes only here, with an event that is accepted.
  Settle(fields, default_source, out);
  dossier::DropDefaultCounter(out);
  dossier::DropDefaultAlias(out);
  dossier::EnsureId(out);
  return {};
}

Check EventBuilder::Judge(const EventFields& fields, std::string_view default_source, Event& out) {
  Clear(out);
  if (fields.twice) return GivenTwice(*fields.twice, fields[*fields.twice], fields.again);
  if (auto fault = ReadIdentity(fields, default_source, out)) return fault;
  if (auto fault = ReadRow(fields, out)) return fault;
  if (auto fault = ReadWork(fields, out)) return fault;
  if (auto fault = ReadRest(fields, out)) return fault;
  if (out.type == EventType::kSnapshot) {
    if (auto fault = ReadSnapshot(fields, out)) return fault;
  }
  if (auto fault = ReadAlias(fields, out)) return fault;
  return Object(fields, out);
}

/// One mistake at a time would be one round of sending for each.
void EventBuilder::AddOthers(EventFields fields, std::string_view default_source, Fault& first) {
  constexpr int kTold = 4;
  int others = 0;
  Event scratch;
  uint32_t found = 0;
  auto faulty = FindField(first.field);
  while (faulty && (found & Bit(*faulty)) == 0) {
    found |= Bit(*faulty);
    // What is wrong gives way to something right, and the rest is judged again.
    StandIn(fields, *faulty);
    const auto next = Judge(fields, default_source, scratch);
    faulty = next ? FindField(next->field) : std::nullopt;
    if (!faulty || (found & Bit(*faulty)) != 0) break;
    if (++others <= kTold) first.reason += fmt::format("; also {}: {}", next->field, next->reason);
  }
  const int more = others - kTold;
  if (more > 0) {
    first.reason += fmt::format("; and {} more problem{}", more, more == 1 ? "" : "s");
  }
}

void EventBuilder::StandIn(EventFields& fields, Field field) const {
  const auto& rulebook = rulebooks_->newest();
  FieldValue& value = fields[field];
  value = {ValueKind::kText, "x"};
  fields.twice.reset();
  switch (field) {
    case Field::kDossier:
    case Field::kVoids:
      return;
    case Field::kType:
      value.text = "paid";  // uses no field of its own
      return;
    case Field::kAt:
      value.text = "2021-06-07T08:00:00Z";
      return;
    case Field::kDue:
    case Field::kReceived:
    case Field::kEnded:
      value.text = "2021-06-07";
      return;
    case Field::kRating:
      value = {ValueKind::kNumber, "1"};
      return;
    case Field::kAgency:
      if (!rulebook.agencies().empty()) value.text = rulebook.agencies().front().code.text();
      return;
    case Field::kProcedure:
      if (!rulebook.procedures().empty()) value.text = rulebook.procedures().front().code.text();
      return;
    default:
      value = {};
  }
}

bool EventBuilder::IsBeyond(const Event& event) const {
  const bool brings_texts =
      event.source == sources_.stand_in() || event.agency == agencies_.stand_in() ||
      event.procedure == procedures_.stand_in() || event.counter == agencies_.stand_in() ||
      event.unit == units_.stand_in() || event.step == steps_.stand_in() ||
      event.to_agency == agencies_.stand_in() || event.reason == reasons_.stand_in();
  // Asked last: the table is locked for it.
  return brings_texts && codes_->size() >= most_texts_;
}

void EventBuilder::Settle(const EventFields& fields, std::string_view default_source,
                          Event& event) {
  const std::string_view source = fields[Field::kSource].text;
  sources_.Settle(event.source, source.empty() ? default_source : source);
  agencies_.Settle(event.agency, fields[Field::kAgency].text);
  procedures_.Settle(event.procedure, fields[Field::kProcedure].text);
  agencies_.Settle(event.counter, fields[Field::kCounter].text);
  units_.Settle(event.unit, fields[Field::kUnit].text);
  steps_.Settle(event.step, fields[Field::kStep].text);
  agencies_.Settle(event.to_agency, fields[Field::kToAgency].text);
  reasons_.Settle(event.reason, ReasonOf(fields[Field::kReason].text));
}

Check EventBuilder::Object(const EventFields& fields, const Event& event) const {
  auto objection = rulebooks_->Object(event);
  if (!objection) return {};
  const auto stood_in = [&](Field field, bool is) {
    const std::string_view kind = field == Field::kProcedure ? "procedure" : "agency";
    if (is && objection->field == NameOf(field)) {
      objection->reason = fmt::format("unknown {} {}", kind, JsonQuote(fields[field].text));
    }
  };
  stood_in(Field::kAgency, event.agency == agencies_.stand_in());
  stood_in(Field::kCounter, event.counter == agencies_.stand_in());
  stood_in(Field::kToAgency, event.to_agency == agencies_.stand_in());
  stood_in(Field::kProcedure, event.procedure == procedures_.stand_in());
  return Fault{std::move(objection->field), std::move(objection->reason)};
}

Check EventBuilder::ReadIdentity(const EventFields& fields, std::string_view default_source,
                                 Event& out) {
  std::string_view code;
  if (auto fault = ReadText(fields, Field::kDossier, kCodeForm, code)) return fault;
  if (code.empty()) return Missing(Field::kDossier, kCodeForm);
  if (!IsCode(code)) {
    return Unexpected(Field::kDossier, kCodeForm, fields[Field::kDossier],
                      HiddenIdentifierFault(code));
  }
  out.dossier.assign(code);
  if (auto fault = ReadType(fields, out.type)) return fault;
  if (auto fault = ReadAt(fields, out.at)) return fault;
  if (auto fault = ReadId(fields, Field::kId, out.id)) return fault;
  if (auto fault = ReadHandle(fields, Field::kSource, kSource, sources_, out.source)) return fault;
  if (!out.source) out.source = sources_.Find(default_source, IsSpeaker);
  // Of what was set aside long ago it may be a name that would not be admitted today.
  if (!out.source) out.source = sources_.stand_in();
  return {};
}

Check EventBuilder::ReadAlias(const EventFields& fields, Event& out) {
  if (!Uses(out.type, Field::kAlias)) return {};
  std::string_view alias;
  if (auto fault = ReadText(fields, Field::kAlias, kCodeForm, alias)) return fault;
  if (!alias.empty() && !IsCode(alias)) {
    return Unexpected(Field::kAlias, kCodeForm, fields[Field::kAlias],
                      HiddenIdentifierFault(alias));
  }
  out.alias.assign(alias);
  return {};
}

Check EventBuilder::ReadRow(const EventFields& fields, Event& out) {
  if (auto fault = ReadHandle(fields, Field::kAgency, kCode, agencies_, out.agency)) return fault;
  if (!Uses(out.type, Field::kProcedure)) return {};
  if (auto fault = ReadHandle(fields, Field::kProcedure, kCode, procedures_, out.procedure)) {
    return fault;
  }
  if (auto fault = ReadHandle(fields, Field::kCounter, kCode, agencies_, out.counter)) return fault;
  return ReadChannel(fields, out.channel);
}

Check EventBuilder::ReadWork(const EventFields& fields, Event& out) {
  if (Uses(out.type, Field::kDue)) {
    if (auto fault = ReadDue(fields, Field::kDue, out.due)) return fault;
    if (out.type == EventType::kDueSet && !out.due) return Missing(Field::kDue, kInstantOrDate);
  }
  if (auto fault = ReadHandle(fields, Field::kUnit, kShortName, units_, out.unit)) return fault;
  if (!Uses(out.type, Field::kStep)) return {};
  if (auto fault = ReadHandle(fields, Field::kStep, kShortName, steps_, out.step)) return fault;
  if (auto fault = ReadDue(fields, Field::kStepDue, out.step_due)) return fault;
  if (!Uses(out.type, Field::kToAgency)) return {};
  return ReadHandle(fields, Field::kToAgency, kCode, agencies_, out.to_agency);
}

Check EventBuilder::ReadRest(const EventFields& fields, Event& out) {
  std::string_view reason;
  if (auto fault = ReadText(fields, Field::kReason, "a short code", reason)) return fault;
  if (!reason.empty()) {
    out.reason = rulebooks_->AdmitReason(reasons_.Find(ReasonOf(reason), IsCode), out.at);
  }
  if (Uses(out.type, Field::kRating)) {
    if (auto fault = ReadRating(fields, out.rating)) return fault;
  }
  if (Uses(out.type, Field::kVoids)) {
    if (auto fault = ReadId(fields, Field::kVoids, out.voids)) return fault;
    if (out.voids.empty()) return Missing(Field::kVoids, "the id of the event withdrawn");
  }
  return {};
}

Check EventBuilder::ReadSnapshot(const EventFields& fields, Event& out) {
  const auto read = [&](Field field, std::optional<Instant>& at) -> Check {
    std::optional<dossier::DueClaim> said;
    if (auto fault = ReadDue(fields, field, said)) return fault;
    if (!said) return {};
    const auto* day = std::get_if<LocalDay>(&*said);
    at = day ? rulebooks_->newest().default_calendar().zone().StartOf(*day)
             : std::get<Instant>(*said);
    return {};
  };
  if (auto fault = read(Field::kReceived, out.received)) return fault;
  if (auto fault = ReadState(fields, out.state)) return fault;
  return read(Field::kEnded, out.ended);
}

}  // namespace dunghan::intake

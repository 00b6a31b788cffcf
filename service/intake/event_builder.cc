#include "intake/event_builder.h"

#include <fmt/format.h>

#include <utility>

#include "dunghan/base/text.h"
#include "intake/event_decoder.h"

namespace dunghan::intake {
namespace {

using dossier::Channel;
using dossier::Event;
using dossier::EventType;

constexpr size_t kMaxSource = 64;
constexpr size_t kMaxName = 200;

constexpr uint32_t Bit(Field field) { return 1U << static_cast<uint32_t>(field); }

// The fields beyond those that every type may carry.
constexpr uint32_t UsedBy(EventType type) {
  const uint32_t row = Bit(Field::kProcedure) | Bit(Field::kCounter) | Bit(Field::kChannel);
  const uint32_t step = Bit(Field::kStep) | Bit(Field::kStepDue);
  switch (type) {
    case EventType::kSubmitted:
      return row;
    case EventType::kReceived:
      return row | Bit(Field::kDue);
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
}

/// A text kept as a handle; none when not given.
template <class C, class Admit>
Check ReadName(const EventFields& fields, Field field, std::string_view expected, Admit admit,
               CodeCache<C>& cache, C& out, C stand_in = {}) {
  std::string_view text;
  if (auto fault = ReadText(fields, field, expected, text)) return fault;
  if (text.empty()) return {};
  out = cache.Find(text, admit, stand_in);
  if (!out) return Unexpected(field, expected, fields[field]);
  return {};
}

}  // namespace

bool IsSourceName(std::string_view text) { return !text.empty() && IsText(text, kMaxSource); }

EventBuilder::EventBuilder(std::shared_ptr<CodeTable> codes,
                           std::shared_ptr<const rulebook::Timeline> rulebooks)
    : codes_(std::move(codes)),
      rulebooks_(std::move(rulebooks)),
      agencies_(*codes_),
      procedures_(*codes_),
      sources_(*codes_),
      units_(*codes_),
      steps_(*codes_) {
  // No sender can name it: codes have no control characters.
  constexpr std::string_view kUnlisted = "\x01unlisted";
  if (rulebooks_->ListsAgencies()) unlisted_agency_ = codes_->Intern<AgencyCode>(kUnlisted);
  if (rulebooks_->ListsProcedures()) unlisted_procedure_ = codes_->Intern<ProcedureCode>(kUnlisted);
}

Check EventBuilder::Build(const EventFields& fields, SourceName default_source, Event& out) {
  Clear(out);
  if (fields.twice) return GivenTwice(*fields.twice, fields[*fields.twice], fields.again);
  if (auto fault = ReadIdentity(fields, default_source, out)) return fault;
  if (auto fault = ReadRow(fields, out)) return fault;
  if (auto fault = ReadWork(fields, out)) return fault;
  if (auto fault = ReadRest(fields, out)) return fault;
  if (auto fault = Object(fields, out)) return fault;
  dossier::EnsureId(out);
  return {};
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
  stood_in(Field::kAgency, event.agency && event.agency == unlisted_agency_);
  stood_in(Field::kCounter, event.counter && event.counter == unlisted_agency_);
  stood_in(Field::kToAgency, event.to_agency && event.to_agency == unlisted_agency_);
  stood_in(Field::kProcedure, event.procedure && event.procedure == unlisted_procedure_);
  return Fault{std::move(objection->field), std::move(objection->reason)};
}

Check EventBuilder::ReadIdentity(const EventFields& fields, SourceName default_source, Event& out) {
  std::string_view code;
  if (auto fault = ReadText(fields, Field::kDossier, kCode, code)) return fault;
  if (code.empty()) return Missing(Field::kDossier, kCode);
  if (!IsCode(code)) return Unexpected(Field::kDossier, kCode, fields[Field::kDossier]);
  out.dossier.assign(code);
  if (auto fault = ReadType(fields, out.type)) return fault;
  if (auto fault = ReadAt(fields, out.at)) return fault;
  if (auto fault = ReadId(fields, Field::kId, out.id)) return fault;
  constexpr std::string_view kExpected = "text of at most 64 printable characters";
  if (auto fault =
          ReadName(fields, Field::kSource, kExpected, IsSourceName, sources_, out.source)) {
    return fault;
  }
  if (!out.source) out.source = default_source;
  return {};
}

Check EventBuilder::ReadRow(const EventFields& fields, Event& out) {
  if (auto fault = ReadName(fields, Field::kAgency, kCode, IsCode, agencies_, out.agency,
                            unlisted_agency_)) {
    return fault;
  }
  if (!Uses(out.type, Field::kProcedure)) return {};
  if (auto fault = ReadName(fields, Field::kProcedure, kCode, IsCode, procedures_, out.procedure,
                            unlisted_procedure_)) {
    return fault;
  }
  if (auto fault = ReadName(fields, Field::kCounter, kCode, IsCode, agencies_, out.counter,
                            unlisted_agency_)) {
    return fault;
  }
  return ReadChannel(fields, out.channel);
}

Check EventBuilder::ReadWork(const EventFields& fields, Event& out) {
  constexpr std::string_view kExpected = "text of at most 200 printable characters";
  const auto admit = [](std::string_view text) { return IsText(text, kMaxName); };
  if (Uses(out.type, Field::kDue)) {
    if (auto fault = ReadDue(fields, Field::kDue, out.due)) return fault;
    if (out.type == EventType::kDueSet && !out.due) return Missing(Field::kDue, kInstantOrDate);
  }
  if (auto fault = ReadName(fields, Field::kUnit, kExpected, admit, units_, out.unit)) return fault;
  if (!Uses(out.type, Field::kStep)) return {};
  if (auto fault = ReadName(fields, Field::kStep, kExpected, admit, steps_, out.step)) return fault;
  if (auto fault = ReadDue(fields, Field::kStepDue, out.step_due)) return fault;
  if (!Uses(out.type, Field::kToAgency)) return {};
  return ReadName(fields, Field::kToAgency, kCode, IsCode, agencies_, out.to_agency,
                  unlisted_agency_);
}

Check EventBuilder::ReadRest(const EventFields& fields, Event& out) {
  std::string_view reason;
  if (auto fault = ReadText(fields, Field::kReason, "a short code", reason)) return fault;
  if (!reason.empty()) {
    const std::string_view code = IsCode(reason) ? reason : "other";
    out.reason = rulebooks_->AdmitReason(codes_->Intern<ReasonCode>(code), out.at);
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

}  // namespace dunghan::intake

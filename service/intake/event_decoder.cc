#include "intake/event_decoder.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "cloud_event_reader.h"
#include "event_builder.h"
#include "intake/event_fields.h"

namespace dunghan::intake {
namespace {

constexpr std::string_view kNothingKnown =
    "no known field; an event has at least \"dossier\", \"type\" and \"at\"";

/// The content as a T, made new only if it is something else now.
template <class T>
T& ContentAs(ledger::Item& item) {
  if (auto* content = std::get_if<T>(&item.content)) return *content;
  return item.content.emplace<T>();
}

bool SaysNothing(const EventFields& fields) {
  return std::all_of(fields.values.begin(), fields.values.end(),
                     [](const FieldValue& value) { return value.kind == ValueKind::kAbsent; });
}

/// What is set aside counts for the source that it names itself, as far as that is a name.
std::string_view SourceIn(const EventFields& fields, std::string_view otherwise) {
  const FieldValue& named = fields[Field::kSource];
  return named.kind == ValueKind::kText && IsSourceName(named.text) ? named.text : otherwise;
}

/// What people have entered themselves nobody else says.
std::optional<Fault> Usurped(const EventFields& fields) {
  const FieldValue& named = fields[Field::kSource];
  if (named.kind != ValueKind::kText || !named.text.starts_with(kActSource)) return {};
  return Fault{std::string(NameOf(Field::kSource)),
               fmt::format("expected a name that does not begin with \"{}\", which is for what "
                           "people enter themselves",
                           kActSource)};
}

}  // namespace

std::string Place::ToString() const {
  if (number < 0) return std::string(name);
  return name.empty() ? fmt::format("index {}", number) : fmt::format("{}:{}", name, number);
}

struct EventDecoder::State {
  State(std::shared_ptr<CodeTable> codes_in, std::shared_ptr<const rulebook::Timeline> rulebooks,
        std::string_view source, size_t most_texts)
      : default_source(source), builder(std::move(codes_in), std::move(rulebooks), most_texts) {}

  Verdict Decode(std::string_view json, std::string_view source, const Place& place,
                 ledger::Item& out);
  /// `json`: what is kept where no field is known.
  Verdict Take(const EventFields& said, std::string_view json, std::string_view source,
               const Place& place, ledger::Item& out);
  /// `why`: nothing where it could be read. `json`: as in Take.
  Verdict TakeCloudEvent(std::optional<std::string> why, std::string_view json, const Place& place,
                         ledger::Item& out);
  ledger::Reject& Begin(std::string_view source, const Place& place, Fault fault,
                        ledger::Item& out);

  /// A copy with padding behind it, good until the next.
  std::string_view Padded(std::string_view json) {
    padded.reserve(json.size() + kPadding);
    padded.assign(json);
    padded.append(kPadding, ' ');
    return std::string_view(padded).substr(0, json.size());
  }

  std::string_view Speaker() const { return speaks_as.empty() ? default_source : speaks_as; }

  std::string default_source;
  std::string speaks_as;
  EventFieldReader reader;
  CloudEventReader cloud_reader{reader};
  EventBuilder builder;
  EventFields fields;
  EventFields spoken;  ///< with speaks_as in it
  CloudEvent cloud_event;
  std::string padded;
};

ledger::Reject& EventDecoder::State::Begin(std::string_view source, const Place& place, Fault fault,
                                           ledger::Item& out) {
  auto& reject = ContentAs<ledger::Reject>(out);
  reject = {};
  reject.source = source;
  reject.place = place.ToString();
  reject.field = std::move(fault.field);
  reject.reason = std::move(fault.reason);
  return reject;
}

Verdict EventDecoder::State::Decode(std::string_view json, std::string_view source,
                                    const Place& place, ledger::Item& out) {
  out.retry_of.reset();
  if (auto why = reader.Read(json, fields)) {
    Begin(source, place, {"", std::move(*why)}, out).raw = json;
    return Verdict::kNoObject;
  }
  return Take(fields, json, source, place, out);
}

Verdict EventDecoder::State::Take(const EventFields& said, std::string_view json,
                                  std::string_view source, const Place& place, ledger::Item& out) {
  if (!speaks_as.empty()) {
    spoken = said;
    spoken[Field::kSource] = {ValueKind::kText, speaks_as};
  }
  const EventFields& found = speaks_as.empty() ? said : spoken;
  auto fault = speaks_as.empty() ? Usurped(found) : std::nullopt;
  if (!fault) fault = builder.Build(found, source, ContentAs<dossier::Event>(out));
  if (!fault) return Verdict::kEvent;
  // Of such objects nothing would be left that tells one from another.
  if (SaysNothing(said)) {
    Begin(source, place, {"", std::string(kNothingKnown)}, out).raw = json;
    return Verdict::kNothingKnown;
  }
  AppendFields(Begin(SourceIn(found, source), place, std::move(*fault), out).fields, found);
  return Verdict::kUnusable;
}

Verdict EventDecoder::State::TakeCloudEvent(std::optional<std::string> why, std::string_view json,
                                            const Place& place, ledger::Item& out) {
  out.retry_of.reset();
  if (why) {
    Begin(Speaker(), place, {"", std::move(*why)}, out).raw = json;
    return Verdict::kNoObject;
  }
  const EventFields& found = cloud_event.fields;
  if (!cloud_event.fault) return Take(found, json, Speaker(), place, out);
  Fault& fault = *cloud_event.fault;
  if (SaysNothing(found)) {
    Begin(Speaker(), place, std::move(fault), out).raw = json;
    return Verdict::kNothingKnown;
  }
  if (!speaks_as.empty()) cloud_event.fields[Field::kSource] = {ValueKind::kText, speaks_as};
  auto& reject = Begin(SourceIn(found, Speaker()), place, std::move(fault), out);
  AppendBrokenFields(reject.fields, cloud_event);
  return Verdict::kUnusable;
}

EventDecoder::EventDecoder(std::shared_ptr<CodeTable> codes,
                           std::shared_ptr<const rulebook::Timeline> rulebooks,
                           // NOLINTNEXTLINE(performance-unnecessary-value-param): one a decoder
                           std::string default_source, size_t most_texts)
    : state_(std::make_unique<State>(std::move(codes), std::move(rulebooks), default_source,
                                     most_texts)) {}
EventDecoder::~EventDecoder() = default;
EventDecoder::EventDecoder(EventDecoder&&) noexcept = default;
EventDecoder& EventDecoder::operator=(EventDecoder&&) noexcept = default;

void EventDecoder::SpeakAs(std::string_view source) { state_->speaks_as = source; }

Verdict EventDecoder::DecodeLine(std::string_view json, const Place& place, ledger::Item& out) {
  if (json.size() > kMaxLine) return RejectOverlong(json, json.size(), Sha256(json), place, out);
  return state_->Decode(json, state_->Speaker(), place, out);
}

Verdict EventDecoder::Decode(std::string_view json, const Place& place, ledger::Item& out) {
  if (json.size() > kMaxLine) return RejectOverlong(json, json.size(), Sha256(json), place, out);
  return state_->Decode(state_->Padded(json), state_->Speaker(), place, out);
}

Verdict EventDecoder::DecodeCloudEvent(std::string_view json, const Place& place,
                                       ledger::Item& out) {
  if (json.size() > kMaxLine) return RejectOverlong(json, json.size(), Sha256(json), place, out);
  auto why = state_->cloud_reader.Read(json, state_->cloud_event);
  return state_->TakeCloudEvent(std::move(why), json, place, out);
}

Verdict EventDecoder::DecodeCloudEvent(const CloudEventHeaders& attributes, std::string_view data,
                                       const Place& place, ledger::Item& out) {
  if (data.size() > kMaxLine) return RejectOverlong(data, data.size(), Sha256(data), place, out);
  auto why = state_->cloud_reader.Read(attributes, data, state_->cloud_event);
  return state_->TakeCloudEvent(std::move(why), data, place, out);
}

Verdict EventDecoder::DecodeFields(const EventFields& fields, const Place& place,
                                   ledger::Item& out) {
  out.retry_of.reset();
  return state_->Take(fields, "", state_->Speaker(), place, out);
}

Verdict EventDecoder::RejectOverlong(std::string_view beginning, uint64_t size,
                                     const Digest& digest, const Place& place, ledger::Item& out) {
  out.retry_of.reset();
  const std::string_view kept = beginning.substr(0, kKeptOfOverlong);
  auto reason =
      fmt::format("{} bytes long, expected at most {}; the first {} are kept, SHA-256 of all is {}",
                  size, kMaxLine, kept.size(), ToHex(digest));
  state_->Begin(state_->Speaker(), place, {"", std::move(reason)}, out).raw = kept;
  return Verdict::kNoObject;
}

bool EventDecoder::Redecode(const ledger::QuarantineEntry& entry, ledger::Item& out) {
  if (entry.fields.empty() || AreBrokenFields(entry.fields)) return false;
  const std::string_view source = entry.source.empty() ? state_->Speaker() : entry.source;
  state_->Decode(state_->Padded(entry.fields), source, {.name = entry.place}, out);
  out.retry_of = entry.id;
  return true;
}

IgnoredFields::List EventDecoder::TakeIgnored() { return state_->reader.ignored().Take(); }

}  // namespace dunghan::intake

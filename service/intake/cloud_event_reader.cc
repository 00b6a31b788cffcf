#include "cloud_event_reader.h"

#include <fmt/format.h>
#include <simdjson.h>

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include "base64.h"
#include "dunghan/base/json_writer.h"
#include "dunghan/base/text.h"
#include "intake/event_decoder.h"
#include "intake/limits.h"
#include "json_fault.h"

namespace dunghan::intake {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::string_view kData = "data";
constexpr std::string_view kDataBase64 = "data_base64";
constexpr size_t kMostSpecVersion = 64;
constexpr std::string_view kBrokenBeginning = R"({"specversion":)";

std::optional<Attribute> FindAttribute(std::string_view name) {
  const auto* found = std::find(kAttributeNames.begin(), kAttributeNames.end(), name);
  if (found == kAttributeNames.end()) return {};
  return static_cast<Attribute>(found - kAttributeNames.begin());
}

/// One member, whatever it is. The JSON around it is known to be sound.
simdjson::error_code ReadMember(ondemand::value& value, FieldValue& out) {
  const std::string_view token = value.raw_json_token();
  switch (token.front()) {
    case '{':
      // Of data, where it stands; all other objects are what they are, and that is too much.
      out = {ValueKind::kObject, {}};
      return simdjson::to_json_string(value).get(out.text);
    case '"':
      out.kind = ValueKind::kText;
      return value.get(out.text);
    case '[':
      out = {ValueKind::kArray, {}};
      return simdjson::SUCCESS;
    case 'n':
      out = {ValueKind::kNull, {}};
      return simdjson::SUCCESS;
    case 't':
    case 'f':
      out = {ValueKind::kBool, token.substr(0, token.front() == 't' ? 4 : 5)};
      return simdjson::SUCCESS;
    default:
      out = {ValueKind::kNumber, token.substr(0, token.find_last_not_of(" \t\r\n") + 1)};
      return simdjson::SUCCESS;
  }
}

bool IsSaid(const FieldValue& value) {
  return value.kind != ValueKind::kAbsent && value.kind != ValueKind::kNull;
}

/// What stands in the place of data: that may be anything, and is not shown.
std::string_view KindOf(const FieldValue& value) {
  switch (value.kind) {
    case ValueKind::kAbsent:
    case ValueKind::kNull:
      return "nothing";
    case ValueKind::kText:
      return "a text";
    case ValueKind::kNumber:
      return "a number";
    case ValueKind::kBool:
      return "true or false";
    case ValueKind::kObject:
      return "an object";
    case ValueKind::kArray:
      return "an array";
  }
  return {};
}

void Clear(EventFields& fields) {
  for (auto& value : fields.values) value = {};
  fields.twice.reset();
}

/// A field that the data leaves out is what an attribute says.
void Complete(EventFields& fields, Field field, const FieldValue& attribute) {
  FieldValue& value = fields[field];
  const bool is_empty = value.kind == ValueKind::kText && value.text.empty();
  if ((IsSaid(value) && !is_empty) || attribute.kind != ValueKind::kText) return;
  value = attribute;
}

void Complete(CloudEvent& event) {
  EventFields& fields = event.fields;
  Complete(fields, Field::kId, event[Attribute::kId]);
  Complete(fields, Field::kAt, event[Attribute::kTime]);
  Complete(fields, Field::kDossier, event[Attribute::kSubject]);
  FieldValue type = event[Attribute::kType];
  if (type.text.starts_with(kCloudEventTypePrefix)) {
    type.text.remove_prefix(kCloudEventTypePrefix.size());
  }
  Complete(fields, Field::kType, type);
  const FieldValue& source = event[Attribute::kSource];
  if (IsSourceName(source.text)) Complete(fields, Field::kSource, source);
}

/// Several as one, as plain events have it.
std::optional<Fault> Joined(std::vector<Fault> faults) {
  if (faults.empty()) return {};
  Fault first = std::move(faults.front());
  first.reason.insert(0, "no valid CloudEvent: ");
  for (size_t i = 1; i < faults.size(); ++i) {
    first.reason += fmt::format("; also {}: {}", faults[i].field, faults[i].reason);
  }
  return first;
}

}  // namespace

struct CloudEventReader::State {
  explicit State(EventFieldReader& data_in) : data_reader(data_in) {}

  simdjson::error_code ReadMembers(ondemand::object object, CloudEvent& out);
  FieldValue* Destination(std::string_view name, CloudEvent& out);
  void ReadHeaders(const CloudEventHeaders& headers, CloudEvent& out);
  void ReadData(CloudEvent& out);
  void ReadPackedData(CloudEvent& out);
  void Begin(CloudEvent& out);
  void Finish(CloudEvent& out);
  void Blame(std::string_view name, std::string reason) {
    faults.push_back({std::string(name), std::move(reason)});
  }

  EventFieldReader& data_reader;
  ondemand::parser parser;
  FieldValue data;
  FieldValue data_base64;
  FieldValue ignored;
  std::vector<Fault> faults;
  std::array<std::string, kAttributes> headers_decoded;
  std::string unpacked;
};

void CloudEventReader::State::Begin(CloudEvent& out) {
  out.attributes = {};
  out.fault.reset();
  Clear(out.fields);
  data = data_base64 = {};
  faults.clear();
}

void CloudEventReader::State::Finish(CloudEvent& out) {
  std::vector<Fault> all;
  for (Fault& fault : FaultsOfAttributes(out)) {
    // Not twice: what could not be read is no surprise there.
    const bool is_told = std::any_of(faults.begin(), faults.end(),
                                     [&](const Fault& told) { return told.field == fault.field; });
    if (!is_told) all.push_back(std::move(fault));
  }
  all.insert(all.end(), std::make_move_iterator(faults.begin()),
             std::make_move_iterator(faults.end()));
  out.fault = Joined(std::move(all));
  Complete(out);
}

/// Where the value of a member goes.
FieldValue* CloudEventReader::State::Destination(std::string_view name, CloudEvent& out) {
  FieldValue* value = nullptr;
  if (const auto known = FindAttribute(name)) {
    value = &out[*known];
  } else if (name == kData) {
    value = &data;
  } else if (name == kDataBase64) {
    value = &data_base64;
  } else {
    return &ignored;
  }
  if (value->kind == ValueKind::kAbsent) return value;
  Blame(name, "given twice");
  return &ignored;
}

simdjson::error_code CloudEventReader::State::ReadMembers(ondemand::object object,
                                                          CloudEvent& out) {
  for (auto result : object) {
    if (result.error() != simdjson::SUCCESS) return result.error();
    ondemand::field& field = result.value_unsafe();
    std::string_view name;
    if (const auto error = field.unescaped_key().get(name)) return error;
    if (const auto error = ReadMember(field.value(), *Destination(name, out))) return error;
  }
  return simdjson::SUCCESS;
}

/// Of data in the JSON format.
void CloudEventReader::State::ReadData(CloudEvent& out) {
  if (IsSaid(data_base64)) {
    if (IsSaid(data)) Blame(kDataBase64, "there is data as well");
    return ReadPackedData(out);
  }
  if (!IsSaid(data)) return;
  if (data.kind != ValueKind::kObject) {
    return Blame(kData, fmt::format("expected an event as a JSON object, found {}", KindOf(data)));
  }
  if (auto why = data_reader.Read(data.text, out.fields)) Blame(kData, std::move(*why));
}

void CloudEventReader::State::ReadPackedData(CloudEvent& out) {
  const bool is_text = data_base64.kind == ValueKind::kText;
  if (!is_text || !DecodeBase64(data_base64.text, unpacked)) {
    return Blame(kDataBase64, fmt::format("expected Base64, found {}",
                                          is_text ? "another text" : KindOf(data_base64)));
  }
  const size_t size = unpacked.size();
  unpacked.append(kPadding, ' ');
  if (auto why = data_reader.Read(std::string_view(unpacked).substr(0, size), out.fields)) {
    Blame(kDataBase64, std::move(*why));
  }
}

void CloudEventReader::State::ReadHeaders(const CloudEventHeaders& headers, CloudEvent& out) {
  for (const auto& [name, written] : headers) {
    const auto known = FindAttribute(name);
    if (!known) continue;
    if (*known == Attribute::kDataContentType) {
      Blame(name, "in binary mode Content-Type alone says it");
      continue;
    }
    FieldValue& value = out[*known];
    if (value.kind != ValueKind::kAbsent) {
      Blame(name, "given twice");
      continue;
    }
    std::string& text = headers_decoded[static_cast<size_t>(*known)];
    if (const auto why = DecodeHeaderValue(written, text)) {
      // It was said, though nobody knows what.
      value.kind = ValueKind::kNull;
      Blame(name, std::string(*why));
    } else {
      value = {ValueKind::kText, text};
    }
  }
}

CloudEventReader::CloudEventReader(EventFieldReader& data)
    : state_(std::make_unique<State>(data)) {}
CloudEventReader::~CloudEventReader() = default;

std::optional<std::string> CloudEventReader::Read(std::string_view json, CloudEvent& out) {
  // simdjson looks at what it is asked for alone; all of it has to be sound.
  if (const auto fault = FindJsonFault(json)) return "no valid JSON: " + Describe(*fault, json);
  if (!json.starts_with('{')) return "expected a CloudEvent as a JSON object";
  state_->Begin(out);
  ondemand::document document;
  ondemand::object object;
  const simdjson::padded_string_view padded(json.data(), json.size(), json.size() + kPadding);
  if (state_->parser.iterate(padded).get(document) || document.get_object().get(object) ||
      state_->ReadMembers(object, out)) {
    return "no valid JSON";
  }
  state_->ReadData(out);
  state_->Finish(out);
  return {};
}

std::optional<std::string> CloudEventReader::Read(const CloudEventHeaders& headers,
                                                  std::string_view data, CloudEvent& out) {
  state_->Begin(out);
  if (!data.empty() && data != "null") {
    if (auto why = state_->data_reader.Read(data, out.fields)) return why;
  }
  state_->ReadHeaders(headers, out);
  state_->Finish(out);
  return {};
}

void AppendBrokenFields(std::string& out, const CloudEvent& event) {
  JsonWriter json(out);
  const FieldValue& version = event[Attribute::kSpecVersion];
  out += kBrokenBeginning;
  version.kind == ValueKind::kText ? json.Text(FirstCharacters(version.text, kMostSpecVersion))
                                   : json.Null();
  std::string fields;
  AppendFields(fields, event.fields);
  const std::string_view members = std::string_view(fields).substr(1);
  if (members != "}") out += ',';
  out += members;
}

bool AreBrokenFields(std::string_view fields) { return fields.starts_with(kBrokenBeginning); }

}  // namespace dunghan::intake

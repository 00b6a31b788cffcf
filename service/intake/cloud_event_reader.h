#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "field_checks.h"
#include "intake/cloud_events.h"
#include "intake/event_fields.h"

namespace dunghan::intake {

/// The context attributes that mean something here, in the order in which they are checked.
enum class Attribute : uint8_t {
  kSpecVersion,
  kId,
  kSource,
  kType,
  kTime,
  kSubject,
  kDataContentType,
  kDataSchema,
};
inline constexpr size_t kAttributes = 8;
inline constexpr std::array<std::string_view, kAttributes> kAttributeNames = {
    "specversion", "id", "source", "type", "time", "subject", "datacontenttype", "dataschema"};

/// What one CloudEvent says. The texts belong to the reader and last until its next Read.
struct CloudEvent {
  std::array<FieldValue, kAttributes> attributes;
  /// Why it breaks the specification: the first attribute or member that does, and in the reason
  /// the others too.
  std::optional<Fault> fault;
  EventFields fields;  ///< what its data says, completed by its attributes

  const FieldValue& operator[](Attribute attribute) const {
    return attributes[static_cast<size_t>(attribute)];
  }
  FieldValue& operator[](Attribute attribute) { return attributes[static_cast<size_t>(attribute)]; }
};

/// What the attributes do against the specification, apart from what is known of them while they
/// are read; in order.
std::vector<Fault> FaultsOfAttributes(const CloudEvent& event);

/// The value of a header field of binary mode: quotes undone, percent-encoding undone once (HTTP
/// binding, 3.1.3.2). Nothing on success, else what is wrong with it.
std::optional<std::string_view> DecodeHeaderValue(std::string_view written, std::string& out);

/// The fields of an event that breaks the specification, as one object: `specversion` as it was
/// given, which no plain event's fields have, and what AppendFields writes.
void AppendBrokenFields(std::string& out, const CloudEvent& event);
/// Whether fields are those of such an event.
bool AreBrokenFields(std::string_view fields);

/// Reads CloudEvents; keeps its buffers from one to the next. One thread at a time.
class CloudEventReader {
 public:
  /// `data` reads what they are around, and outlives it.
  explicit CloudEventReader(EventFieldReader& data);
  ~CloudEventReader();
  CloudEventReader(const CloudEventReader&) = delete;
  CloudEventReader& operator=(const CloudEventReader&) = delete;

  /// An event in the JSON format. Nothing on success, else why this is no JSON object.
  /// REQUIRES: kPadding bytes are readable behind `json`.
  std::optional<std::string> Read(std::string_view json, CloudEvent& out);
  /// An event of binary mode. Nothing on success, else why its data is no JSON object.
  /// REQUIRES: kPadding bytes are readable behind `data`.
  std::optional<std::string> Read(const CloudEventHeaders& headers, std::string_view data,
                                  CloudEvent& out);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace dunghan::intake

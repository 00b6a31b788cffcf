#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "intake/limits.h"

/// The fields of one plain event, as they stand in its JSON object, not yet judged.
namespace dunghan::intake {

/// The known fields, in the order in which they are checked and written.
enum class Field : uint8_t {
  kDossier,
  kType,
  kAt,
  kId,
  kSource,
  kAgency,
  kProcedure,
  kCounter,
  kChannel,
  kDue,
  kUnit,
  kStep,
  kStepDue,
  kToAgency,
  kReason,
  kRating,
  kVoids,
  kReceived,
  kState,
  kEnded,
  kAlias,
};
inline constexpr size_t kFields = 21;

inline constexpr std::array<std::string_view, kFields> kFieldNames = {
    "dossier", "type",    "at",    "id",       "source", "agency",   "procedure",
    "counter", "channel", "due",   "unit",     "step",   "step_due", "to_agency",
    "reason",  "rating",  "voids", "received", "state",  "ended",    "alias"};

/// "step_due".
constexpr std::string_view NameOf(Field field) { return kFieldNames[static_cast<size_t>(field)]; }
std::optional<Field> FindField(std::string_view name);

enum class ValueKind : uint8_t { kAbsent, kNull, kText, kNumber, kBool, kObject, kArray };

struct FieldValue {
  ValueKind kind = ValueKind::kAbsent;
  /// kText: unescaped; kNumber, kBool: as written; else empty. Nothing inside an object or array is
  /// ever kept.
  std::string_view text;
};

/// What one object says. The texts belong to the reader and last until its next Read.
struct EventFields {
  std::array<FieldValue, kFields> values;
  /// The first known field found a second time, and what it said then. JSON leaves open which of
  /// two equal keys counts, and programs differ, so an event that says something twice cannot be
  /// trusted to mean the same to its sender: it is set aside.
  std::optional<Field> twice;
  FieldValue again;

  const FieldValue& operator[](Field field) const { return values[static_cast<size_t>(field)]; }
  FieldValue& operator[](Field field) { return values[static_cast<size_t>(field)]; }
};

/// The known fields as one JSON object, in the order of Field, so that equal fields give equal
/// bytes and reading it again leads to the same verdict. Texts are cut at 256 characters (more than
/// any field admits), objects and arrays become {} and [], a reason that is no code becomes
/// "other"; of a field given twice both values stand.
void AppendFields(std::string& out, const EventFields& fields);

class IgnoredFields;

/// Reads objects; keeps its buffers from one to the next. One thread at a time.
///
/// Strict JSON (RFC 8259) in UTF-8: also what is ignored must be well-formed, so that whether an
/// event is accepted never depends on which of its fields this version knows. Nesting beyond
/// kMaxDepth levels is refused.
class EventFieldReader {
 public:
  static constexpr int kMaxDepth = 64;

  EventFieldReader();
  ~EventFieldReader();
  EventFieldReader(EventFieldReader&&) noexcept;
  EventFieldReader& operator=(EventFieldReader&&) noexcept;

  /// Nothing on success, else why this is no JSON object.
  /// REQUIRES: kPadding bytes are readable behind `json`.
  std::optional<std::string> Read(std::string_view json, EventFields& out);

  /// The unknown fields that it has met.
  IgnoredFields& ignored();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace dunghan::intake

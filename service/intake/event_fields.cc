#include "intake/event_fields.h"

#include <string>

#include "dunghan/base/identifier.h"
#include "dunghan/base/json_writer.h"
#include "dunghan/base/text.h"

namespace dunghan::intake {
namespace {

constexpr size_t kLongestName = 9;

// Which fields have a name of a given length: four at most, so that finding one is a look at the
// length and a comparison or two.
struct ByLength {
  std::array<Field, 4> fields{};
  size_t count = 0;
};
constexpr auto kByLength = [] {
  std::array<ByLength, kLongestName + 1> table{};
  for (size_t i = 0; i < kFields; ++i) {
    ByLength& row = table[kFieldNames[i].size()];
    row.fields[row.count++] = static_cast<Field>(i);
  }
  return table;
}();

// More than any field may have: what was too long still is when it is tried again.
constexpr size_t kKeptCharacters = 256;
constexpr size_t kKeptNumber = 64;

void WriteValue(JsonWriter& json, Field field, const FieldValue& value) {
  switch (value.kind) {
    case ValueKind::kAbsent:
    case ValueKind::kNull:
      return json.Null();
    case ValueKind::kText:
      // Free text in place of a code may be anything, a person's name included.
      if (field == Field::kReason && !value.text.empty() && !IsCode(value.text)) {
        return json.Text("other");
      }
      return json.Text(FirstCharacters(value.text, kKeptCharacters));
    case ValueKind::kNumber:
      // A number of that length is no rating, and cut it would be another number.
      return json.Raw(value.text.size() <= kKeptNumber ? value.text : "0");
    case ValueKind::kBool:
      return json.Raw(value.text);
    case ValueKind::kObject:
      return json.Raw("{}");
    case ValueKind::kArray:
      return json.Raw("[]");
  }
}

}  // namespace

std::optional<Field> FindField(std::string_view name) {
  if (name.size() > kLongestName) return {};
  const ByLength& row = kByLength[name.size()];
  for (size_t i = 0; i < row.count; ++i) {
    if (NameOf(row.fields[i]) == name) return row.fields[i];
  }
  return {};
}

void AppendFields(std::string& out, const EventFields& fields) {
  JsonWriter json(out);
  json.BeginObject();
  for (size_t i = 0; i < kFields; ++i) {
    const auto field = static_cast<Field>(i);
    if (fields[field].kind == ValueKind::kAbsent) continue;
    json.Key(NameOf(field));
    WriteValue(json, field, fields[field]);
    if (fields.twice != field) continue;
    json.Key(NameOf(field));
    WriteValue(json, field, fields.again);
  }
  json.End();
}

}  // namespace dunghan::intake

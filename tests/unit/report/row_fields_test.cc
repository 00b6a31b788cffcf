#include "row_fields.h"

#include <gmock/gmock.h>

#include <algorithm>

#include "sample.h"

namespace dunghan::report {
namespace {

using ::testing::HasSubstr;

/// The members a shape promises, as one line without values: "{a,b:{c}}".
std::string Names(std::span<const JsonField> fields) {
  std::string text = "{";
  for (const JsonField& field : fields) {
    if (text.size() > 1) text += ',';
    text += field.name;
    if (field.of) text += ":" + Names(field.of->fields);
  }
  return text + "}";
}

/// The same of what is written: keys and brackets alone, maps as they are.
std::string NamesIn(std::string_view json) {
  std::string text;
  for (size_t i = 0; i < json.size(); ++i) {
    if (json[i] == '"') {
      const size_t end = json.find('"', i + 1);
      if (json.substr(end + 1, 1) == ":") {
        text += json.substr(i + 1, end - i - 1);
        if (json.substr(end + 2, 1) == "{") text += ':';
      }
      i = end;
    } else if (json[i] == '{' || json[i] == '}' || json[i] == ',') {
      text += json[i];
    }
  }
  return text;
}

const JsonField& At(std::span<const JsonField> fields, std::string_view name) {
  return *std::find_if(fields.begin(), fields.end(),
                       [name](const JsonField& field) { return field.name == name; });
}

TEST(RowFields, AreWrittenAsTheirShapeSays) {
  statement::StatementRow row = Sample().total;
  row.further.suspended.clear();
  row.further.late_causes.clear();
  std::string json;
  JsonWriter writer(json);
  writer.BeginObject();
  WriteRowFields(writer, row);
  writer.End();
  std::string names = Names(RowShape());
  for (const std::string_view map : {"suspended_seconds", "late_causes"}) {
    names.insert(names.find(map) + map.size(), ":{}");
  }
  EXPECT_EQ(NamesIn(json), names);
}

TEST(RowFields, SayTypeUnitAndWhetherThereMayBeNone) {
  const JsonField& received = At(RowShape(), "received");
  EXPECT_EQ(received.type, JsonType::kInteger);
  EXPECT_EQ(received.unit, "dossiers");
  EXPECT_FALSE(received.nullable);
  const JsonField& ratio = At(At(RowShape(), "strict").of->fields, "ratio");
  EXPECT_EQ(ratio.type, JsonType::kNumber);
  EXPECT_TRUE(ratio.nullable);
  const JsonField& suspended = At(RowShape(), "suspended_seconds");
  EXPECT_EQ(suspended.type, JsonType::kSeconds);
  EXPECT_EQ(suspended.holds, JsonHolds::kMap);
}

TEST(RowFields, EachSayWhatTheyMean) {
  for (const RowField& field : RowFields()) {
    EXPECT_THAT(std::string(field.shape.meaning), HasSubstr(".")) << field.path;
  }
}

}  // namespace
}  // namespace dunghan::report

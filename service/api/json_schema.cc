#include "json_schema.h"

#include <string_view>

namespace dunghan::api {
namespace {

class SchemaWriter {
 public:
  explicit SchemaWriter(JsonWriter& json) : json_(json) {}

  void WriteShape(const JsonShape& shape) {
    json_.BeginObject();
    json_.TextIfAny("description", shape.meaning);
    if (!shape.one_of.empty()) {
      json_.BeginArray("anyOf");
      for (const JsonShape* one : shape.one_of) WriteShape(*one);
      json_.End();
      json_.End();
      return;
    }
    json_.Text("type", "object");
    json_.BeginObject("properties");
    for (const JsonField& field : shape.fields) {
      json_.AnyKey(field.name);
      WriteField(field);
    }
    json_.End();
    json_.BeginArray("required");
    for (const JsonField& field : shape.fields) {
      if (!field.optional) json_.Text(field.name);
    }
    json_.End();
    json_.End();
  }

 private:
  void WriteField(const JsonField& field) {
    json_.BeginObject();
    json_.TextIfAny("description", field.meaning);
    json_.TextIfAny("x-unit", field.unit);
    if (field.holds == JsonHolds::kOne) {
      WriteType(field, field.nullable);
    } else {
      const bool is_list = field.holds == JsonHolds::kList;
      WriteTypeName(is_list ? "array" : "object", field.nullable);
      json_.BeginObject(is_list ? "items" : "additionalProperties");
      WriteType(field, false);
      json_.End();
    }
    json_.End();
  }

  void WriteTypeName(std::string_view type, bool nullable) {
    if (!nullable) return json_.Text("type", type);
    json_.BeginArray("type");
    json_.Text(type);
    json_.Text("null");
    json_.End();
  }

  void WriteType(const JsonField& field, bool nullable) {
    switch (field.type) {
      case JsonType::kText:
      case JsonType::kDue:
        return WriteTypeName("string", nullable);
      case JsonType::kDate:
        WriteTypeName("string", nullable);
        return json_.Text("format", "date");
      case JsonType::kInstant:
        WriteTypeName("string", nullable);
        return json_.Text("format", "date-time");
      case JsonType::kInteger:
        return WriteTypeName("integer", nullable);
      case JsonType::kNumber:
      case JsonType::kSeconds:
        return WriteTypeName("number", nullable);
      case JsonType::kBoolean:
        return WriteTypeName("boolean", nullable);
      case JsonType::kAny:
        return;
      case JsonType::kObject:
        break;
    }
    json_.BeginArray("anyOf");
    if (field.of) WriteShape(*field.of);
    if (nullable) json_.Raw(R"({"type":"null"})");
    json_.End();
  }

  JsonWriter& json_;
};

}  // namespace

void WriteSchema(JsonWriter& json, const JsonShape& shape) { SchemaWriter(json).WriteShape(shape); }

}  // namespace dunghan::api

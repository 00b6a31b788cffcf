#pragma once

#include <algorithm>
#include <boost/json.hpp>
#include <span>
#include <string>
#include <string_view>

#include "dunghan/base/json_shape.h"
#include "dunghan/base/time.h"

/// Holds written JSON against its shape. Who uses it links Boost::json.
namespace dunghan::test {

std::string FaultsOfObject(const boost::json::value& value, const JsonShape& shape,
                           const std::string& at);

inline bool IsInstant(const boost::json::value& value) {
  return value.is_string() && ParseRfc3339(std::string_view(value.get_string())).has_value();
}
inline bool IsDate(const boost::json::value& value) {
  return value.is_string() && ParseDate(std::string_view(value.get_string())).has_value();
}

/// Of one value of a field, lists and maps aside.
inline std::string FaultsOfValue(const boost::json::value& value, const JsonField& field,
                                 const std::string& at) {
  bool is_right = true;
  switch (field.type) {
    case JsonType::kText:
      is_right = value.is_string();
      break;
    case JsonType::kInteger:
      is_right = value.is_int64() || value.is_uint64();
      break;
    case JsonType::kNumber:
    case JsonType::kSeconds:
      is_right = value.is_number();
      break;
    case JsonType::kBoolean:
      is_right = value.is_bool();
      break;
    case JsonType::kDate:
      is_right = IsDate(value);
      break;
    case JsonType::kInstant:
      is_right = IsInstant(value);
      break;
    case JsonType::kDue:
      is_right = IsDate(value) || IsInstant(value);
      break;
    case JsonType::kObject:
      return field.of ? FaultsOfObject(value, *field.of, at) : at + ": an object of no shape\n";
    case JsonType::kAny:
      break;
  }
  return is_right ? "" : at + ": of another type: " + boost::json::serialize(value) + "\n";
}

inline std::string FaultsOfField(const boost::json::value& value, const JsonField& field,
                                 const std::string& at) {
  if (value.is_null()) return field.nullable ? "" : at + ": null\n";
  std::string faults;
  if (field.holds == JsonHolds::kOne) return FaultsOfValue(value, field, at);
  if (field.holds == JsonHolds::kList) {
    if (!value.is_array()) return at + ": no list\n";
    for (const auto& item : value.get_array()) faults += FaultsOfValue(item, field, at + "[]");
    return faults;
  }
  if (!value.is_object()) return at + ": no object\n";
  for (const auto& [key, item] : value.get_object()) {
    faults += FaultsOfValue(item, field, at + "." + std::string(key));
  }
  return faults;
}

inline std::string FaultsOfFields(const boost::json::object& object,
                                  std::span<const JsonField> fields, const std::string& at) {
  std::string faults;
  for (const auto& [key, value] : object) {
    const std::string_view name(key);
    const auto field = std::find_if(fields.begin(), fields.end(),
                                    [&](const JsonField& one) { return one.name == name; });
    const std::string place = at + "." + std::string(name);
    faults += field == fields.end() ? place + ": not in the shape\n"
                                    : FaultsOfField(value, *field, place);
  }
  for (const JsonField& field : fields) {
    const bool is_missing = !object.contains(field.name) && !field.optional;
    if (is_missing) faults += at + "." + std::string(field.name) + ": missing\n";
  }
  return faults;
}

inline std::string FaultsOfObject(const boost::json::value& value, const JsonShape& shape,
                                  const std::string& at) {
  if (!value.is_object()) return at + ": no object\n";
  if (shape.one_of.empty()) return FaultsOfFields(value.get_object(), shape.fields, at);
  std::string faults;
  for (const JsonShape* one : shape.one_of) {
    std::string of_this = FaultsOfFields(value.get_object(), one->fields, at);
    if (of_this.empty()) return "";
    faults += of_this;
  }
  return faults;
}

/// A line for each way in which a text differs from its shape: a field that is not in it, that is
/// of another type, null or missing where it must not be. Empty: it has that shape.
inline std::string FaultsIn(std::string_view text, const JsonShape& shape) {
  boost::system::error_code error;
  while (text.ends_with('\n')) text.remove_suffix(1);
  const auto value = boost::json::parse(boost::json::string_view(text.data(), text.size()), error);
  if (error) return "no JSON: " + error.message() + "\n";
  return FaultsOfObject(value, shape, std::string(shape.name));
}

/// What a reader of the shape would miss: a meaning, an object's own shape.
inline std::string GapsIn(const JsonShape& shape) {
  std::string gaps;
  if (shape.name.empty() || shape.meaning.empty()) gaps += std::string(shape.name) + ": unsaid\n";
  for (const JsonShape* one : shape.one_of) gaps += GapsIn(*one);
  for (const JsonField& field : shape.fields) {
    const std::string place = std::string(shape.name) + "." + std::string(field.name);
    if (field.name.empty() || field.meaning.empty()) gaps += place + ": unsaid\n";
    if ((field.type == JsonType::kObject) != (field.of != nullptr)) gaps += place + ": no shape\n";
    if (field.of) gaps += GapsIn(*field.of);
  }
  return gaps;
}

}  // namespace dunghan::test

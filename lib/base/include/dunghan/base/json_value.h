#pragma once

#include <chrono>
#include <concepts>
#include <map>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "dunghan/base/json_shape.h"
#include "dunghan/base/json_writer.h"

/// What C++ values are in JSON: their type, whether they may be null or missing, how they are
/// written.
namespace dunghan {

/// A value that its field goes without where there is none.
template <class Value>
struct JsonIfAny {
  std::optional<Value> value;
};
template <class Value>
JsonIfAny<Value> JsonIf(bool is_any, Value value) {
  if (!is_any) return {};
  return {std::move(value)};
}
/// A text that its field goes without where it is empty.
inline JsonIfAny<std::string_view> JsonIfAnyText(std::string_view text) {
  return JsonIf(!text.empty(), text);
}

/// What a table writes of an item that can be told of only with what it lies in.
template <class Item, class Context>
struct JsonIn {
  const Item& item;
  const Context& in;
};
/// A list of such: each item goes with the same context.
template <class List, class Context>
struct JsonEach {
  const List& list;
  const Context& in;
};

/// A number with four decimals.
struct JsonShare {
  double value;
};

/// JSON as it came from somewhere else. The text must outlive the writing.
struct JsonAsIs {
  std::string_view json;
};

template <JsonType type>
struct JsonOne {
  static constexpr JsonType kType = type;
  static constexpr JsonHolds kHolds = JsonHolds::kOne;
  static constexpr bool kNullable = false;
  static constexpr bool kOptional = false;
};

/// What a C++ type is in JSON: what JsonOne names, and `Write(json, value)`. Others add theirs.
template <class Value>
struct JsonOf;

template <>
struct JsonOf<bool> : JsonOne<JsonType::kBoolean> {
  static void Write(JsonWriter& json, bool value) { json.Bool(value); }
};
template <std::integral Value>
requires(!std::same_as<Value, bool> && !std::same_as<Value, char>) struct JsonOf<Value>
    : JsonOne<JsonType::kInteger> {
  static void Write(JsonWriter& json, Value value) { json.Integer(static_cast<int64_t>(value)); }
};
template <>
struct JsonOf<double> : JsonOne<JsonType::kNumber> {
  static void Write(JsonWriter& json, double value) { json.Number(value); }
};
template <>
struct JsonOf<std::string_view> : JsonOne<JsonType::kText> {
  static void Write(JsonWriter& json, std::string_view value) { json.Text(value); }
};
template <>
struct JsonOf<std::string> : JsonOf<std::string_view> {};
template <class Value>
concept NamedValue = std::is_enum_v<Value> && requires(Value value) {
  { ToString(value) } -> std::convertible_to<std::string_view>;
};
template <NamedValue Value>
struct JsonOf<Value> : JsonOne<JsonType::kText> {
  static void Write(JsonWriter& json, Value value) { json.Text(ToString(value)); }
};
template <>
struct JsonOf<std::chrono::milliseconds> : JsonOne<JsonType::kSeconds> {
  static void Write(JsonWriter& json, std::chrono::milliseconds value) { json.Seconds(value); }
};
template <>
struct JsonOf<LocalDay> : JsonOne<JsonType::kDate> {
  static void Write(JsonWriter& json, LocalDay value) { json.Date(value); }
};
template <>
struct JsonOf<JsonShare> : JsonOne<JsonType::kNumber> {
  static void Write(JsonWriter& json, JsonShare value) { json.Share(value.value); }
};
template <>
struct JsonOf<JsonAsIs> : JsonOne<JsonType::kAny> {
  static void Write(JsonWriter& json, const JsonAsIs& value) { json.Raw(value.json); }
};

template <class Value>
struct JsonOf<std::optional<Value>> : JsonOf<Value> {
  static constexpr bool kNullable = true;
  static void Write(JsonWriter& json, const std::optional<Value>& value) {
    value ? JsonOf<Value>::Write(json, *value) : json.Null();
  }
};
template <class Value>
struct JsonOf<JsonIfAny<Value>> : JsonOf<Value> {
  static constexpr bool kOptional = true;
  static bool IsAny(const JsonIfAny<Value>& value) { return value.value.has_value(); }
  static void Write(JsonWriter& json, const JsonIfAny<Value>& value) {
    JsonOf<Value>::Write(json, *value.value);
  }
};
template <std::ranges::input_range List>
requires(!std::convertible_to<List, std::string_view>) struct JsonOf<List>
    : JsonOf<std::ranges::range_value_t<List>> {
  static constexpr JsonHolds kHolds = JsonHolds::kList;
  static void Write(JsonWriter& json, const List& list) {
    json.BeginArray();
    for (const auto& value : list) JsonOf<std::ranges::range_value_t<List>>::Write(json, value);
    json.End();
  }
};
template <class Value>
struct JsonOf<std::map<std::string, Value>> : JsonOf<Value> {
  static constexpr JsonHolds kHolds = JsonHolds::kMap;
  static void Write(JsonWriter& json, const std::map<std::string, Value>& map) {
    json.BeginObject();
    for (const auto& [key, value] : map) {
      json.AnyKey(key);
      JsonOf<Value>::Write(json, value);
    }
    json.End();
  }
};

}  // namespace dunghan

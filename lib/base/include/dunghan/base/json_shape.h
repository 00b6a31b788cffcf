#pragma once

#include <array>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <ranges>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>

#include "dunghan/base/json_writer.h"

/// The shapes of JSON answers as data, and tables that write values by their shapes.
///
/// A table's row is both a field's description and where its value comes from; type, nullability
/// and whether it may be missing follow from the C++ type of that value. So what is described is
/// what is written, and a new field of an answer is one row:
///
///   constexpr JsonTable kPosition("position", "A place in the record.", {
///       JsonRow<Position>::Of("seq", "The number of the event.",
///                             [](const Position& of) { return of.seq; }),
///   });
///   kPosition.Write(json, position);
namespace dunghan {

/// What a value is.
enum class JsonType {
  kText,
  kInteger,
  kNumber,
  kBoolean,
  kSeconds,  ///< a number, exact
  kDate,     ///< text: "2021-06-07"
  kInstant,  ///< text: RFC 3339 with offset
  kDue,      ///< text: a date or an instant
  kObject,   ///< of a shape
  kAny,      ///< whatever somebody else said
};

/// How many values of the type a field holds.
enum class JsonHolds {
  kOne,
  kList,
  kMap,  ///< an object whose keys are data
};

struct JsonShape;

struct JsonField {
  std::string_view name;
  JsonType type = JsonType::kAny;
  JsonHolds holds = JsonHolds::kOne;
  std::string_view unit = {};  ///< "s", "dossiers"; empty where there is none to say
  bool nullable = false;
  bool optional = false;  ///< left out where there is nothing to say
  std::string_view meaning = {};
  const JsonShape* of = nullptr;  ///< kObject: what it looks like
};

struct JsonShape {
  std::string_view name;
  std::string_view meaning;
  std::span<const JsonField> fields = {};
  /// Not empty: it looks like one of these, and has no fields of its own.
  std::span<const JsonShape* const> one_of = {};
};

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

/// The same of what is written by a table: of a `Value`, a pointer or an optional (null where there
/// is none), a JsonIfAny, or a list of such.
template <const auto& table, class Value>
struct JsonObjectOf : JsonOne<JsonType::kObject> {
  static void Write(JsonWriter& json, const Value& value) { table.Write(json, value); }
};
template <const auto& table, class Value>
struct JsonObjectOf<table, const Value*> : JsonObjectOf<table, Value> {
  static constexpr bool kNullable = true;
  static void Write(JsonWriter& json, const Value* value) {
    value ? table.Write(json, *value) : json.Null();
  }
};
template <const auto& table, class Value>
struct JsonObjectOf<table, std::optional<Value>> : JsonObjectOf<table, Value> {
  static constexpr bool kNullable = true;
  static void Write(JsonWriter& json, const std::optional<Value>& value) {
    value ? table.Write(json, *value) : json.Null();
  }
};
template <const auto& table, class Value>
struct JsonObjectOf<table, JsonIfAny<Value>> : JsonObjectOf<table, Value> {
  static constexpr bool kOptional = true;
  static bool IsAny(const JsonIfAny<Value>& value) { return value.value.has_value(); }
  static void Write(JsonWriter& json, const JsonIfAny<Value>& value) {
    JsonObjectOf<table, Value>::Write(json, *value.value);
  }
};
template <const auto& table, class List, class Context>
struct JsonObjectOf<table, JsonEach<List, Context>> : JsonOne<JsonType::kObject> {
  static constexpr JsonHolds kHolds = JsonHolds::kList;
  static void Write(JsonWriter& json, const JsonEach<List, Context>& each) {
    json.BeginArray();
    for (const auto& item : each.list) table.Write(json, {item, each.in});
    json.End();
  }
};
template <const auto& table, std::ranges::input_range List>
struct JsonObjectOf<table, List> : JsonOne<JsonType::kObject> {
  static constexpr JsonHolds kHolds = JsonHolds::kList;
  static void Write(JsonWriter& json, const List& list) {
    json.BeginArray();
    for (const auto& value : list) table.Write(json, value);
    json.End();
  }
};

/// A list of texts that the table has written before.
template <class List>
struct JsonWrittenOf : JsonOne<JsonType::kObject> {
  static constexpr JsonHolds kHolds = JsonHolds::kList;
  static void Write(JsonWriter& json, const List& list) {
    json.BeginArray();
    for (const auto& written : list) json.Raw(written);
    json.End();
  }
};

/// A field of an answer, and how it comes from a `From`.
template <class From>
struct JsonRow {
  JsonField field;
  void (*write)(JsonWriter& json, std::string_view name, const From& from) = nullptr;

  /// `get` takes a `const From&`, is a lambda without captures, and its result is what JsonOf
  /// knows.
  template <class Get>
  static constexpr JsonRow Of(std::string_view name, std::string_view unit,
                              std::string_view meaning, Get /*get*/) {
    return Made<JsonOf<ResultOf<Get>>, Get>(name, unit, meaning, nullptr);
  }
  template <class Get>
  static constexpr JsonRow Of(std::string_view name, std::string_view meaning, Get get) {
    return Of(name, "", meaning, get);
  }
  /// What another table writes: `get` gives what JsonObjectOf knows.
  template <const auto& table, class Get>
  static constexpr JsonRow Object(std::string_view name, std::string_view meaning, Get /*get*/) {
    return Made<JsonObjectOf<table, ResultOf<Get>>, Get>(name, "", meaning, &table.shape());
  }
  /// A list of what the table has written before, each as a text.
  template <const auto& table, class Get>
  static constexpr JsonRow Written(std::string_view name, std::string_view meaning, Get /*get*/) {
    return Made<JsonWrittenOf<ResultOf<Get>>, Get>(name, "", meaning, &table.shape());
  }

 private:
  template <class Get>
  using ResultOf = std::remove_cvref_t<std::invoke_result_t<Get, const From&>>;

  template <class How, class Get>
  static constexpr JsonRow Made(std::string_view name, std::string_view unit,
                                std::string_view meaning, const JsonShape* of) {
    static_assert(std::is_empty_v<Get>, "a lambda without captures");
    return {{.name = name,
             .type = How::kType,
             .holds = How::kHolds,
             .unit = unit,
             .nullable = How::kNullable,
             .optional = How::kOptional,
             .meaning = meaning,
             .of = of},
            [](JsonWriter& json, std::string_view key, const From& from) {
              decltype(auto) value = Get{}(from);
              if constexpr (How::kOptional) {
                if (!How::IsAny(value)) return;
              }
              json.Key(key);
              How::Write(json, value);
            }};
  }
};

/// The shape of what is made of a `From`, and its writer. A constant that stays where it is.
template <class From, size_t kFields>
class JsonTable {
 public:
  /// Names must be ones that stand in JSON as they are, and differ: else this does not compile.
  constexpr JsonTable(std::string_view name, std::string_view meaning,
                      const JsonRow<From> (&rows)[kFields])
      : shape_{name, meaning, fields_} {
    for (size_t i = 0; i < kFields; ++i) {
      if (!IsName(rows[i].field.name)) throw "a field's name";
      for (size_t j = 0; j < i; ++j) {
        if (fields_[j].name == rows[i].field.name) throw "a field twice";
      }
      fields_[i] = rows[i].field;
      write_[i] = rows[i].write;
    }
  }
  JsonTable(const JsonTable&) = delete;
  JsonTable& operator=(const JsonTable&) = delete;

  constexpr const JsonShape& shape() const { return shape_; }

  void Write(JsonWriter& json, const From& from) const {
    json.BeginObject();
    WriteMembers(json, from);
    json.End();
  }
  /// Without the brackets.
  void WriteMembers(JsonWriter& json, const From& from) const {
    for (size_t i = 0; i < kFields; ++i) write_[i](json, fields_[i].name, from);
  }
  /// As a text of its own.
  std::string ToText(const From& from) const {
    std::string text;
    JsonWriter json(text);
    Write(json, from);
    return text;
  }

 private:
  static constexpr bool IsName(std::string_view name) {
    for (const char c : name) {
      if (c < ' ' || c > '~' || c == '"' || c == '\\') return false;
    }
    return !name.empty();
  }

  std::array<JsonField, kFields> fields_{};
  std::array<void (*)(JsonWriter&, std::string_view, const From&), kFields> write_{};
  JsonShape shape_;
};

/// The shape of an object whose members several tables write, one after the other. A constant that
/// stays where it is.
template <const auto&... tables>
class JsonJoin {
 public:
  constexpr JsonJoin(std::string_view name, std::string_view meaning)
      : shape_{name, meaning, fields_} {
    size_t i = 0;
    for (const JsonShape* one : {&tables.shape()...}) {
      for (const JsonField& field : one->fields) fields_[i++] = field;
    }
  }
  JsonJoin(const JsonJoin&) = delete;
  JsonJoin& operator=(const JsonJoin&) = delete;

  constexpr const JsonShape& shape() const { return shape_; }

 private:
  std::array<JsonField, (tables.shape().fields.size() + ...)> fields_{};
  JsonShape shape_;
};

/// What is written by one of several tables: by the one that stands where the variant's alternative
/// does. A constant that stays where it is.
template <const auto&... tables>
class JsonUnion {
 public:
  constexpr JsonUnion(std::string_view name, std::string_view meaning)
      : shape_{name, meaning, {}, shapes_} {}
  JsonUnion(const JsonUnion&) = delete;
  JsonUnion& operator=(const JsonUnion&) = delete;

  constexpr const JsonShape& shape() const { return shape_; }

  template <class... From>
  void Write(JsonWriter& json, const std::variant<From...>& value) const {
    static_assert(sizeof...(From) == sizeof...(tables));
    size_t i = 0;
    (WriteIf<From, tables>(i++ == value.index(), json, value), ...);
  }

 private:
  template <class From, const auto& table, class Value>
  static void WriteIf(bool is_it, JsonWriter& json, const Value& value) {
    if (is_it) table.Write(json, std::get<From>(value));
  }

  std::array<const JsonShape*, sizeof...(tables)> shapes_{&tables.shape()...};
  JsonShape shape_;
};

}  // namespace dunghan

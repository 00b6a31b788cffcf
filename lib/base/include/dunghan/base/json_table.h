#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <ranges>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>

#include "dunghan/base/json_value.h"

/// Tables that write JSON answers, and describe them.
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

#pragma once

#include <span>
#include <string_view>

/// The shapes of JSON answers as data: what describes an answer is made of these. What writes one
/// by its shape is in json_table.h.
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

}  // namespace dunghan

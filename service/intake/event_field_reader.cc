#include <simdjson.h>

#include <algorithm>
#include <bit>
#include <cstring>

#include "intake/event_fields.h"
#include "intake/ignored_fields.h"
#include "json_fault.h"

namespace dunghan::intake {
namespace {

namespace ondemand = simdjson::ondemand;
using simdjson::error_code;

static_assert(kPadding >= simdjson::SIMDJSON_PADDING);

bool IsBlank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

std::string_view TrimmedEnd(std::string_view token) {
  while (!token.empty() && IsBlank(token.back())) token.remove_suffix(1);
  return token;
}

bool SkipDigits(std::string_view& rest) {
  const size_t count = std::min(rest.find_first_not_of("0123456789"), rest.size());
  rest.remove_prefix(count);
  return count > 0;
}

/// The grammar alone: a number too large for any C++ type is still JSON.
bool IsNumber(std::string_view rest) {
  if (rest.starts_with('-')) rest.remove_prefix(1);
  if (rest.size() > 1 && rest[0] == '0' && rest[1] >= '0' && rest[1] <= '9') return false;
  if (!SkipDigits(rest)) return false;
  if (rest.starts_with('.')) {
    rest.remove_prefix(1);
    if (!SkipDigits(rest)) return false;
  }
  if (rest.starts_with('e') || rest.starts_with('E')) {
    rest.remove_prefix(1);
    if (rest.starts_with('+') || rest.starts_with('-')) rest.remove_prefix(1);
    if (!SkipDigits(rest)) return false;
  }
  return rest.empty();
}

error_code ReadScalar(std::string_view token, FieldValue& out) {
  if (token == "null") {
    out = {ValueKind::kNull, {}};
  } else if (token == "true" || token == "false") {
    out = {ValueKind::kBool, token};
  } else if (IsNumber(token)) {
    out = {ValueKind::kNumber, token};
  } else {
    return simdjson::TAPE_ERROR;
  }
  return simdjson::SUCCESS;
}

/// The names of fields with their closing quote, as words to compare with the bytes of a key.
class KeyWords {
 public:
  constexpr KeyWords() {
    for (size_t i = 0; i < kFields; ++i) {
      const std::string_view name = NameOf(static_cast<Field>(i));
      std::array<char, kSize> text{};
      std::array<char, kSize> mask{};
      for (size_t at = 0; at <= name.size(); ++at) {
        text[at] = at < name.size() ? name[at] : '"';
        mask[at] = static_cast<char>(0xFF);
      }
      rows_[i] = {std::bit_cast<Words>(text), std::bit_cast<Words>(mask)};
    }
  }

  /// Whether the key at `raw` is that field's name. REQUIRES: kPadding bytes behind the line.
  bool Match(Field field, const char* raw) const {
    Words key;
    std::memcpy(&key, raw, kSize);
    const Row& row = rows_[static_cast<size_t>(field)];
    return ((key[0] & row.mask[0]) ^ row.text[0]) == 0 &&
           ((key[1] & row.mask[1]) ^ row.text[1]) == 0;
  }

 private:
  static constexpr size_t kSize = 16;
  using Words = std::array<uint64_t, 2>;
  struct Row {
    Words text{};
    Words mask{};
  };
  std::array<Row, kFields> rows_{};
};
constexpr KeyWords kKeyWords;

/// Which field stood at which place of the last object: senders write their fields in one order,
/// so the guess is nearly always right.
using Habit = std::array<Field, kFields>;

/// The way through one object. simdjson checks what it is asked for; this asks for everything.
class ObjectWalk {
 public:
  ObjectWalk(std::string_view json, Habit& habit, IgnoredFields& ignored)
      : end_(json.data() + json.size()),
        has_escapes_(json.find('\\') != std::string_view::npos),
        habit_(habit),
        ignored_(ignored) {}

  error_code ReadFields(ondemand::object object, EventFields& out);

 private:
  error_code FindKnown(ondemand::field& field, size_t place, std::optional<Field>& known);
  error_code ReadKey(ondemand::field& field, std::string_view& name) const;
  error_code ReadValue(ondemand::value& value, FieldValue& out, int depth);
  error_code ReadText(ondemand::value& value, std::string_view token, FieldValue& out) const;
  error_code PassObject(ondemand::value& value, int depth);
  error_code PassArray(ondemand::value& value, int depth);

  const char* end_;
  bool has_escapes_;
  Habit& habit_;
  IgnoredFields& ignored_;
};

/// Where the value of a key goes.
FieldValue& Destination(std::optional<Field> known, EventFields& out, FieldValue& ignored) {
  if (!known) return ignored;
  if (out[*known].kind == ValueKind::kAbsent) return out[*known];
  if (out.twice) return ignored;
  out.twice = known;
  return out.again;
}

error_code ObjectWalk::ReadFields(ondemand::object object, EventFields& out) {
  size_t place = 0;
  for (auto result : object) {
    // Used where it stands: moved out, it would be copied in pieces that the CPU has to wait for.
    if (result.error() != simdjson::SUCCESS) return result.error();
    ondemand::field& field = result.value_unsafe();
    std::optional<Field> known;
    if (const auto error = FindKnown(field, place++, known)) return error;
    FieldValue ignored;
    FieldValue& value = Destination(known, out, ignored);
    if (const auto error = ReadValue(field.value(), value, 1)) return error;
  }
  return simdjson::SUCCESS;
}

error_code ObjectWalk::FindKnown(ondemand::field& field, size_t place,
                                 std::optional<Field>& known) {
  if (place < habit_.size() && kKeyWords.Match(habit_[place], field.key().raw())) {
    known = habit_[place];
    return simdjson::SUCCESS;
  }
  std::string_view name;
  if (const auto error = ReadKey(field, name)) return error;
  known = FindField(name);
  if (!known) ignored_.Met(name);
  if (known && place < habit_.size()) habit_[place] = *known;
  return simdjson::SUCCESS;
}

/// A key without escapes is used where it stands.
error_code ObjectWalk::ReadKey(ondemand::field& field, std::string_view& name) const {
  const char* begin = field.key().raw();
  const char* end = begin;
  while (*end != '"' && *end != '\\') ++end;
  if (*end == '\\') return field.unescaped_key().get(name);
  name = {begin, static_cast<size_t>(end - begin)};
  return simdjson::SUCCESS;
}

error_code ObjectWalk::ReadValue(ondemand::value& value, FieldValue& out, int depth) {
  if (depth > EventFieldReader::kMaxDepth) return simdjson::DEPTH_ERROR;
  const std::string_view raw = value.raw_json_token();
  // After a text that is cut off simdjson goes by the byte behind it: a comma there promises a
  // value where there is none, whose token has no size.
  if (raw.data() >= end_) return simdjson::INCOMPLETE_ARRAY_OR_OBJECT;
  const std::string_view token = TrimmedEnd(raw);
  if (token.empty()) return simdjson::TAPE_ERROR;
  switch (token.front()) {
    case '"':
      return ReadText(value, token, out);
    case '{':
      out = {ValueKind::kObject, {}};
      return PassObject(value, depth + 1);
    case '[':
      out = {ValueKind::kArray, {}};
      return PassArray(value, depth + 1);
    default:
      return ReadScalar(token, out);
  }
}

/// A text without escapes is used where it stands: simdjson has seen to it beforehand that every
/// text is closed, free of control characters, and UTF-8.
error_code ObjectWalk::ReadText(ondemand::value& value, std::string_view token,
                                FieldValue& out) const {
  out.kind = ValueKind::kText;
  if (token.size() < 2 || token.back() != '"') return simdjson::TAPE_ERROR;
  if (has_escapes_) return value.get(out.text);
  out.text = token.substr(1, token.size() - 2);
  // Says that the value was read; else the iterator would search for its end.
  return value.get_raw_json_string().error();
}

error_code ObjectWalk::PassObject(ondemand::value& value, int depth) {
  ondemand::object object;
  if (const auto error = value.get(object)) return error;
  for (auto result : object) {
    if (result.error() != simdjson::SUCCESS) return result.error();
    ondemand::field& field = result.value_unsafe();
    std::string_view name;
    if (const auto error = ReadKey(field, name)) return error;
    FieldValue ignored;
    if (const auto error = ReadValue(field.value(), ignored, depth)) return error;
  }
  return simdjson::SUCCESS;
}

error_code ObjectWalk::PassArray(ondemand::value& value, int depth) {
  ondemand::array array;
  if (const auto error = value.get(array)) return error;
  for (auto result : array) {
    if (result.error() != simdjson::SUCCESS) return result.error();
    FieldValue ignored;
    if (const auto error = ReadValue(result.value_unsafe(), ignored, depth)) return error;
  }
  return simdjson::SUCCESS;
}

/// Why a text was refused: simdjson says which kind of fault it is, not where.
std::string Explain(error_code error, std::string_view json) {
  if (error == simdjson::EMPTY) return "empty, expected a JSON object";
  if (error == simdjson::DEPTH_ERROR) {
    return "nested more than " + std::to_string(EventFieldReader::kMaxDepth) + " levels deep";
  }
  const auto fault = FindJsonFault(json);
  if (!fault) return "no valid JSON";
  const bool is_text = fault->kind != JsonFault::Kind::kNoUtf8;
  return (is_text ? "no valid JSON: " : "") + Describe(*fault, json);
}

std::string_view Article(ondemand::json_type type) {
  switch (type) {
    case ondemand::json_type::array:
      return "an array";
    case ondemand::json_type::string:
      return "a text";
    case ondemand::json_type::number:
      return "a number";
    case ondemand::json_type::boolean:
      return "true or false";
    case ondemand::json_type::null:
      return "null";
    case ondemand::json_type::object:
      return "an object";
  }
  return "something else";
}

}  // namespace

struct EventFieldReader::State {
  ondemand::parser parser;
  Habit habit{};
  IgnoredFields ignored;
};

EventFieldReader::EventFieldReader() : state_(std::make_unique<State>()) {}
EventFieldReader::~EventFieldReader() = default;
EventFieldReader::EventFieldReader(EventFieldReader&&) noexcept = default;
EventFieldReader& EventFieldReader::operator=(EventFieldReader&&) noexcept = default;
IgnoredFields& EventFieldReader::ignored() { return state_->ignored; }

std::optional<std::string> EventFieldReader::Read(std::string_view json, EventFields& out) {
  for (auto& value : out.values) value = {};
  out.twice.reset();
  ondemand::document document;
  const simdjson::padded_string_view padded(json.data(), json.size(), json.size() + kPadding);
  if (const auto error = state_->parser.iterate(padded).get(document)) return Explain(error, json);
  ondemand::json_type type{};
  if (const auto error = document.type().get(type)) return Explain(error, json);
  if (type != ondemand::json_type::object) {
    return "expected a JSON object, found " + std::string(Article(type));
  }
  ondemand::object object;
  if (const auto error = document.get_object().get(object)) return Explain(error, json);
  ObjectWalk walk(json, state_->habit, state_->ignored);
  if (const auto error = walk.ReadFields(object, out)) return Explain(error, json);
  // At the end of the document there is no location any more.
  if (document.current_location().error() == simdjson::SUCCESS) {
    return Explain(simdjson::TAPE_ERROR, json);
  }
  return {};
}

}  // namespace dunghan::intake

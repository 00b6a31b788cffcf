#include "due/due_question.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "due/due_fields.h"
#include "dunghan/base/text.h"

namespace dunghan::commands {
namespace {

namespace ondemand = simdjson::ondemand;

constexpr std::array<std::string_view, 7> kQuestionFields = {"id",      "from",     "limit", "to",
                                                             "measure", "calendar", "pauses"};

size_t Digits(std::string_view text, size_t at) {
  const size_t end = std::min(text.find_first_not_of("0123456789", at), text.size());
  return end - at;
}

/// As RFC 8259 has it: -1.5e+3 but not 01, 1. or +1.
bool IsJsonNumber(std::string_view text) {
  size_t at = text.starts_with('-') ? 1 : 0;
  const size_t whole = Digits(text, at);
  if (whole == 0 || (whole > 1 && text[at] == '0')) return false;
  at += whole;
  if (at < text.size() && text[at] == '.') {
    const size_t fraction = Digits(text, at + 1);
    if (fraction == 0) return false;
    at += 1 + fraction;
  }
  if (at < text.size() && (text[at] == 'e' || text[at] == 'E')) {
    ++at;
    if (at < text.size() && (text[at] == '+' || text[at] == '-')) ++at;
    const size_t exponent = Digits(text, at);
    if (exponent == 0) return false;
    at += exponent;
  }
  return at == text.size();
}

/// A scalar as sent. Its text is echoed, so it is checked here and not left to be skipped.
Result<std::string_view> ReadId(ondemand::value value) {
  const Error wrong = InvalidArgument("id: expected a string, number, true, false or null");
  std::string_view token = value.raw_json_token();
  token = token.substr(0, token.find_last_not_of(" \t\r\n") + 1);
  if (token.starts_with('"')) {
    std::string_view text;
    if (value.get_string().get(text)) return wrong;
    return token;
  }
  if (token == "null" || token == "true" || token == "false" || IsJsonNumber(token)) return token;
  return wrong;
}

Result<Instant> ReadInstant(std::string_view field, ondemand::value value) {
  std::string_view text;
  if (value.get_string().get(text)) return WrongType(field, "an RFC 3339 time as a string", value);
  auto instant = ParseRfc3339(text);
  if (!instant) return InvalidArgument(fmt::format("{}: {}", field, instant.error().for_client));
  return instant;
}

Result<worktime::TimeLimit> ReadLimit(ondemand::value value) {
  std::string_view text;
  if (value.get_string().get(text)) return WrongType("limit", "a string such as \"5wd\"", value);
  auto limit = worktime::ParseTimeLimit(text);
  if (!limit) return InvalidArgument("limit: " + limit.error().for_client);
  return limit;
}

Result<DueMeasure> ReadMeasure(ondemand::value value) {
  std::string_view text;
  if (value.get_string().get(text)) return WrongType("measure", "\"ws\" or \"wd\"", value);
  if (text == "ws") return DueMeasure::kWorkingTime;
  if (text == "wd") return DueMeasure::kWorkingDays;
  return InvalidArgument(
      fmt::format("measure: expected \"ws\" or \"wd\", found {}", JsonQuote(text.substr(0, 64))));
}

Result<worktime::Suspension> ReadPause(size_t index, ondemand::value value) {
  const std::string field = fmt::format("pauses[{}]", index);
  const std::string_view expected = "[from, to]";
  ondemand::array ends;
  if (value.get_array().get(ends)) return WrongType(field, expected, value);
  std::array<Instant, 2> instants;
  size_t count = 0;
  for (auto end : ends) {
    ondemand::value read;
    if (end.get(read)) return Malformed(field);
    if (count == instants.size())
      return InvalidArgument(field + ": expected two times, found more");
    const auto instant = ReadInstant(field, read);
    if (!instant) return instant.error();
    instants[count++] = *instant;
  }
  if (count != instants.size()) {
    return InvalidArgument(fmt::format("{}: expected two times, found {}", field, count));
  }
  if (instants[1] < instants[0]) return InvalidArgument(field + ": ends before it begins");
  return worktime::Suspension{instants[0], instants[1]};
}

std::optional<Error> ReadPauses(ondemand::value value, std::vector<worktime::Suspension>& pauses) {
  ondemand::array list;
  if (value.get_array().get(list)) return WrongType("pauses", "an array of [from, to]", value);
  for (auto element : list) {
    ondemand::value read;
    if (element.get(read)) return Malformed("pauses");
    const auto pause = ReadPause(pauses.size(), read);
    if (!pause) return pause.error();
    pauses.push_back(*pause);
  }
  return {};
}

std::optional<Error> ReadCalendar(ondemand::value value, DueQuestion& question) {
  ondemand::json_type type{};
  if (value.type().get(type)) return Malformed("calendar");
  if (type == ondemand::json_type::object) {
    ondemand::object object;
    if (value.get_object().get(object) || object.raw_json().get(question.calendar_json)) {
      return Malformed("calendar");
    }
    return {};
  }
  if (value.get_string().get(question.calendar_name)) {
    return WrongType("calendar", "a name or an object", value);
  }
  return {};
}

/// Puts the value of a reading where it belongs, or hands on its error.
template <class T, class Target>
std::optional<Error> Take(Result<T> reading, Target& target) {
  if (!reading) return reading.error();
  target = *reading;
  return {};
}

std::optional<Error> ReadField(size_t field, ondemand::value value, DueQuestion& question) {
  switch (field) {
    case 0:
      return Take(ReadId(value), question.id);
    case 1:
      return Take(ReadInstant("from", value), question.from);
    case 2:
      return Take(ReadLimit(value), question.limit);
    case 3:
      return Take(ReadInstant("to", value), question.to);
    case 4:
      return Take(ReadMeasure(value), question.measure);
    case 5:
      return ReadCalendar(value, question);
    default:
      return ReadPauses(value, question.pauses);
  }
}

/// Which fields must come together, and which not.
std::optional<Error> CheckTogether(const SeenFields<kQuestionFields.size()>& seen,
                                   const DueQuestion& question) {
  if (!seen.Has("from")) return InvalidArgument("from: missing");
  if (!seen.Has("calendar")) return InvalidArgument("calendar: missing");
  if (seen.Has("limit") == seen.Has("to")) {
    return InvalidArgument(seen.Has("to") ? "to: not together with limit"
                                          : "limit: missing (or to and measure)");
  }
  if (seen.Has("to") != seen.Has("measure")) {
    return InvalidArgument(seen.Has("to") ? "measure: missing, expected \"ws\" or \"wd\""
                                          : "measure: only together with to");
  }
  if (seen.Has("to") && !question.pauses.empty()) {
    return InvalidArgument("pauses: only together with limit");
  }
  return {};
}

}  // namespace

Result<const DueQuestion*> DueQuestionReader::Read(std::string_view line) {
  std::vector<worktime::Suspension> pauses = std::move(question_.pauses);
  pauses.clear();
  question_ = {};
  question_.pauses = std::move(pauses);
  ondemand::document document;
  ondemand::object object;
  if (parser_.iterate(line.data(), line.size(), line.size() + simdjson::SIMDJSON_PADDING)
          .get(document) ||
      document.get_object().get(object)) {
    return InvalidArgument("expected a JSON object");
  }
  SeenFields seen(kQuestionFields);
  for (auto field : object) {
    std::string_view key;
    ondemand::value value;
    if (field.unescaped_key().get(key) || field.value().get(value)) return Malformed("question");
    const auto index = seen.Add(key);
    if (!index) return index.error();
    if (auto error = ReadField(*index, value, question_)) return *error;
  }
  const char* rest = nullptr;
  if (document.current_location().get(rest) == simdjson::SUCCESS) {
    return InvalidArgument("text after the JSON object");
  }
  if (auto error = CheckTogether(seen, question_)) return *error;
  return &question_;
}

std::optional<std::string_view> DueQuestionReader::WhyNotJson(std::string_view line) {
  const auto error = strict_parser_.parse(line.data(), line.size(), false).error();
  if (error == simdjson::SUCCESS) return {};
  return simdjson::error_message(error);
}

std::string_view DueQuestionReader::IdOf(std::string_view line) {
  ondemand::document document;
  ondemand::value value;
  if (parser_.iterate(line.data(), line.size(), line.size() + simdjson::SIMDJSON_PADDING)
          .get(document) ||
      document.find_field_unordered("id").get(value)) {
    return "null";
  }
  const auto id = ReadId(value);
  return id ? *id : "null";
}

}  // namespace dunghan::commands
